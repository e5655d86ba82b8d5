/** Operands that name files: one open, one error text, one exit status for all utilities. */

import { Errno, type Fd, isErrno, STDIN, type Sys, strerror } from "#abi";
import { flavourOf } from "./flavour.ts";
import { complain, complainOf, programName } from "./messages.ts";

/**
 * Opens each operand in turn (`-` or no operand at all is standard input) and calls `use` with it.
 * What fails with an Errno is told as `NAME: FILE: TEXT`; the others go on. Gives the exit status: 0, or 1 after a failure.
 */
export async function eachFile(sys: Sys, operands: readonly string[], use: (fd: Fd, name: string) => Promise<void>): Promise<number> {
  return eachOperand(sys, operands.length > 0 ? operands : ["-"], async (name) => {
    if (name === "-") return use(STDIN, name);
    const fd = openOperand(sys, name);
    try {
      await use(fd, name);
    } finally {
      sys.close(fd);
    }
  });
}

/** Busybox' own words for what can't be opened. */
function openOperand(sys: Sys, name: string): Fd {
  try {
    return sys.open(name);
  } catch (error) {
    if (isErrno(error) && flavourOf(sys) === "busybox" && CANT_OPEN.has(programName(sys))) throw new Unopened(error.code, name);
    throw error;
  }
}

const CANT_OPEN: ReadonlySet<string> = new Set([
  "cat",
  "tac",
  "nl",
  "cut",
  "gzip",
  "gunzip",
  "zcat",
  "strings",
  "md5sum",
  "sha1sum",
  "sha256sum",
  "sha512sum",
]);

class Unopened extends Errno {}

/** Calls `use` for each operand; an Errno is told as `NAME: OPERAND: TEXT`. Gives the exit status. */
export async function eachOperand(sys: Sys, operands: readonly string[], use: (name: string) => Promise<void>): Promise<number> {
  let status = 0;
  for (const name of operands) {
    try {
      await use(name);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error instanceof Unopened) await complain(sys, `can't open '${name}': ${strerror(error.code)}`);
      else await complainOf(sys, name, error);
      status = 1;
    }
  }
  return status;
}

/** The chunks of a descriptor up to its end. */
export async function* chunks(sys: Sys, fd: Fd, max?: number): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await sys.read(fd, max);
    if (chunk.length === 0) return;
    yield chunk;
  }
}

/** `directory/name` without doubled slashes. */
export function join(directory: string, name: string): string {
  return directory === "" ? name : directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}

/** The last name of a path: `/a/b/` gives `b`, `/` gives `/`. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return path === "" ? "" : "/";
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** What stands before the last name: `/a/b` gives `/a`, `b` gives `.`. */
export function dirName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return path === "" ? "." : "/";
  const slash = trimmed.lastIndexOf("/");
  return slash < 0 ? "." : trimmed.slice(0, slash).replace(/\/+$/, "") || "/";
}
