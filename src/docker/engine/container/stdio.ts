/** The ends of a process's standard streams that the engine holds, shared by everyone who is attached. */

import { encode, isErrno } from "#abi";
import type { StdStream } from "#api";
import type { Pty, StdioSource } from "#kernel";
import { Pipe } from "./pipe.ts";

/** Someone who gets what the process prints. `write` may wait: the process waits then, too. */
export interface OutputSink {
  readonly stdout: boolean;
  readonly stderr: boolean;
  write(stream: StdStream, bytes: Uint8Array): Promise<void>;
  /** The process has ended and everything was written. */
  end(): void;
}

export interface StdioOptions {
  readonly tty: boolean;
  /** The process gets a standard input; else it reads nothing. */
  readonly stdin: boolean;
  /** Called with everything that is printed, before the sinks get it. */
  readonly record?: (stream: StdStream, bytes: Uint8Array) => void;
}

/** One per container (through all its lives) or exec. */
export class Stdio {
  readonly options: StdioOptions;
  readonly #sinks = new Set<OutputSink>();
  #pty: Pty | undefined;
  #input: Pipe;
  #drained: Promise<unknown> = Promise.resolve();
  // What was typed before the terminal was there, on its way to it.
  #early: Promise<void> = Promise.resolve();

  constructor(options: StdioOptions) {
    this.options = options;
    this.#input = new Pipe();
  }

  get pty(): Pty | undefined {
    return this.#pty;
  }

  /** What a new process starts with; `pty` where it has a terminal. */
  connect(pty: Pty | undefined): { readonly stdin: StdioSource; readonly stdout: StdioSource; readonly stderr: StdioSource } {
    this.#pty = pty;
    if (pty) {
      this.#drained = this.#pump(pty);
      this.#early = this.#forward(pty);
      const source: StdioSource = { kind: "pty", pty };
      return { stdin: source, stdout: source, stderr: source };
    }
    const out = this.#output(1);
    const err = this.#output(2);
    this.#drained = Promise.all([out.ended, err.ended]);
    const input = this.#input;
    const stdin: StdioSource = this.options.stdin ? { kind: "stream", source: { read: (max) => input.read(max) } } : { kind: "null" };
    return { stdin, stdout: out.source, stderr: err.source };
  }

  /** Resolves when everything that was printed has been passed on. */
  get drained(): Promise<unknown> {
    return this.#drained;
  }

  /** To the process's standard input; waits while it is behind. Rejects with EPIPE when it is closed. */
  async input(bytes: Uint8Array): Promise<void> {
    if (this.#pty) {
      await this.#early;
      await this.#pty.write(bytes);
    } else if (this.options.tty || this.options.stdin) await this.#input.write(bytes);
  }

  closeInput(): void {
    if (!this.#pty) this.#input.end();
  }

  attach(sink: OutputSink): () => void {
    this.#sinks.add(sink);
    return () => void this.#sinks.delete(sink);
  }

  /** A message of the daemon among what the process prints. */
  async say(text: string): Promise<void> {
    for (const sink of [...this.#sinks]) await sink.write(sink.stdout ? 1 : 2, encode(text));
  }

  /** The process is gone: ends what is attached, and makes a new input for the next life. */
  finish(): void {
    this.#input.break();
    this.#input = new Pipe();
    this.#pty = undefined;
    const sinks = [...this.#sinks];
    this.#sinks.clear();
    for (const sink of sinks) sink.end();
  }

  /** What was typed before the process started goes to its terminal. */
  async #forward(pty: Pty): Promise<void> {
    const early = this.#input;
    this.#input = new Pipe();
    early.end();
    try {
      for (let chunk = await early.read(); chunk.length > 0; chunk = await early.read()) await pty.write(chunk);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  async #pump(pty: Pty): Promise<void> {
    try {
      for (;;) {
        const chunk = await pty.read();
        if (chunk.length === 0) return;
        await this.#emit(1, chunk);
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  #output(stream: 1 | 2): { readonly source: StdioSource; readonly ended: Promise<void> } {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    return { source: { kind: "stream", sink: { write: (bytes) => this.#emit(stream, bytes), end: () => end() } }, ended };
  }

  async #emit(stream: 1 | 2, bytes: Uint8Array): Promise<void> {
    this.options.record?.(stream, bytes);
    for (const sink of [...this.#sinks]) {
      if (stream === 1 ? sink.stdout : sink.stderr) await sink.write(stream, bytes);
    }
  }
}
