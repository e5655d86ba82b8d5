import { concat, Errno, type Sys } from "#abi";
import { EXECUTE, isMember, type Location, may, owns, READ, realCredentials, resolve, statAt, WRITE } from "#vfs";
import type { Core } from "../core.ts";
import { openPath } from "../files/open.ts";
import type { OpenFile } from "../open-file.ts";
import type { Process } from "../process.ts";
import { BYTE_COST, CALL_COST, enter, softLimit } from "../system-call.ts";
import { BLOCKED } from "../wait-queue.ts";

type Calls = Pick<
  Sys,
  | "stat"
  | "lstat"
  | "readdir"
  | "readlink"
  | "chmod"
  | "chown"
  | "utimes"
  | "truncate"
  | "access"
  | "realpath"
  | "statfs"
  | "readFile"
  | "writeFile"
>;

const LARGEST_WHOLE = 64 * 1024 * 1024;
const READ_SIZE = 65536;
/** Listing a directory's entry, modelled milliseconds. */
const ENTRY_COST = 0.001;

/** What is done to existing files by path. */
export function fileCalls(core: Core, process: Process): Calls {
  const find = (path: string, followLast = true): Location => resolve(process.mounts, process, path, { followLast });
  const change = (path: string, followLast: boolean): Location => {
    const at = find(path, followLast);
    if (at.mount.flags.readOnly) throw new Errno("EROFS", path);
    return at;
  };
  return {
    stat: (path) => {
      enter(core, process);
      return statAt(find(path));
    },
    lstat: (path) => {
      enter(core, process);
      return statAt(find(path, false));
    },
    readdir: (path) => {
      enter(core, process);
      const at = find(path);
      const stat = statAt(at);
      if (stat.type !== "directory") throw new Errno("ENOTDIR", path);
      if (!may(stat, process.credentials, READ)) throw new Errno("EACCES", path);
      const entries = at.mount.filesystem.readdir(at.ino);
      enter(core, process, entries.length * ENTRY_COST);
      return entries;
    },
    readlink: (path) => {
      enter(core, process);
      const at = find(path, false);
      if (statAt(at).type !== "symlink") throw new Errno("EINVAL", path);
      return at.mount.filesystem.readlink(at.ino);
    },
    chmod: (path, mode) => {
      enter(core, process);
      const at = change(path, true);
      const stat = statAt(at);
      if (!owns(stat, process.credentials)) throw new Errno("EPERM", path);
      // Only members may give a file the set-gid bit.
      const keeps =
        stat.type === "directory" || process.credentials.euid === 0 || isMember(process.credentials, stat.gid) ? 0o7777 : 0o5777;
      at.mount.filesystem.setattr(at.ino, { mode: mode & keeps });
    },
    chown: (path, uid, gid, followSymlink = true) => {
      enter(core, process);
      const at = change(path, followSymlink);
      const stat = statAt(at);
      const { credentials } = process;
      if (credentials.euid !== 0) {
        const keepsOwner = owns(stat, credentials) && (uid === undefined || uid === stat.uid);
        if (!keepsOwner || (gid !== undefined && gid !== stat.gid && !isMember(credentials, gid))) throw new Errno("EPERM", path);
      }
      // A new owner must not inherit the old one's set-id program.
      const mode = stat.type === "file" ? stat.mode & ~0o6000 : stat.mode;
      at.mount.filesystem.setattr(at.ino, { mode, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) });
    },
    utimes: (path, atime, mtime, followSymlink = true) => {
      enter(core, process);
      const at = change(path, followSymlink);
      const stat = statAt(at);
      if (!owns(stat, process.credentials) && !may(stat, process.credentials, WRITE)) throw new Errno("EACCES", path);
      at.mount.filesystem.setattr(at.ino, { ...(atime === undefined ? {} : { atime }), ...(mtime === undefined ? {} : { mtime }) });
    },
    truncate: (path, length) => {
      enter(core, process);
      const at = change(path, true);
      const stat = statAt(at);
      if (stat.type === "directory") throw new Errno("EISDIR", path);
      if (stat.type !== "file" || length < 0) throw new Errno("EINVAL", path);
      if (!may(stat, process.credentials, WRITE)) throw new Errno("EACCES", path);
      if (length > softLimit(process, "fsize")) throw new Errno("EFBIG", path);
      at.mount.filesystem.truncate(at.ino, length);
    },
    access: (path, want) => {
      enter(core, process);
      const credentials = realCredentials(process.credentials);
      const at = resolve(process.mounts, { credentials, root: process.root, cwd: process.cwd }, path);
      const stat = statAt(at);
      const bits = (want.read ? READ : 0) | (want.write ? WRITE : 0) | (want.execute ? EXECUTE : 0);
      if (want.write && at.mount.flags.readOnly && (stat.type === "file" || stat.type === "directory")) throw new Errno("EROFS", path);
      const isNoExec = want.execute === true && at.mount.flags.noExec === true && stat.type === "file";
      if (isNoExec || !may(stat, credentials, bits)) throw new Errno("EACCES", path);
    },
    realpath: (path) => {
      enter(core, process);
      const found = process.mounts.pathOf(find(path), process.root);
      if (found === undefined) throw new Errno("ENOENT", path);
      return found;
    },
    statfs: (path) => {
      enter(core, process);
      const { mount } = find(path);
      return { ...mount.filesystem.statfs(), source: mount.source };
    },
    readFile: (path) => {
      enter(core, process);
      const file = openPath(core, process, path, { read: true }, 0);
      try {
        if (file.seekable === undefined) return readNow(process, file, path);
        const { size } = file.seekable;
        if (size > LARGEST_WHOLE) throw new Errno("EFBIG", path);
        enter(core, process, size * BYTE_COST);
        return readWhole(file.seekable, size);
      } finally {
        file.release();
      }
    },
    writeFile: (path, bytes, options = {}) => {
      enter(core, process, CALL_COST * 2 + bytes.length * BYTE_COST);
      const isAppend = options.append === true;
      const file = openPath(
        core,
        process,
        path,
        { write: true, create: true, truncate: !isAppend, append: isAppend },
        options.mode ?? 0o666,
      );
      try {
        for (let rest = bytes; rest.length > 0; ) {
          const taken = file.write(process, rest);
          if (taken === BLOCKED) throw new Errno("EAGAIN", path);
          rest = rest.subarray(taken);
        }
      } finally {
        file.release();
      }
    },
  };
}

/** All that a device or pipe gives without waiting. EISDIR for directories. */
function readNow(process: Process, file: OpenFile, path: string): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= LARGEST_WHOLE; ) {
    const chunk = file.read(process, READ_SIZE);
    if (chunk === BLOCKED) throw new Errno("EAGAIN", path);
    if (chunk.length === 0) return concat(chunks);
    chunks.push(chunk);
    length += chunk.length;
  }
  throw new Errno("EFBIG", path);
}

function readWhole(file: { readAt(offset: number, length: number): Uint8Array }, size: number): Uint8Array {
  const first = file.readAt(0, size);
  if (first.length === size) return first;
  const whole = new Uint8Array(size);
  whole.set(first);
  for (let at = first.length; at < size; ) {
    const chunk = file.readAt(at, size - at);
    if (chunk.length === 0) return whole.subarray(0, at);
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
