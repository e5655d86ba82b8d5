import { type Errno, isErrno, type Sys } from "#abi";
import { execFailure } from "./lookup.ts";
import type { Shell } from "./shell.ts";

/** Becomes a program; what refuses to run is reported by the status it gives. A text without `#!` is run as a script. */
export async function becomeProgram(
  shell: Shell,
  sys: Sys,
  name: string,
  path: string,
  argv: readonly string[],
  env: ReadonlyMap<string, string>,
): Promise<number> {
  try {
    return await sys.exec(path, argv, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === "ENOEXEC" && looksLikeText(sys, path)) return shell.interpreter.runScript(shell, sys, path, argv, env);
    const failure = failureOf(shell, sys, name, path, error);
    await shell.complainOn(sys, failure.message);
    return failure.status;
  }
}

function failureOf(
  shell: Shell,
  sys: Sys,
  name: string,
  path: string,
  error: Errno,
): { readonly message: string; readonly status: number } {
  return execFailure(shell, sys, name, path, error);
}

function looksLikeText(sys: Sys, path: string): boolean {
  try {
    const fd = sys.open(path);
    const head = sys.pread(fd, 0, 80);
    sys.close(fd);
    const end = head.indexOf(10);
    return !(end < 0 ? head : head.subarray(0, end)).includes(0);
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
