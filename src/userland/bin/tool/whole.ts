/** Reading whole inputs into memory, as programs do that need all of it: the process pays for it. */

import { concat, EMPTY, Errno, type Fd, type Sys } from "#abi";
import { textOf } from "./text.ts";

/** Memory is claimed in steps of this many bytes. */
const STEP = 8 << 20;
/** More than this no program here holds: the tab would not survive it. */
const MOST = 256 << 20;

/** Claims memory for bytes that are kept; call it with each chunk. Rejects with ENOMEM. */
export function holder(sys: Sys): (bytes: number) => Promise<void> {
  let held = 0;
  let claimed = 0;
  return async (bytes) => {
    held += bytes;
    if (held > MOST) throw new Errno("ENOMEM");
    if (held <= claimed + STEP) return;
    const more = held - claimed;
    claimed = held;
    await sys.memory(more);
  };
}

/** All bytes up to the end. */
export async function readWhole(sys: Sys, fd: Fd): Promise<Uint8Array> {
  const hold = holder(sys);
  const pieces: Uint8Array[] = [];
  for (;;) {
    const chunk = await sys.read(fd);
    if (chunk.length === 0) return pieces.length === 0 ? EMPTY : concat(pieces);
    pieces.push(chunk);
    await hold(chunk.length);
  }
}

export async function readWholeText(sys: Sys, fd: Fd): Promise<string> {
  return textOf(await readWhole(sys, fd));
}
