/** A pipe between the engine and a process: writers wait while the reader is behind. */

import { EMPTY, Errno } from "#abi";

const CAPACITY = 64 << 10;

export class Pipe {
  readonly #chunks: Uint8Array[] = [];
  readonly #capacity: number;
  #size = 0;
  #ended = false;
  #broken = false;
  #readers: (() => void)[] = [];
  #writers: (() => void)[] = [];

  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity;
  }

  /** Waits for room. Rejects with EPIPE when it was closed. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#ended || this.#broken) throw new Errno("EPIPE");
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    wake(this.#readers);
    while (this.#size > this.#capacity && !this.#broken) await new Promise<void>((resolve) => this.#writers.push(resolve));
  }

  /** Empty at the end. */
  async read(max: number = CAPACITY): Promise<Uint8Array> {
    while (this.#chunks.length === 0) {
      if (this.#ended || this.#broken) return EMPTY;
      await new Promise<void>((resolve) => this.#readers.push(resolve));
    }
    const chunk = this.#chunks.shift() ?? EMPTY;
    if (chunk.length > max) this.#chunks.unshift(chunk.subarray(max));
    const taken = chunk.subarray(0, max);
    this.#size -= taken.length;
    if (this.#size <= this.#capacity) wake(this.#writers);
    return taken;
  }

  /** No more will be written; what is in it can still be read. */
  end(): void {
    this.#ended = true;
    wake(this.#readers);
  }

  /** Nobody reads any more. */
  break(): void {
    this.#broken = true;
    this.#chunks.splice(0);
    wake(this.#readers);
    wake(this.#writers);
  }
}

function wake(waiting: (() => void)[]): void {
  for (const resolve of waiting.splice(0)) resolve();
}
