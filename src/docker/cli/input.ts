import { type Fd, isErrno, type Sys } from "#abi";
import { StatusError } from "./command/errors.ts";
import { goErrno } from "./go/errno.ts";

/** Opens a file for reading. Throws a StatusError: `open x.tar: no such file or directory`. */
export function openInput(sys: Sys, path: string): Fd {
  try {
    return sys.open(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(`open ${path}: ${goErrno(error)}`);
  }
}

/** What a descriptor gives, chunk by chunk, up to its end. */
export async function* chunksOf(sys: Sys, fd: Fd): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await sys.read(fd, 1 << 20);
    if (chunk.length === 0) return;
    yield chunk;
  }
}
