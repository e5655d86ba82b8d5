/** Writing an archive: `tar -c`. */

import { createTarPacker, type TarHeader } from "modern-tar";
import { encode, type Fd, isErrno, STDERR, STDOUT, type Stat, type Sys } from "#abi";
import type { TarJob } from "../tar.ts";
import { join } from "../tool/files.ts";
import { complain, errorText, Failure } from "../tool/messages.ts";
import { stdout } from "../tool/output.ts";
import { namesOf } from "../tool/users.ts";

const BLOCKING = 10_240;

/** Writes the members; true when something could not be read. */
export async function createArchive(sys: Sys, job: TarJob): Promise<boolean> {
  if (job.members.length === 0)
    throw new Failure("Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.", 2);
  if (job.archive === "-" && sys.isatty(STDOUT))
    throw new Failure("Refusing to write archive contents to terminal (missing -f option?)\ntar: Error is not recoverable: exiting now", 2);
  const output = job.archive === "-" ? STDOUT : openOutput(sys, job.archive);
  const { readable, controller } = createTarPacker();
  const compressed = job.gzip ? readable.pipeThrough(new CompressionStream("gzip")) : readable;
  const writing = drain(sys, compressed, output, !job.gzip);
  const walk = new Walk(sys, job, output, controller);
  for (const member of job.members) await walk.add(member);
  controller.finalize();
  await writing;
  if (output !== STDOUT) sys.close(output);
  return walk.failed;
}

function openOutput(sys: Sys, path: string): Fd {
  try {
    return sys.open(path, { write: true, create: true, truncate: true }, 0o666);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${path}: Cannot open: ${errorText(sys, error.code)}\ntar: Error is not recoverable: exiting now`, 2);
  }
}

/** Pads to whole records, as tar does: 20 blocks. */
async function drain(sys: Sys, stream: ReadableStream<Uint8Array>, output: Fd, pad: boolean): Promise<void> {
  const reader = stream.getReader();
  let length = 0;
  for (;;) {
    const result = await reader.read();
    if (result.done) break;
    length += result.value.length;
    await sys.write(output, result.value);
  }
  if (pad && length % BLOCKING !== 0) await sys.write(output, new Uint8Array(BLOCKING - (length % BLOCKING)));
}

class Walk {
  failed = false;
  readonly #sys: Sys;
  readonly #job: TarJob;
  readonly #output: Fd;
  readonly #controller: ReturnType<typeof createTarPacker>["controller"];
  readonly #linked = new Map<string, string>();
  #warned = false;

  constructor(sys: Sys, job: TarJob, output: Fd, controller: ReturnType<typeof createTarPacker>["controller"]) {
    this.#sys = sys;
    this.#job = job;
    this.#output = output;
    this.#controller = controller;
  }

  async add(member: string): Promise<void> {
    const sys = this.#sys;
    const path = member.startsWith("/") ? member : join(this.#job.directory === "." ? "" : this.#job.directory, member);
    if (this.#job.exclude.some((pattern) => pattern.test(member))) return;
    let stat: Stat;
    try {
      stat = this.#job.dereference ? sys.stat(path) : sys.lstat(path);
    } catch (error) {
      return this.#fail(member, "Cannot stat", error);
    }
    const own = sys.fstat(this.#output);
    if (stat.type === "file" && own.ino === stat.ino && own.dev === stat.dev) {
      await complain(sys, `${member}: file is the archive; not dumped`);
      return;
    }
    if (stat.type === "socket") {
      await complain(sys, `${member}: socket ignored`);
      return;
    }
    await this.#entry(member, path, stat);
    if (stat.type !== "directory") return;
    try {
      for (const { name } of sys.readdir(path)) await this.add(join(member, name));
    } catch (error) {
      await this.#fail(member, "Cannot open", error);
    }
  }

  async #entry(member: string, path: string, stat: Stat): Promise<void> {
    const sys = this.#sys;
    const name = await this.#stripped(member.replace(/\/+$/, "") + (stat.type === "directory" ? "/" : ""));
    if (name === "") return;
    let fd: Fd | undefined;
    const key = `${stat.dev}:${stat.ino}`;
    const first = stat.nlink > 1 && stat.type === "file" ? this.#linked.get(key) : undefined;
    if (stat.type === "file" && first === undefined) {
      this.#linked.set(key, name);
      try {
        fd = sys.open(path);
      } catch (error) {
        return this.#fail(member, "Cannot open", error);
      }
    }
    const names = namesOf(sys);
    const header: TarHeader = {
      name,
      size: fd === undefined ? 0 : stat.size,
      mode: stat.mode,
      uid: stat.uid,
      gid: stat.gid,
      uname: names.user(stat.uid) ?? "",
      gname: names.group(stat.gid) ?? "",
      mtime: new Date(Math.floor(stat.mtime / 1000) * 1000),
      type:
        first !== undefined
          ? "link"
          : stat.type === "char"
            ? "character-device"
            : stat.type === "block"
              ? "block-device"
              : stat.type === "socket"
                ? "file"
                : stat.type,
      ...(first === undefined ? {} : { linkname: first }),
      ...(stat.type === "symlink" ? { linkname: sys.readlink(path) } : {}),
    };
    if (this.#job.verbose) {
      if (this.#output === STDOUT) await sys.write(STDERR, encode(`${name}\n`));
      else await stdout(sys).print(`${name}\n`);
    }
    const writer = this.#controller.add(header).getWriter();
    if (fd !== undefined) {
      for (let at = 0; at < stat.size; ) {
        const chunk = sys.pread(fd, at, Math.min(1 << 20, stat.size - at));
        if (chunk.length === 0) break;
        at += chunk.length;
        await writer.write(chunk);
      }
      sys.close(fd);
    }
    await writer.close();
  }

  async #stripped(name: string): Promise<string> {
    if (this.#job.absolute || !name.startsWith("/")) return name;
    if (!this.#warned) await complain(this.#sys, "Removing leading `/' from member names");
    this.#warned = true;
    return name.replace(/^\/+/, "");
  }

  async #fail(member: string, what: string, error: unknown): Promise<void> {
    if (!isErrno(error)) throw error;
    this.failed = true;
    await complain(this.#sys, `${member}: ${what}: ${errorText(this.#sys, error.code)}`);
  }
}
