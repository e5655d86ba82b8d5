/** What was printed on a terminal and not taken by the screen yet. */

import { concat } from "#abi";

const NEWLINE = 10;
const RETURN = 13;

export class OutputQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  put(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }

  /** Up to `max` bytes as one chunk; undefined when there are none. */
  take(max: number): Uint8Array | undefined {
    if (this.#length === 0) return undefined;
    const pieces: Uint8Array[] = [];
    let length = 0;
    let count = 0;
    for (const chunk of this.#chunks) {
      if (length === max) break;
      const piece = chunk.length <= max - length ? chunk : chunk.subarray(0, max - length);
      pieces.push(piece);
      length += piece.length;
      if (piece === chunk) count++;
      else this.#chunks[count] = chunk.subarray(piece.length);
    }
    this.#chunks.splice(0, count);
    this.#length -= length;
    return concat(pieces);
  }
}

/** NL becomes CR NL: ONLCR. */
export function withReturns(bytes: Uint8Array): Uint8Array {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  if (count === 0) return bytes;
  const whole = new Uint8Array(bytes.length + count);
  let to = 0;
  for (const byte of bytes) {
    if (byte === NEWLINE) whole[to++] = RETURN;
    whole[to++] = byte;
  }
  return whole;
}
