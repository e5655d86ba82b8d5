import type { Builtin, Shell } from "../run/shell.ts";
import { alias, unalias } from "./alias.ts";
import { letArithmetic } from "./arithmetic.ts";
import { declare, exportNames, local, readonly, typeset, unset } from "./declare.ts";
import { echo } from "./echo.ts";
import { builtin, evaluate, exec, source } from "./evaluation.ts";
import { breakLoop, colon, continueLoop, exit, logout, no, returnFrom, shift, yes } from "./flow.ts";
import { set, shopt } from "./settings.ts";
import { bracket, test } from "./test.ts";
import { umask } from "./umask.ts";

const BASH_ONLY = ["bash"] as const;
const NOT_DASH = ["bash", "ash"] as const;

/** A builtin whose code comes with its first call. */
function later(name: string, attributes: Omit<Builtin, "run"> = {}): Builtin {
  return {
    ...attributes,
    run: async (shell, argv, arrays) => {
      const { LATER } = await import("./later.ts");
      return LATER[name]?.run(shell, argv, arrays) ?? 127;
    },
  };
}

const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [".", source],
  [":", colon],
  ["[", bracket],
  ["alias", alias],
  ["bg", later("bg")],
  ["break", breakLoop],
  ["builtin", builtin],
  ["caller", later("caller", { only: BASH_ONLY })],
  ["cd", later("cd")],
  ["chdir", later("cd", { only: ["dash", "ash"] })],
  ["command", later("command")],
  ["continue", continueLoop],
  ["declare", declare],
  ["dirs", later("dirs", { only: BASH_ONLY })],
  ["disown", later("disown")],
  ["echo", echo],
  ["enable", later("enable", { only: BASH_ONLY })],
  ["eval", evaluate],
  ["exec", exec],
  ["exit", exit],
  ["export", exportNames],
  ["false", no],
  ["fg", later("fg")],
  ["getopts", later("getopts")],
  ["hash", later("hash")],
  ["help", later("help", { only: NOT_DASH })],
  ["history", later("history", { only: NOT_DASH })],
  ["jobs", later("jobs")],
  ["kill", later("kill")],
  ["let", letArithmetic],
  ["local", local],
  ["logout", logout],
  ["mapfile", later("mapfile", { only: BASH_ONLY })],
  ["popd", later("popd", { only: BASH_ONLY })],
  ["printf", later("printf")],
  ["pushd", later("pushd", { only: BASH_ONLY })],
  ["pwd", later("pwd")],
  ["read", later("read")],
  ["readarray", later("readarray", { only: BASH_ONLY })],
  ["readonly", readonly],
  ["return", returnFrom],
  ["set", set],
  ["shift", shift],
  ["shopt", shopt],
  ["source", { ...source, only: ["bash", "ash"] }],
  ["test", test],
  ["times", later("times", { special: true })],
  ["trap", later("trap", { special: true })],
  ["true", yes],
  ["type", later("type")],
  ["typeset", typeset],
  ["ulimit", later("ulimit")],
  ["umask", umask],
  ["unalias", unalias],
  ["unset", unset],
  ["wait", later("wait")],
]);

/** The builtin of that name that this shell has. */
export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  const found = BUILTINS.get(name);
  return found && (!found.only || found.only.includes(shell.flavour.name)) ? found : undefined;
}

export function builtinNames(shell: Shell): readonly string[] {
  return [...BUILTINS.keys()].filter((name) => findBuiltin(shell, name));
}
