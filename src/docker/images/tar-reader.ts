/** Reading a tar archive from a stream of chunks. Bodies share the chunks' bytes; zeros become holes. */

import { decode, EMPTY, isZeroView } from "#abi";
import { type Content, contentFrom, EMPTY_CONTENT, type Part } from "#vfs";
import { BLOCK, readHeader, readPax, type TarEntry, TarError } from "./tar.ts";

/** Chunks of an archive: of a request's body, of a file, of a decompressor. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const PAGE = 4096;
const LARGEST_RECORD = 1 << 20;

/** Takes exact lengths off a stream of chunks. */
class ChunkQueue {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #chunk: Uint8Array = EMPTY;

  constructor(chunks: Chunks) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** What of `length` bytes lies ready, without waiting. */
  ready(length: number): Uint8Array | undefined {
    if (this.#chunk.length < length) return undefined;
    const bytes = this.#chunk.subarray(0, length);
    this.#chunk = this.#chunk.subarray(length);
    return bytes;
  }

  /** The next stretch, at most `length` bytes; empty at the end. */
  async some(length: number): Promise<Uint8Array> {
    while (this.#chunk.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return EMPTY;
      this.#chunk = next.value;
    }
    return this.ready(Math.min(length, this.#chunk.length)) ?? EMPTY;
  }

  /** Everything up to `length` bytes as parts; fewer at the end of the stream. */
  async parts(length: number): Promise<{ readonly parts: readonly Part[]; readonly length: number }> {
    const parts: Part[] = [];
    let missing = length;
    while (missing > 0) {
      const piece = await this.some(missing);
      if (piece.length === 0) break;
      missing -= piece.length;
      parts.push(...sparse(piece));
    }
    return { parts, length: length - missing };
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** Bytes with their pages of zeros as lengths. */
export function* sparse(bytes: Uint8Array): Generator<Part> {
  if (isZeroView(bytes) || bytes.length < PAGE) {
    yield isZeroView(bytes) ? bytes.length : bytes;
    return;
  }
  let data = 0;
  for (let at = 0; at + PAGE <= bytes.length; at += PAGE) {
    if (!isZeroPage(bytes, at)) continue;
    if (at > data) yield bytes.subarray(data, at);
    yield PAGE;
    data = at + PAGE;
  }
  if (data < bytes.length) yield bytes.subarray(data);
}

function isZeroPage(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + PAGE; index++) if (bytes[index] !== 0) return false;
  return true;
}

/**
 * The entries of an archive, in order. Throws TarError: `archive/tar: invalid tar header`, `unexpected EOF`.
 * `seen` is told everything that is taken off the stream.
 */
export async function* readTar(chunks: Chunks, seen: (part: Part) => void = () => undefined): AsyncGenerator<TarEntry> {
  const queue = new ChunkQueue(chunks);
  let long = new Map<string, string>();
  try {
    for (;;) {
      const header = await take(queue, BLOCK, seen);
      if (header.length === 0) return;
      if (header.length < BLOCK) throw new TarError("unexpected EOF");
      const raw = readHeader(header);
      if (!raw) {
        await drain(queue, seen);
        return;
      }
      const { flag, entry } = raw;
      const size = Number(long.get("size") ?? raw.size);
      const isRecord = flag === "x" || flag === "g" || flag === "L" || flag === "K";
      if (isRecord && size > LARGEST_RECORD) throw new TarError("archive/tar: header field too long");
      const hasBody = isRecord || entry.type === "file";
      const body = hasBody ? await takeContent(queue, size, seen) : EMPTY_CONTENT;
      if (isRecord) {
        if (flag === "x") long = new Map([...long, ...readPax(bytesOf(body))]);
        else if (flag !== "g") long.set(flag === "L" ? "path" : "linkpath", decode(bytesOf(body)).replace(/\0.*$/s, ""));
        continue;
      }
      yield named(entry, long, body);
      long = new Map();
    }
  } finally {
    await queue.close();
  }
}

function named(entry: TarEntry, records: ReadonlyMap<string, string>, content: Content): TarEntry {
  const mtime = records.get("mtime");
  const whole = {
    ...entry,
    path: records.get("path") ?? entry.path,
    target: records.get("linkpath") ?? entry.target,
    uid: Number(records.get("uid") ?? entry.uid),
    gid: Number(records.get("gid") ?? entry.gid),
    mtime: mtime === undefined ? entry.mtime : Math.floor(Number(mtime)) * 1000,
  };
  return entry.type === "file" ? { ...whole, content } : whole;
}

async function take(queue: ChunkQueue, length: number, seen: (part: Part) => void): Promise<Uint8Array> {
  const ready = queue.ready(length);
  if (ready) {
    seen(ready);
    return ready;
  }
  const { parts } = await queue.parts(length);
  for (const part of parts) seen(part);
  return bytesOf(contentFrom(parts));
}

async function takeContent(queue: ChunkQueue, length: number, seen: (part: Part) => void): Promise<Content> {
  const { parts, length: got } = await queue.parts(length);
  for (const part of parts) seen(part);
  const pad = (BLOCK - (length % BLOCK)) % BLOCK;
  const after = got === length ? await take(queue, pad, seen) : EMPTY;
  if (got < length || after.length < pad) throw new TarError("unexpected EOF");
  return contentFrom(parts);
}

/** What follows the end mark belongs to the stream, and to its digest. */
async function drain(queue: ChunkQueue, seen: (part: Part) => void): Promise<void> {
  for (let chunk = await queue.some(1 << 20); chunk.length > 0; chunk = await queue.some(1 << 20))
    for (const part of sparse(chunk)) seen(part);
}

/** A content as one array. */
export function bytesOf(content: Content): Uint8Array {
  const first = content.read(0, content.length);
  if (first.length === content.length) return first;
  const whole = new Uint8Array(content.length);
  let at = 0;
  for (const segment of content.segments()) {
    if ("data" in segment) whole.set(segment.data, at);
    at += "hole" in segment ? segment.hole : segment.data.length;
  }
  return whole;
}
