/** Standard output with a buffer, as stdio has one: what is printed leaves in large chunks. */

import { concat, type Errno, isErrno, STDOUT, type Sys } from "#abi";
import { bytesOf } from "./text.ts";

const LIMIT = 1 << 16;
const outputs = new WeakMap<Sys, Output>();

/** Writing to standard output failed: a utility ends with `write error`. */
export class WriteFailure extends Error {
  readonly errno: Errno;
  constructor(errno: Errno) {
    super(errno.message);
    this.errno = errno;
  }
}

/** The process' standard output; the utility flushes it when its run ends. */
export function stdout(sys: Sys): Output {
  let output = outputs.get(sys);
  if (!output) {
    output = new Output(sys);
    outputs.set(sys, output);
  }
  return output;
}

export class Output {
  readonly #sys: Sys;
  #text = "";
  #chunks: Uint8Array[] = [];
  #size = 0;
  #tty: boolean | undefined;

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  get isTty(): boolean {
    this.#tty ??= this.#sys.isatty(STDOUT);
    return this.#tty;
  }

  /** Adds text. Await it: it waits while the reader is behind. */
  async print(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length + this.#size >= LIMIT) await this.flush();
  }

  /** Adds bytes, which are given away. Large chunks pass by reference. */
  async bytes(chunk: Uint8Array): Promise<void> {
    this.#collect();
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= LIMIT) await this.flush();
  }

  /** Lets a terminal (or the next program) see all that was printed. */
  async flush(): Promise<void> {
    this.#collect();
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#size = 0;
    try {
      if (chunks.some((chunk) => chunk.length >= LIMIT)) for (const chunk of chunks) await this.#sys.write(STDOUT, chunk);
      else if (chunks.length > 0) await this.#sys.write(STDOUT, concat(chunks));
    } catch (error) {
      throw isErrno(error) ? new WriteFailure(error) : error;
    }
  }

  /** Flushes on a terminal, where output and errors share the screen and the order shows. */
  async settle(): Promise<void> {
    if ((this.#size > 0 || this.#text !== "") && this.isTty) await this.flush();
  }

  #collect(): void {
    if (this.#text === "") return;
    const chunk = bytesOf(this.#text);
    this.#text = "";
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }
}
