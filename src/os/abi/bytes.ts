/**
 * Bytes travel by reference and are never changed after they were handed on: whoever writes a chunk gives it away.
 * Zeros are views of one shared page, so that gigabytes of them cost nothing and a file can store them as a hole.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const ZERO_PAGE = new Uint8Array(1 << 20);

/** The empty chunk; what a read gives at end of file. */
export const EMPTY: Uint8Array = new Uint8Array(0);

/** The largest view that `zeros` gives, in bytes. */
export const ZERO_CHUNK: number = ZERO_PAGE.length;

/** `length` zero bytes (at most ZERO_CHUNK) as a view of the shared page: never write into it. */
export function zeros(length: number): Uint8Array {
  return ZERO_PAGE.subarray(0, Math.min(length, ZERO_PAGE.length));
}

/** Whether a chunk is a view of the shared zero page: known to be all zeros without looking. */
export function isZeroView(chunk: Uint8Array): boolean {
  return chunk.buffer === ZERO_PAGE.buffer;
}

/** UTF-8 bytes of a text. */
export function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Text of UTF-8 bytes; malformed sequences become U+FFFD. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** One chunk made of many. A single chunk is returned as it is. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
