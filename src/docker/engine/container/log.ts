/** What a container printed, line by line, as the json-file log driver keeps it. */

import { concat } from "#abi";
import type { StdStream } from "#api";

export interface LogEntry {
  readonly stream: 1 | 2;
  /** Milliseconds. */
  readonly time: number;
  /** With its newline; without where a long line was cut or the end had none. */
  readonly bytes: Uint8Array;
}

/** Longer lines are kept in pieces: loggerutils' copier. */
const LONGEST_LINE = 16 << 10;
/** What is kept of one container, in bytes: this machine's disk is a tab's memory. */
const KEPT = 8 << 20;
/** What a line takes beside its bytes: short ones weigh, too. */
const LINE = 64;
const NEWLINE = 10;

export class ContainerLog {
  #entries: LogEntry[] = [];
  #size = 0;
  /** Index, in the order of writing, of the first entry that is still there. */
  #first = 0;
  readonly #rest = new Map<1 | 2, Uint8Array[]>();
  readonly #listeners = new Set<() => void>();

  /** Number of entries ever written. */
  get end(): number {
    return this.#first + this.#entries.length;
  }
  get start(): number {
    return this.#first;
  }

  entry(index: number): LogEntry | undefined {
    return this.#entries[index - this.#first];
  }

  append(stream: StdStream, bytes: Uint8Array, time: number): void {
    const which = stream === 2 ? 2 : 1;
    const rest = this.#rest.get(which) ?? [];
    let held = rest.reduce((sum, chunk) => sum + chunk.length, 0);
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, at);
      const stop = Math.min(newline < 0 ? bytes.length : newline + 1, at + LONGEST_LINE - held);
      rest.push(bytes.subarray(at, stop));
      held += stop - at;
      at = stop;
      if (at !== newline + 1 && held < LONGEST_LINE) break;
      this.#add({ stream: which, time, bytes: concat(rest.splice(0)) });
      held = 0;
    }
    this.#rest.set(which, rest);
    this.#tell();
  }

  /** The process has ended: what it left without newline counts as lines. */
  flush(time: number): void {
    for (const stream of [1, 2] as const) {
      const rest = this.#rest.get(stream)?.splice(0) ?? [];
      if (rest.length > 0) this.#add({ stream, time, bytes: concat(rest) });
    }
    this.#tell();
  }

  /** Calls back whenever something was added. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #add(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#size += entry.bytes.length + LINE;
    if (this.#size <= KEPT) return;
    // Many at once: moving the array for each line would cost its square.
    let dropped = 0;
    for (let size = this.#size; size > KEPT * 0.75; dropped++) size -= (this.#entries[dropped]?.bytes.length ?? 0) + LINE;
    for (const { bytes } of this.#entries.splice(0, dropped)) this.#size -= bytes.length + LINE;
    this.#first += dropped;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
