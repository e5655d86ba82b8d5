/** Keys from a terminal that others read from too: never takes more bytes than the line needs. */

import type { Fd, Sys } from "#abi";
import type { Key } from "./keys.ts";
import { KeyDecoder } from "./keys.ts";

/** The system calls that input needs. */
export type InputCalls = Pick<Sys, "read" | "tcpeek">;

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
  get pending(): boolean {
    return this.#queue.length > 0 || this.#ready;
  }

  quoteNext(): void {
    this.#decoder.quoteNext();
  }

  get #ready(): boolean {
    return this.#sys.tcpeek(this.#fd).length > 0;
  }

  async #gather(first: string): Promise<Key> {
    let text = first;
    while (this.#queue.length === 0 && this.#ready) {
      if (!(await this.#feed())) break;
      const key = this.#queue[0];
      if (key?.kind !== "text") continue;
      text += key.text;
      this.#queue.shift();
    }
    return { kind: "text", text };
  }

  // Takes what is there up to the first control character: what follows a newline belongs to the command that the line starts.
  async #feed(): Promise<boolean> {
    const waiting = this.#sys.tcpeek(this.#fd);
    const end = waiting.findIndex((byte) => byte < 0x20 || byte === 0x7f);
    const bytes = await this.#sys.read(this.#fd, end >= 0 ? end + 1 : Math.max(1, waiting.length));
    if (bytes.length === 0) return false;
    this.#queue.push(...this.#decoder.feed(bytes));
    return true;
  }
}
