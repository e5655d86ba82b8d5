import type { Builtin, Shell } from "../run/shell.ts";
import { letArithmetic } from "./arithmetic.ts";
import { alias, command, hash, type, unalias } from "./commands.ts";
import { declare, exportNames, local, readonly, typeset, unset } from "./declare.ts";
import { cd, dirs, popd, pushd, pwd } from "./directories.ts";
import { echo } from "./echo.ts";
import { builtin, evaluate, exec, source } from "./evaluation.ts";
import { breakLoop, colon, continueLoop, exit, logout, no, returnFrom, shift, yes } from "./flow.ts";
import { getopts } from "./getopts.ts";
import { caller, enable, help, history } from "./information.ts";
import { bg, disown, fg, jobs, wait } from "./jobs.ts";
import { printf } from "./printf.ts";
import { kill, times, ulimit, umask } from "./process.ts";
import { mapfile, read } from "./read.ts";
import { set, shopt } from "./settings.ts";
import { bracket, test } from "./test.ts";
import { trap } from "./trap.ts";

const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [".", source], [":", colon], ["[", bracket], ["alias", alias], ["bg", bg], ["break", breakLoop], ["builtin", builtin], ["caller", caller], ["cd", cd], ["chdir", { ...cd, only: ["dash", "ash"] }],
  ["command", command], ["continue", continueLoop], ["declare", declare], ["dirs", dirs], ["disown", disown], ["echo", echo], ["enable", enable], ["eval", evaluate], ["exec", exec], ["exit", exit],
  ["export", exportNames], ["false", no], ["fg", fg], ["getopts", getopts], ["hash", hash], ["help", help], ["history", history], ["jobs", jobs], ["kill", kill], ["let", letArithmetic],
  ["local", local], ["logout", logout], ["mapfile", mapfile], ["popd", popd], ["printf", printf], ["pushd", pushd], ["pwd", pwd], ["read", read], ["readarray", mapfile], ["readonly", readonly],
  ["return", returnFrom], ["set", set], ["shift", shift], ["shopt", shopt], ["source", { ...source, only: ["bash", "ash"] }], ["test", test], ["times", times], ["trap", trap], ["true", yes],
  ["type", type], ["typeset", typeset], ["ulimit", ulimit], ["umask", umask], ["unalias", unalias], ["unset", unset], ["wait", wait],
]);

/** The builtin of that name that this shell has. */
export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  const found = BUILTINS.get(name);
  return found && (!found.only || found.only.includes(shell.flavour.name)) ? found : undefined;
}

export function builtinNames(shell: Shell): readonly string[] {
  return [...BUILTINS.keys()].filter((name) => findBuiltin(shell, name));
}
