import { strftime } from "../builtins/strftime.ts";
import { passwdEntry } from "../expand/tilde.ts";
import type { Shell } from "../run/shell.ts";
import { expandText } from "../run/trace.ts";

/** A prompt as it is shown: escapes of bash (or busybox), then parameters and commands. */
export async function promptText(shell: Shell, name: "PS1" | "PS2"): Promise<string> {
  const raw = shell.variables.get(name) ?? (name === "PS2" ? "> " : "");
  const { status } = shell;
  const escaped = shell.flavour.name === "dash" ? raw : expandPrompt(shell, raw);
  const text = /[$`]/.test(escaped) ? await expandText(shell, escaped) : escaped;
  shell.status = status;
  return text;
}

/** Carries out a prompt's backslash escapes (bash(1), PROMPTING). What they give is not expanded further. */
export function expandPrompt(shell: Shell, text: string): string {
  const now = shell.sys.now();
  const protect = (value: string) => value.replace(/[\\$`"]/g, "\\$&");
  return text.replace(
    /\\(?:([0-7]{3})|D\{([^}]*)\}|([\s\S]))/g,
    (whole, octal: string | undefined, format: string | undefined, letter: string | undefined) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (format !== undefined) return strftime(shell, format === "" ? "%X" : format, now);
      switch (letter) {
        case "a":
          return "\x07";
        case "e":
          return "\x1b";
        case "n":
          return "\n";
        case "r":
          return "\r";
        case "[":
          return "\x01";
        case "]":
          return "\x02";
        case "\\":
          return "\\\\";
        case "d":
          return strftime(shell, "%a %b %d", now);
        case "t":
          return strftime(shell, "%H:%M:%S", now);
        case "T":
          return strftime(shell, "%I:%M:%S", now);
        case "@":
          return strftime(shell, "%I:%M %p", now);
        case "A":
          return strftime(shell, "%H:%M", now);
        case "u":
          return protect(userName(shell));
        case "h":
          return protect(shell.sys.uname().nodename.split(".")[0] ?? "");
        case "H":
          return protect(shell.sys.uname().nodename);
        case "w":
          return protect(directory(shell, false));
        case "W":
          return protect(directory(shell, true));
        case "$":
          return shell.sys.credentials().euid === 0 ? "#" : "\\$";
        case "s":
          return shell.name.slice(shell.name.lastIndexOf("/") + 1);
        case "v":
          return "5.2";
        case "V":
          return "5.2.15";
        case "j":
          return String(shell.jobs.all.length);
        case "l":
          return "0";
        case "#":
        case "!":
          return String((shell.history?.entries.length ?? 0) + 1);
        default:
          return whole;
      }
    },
  );
}

function userName(shell: Shell): string {
  const { euid } = shell.sys.credentials();
  return passwdEntry(shell, (fields) => fields[2] === String(euid))?.[0] ?? (shell.flavour.name === "ash" ? "" : "I have no name!");
}

function directory(shell: Shell, short: boolean): string {
  const path = shell.variables.get("PWD") ?? shell.sys.getcwd();
  const home = shell.variables.get("HOME");
  if (home !== undefined && home !== "/" && home !== "" && (path === home || path.startsWith(`${home}/`))) {
    if (path === home) return "~";
    return short ? path.slice(path.lastIndexOf("/") + 1) : `~${path.slice(home.length)}`;
  }
  return short && path !== "/" ? path.slice(path.lastIndexOf("/") + 1) : path;
}
