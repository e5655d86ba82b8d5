/** Reading an archive: `tar -t` and `tar -x`. Nothing is written outside of the directory, through links either. */

import { createTarDecoder, type ParsedTarEntry, type TarHeader } from "modern-tar";
import { type Fd, type FileType, isErrno, modeString, STDIN, type Sys } from "#abi";
import type { TarJob } from "../tar.ts";
import { chunks, dirName, join } from "../tool/files.ts";
import { complain, errorText, Failure } from "../tool/messages.ts";
import { stdout } from "../tool/output.ts";
import { statOrUndefined } from "../tool/prompt.ts";
import { strftime } from "../tool/strftime.ts";
import { namesOf } from "../tool/users.ts";
import { calendarOf, zoneOf } from "../tool/zone.ts";

const NOT_TAR = "This does not look like a tar archive";

/** Prints the members' names; true when something was wrong. */
export async function listArchive(sys: Sys, job: TarJob, how: { readonly verbose: number; readonly numeric: boolean }): Promise<boolean> {
  const out = stdout(sys);
  const zone = zoneOf(sys);
  return eachMember(sys, job, async ({ header, body }) => {
    await body.cancel();
    if (how.verbose === 0) return out.print(`${header.name}\n`);
    const owner = how.numeric
      ? `${header.uid ?? 0}/${header.gid ?? 0}`
      : `${header.uname || (header.uid ?? 0)}/${header.gname || (header.gid ?? 0)}`;
    const size = `${header.size}`.padStart(Math.max(1, 18 - owner.length));
    const when = strftime("%Y-%m-%d %H:%M", calendarOf(header.mtime?.getTime() ?? 0, zone));
    const link =
      header.type === "symlink" ? ` -> ${header.linkname ?? ""}` : header.type === "link" ? ` link to ${header.linkname ?? ""}` : "";
    const mode = modeString(fileType(header), header.mode ?? 0);
    return out.print(`${header.type === "link" ? `h${mode.slice(1)}` : mode} ${owner} ${size} ${when} ${header.name}${link}\n`);
  });
}

/** Writes the members below the directory; true when something was wrong. */
export async function extractArchive(sys: Sys, job: TarJob): Promise<boolean> {
  const out = stdout(sys);
  const names = namesOf(sys);
  const later: (() => void)[] = [];
  let stripped = false;
  let refused = false;
  const failed = await eachMember(sys, job, async ({ header, body }) => {
    let name = header.name.replace(/^\.\//, "");
    if (name.startsWith("/") && !job.absolute) {
      if (!stripped) await complain(sys, "Removing leading `/' from member names");
      stripped = true;
      name = name.replace(/^\/+/, "");
    }
    const parts = name
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .slice(job.strip);
    if (parts.length === 0) return body.cancel();
    if (parts.includes("..")) {
      await complain(sys, `${header.name}: Member name contains '..'`);
      refused = true;
      return body.cancel();
    }
    if (job.verbose) await out.print(`${header.name}\n`);
    if (job.toStdout) {
      await each(body, (chunk) => out.bytes(chunk));
      return undefined;
    }
    const path = join(job.absolute && header.name.startsWith("/") ? "/" : job.directory === "." ? "" : job.directory, parts.join("/"));
    try {
      makeParents(sys, path, job.directory);
      await extract(sys, job, header, body, path);
      finish(sys, job, header, path, names, later);
    } catch (error) {
      if (!isErrno(error)) throw error;
      refused = true;
      await complain(
        sys,
        `${header.name}: Cannot ${header.type === "directory" ? "mkdir" : header.type === "symlink" ? `create symlink to '${header.linkname ?? ""}'` : header.type === "link" ? `hard link to '${header.linkname ?? ""}'` : "open"}: ${errorText(sys, error.code)}`,
      );
      await body.cancel();
    }
    return undefined;
  });
  // Directories get their modes and times last: writing into them needs the one and changes the other.
  for (const task of later.reverse()) task();
  return failed || refused;
}

async function extract(sys: Sys, job: TarJob, header: TarHeader, body: ReadableStream<Uint8Array>, path: string): Promise<void> {
  const old = statOrUndefined(sys, path, false);
  if (header.type === "directory") {
    await body.cancel();
    if (old?.type !== "directory") {
      if (old !== undefined) sys.unlink(path);
      sys.mkdir(path, 0o700);
    }
    return;
  }
  if (old !== undefined && old.type !== "directory") {
    if (job.keepOld) sys.open(path, { write: true, create: true, exclusive: true });
    sys.unlink(path);
  }
  switch (header.type) {
    case "symlink":
      await body.cancel();
      sys.symlink(header.linkname ?? "", path);
      return;
    case "link":
      await body.cancel();
      sys.link(join(job.directory === "." ? "" : job.directory, (header.linkname ?? "").replace(/^\/+/, "")), path);
      return;
    case "fifo":
    case "character-device":
    case "block-device":
      await body.cancel();
      sys.mknod(path, fileType(header), header.mode ?? 0o600, { major: 0, minor: 0 });
      return;
    default: {
      const fd = sys.open(path, { write: true, create: true, exclusive: true }, (header.mode ?? 0o644) & 0o777);
      try {
        await each(body, (chunk) => sys.write(fd, chunk));
      } finally {
        sys.close(fd);
      }
    }
  }
}

function finish(sys: Sys, job: TarJob, header: TarHeader, path: string, names: ReturnType<typeof namesOf>, later: (() => void)[]): void {
  const link = header.type === "symlink";
  const set = (): void => {
    if (job.keepOwner) sys.chown(path, names.uid(header.uname ?? "") ?? header.uid, names.gid(header.gname ?? "") ?? header.gid, !link);
    if (link) return;
    const mode = header.mode ?? 0o644;
    sys.chmod(path, job.preserve ? mode : mode & 0o777 & ~sys.umask());
    sys.utimes(path, undefined, header.mtime?.getTime());
  };
  if (header.type === "directory") later.push(set);
  else if (header.type !== "link") set();
}

/** Directories on the way that the archive doesn't have itself. A link on the way is never followed out of the directory. */
function makeParents(sys: Sys, path: string, base: string): void {
  const parent = dirName(path);
  if (parent === "." || parent === "/" || parent === base) return;
  const stat = statOrUndefined(sys, parent, false);
  if (stat?.type === "directory") return;
  makeParents(sys, parent, base);
  if (stat !== undefined) sys.unlink(parent);
  sys.mkdir(parent, 0o777);
}

/** Calls `use` for the members that were asked for (all, if none were named). True when something was wrong. */
async function eachMember(sys: Sys, job: TarJob, use: (entry: ParsedTarEntry) => Promise<void>): Promise<boolean> {
  const wanted = new Map(job.members.map((member) => [member.replace(/\/+$/, ""), false]));
  const fd = job.archive === "-" ? STDIN : openInput(sys, job.archive);
  if (fd === STDIN && sys.isatty(STDIN))
    throw new Failure(
      "Refusing to read archive contents from terminal (missing -f option?)\ntar: Error is not recoverable: exiting now",
      2,
    );
  const reader = (await input(sys, fd, job)).pipeThrough(createTarDecoder({ strict: true })).getReader();
  try {
    for (;;) {
      const result = await reader.read();
      if (result.done) break;
      const entry = result.value;
      const name = entry.header.name.replace(/\/+$/, "");
      const asked = [...wanted.keys()].find((member) => name === member || name.startsWith(`${member}/`));
      if (asked !== undefined) wanted.set(asked, true);
      if ((wanted.size > 0 && asked === undefined) || job.exclude.some((pattern) => pattern.test(name))) await entry.body.cancel();
      else await use(entry);
    }
  } catch (error) {
    if (isErrno(error) || error instanceof Failure || !(error instanceof Error)) throw error;
    await stdout(sys).flush();
    const cut = /unexpected end|truncated|incomplete/i.test(error.message);
    await complain(sys, cut ? "Unexpected EOF in archive\ntar: Error is not recoverable: exiting now" : NOT_TAR);
    return true;
  } finally {
    if (fd !== STDIN) sys.close(fd);
  }
  let missing = false;
  for (const [member, found] of wanted) {
    if (found) continue;
    missing = true;
    await stdout(sys).flush();
    await complain(sys, `${member}: Not found in archive`);
  }
  return missing;
}

function openInput(sys: Sys, path: string): Fd {
  try {
    return sys.open(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${path}: Cannot open: ${errorText(sys, error.code)}\ntar: Error is not recoverable: exiting now`, 2);
  }
}

/** The archive's bytes, expanded where they are gzip's: tar looks at the first ones when it reads a file. */
async function input(sys: Sys, fd: Fd, job: TarJob): Promise<ReadableStream<Uint8Array>> {
  const source = chunks(sys, fd, 1 << 20);
  let next = await source.next();
  if (next.done === true && job.archive !== "-")
    throw new Failure(`${NOT_TAR}\ntar: Exiting with failure status due to previous errors`, 2);
  const zipped = job.gzip || (next.done !== true && next.value[0] === 0x1f && next.value[1] === 0x8b);
  const bytes = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done === true) return controller.close();
      controller.enqueue(next.value);
      next = await source.next();
    },
  });
  return zipped ? bytes.pipeThrough(new DecompressionStream("gzip")) : bytes;
}

async function each(body: ReadableStream<Uint8Array>, use: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  const reader = body.getReader();
  for (;;) {
    const result = await reader.read();
    if (result.done) return;
    await use(result.value);
  }
}

function fileType(header: TarHeader): FileType {
  switch (header.type) {
    case "directory":
    case "symlink":
    case "fifo":
      return header.type;
    case "character-device":
      return "char";
    case "block-device":
      return "block";
    default:
      return "file";
  }
}
