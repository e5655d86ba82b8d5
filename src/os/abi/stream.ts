/** Byte streams with back-pressure: what pipes, terminals and sockets carry. */

import { concat, EMPTY } from "./bytes.ts";

export interface ByteSource {
  /** At least one byte and at most `max`; an empty chunk at end of file. Rejects with Errno (ECONNRESET, EIO, EINTR). */
  read(max?: number): Promise<Uint8Array>;
}

export interface ByteSink {
  /** Resolves when all was taken; waits while the reader is behind. Rejects with Errno EPIPE when nobody reads. */
  write(bytes: Uint8Array): Promise<void>;
}

/** Both directions. `end` closes the writing half (the peer reads end of file), `close` both. */
export interface Duplex extends ByteSource, ByteSink {
  end(): void;
  close(): void;
}

/** Everything up to end of file. */
export async function readAll(source: ByteSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await source.read();
    if (chunk.length === 0) return chunks.length === 0 ? EMPTY : concat(chunks);
    chunks.push(chunk);
  }
}

/** Copies to end of file; resolves with the number of bytes. */
export async function copy(source: ByteSource, sink: ByteSink): Promise<number> {
  let count = 0;
  for (;;) {
    const chunk = await source.read();
    if (chunk.length === 0) return count;
    count += chunk.length;
    await sink.write(chunk);
  }
}
