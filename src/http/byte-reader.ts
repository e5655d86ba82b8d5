import { type ByteSource, EMPTY } from "#abi";
import { HttpError } from "./error.ts";

/** Chunks of at most this size are asked for: whole views of zeros pass in one piece. */
const READ_SIZE = 1 << 20;

/**
 * A source with a cursor: lines for heads, pieces by reference for bodies. One read of the source is under way at most,
 * so that a read begun to watch an idle connection is the same one that the next user waits for.
 */
export class ByteReader {
  readonly #source: ByteSource;
  #chunk: Uint8Array = EMPTY;
  #at = 0;
  /** Start of a line whose end has not come. */
  #line = "";
  #pending: Promise<boolean> | undefined;
  #ended = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Whether bytes are here that nobody took. */
  get buffered(): boolean {
    return this.#at < this.#chunk.length;
  }

  /** Waits for bytes; false at end of file. Rejects as the source does. */
  fill(): Promise<boolean> {
    if (this.buffered) return Promise.resolve(true);
    if (this.#ended) return Promise.resolve(false);
    this.#pending ??= this.#source.read(READ_SIZE).then(
      (chunk) => {
        this.#pending = undefined;
        this.#chunk = chunk;
        this.#at = 0;
        this.#ended = chunk.length === 0;
        return !this.#ended;
      },
      (error: unknown) => {
        this.#pending = undefined;
        throw error;
      },
    );
    return this.#pending;
  }

  /** What is here, at most `max` bytes, as a view; empty when nothing is. */
  take(max: number): Uint8Array {
    if (!this.buffered) return EMPTY;
    const end = Math.min(this.#chunk.length, this.#at + max);
    const piece = this.#at === 0 && end === this.#chunk.length ? this.#chunk : this.#chunk.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }

  /** At least one byte and at most `max`; empty at end of file. */
  async read(max: number = READ_SIZE): Promise<Uint8Array> {
    if (!this.buffered) await this.fill();
    return this.take(max);
  }

  /**
   * The next line as Latin-1 without its end (LF, or CR LF); undefined when the source ended before one began.
   * HttpError `too-large` above `limit` bytes, `unexpected-eof` inside a line.
   */
  async line(limit: number): Promise<string | undefined> {
    for (;;) {
      const line = this.#takeLine(limit);
      if (line !== undefined) return line;
      if (await this.fill()) continue;
      if (this.#line === "") return undefined;
      throw new HttpError("unexpected-eof", "unexpected EOF");
    }
  }

  #takeLine(limit: number): string | undefined {
    if (!this.buffered) return undefined;
    const found = this.#chunk.indexOf(0x0a, this.#at);
    const end = found < 0 ? this.#chunk.length : found;
    if (this.#line.length + end - this.#at > limit) throw new HttpError("too-large", "header too long");
    this.#line += latin1(this.#chunk.subarray(this.#at, end));
    this.#at = found < 0 ? end : end + 1;
    if (found < 0) return undefined;
    const line = this.#line.endsWith("\r") ? this.#line.slice(0, -1) : this.#line;
    this.#line = "";
    return line;
  }
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
