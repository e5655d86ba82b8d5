/** From parts to chunks for a stream: small ones joined, large ones and zeros passed by reference. */

import { ZERO_CHUNK, zeros } from "#abi";
import type { Part } from "#vfs";

const ROOM = 64 * 1024;
/** From here on a part is its own chunk. */
const LARGE = 16 * 1024;

export function* chunksOf(parts: Iterable<Part>): Generator<Uint8Array> {
  let room = new Uint8Array(ROOM);
  let used = 0;
  for (const part of parts) {
    const length = typeof part === "number" ? part : part.length;
    if (length >= LARGE || used + length > room.length) {
      if (used > 0) yield room.subarray(0, used);
      room = room.subarray(used);
      used = 0;
      if (length >= LARGE) {
        if (typeof part !== "number") yield part;
        else for (let at = 0; at < length; at += ZERO_CHUNK) yield zeros(Math.min(ZERO_CHUNK, length - at));
        continue;
      }
      if (room.length < length) room = new Uint8Array(ROOM);
    }
    if (typeof part !== "number") room.set(part, used);
    used += length;
    if (used === room.length) {
      yield room;
      room = new Uint8Array(ROOM);
      used = 0;
    }
  }
  if (used > 0) yield room.subarray(0, used);
}
