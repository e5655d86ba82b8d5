/** Builtins that no prompt waits for: loaded when one of them is first called. */
import type { Builtin } from "../run/shell.ts";
import { getopts } from "./getopts.ts";
import { caller, enable, help, history } from "./information.ts";
import { printf } from "./printf.ts";
import { kill, times, ulimit, umask } from "./process.ts";
import { mapfile, read } from "./read.ts";
import { trap } from "./trap.ts";

export const LATER: Readonly<Record<string, Builtin>> = { caller, enable, getopts, help, history, kill, mapfile, printf, read, readarray: mapfile, times, trap, ulimit, umask };
