import { encode, isErrno, strerror } from "#abi";
import { isDirectory } from "../run/lookup.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { readFlags, refuse } from "./flags.ts";

/** A path without `.`, `..` and double slashes, by its text. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function logicalDirectory(shell: Shell): string {
  return shell.variables.get("PWD") ?? shell.sys.getcwd();
}

/** Goes to a directory; sets PWD and OLDPWD. Throws Errno. */
function go(shell: Shell, target: string, physical: boolean): void {
  const from = logicalDirectory(shell);
  const wanted = target.startsWith("/") ? target : `${from}/${target}`;
  if (physical) shell.sys.chdir(target);
  else {
    // Each part before a `..` must be there, as on disk.
    if (wanted.includes("/..")) shell.sys.stat(wanted.slice(0, wanted.lastIndexOf("/..")) || "/");
    shell.sys.chdir(normalize(wanted));
  }
  shell.variables.set("OLDPWD", from);
  shell.variables.set("PWD", physical ? shell.sys.getcwd() : normalize(wanted));
}

async function change(shell: Shell, name: string, target: string, physical: boolean): Promise<boolean> {
  try {
    go(shell, target, physical);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const text =
      shell.flavour.name === "bash"
        ? `${target}: ${strerror(error.code)}`
        : shell.flavour.name === "dash"
          ? `can't cd to ${target}`
          : `can't cd to ${target}: ${strerror(error.code)}`;
    await shell.complain(text, name);
    return false;
  }
}

export const cd: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "LPe@");
    if (typeof flags === "number") return flags;
    if (flags.rest.length > 1 && shell.flavour.name === "bash") return refuse(shell, "cd", "too many arguments");
    const [operand] = flags.rest;
    let target = operand ?? shell.variables.get("HOME");
    let show = false;
    if (target === undefined) return shell.flavour.name === "bash" ? refuse(shell, "cd", "HOME not set") : 0;
    if (operand === "-") {
      target = shell.variables.get("OLDPWD");
      if (target === undefined) return refuse(shell, "cd", "OLDPWD not set");
      show = true;
    } else if (operand === "" || target === "") {
      return 0;
    } else if (operand !== undefined && !/^\.{0,2}\//.test(operand) && operand !== "." && operand !== "..") {
      for (const base of (shell.variables.get("CDPATH") ?? "").split(":")) {
        const candidate = base === "" ? operand : `${base.replace(/\/$/, "")}/${operand}`;
        if (shell.variables.get("CDPATH") && isDirectory(shell.sys, candidate)) {
          target = candidate;
          show = base !== "";
          break;
        }
      }
    }
    if (!(await change(shell, "cd", target, flags.has("P") || shell.option("physical")))) return shell.flavour.name === "bash" ? 1 : 2;
    if (show) await shell.sys.write(1, encode(`${shell.variables.get("PWD") ?? ""}\n`));
    return 0;
  },
};

export const pwd: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "LP");
    if (typeof flags === "number") return flags;
    await shell.sys.write(1, encode(`${flags.has("P") ? shell.sys.getcwd() : logicalDirectory(shell)}\n`));
    return 0;
  },
};

function tildePath(shell: Shell, path: string): string {
  const home = shell.variables.get("HOME");
  return home && home !== "/" && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
}

function stack(shell: Shell): string[] {
  return [logicalDirectory(shell), ...shell.directoryStack];
}

async function show(shell: Shell): Promise<void> {
  await shell.sys.write(
    1,
    encode(
      `${stack(shell)
        .map((path) => tildePath(shell, path))
        .join(" ")}\n`,
    ),
  );
}

/** +N and -N: a place in the stack. */
function place(shell: Shell, text: string): number | undefined {
  if (!/^[-+]\d+$/.test(text)) return undefined;
  const number = Number(text.slice(1));
  return text.startsWith("+") ? number : shell.directoryStack.length - number;
}

export const pushd: Builtin = {
  run: async (shell, argv) => {
    const operand = argv[1];
    const all = stack(shell);
    const at = operand === undefined ? 1 : place(shell, operand);
    if (at !== undefined) {
      if (all.length < 2) return refuse(shell, "pushd", operand === undefined ? "no other directory" : "directory stack empty");
      const top = all[at];
      if (top === undefined) return refuse(shell, "pushd", `${operand}: directory stack index out of range`);
      const rotated = operand === undefined ? [top, all[0] ?? "", ...all.slice(2)] : [...all.slice(at), ...all.slice(0, at)];
      if (!(await change(shell, "pushd", top, false))) return 1;
      shell.directoryStack = rotated.slice(1);
    } else {
      if (!(await change(shell, "pushd", operand ?? "", false))) return 1;
      shell.directoryStack = all;
    }
    await show(shell);
    return 0;
  },
};

export const popd: Builtin = {
  run: async (shell, argv) => {
    const all = stack(shell);
    if (all.length < 2) return refuse(shell, "popd", "directory stack empty");
    const at = argv[1] === undefined ? 0 : place(shell, argv[1]);
    if (at === undefined) return refuse(shell, "popd", `${argv[1]}: invalid argument`);
    if (at < 0 || at >= all.length) return refuse(shell, "popd", `${argv[1]}: directory stack index out of range`);
    const [next = "", ...rest] = all.filter((_, i) => i !== at);
    if (at === 0 && !(await change(shell, "popd", next, false))) return 1;
    shell.directoryStack = rest;
    await show(shell);
    return 0;
  },
};

export const dirs: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "clpv");
    if (typeof flags === "number") return flags;
    if (flags.has("c")) {
      shell.directoryStack = [];
      return 0;
    }
    const paths = stack(shell).map((path) => (flags.has("l") ? path : tildePath(shell, path)));
    const text = flags.has("v")
      ? paths.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join("")
      : flags.has("p")
        ? paths.map((path) => `${path}\n`).join("")
        : `${paths.join(" ")}\n`;
    await shell.sys.write(1, encode(text));
    return 0;
  },
};
