/** Keys from a terminal that others read from too: never takes more bytes than the line needs. */

import type { Fd, Sys } from "#abi";
import { KeyDecoder } from "./keys.ts";
import type { Key } from "./keys.ts";

/** The system calls that input needs. */
export type InputCalls = Pick<Sys, "read" | "poll">;

/** Where the editor gets its keys. */
export class KeyInput {
  readonly #sys: InputCalls;
  readonly #fd: Fd;
  readonly #decoder = new KeyDecoder();
  readonly #queue: Key[] = [];

  constructor(sys: InputCalls, fd: Fd) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** The next key; text that is already there comes in one piece. undefined at end of file; rejects with EINTR on a signal. */
  async next(): Promise<Key | undefined> {
    for (;;) {
      const key = this.#queue.shift();
      if (key !== undefined) return key.kind === "text" ? this.#gather(key.text) : key;
      if (!(await this.#feed())) return undefined;
    }
  }

  /** Whether a key could be had without waiting. */
  async pending(): Promise<boolean> {
    return this.#queue.length > 0 || this.#ready();
  }

  quoteNext(): void {
    this.#decoder.quoteNext();
  }

  async #ready(): Promise<boolean> {
    const [ready] = await this.#sys.poll([{ fd: this.#fd, read: true }], 0);
    return ready !== undefined && ready.readable;
  }

  async #gather(first: string): Promise<Key> {
    let text = first;
    while (this.#queue.length === 0 && (await this.#ready())) {
      if (!(await this.#feed())) break;
      const key = this.#queue[0];
      if (key?.kind !== "text") continue;
      text += key.text;
      this.#queue.shift();
    }
    return { kind: "text", text };
  }

  // One byte at a time: what follows the newline belongs to the command that the line starts.
  async #feed(): Promise<boolean> {
    const bytes = await this.#sys.read(this.#fd, 1);
    if (bytes.length === 0) return false;
    this.#queue.push(...this.#decoder.feed(bytes));
    return true;
  }
}
