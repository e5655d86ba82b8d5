import { encode, isErrno, type Sys } from "#abi";
import { passwdEntry } from "./expand/tilde.ts";
import type { Invocation } from "./invocation.ts";
import { computeVariables, setArray } from "./run/dynamic.ts";
import { executeTop } from "./run/reader.ts";
import type { Shell } from "./run/shell.ts";
import { expandText } from "./run/trace.ts";
import { restoreDefault } from "./run/traps.ts";

const BASH_VERSION = ["5", "2", "15", "1", "release", "x86_64-pc-linux-gnu"];

/** Takes over the environment and sets the variables that a shell begins with. */
export function importEnvironment(shell: Shell, env: ReadonlyMap<string, string>): void {
  const { variables, sys, flavour } = shell;
  for (const [name, text] of env) if (/^[A-Za-z_]\w*$/.test(name)) variables.export(name, text);
  computeVariables(shell);
  variables.set("IFS", " \t\n");
  variables.set("OPTIND", "1");
  variables.set("PPID", String(sys.ppid));
  variables.set("PS4", flavour.prompt.ps4);
  variables.set("PWD", workingDirectory(sys, variables.get("PWD")));
  variables.export("PWD");
  const root = sys.credentials().euid === 0;
  if (shell.interactive || flavour.name !== "bash") {
    variables.set("PS1", variables.get("PS1") ?? (root ? flavour.prompt.rootPs1 : flavour.prompt.ps1));
    variables.set("PS2", variables.get("PS2") ?? flavour.prompt.ps2);
  }
  if (variables.get("PATH") === undefined) variables.set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  if (flavour.name === "bash") setBashVariables(shell);
  else if (flavour.name === "ash") {
    variables.set("HOSTNAME", variables.get("HOSTNAME") ?? sys.uname().nodename);
    variables.export("SHLVL", String(Number(env.get("SHLVL") ?? 0) + 1 || 1));
  }
}

function setBashVariables(shell: Shell): void {
  const { variables, sys } = shell;
  for (const name of ["braceexpand", "hashall", "interactive-comments"]) shell.options.add(name);
  const machine = sys.uname();
  const credentials = sys.credentials();
  const level = Number(variables.get("SHLVL") ?? 0);
  variables.export("SHLVL", String((Number.isNaN(level) ? 0 : level) + 1));
  variables.set("BASH", shell.name.includes("/") ? shell.name : "/bin/bash");
  variables.set("BASH_VERSION", "5.2.15(1)-release");
  setArray(shell, "BASH_VERSINFO", BASH_VERSION);
  variables.set("HOSTNAME", variables.get("HOSTNAME") ?? machine.nodename);
  variables.set("HOSTTYPE", "x86_64");
  variables.set("OSTYPE", "linux-gnu");
  variables.set("MACHTYPE", "x86_64-pc-linux-gnu");
  variables.set("UID", String(credentials.uid));
  variables.set("EUID", String(credentials.euid));
  for (const name of ["UID", "EUID", "PPID", "BASH_VERSINFO"]) variables.writable(name).readOnly = true;
  setArray(shell, "GROUPS", credentials.groups.map(String));
  if (variables.get("TERM") === undefined) variables.set("TERM", "dumb");
  if (variables.get("HOME") === undefined && shell.interactive) {
    const home = passwdEntry(shell, (fields) => fields[2] === String(credentials.uid))?.[5];
    if (home !== undefined) variables.set("HOME", home);
  }
  if (variables.get("SHELL") === undefined)
    variables.set("SHELL", passwdEntry(shell, (fields) => fields[2] === String(credentials.uid))?.[6] ?? "/bin/sh");
  if (shell.mode === "file") shell.frames = [{ kind: "main", name: "main", source: shell.name, calledAt: 0 }];
}

// PWD from the environment holds if it names this directory, symbolic links and all.
function workingDirectory(sys: Sys, claimed: string | undefined): string {
  try {
    if (claimed?.startsWith("/") && !/\/\.{1,2}(?:\/|$)/.test(claimed)) {
      const a = sys.stat(claimed);
      const b = sys.stat(".");
      if (a.ino === b.ino && a.dev === b.dev) return claimed;
    }
    return sys.getcwd();
  } catch (error) {
    if (isErrno(error)) return claimed ?? "/";
    throw error;
  }
}

/** Makes an interactive shell: job control, signals that it survives, the options that only it has. */
export async function startSession(shell: Shell): Promise<void> {
  const { sys } = shell;
  await takeJobControl(shell);
  for (const signal of ["SIGINT", "SIGTERM", "SIGQUIT", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGHUP"] as const) restoreDefault(shell, signal);
  // Only wakes what waits for a key, so that the editor can draw again.
  sys.signal("SIGWINCH", { handle: () => setSize(shell), interrupt: false });
  setSize(shell);
  if (shell.flavour.name === "bash") {
    for (const name of ["emacs", "histexpand", "history"]) shell.options.add(name);
    shell.shopts.set("expand_aliases", true);
    if (shell.login) shell.shopts.set("login_shell", true);
    const home = shell.variables.get("HOME");
    if (home !== undefined && shell.variables.get("HISTFILE") === undefined) shell.variables.set("HISTFILE", `${home}/.bash_history`);
    for (const [name, value] of [
      ["HISTSIZE", "500"],
      ["HISTFILESIZE", "500"],
    ] as const)
      if (shell.variables.get(name) === undefined) shell.variables.set(name, value);
  } else shell.options.add("interactive");
}

async function takeJobControl(shell: Shell): Promise<void> {
  const { sys } = shell;
  const fd = [0, 2].find((one) => sys.isOpen(one) && sys.isatty(one));
  if (fd === undefined) return;
  try {
    const terminal = sys.isOpen(255) ? sys.dup(fd, undefined, 10) : sys.dup(fd, 255);
    sys.setCloseOnExec(terminal, true);
    if (sys.getpgid() !== sys.pid && sys.getsid() !== sys.pid) {
      sys.signal("SIGTTOU", "ignore");
      sys.setpgid(0, sys.pid);
    }
    sys.signal("SIGTTOU", "ignore");
    sys.tcsetpgrp(terminal, sys.getpgid());
    shell.terminal = terminal;
    shell.options.add("monitor");
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (shell.flavour.name === "bash") {
      await sys.write(
        2,
        encode(
          `bash: cannot set terminal process group (${sys.getpgid()}): ${error.code === "ENOTTY" ? "Inappropriate ioctl for device" : error.message}\nbash: no job control in this shell\n`,
        ),
      );
    } else
      await sys.write(2, encode(`${shell.name}: ${shell.flavour.name === "dash" ? "0: " : ""}can't access tty; job control turned off\n`));
  }
}

/** LINES and COLUMNS of the terminal. */
export function setSize(shell: Shell): void {
  if (shell.flavour.name === "dash" || shell.terminal === undefined || !shell.sys.isOpen(shell.terminal)) return;
  try {
    const { rows, columns } = shell.sys.getWindowSize(shell.terminal);
    if (rows > 0) shell.variables.set("LINES", String(rows));
    if (columns > 0) shell.variables.set("COLUMNS", String(columns));
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** Reads the files that a shell of this kind begins with. */
export async function readProfiles(shell: Shell, invocation: Invocation): Promise<void> {
  const home = shell.variables.get("HOME") ?? "";
  const posix = shell.flavour.name === "bash" && shell.option("posix");
  if (shell.login && invocation.profile) {
    await readProfile(shell, "/etc/profile");
    const own = shell.flavour.name === "bash" && !posix ? [".bash_profile", ".bash_login", ".profile"] : [".profile"];
    for (const name of own) if (await readProfile(shell, `${home}/${name}`)) break;
  } else if (shell.interactive && shell.flavour.name === "bash" && invocation.rc && !posix) {
    if (invocation.rcFile === undefined) await readProfile(shell, "/etc/bash.bashrc");
    await readProfile(shell, invocation.rcFile ?? `${home}/.bashrc`);
  } else if (!shell.interactive && shell.flavour.name === "bash" && shell.variables.get("BASH_ENV")) {
    await readProfile(shell, await expandText(shell, shell.variables.get("BASH_ENV") ?? ""));
  }
  if (shell.interactive && (shell.flavour.name !== "bash" || posix) && shell.variables.get("ENV"))
    await readProfile(shell, await expandText(shell, shell.variables.get("ENV") ?? ""));
}

async function readProfile(shell: Shell, path: string): Promise<boolean> {
  try {
    if (shell.sys.stat(path).type !== "file") return false;
    shell.sys.access(path, { read: true });
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
  // An error in it ends the file, not the shell.
  await executeTop(
    shell,
    {
      kind: "simple",
      assignments: [],
      words: [
        { parts: [{ kind: "quoted", text: "." }], text: "." },
        { parts: [{ kind: "quoted", text: path }], text: path },
      ],
      redirects: [],
      line: 0,
    },
    false,
    false,
  );
  return true;
}
