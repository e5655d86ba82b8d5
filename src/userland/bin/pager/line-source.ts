/** The lines of a file or of standard input, read as far as somebody looks. */

import { type Fd, isErrno, type Sys, textDecoder } from "#abi";

export class LineSource {
  readonly name: string;
  readonly lines: string[] = [];
  /** Bytes read so far. */
  bytes = 0;
  readonly #sys: Sys;
  readonly #fd: Fd;
  readonly #text = textDecoder();
  #rest = "";
  #ended = false;

  /** `name` is empty for standard input. */
  constructor(sys: Sys, fd: Fd, name: string) {
    this.#sys = sys;
    this.#fd = fd;
    this.name = name;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Reads until there are `count` lines or no more to read. A signal ends it early: false. */
  async need(count: number): Promise<boolean> {
    while (!this.#ended && this.lines.length < count) {
      try {
        await this.#readSome();
      } catch (error) {
        if (isErrno(error, "EINTR")) return false;
        throw error;
      }
    }
    return true;
  }

  /** Looks again whether the file has grown since its end was reached. */
  async more(): Promise<void> {
    this.#ended = false;
    const before = this.bytes;
    if (this.#rest === "" && this.#partial) this.#rest = this.lines.pop() ?? "";
    this.#partial = false;
    await this.#readSome();
    while (!this.#ended && this.bytes - before < 1 << 20) await this.#readSome();
  }

  #partial = false;

  async #readSome(): Promise<void> {
    const chunk = await this.#sys.read(this.#fd);
    if (chunk.length === 0) {
      this.#ended = true;
      this.#rest += this.#text.flush();
      if (this.#rest !== "") {
        this.lines.push(this.#rest);
        this.#partial = true;
      }
      this.#rest = "";
      return;
    }
    this.bytes += chunk.length;
    const lines = (this.#rest + this.#text.decode(chunk)).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.lines.push(line);
  }
}
