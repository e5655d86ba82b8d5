/** Files and commands that an awk program reads and writes by name. */

import { type Fd, isErrno, type Pid, STDERR, STDIN, STDOUT, type Sys, shellStatus } from "#abi";
import { lineBatches } from "../tool/lines.ts";
import { stdout } from "../tool/output.ts";
import { bytesOf } from "../tool/text.ts";

interface Writer {
  readonly fd: Fd;
  readonly pid: Pid | undefined;
  held: string;
}
interface Reader {
  readonly fd: Fd;
  readonly pid: Pid | undefined;
  readonly batches: AsyncGenerator<{ readonly lines: readonly string[] }>;
  readonly ahead: string[];
}

export class Streams {
  readonly #sys: Sys;
  readonly #writers = new Map<string, Writer>();
  readonly #readers = new Map<string, Reader>();

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  /** Writes to standard output, a file or a command. Throws Errno when it can't be opened. */
  async write(how: ">" | ">>" | "|", target: string, text: string): Promise<void> {
    if (how !== "|" && (target === "/dev/stdout" || target === "-")) return stdout(this.#sys).print(text);
    if (how !== "|" && target === "/dev/stderr") return this.#sys.write(STDERR, bytesOf(text));
    let writer = this.#writers.get(target);
    if (!writer) {
      writer =
        how === "|"
          ? await this.#command(target)
          : {
              fd: this.#sys.open(target, { write: true, create: true, append: how === ">>", truncate: how === ">" }, 0o666),
              pid: undefined,
              held: "",
            };
      this.#writers.set(target, writer);
    }
    writer.held += text;
    if (writer.held.length > 1 << 15) await this.#flush(writer);
  }

  /** The next line of a file or of a command's output; undefined at its end, -1 when it can't be opened. */
  async read(from: "file" | "command", source: string): Promise<string | undefined | -1> {
    let reader = this.#readers.get(source);
    if (!reader) {
      const opened = await this.#open(from, source);
      if (opened === undefined) return -1;
      reader = opened;
      this.#readers.set(source, reader);
    }
    while (reader.ahead.length === 0) {
      const batch = await reader.batches.next();
      if (batch.done) return undefined;
      reader.ahead.push(...batch.value.lines);
    }
    return reader.ahead.shift();
  }

  async flush(): Promise<void> {
    await stdout(this.#sys).flush();
    for (const writer of this.#writers.values()) await this.#flush(writer);
  }

  /** close(): the status of a command, 0 of a file, -1 when nothing of that name is open. */
  async close(name: string): Promise<number> {
    let status = -1;
    const writer = this.#writers.get(name);
    if (writer) {
      this.#writers.delete(name);
      await stdout(this.#sys).flush();
      await this.#flush(writer);
      this.#sys.close(writer.fd);
      status = await this.#wait(writer.pid);
    }
    const reader = this.#readers.get(name);
    if (reader) {
      this.#readers.delete(name);
      this.#sys.close(reader.fd);
      status = await this.#wait(reader.pid);
    }
    return status;
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#writers.keys(), ...this.#readers.keys()]) await this.close(name);
  }

  /** system(): runs a shell command and waits for it. */
  async system(command: string): Promise<number> {
    await this.flush();
    return this.#wait(await this.#sys.spawn("/bin/sh", ["sh", "-c", command]));
  }

  async #flush(writer: Writer): Promise<void> {
    const { held } = writer;
    writer.held = "";
    if (held !== "") await this.#sys.write(writer.fd, bytesOf(held));
  }

  async #wait(pid: Pid | undefined): Promise<number> {
    if (pid === undefined) return 0;
    const waited = await this.#sys.wait({ target: pid });
    return waited ? shellStatus(waited.status) : 0;
  }

  async #command(command: string): Promise<Writer> {
    await stdout(this.#sys).flush();
    const { read, write } = this.#sys.pipe();
    this.#sys.setCloseOnExec(write, true);
    const pid = await this.#spawn(command, read, STDIN);
    return { fd: write, pid, held: "" };
  }

  async #open(from: "file" | "command", source: string): Promise<Reader | undefined> {
    if (from === "command") {
      await stdout(this.#sys).flush();
      const { read, write } = this.#sys.pipe();
      this.#sys.setCloseOnExec(read, true);
      const pid = await this.#spawn(source, write, STDOUT);
      return { fd: read, pid, batches: lineBatches(this.#sys, read), ahead: [] };
    }
    try {
      const fd = source === "-" || source === "/dev/stdin" ? STDIN : this.#sys.open(source);
      return { fd, pid: undefined, batches: lineBatches(this.#sys, fd), ahead: [] };
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  }

  /** A shell with one end of a pipe in place of a standard descriptor; that end is closed here. */
  async #spawn(command: string, end: Fd, as: Fd): Promise<Pid> {
    const pid = await this.#sys.spawn("/bin/sh", ["sh", "-c", command], {
      setup: (child) => {
        child.dup(end, as);
        child.close(end);
      },
    });
    this.#sys.close(end);
    return pid;
  }
}
