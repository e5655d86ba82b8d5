/** Asking the person at standard input, as `rm -i` does. */

import { encode, type FileType, isErrno, STDERR, STDIN, type Stat, type Sys } from "#abi";
import { programName } from "./messages.ts";
import { stdout } from "./output.ts";

/** Asks `NAME: QUESTION` on standard error; whether the answer begins with y. */
export async function confirm(sys: Sys, question: string): Promise<boolean> {
  await stdout(sys).settle();
  await sys.write(STDERR, encode(`${programName(sys)}: ${question} `));
  let answer = "";
  for (;;) {
    const byte = await sys.read(STDIN, 1);
    if (byte.length === 0 || byte[0] === 10) break;
    answer += String.fromCharCode(byte[0] ?? 0);
  }
  return /^[yY]/.test(answer.trimStart());
}

const KINDS: Readonly<Record<FileType, string>> = {
  file: "regular file",
  directory: "directory",
  symlink: "symbolic link",
  fifo: "fifo",
  socket: "socket",
  char: "character special file",
  block: "block special file",
};

/** `regular empty file`, `directory`, …: what stat and rm call a file. */
export function kindOf(stat: Stat): string {
  return stat.type === "file" && stat.size === 0 ? "regular empty file" : KINDS[stat.type];
}

/** stat(2) or undefined when there is nothing. */
export function statOrUndefined(sys: Sys, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR", "ELOOP")) return undefined;
    throw error;
  }
}

export function isDirectory(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** Whether the process may write the file; links are followed. */
export function isWritable(sys: Sys, path: string): boolean {
  try {
    sys.access(path, { write: true });
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
