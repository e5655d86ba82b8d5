/** gzip, by the platform's own streams. */

import { concat, EMPTY } from "#abi";
import type { Chunks } from "./tar-reader.ts";

/** The stream itself, or what is in it if it begins like gzip (archive.DecompressStream of moby; bzip2, xz and zstd are not known). */
export async function* decompressed(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let head: Uint8Array = EMPTY;
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : concat([head, next.value]);
  }
  if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzip(head, iterator);
  else {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
}

async function* gunzip(head: Uint8Array, rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream("gzip");
  const feeding = feed(writable, head, rest);
  // Its failure shows at the reading side; here it must only not be left unhandled.
  feeding.catch(() => undefined);
  const reader = readable.getReader();
  for (;;) {
    const next = await reader.read();
    if (next.done) break;
    yield next.value;
  }
  await feeding;
}

async function feed(
  writable: WritableStream<Uint8Array>,
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): Promise<void> {
  const writer = writable.getWriter();
  await writer.write(head);
  for (let next = await rest.next(); !next.done; next = await rest.next()) await writer.write(next.value);
  await writer.close();
}

/** A whole gzip file unpacked. */
export async function gunzipBytes(bytes: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of decompressed([bytes])) chunks.push(chunk);
  return concat(chunks);
}
