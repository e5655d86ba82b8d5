import { decode, isErrno, strerror } from "#abi";
import { inFrame } from "../run/functions.ts";
import { findProgram, isDirectory, isFile } from "../run/lookup.ts";
import { becomeProgram } from "../run/program.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { resetSignalsHere } from "../run/subshell.ts";
import { runTrap } from "../run/traps.ts";
import { Unwind } from "../run/unwind.ts";
import { readFlags, refuse, usage } from "./flags.ts";

export const evaluate: Builtin = {
  special: true,
  run: (shell, argv) => {
    const text = argv.slice(argv[1] === "--" ? 2 : 1).join(" ");
    return text.trim() === "" ? 0 : shell.interpreter.run(shell, text, { name: "eval", firstLine: shell.line });
  },
};

/** The file that `source name` means: searched in PATH, bash also looks here. */
function sourcePath(shell: Shell, name: string): string | undefined {
  if (name.includes("/")) return name;
  for (const directory of (shell.variables.get("PATH") ?? "").split(":")) {
    const path = directory === "" ? `./${name}` : `${directory}/${name}`;
    if (isFile(shell.sys, path)) return path;
  }
  return shell.flavour.name === "bash" && isFile(shell.sys, name) ? name : undefined;
}

/** Executes a file's commands in this shell. */
export async function sourceFile(shell: Shell, path: string, parameters: readonly string[] | undefined): Promise<number> {
  const text = decode(shell.sys.readFile(path));
  const { positional } = shell;
  if (parameters) shell.positional = parameters;
  try {
    return await inFrame(shell, { kind: "source", name: path, source: path, calledAt: shell.line }, () =>
      shell.interpreter.run(shell, text, {}),
    );
  } finally {
    if (parameters) shell.positional = positional;
  }
}

export const source: Builtin = {
  special: true,
  run: async (shell, argv) => {
    const called = argv[0] ?? ".";
    const rest = argv.slice(argv[1] === "--" ? 2 : 1);
    const [name, ...parameters] = rest;
    if (name === undefined) {
      if (shell.flavour.name !== "bash") return refuse(shell, called, "filename argument required", 2);
      await shell.complain("filename argument required", called);
      return usage(shell, called);
    }
    const path = sourcePath(shell, name);
    try {
      if (path === undefined) throw new Unwind({ kind: "return", status: 1 });
      if (isDirectory(shell.sys, path)) {
        await shell.complain(`${name}: is a directory`, called);
        return 1;
      }
      shell.sys.access(path, { read: true });
      return await sourceFile(shell, path, parameters.length > 0 && shell.flavour.name !== "dash" ? parameters : undefined);
    } catch (error) {
      const missing = error instanceof Unwind && path === undefined;
      if (!missing && !isErrno(error)) throw error;
      const reason = isErrno(error) ? strerror(error.code) : strerror("ENOENT");
      if (shell.flavour.name === "bash") {
        await shell.complain(`${name}: ${reason}`);
        return 1;
      }
      if (shell.flavour.name === "ash") return refuse(shell, called, missing ? `${name}: not found` : `can't open '${name}': ${reason}`);
      return refuse(
        shell,
        called,
        missing ? `${name}: not found` : `cannot open ${name}: ${reason === strerror("ENOENT") ? "No such file" : reason}`,
      );
    }
  },
};

export const exec: Builtin = {
  special: true,
  run: async (shell, argv) => {
    const flags =
      shell.flavour.name === "bash"
        ? await readFlags(shell, argv, "cla:")
        : { has: () => false, value: () => undefined, rest: argv.slice(argv[1] === "--" ? 2 : 1) };
    if (typeof flags === "number") return flags;
    const [name] = flags.rest;
    if (name === undefined) return 0;
    const found = findProgram(shell, name);
    const failed = async (text: string, status: number): Promise<number> => {
      await shell.complain(text, shell.flavour.name === "bash" && found.kind === "path" ? undefined : "exec");
      if (shell.interactive || shell.shopt("execfail")) return status;
      throw new Unwind({ kind: "exit", status });
    };
    if (found.kind === "missing") return failed(`${name}: not found`, 127);
    if (isDirectory(shell.sys, found.path)) {
      await shell.complain(
        shell.flavour.name === "bash" ? `${name}: cannot execute: Is a directory` : `${name}: Permission denied`,
        "exec",
      );
      if (shell.interactive) return 126;
      throw new Unwind({ kind: "exit", status: 126 });
    }
    const environment = flags.has("c") ? new Map<string, string>() : shell.variables.environment();
    if (!flags.has("c")) environment.set("_", found.path);
    const zero = flags.value("a") ?? name;
    const words = [flags.has("l") ? `-${zero}` : zero, ...flags.rest.slice(1)];
    try {
      shell.sys.access(found.path, { execute: true });
    } catch (error) {
      if (!isErrno(error)) throw error;
      const status = error.code === "ENOENT" ? 127 : 126;
      await shell.complain(
        `${name}: ${shell.flavour.name === "bash" && status === 126 ? `cannot execute: ${strerror(error.code)}` : shell.flavour.name === "bash" ? `cannot execute: ${strerror(error.code)}` : error.code === "ENOENT" ? "not found" : strerror(error.code)}`,
        "exec",
      );
      if (shell.interactive) return status;
      throw new Unwind({ kind: "exit", status });
    }
    const onExit = shell.traps.get("EXIT");
    if (onExit && shell.flavour.name === "bash" && onExit.command !== "") {
      shell.traps.delete("EXIT");
      await runTrap(shell, onExit.command);
    }
    resetSignalsHere(shell);
    throw new Unwind({ kind: "exit", status: await becomeProgram(shell, shell.sys, name, found.path, words, environment), replaced: true });
  },
};

export const builtin: Builtin = {
  only: ["bash"],
  run: async (shell, argv, arrays) => {
    const [, name, ...rest] = argv;
    if (name === undefined) return 0;
    const found = shell.interpreter.builtin(shell, name);
    if (!found) return refuse(shell, "builtin", `${name}: not a shell builtin`);
    return found.run(shell, [name, ...rest], new Map([...arrays].map(([at, value]) => [at - 1, value])));
  },
};
