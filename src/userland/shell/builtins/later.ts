/** Builtins that no prompt waits for: loaded when one of them is first called. */
import type { Builtin } from "../run/shell.ts";
import { command, hash, type } from "./commands.ts";
import { cd, dirs, popd, pushd, pwd } from "./directories.ts";
import { getopts } from "./getopts.ts";
import { caller, enable, help, history } from "./information.ts";
import { bg, disown, fg, jobs, wait } from "./jobs.ts";
import { printf } from "./printf.ts";
import { kill, times, ulimit } from "./process.ts";
import { mapfile, read } from "./read.ts";
import { trap } from "./trap.ts";

export const LATER: Readonly<Record<string, Builtin>> = {
  bg,
  caller,
  cd,
  command,
  dirs,
  disown,
  enable,
  fg,
  getopts,
  hash,
  help,
  history,
  jobs,
  kill,
  mapfile,
  popd,
  printf,
  pushd,
  pwd,
  read,
  readarray: mapfile,
  times,
  trap,
  type,
  ulimit,
  wait,
};
