/** Root's hands in a tree of files: what dockerd does with its own directories and with containers' roots. */

import { type Credentials, concat, decode, encode, isErrno, type Stat } from "#abi";
import {
  type Content,
  type Filesystem,
  type Location,
  type MountNamespace,
  resolve,
  resolveParent,
  statAt,
  TreeFilesystem,
  type Walker,
} from "#vfs";

export const ROOT: Credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0] };

export interface Files {
  readonly mounts: MountNamespace;
  readonly walker: Walker;
  /** Throws Errno when there is nothing. */
  at(path: string, follow?: boolean): Location;
  /** undefined when there is nothing, or something on the way is no directory. */
  find(path: string, follow?: boolean): Location | undefined;
  stat(path: string, follow?: boolean): Stat | undefined;
  /** Creates missing directories on the way, too; what exists stays as it is. */
  makeDirectories(path: string, mode?: number): Location;
  /** Creates or replaces a regular file. */
  write(path: string, content: string | Uint8Array, mode?: number): Location;
  read(path: string): Uint8Array;
  text(path: string): string | undefined;
  list(path: string): readonly string[];
  /** With everything below; nothing happens when it is not there. */
  remove(path: string): void;
  /** Bytes of the regular files below. */
  usage(path: string): number;
}

/** Root's view of a namespace from its root. */
export function filesOf(mounts: MountNamespace): Files {
  const root = mounts.root;
  const walker: Walker = { credentials: ROOT, root, cwd: root };
  const find = (path: string, follow = true): Location | undefined => {
    try {
      return resolve(mounts, walker, path, { followLast: follow });
    } catch (error) {
      if (isErrno(error, "ENOENT", "ENOTDIR", "ELOOP")) return undefined;
      throw error;
    }
  };
  const makeDirectories = (path: string, mode = 0o755): Location => {
    const above = path.slice(0, path.lastIndexOf("/"));
    const known = above === "" ? undefined : find(above);
    let place = known ?? root;
    let walked = known ? above : "";
    for (const name of path.slice(walked.length).split("/")) {
      if (name === "") continue;
      walked += `/${name}`;
      const parent = resolveParent(mounts, walker, walked);
      place = parent.found ?? {
        mount: parent.directory.mount,
        ino: parent.directory.mount.filesystem.create(parent.directory.ino, parent.name, { type: "directory", mode, uid: 0, gid: 0 }),
      };
    }
    return place;
  };
  return {
    mounts,
    walker,
    find,
    makeDirectories,
    at: (path, follow = true) => resolve(mounts, walker, path, { followLast: follow }),
    stat(path, follow = true) {
      const place = find(path, follow);
      return place && statAt(place);
    },
    write(path, content, mode = 0o644) {
      const bytes = typeof content === "string" ? encode(content) : content;
      const { directory, name, found } = resolveParent(mounts, walker, path);
      const { filesystem } = (found ?? directory).mount;
      const ino = found?.ino ?? filesystem.create(directory.ino, name, { type: "file", mode, uid: 0, gid: 0 });
      if (found) filesystem.truncate(ino, 0);
      filesystem.write(ino, 0, bytes);
      return found ?? { mount: directory.mount, ino };
    },
    read: (path) => readWhole(resolve(mounts, walker, path)),
    text(path) {
      const place = find(path);
      return place && statAt(place).type === "file" ? decode(readWhole(place)) : undefined;
    },
    list(path) {
      const place = find(path);
      return place && statAt(place).type === "directory" ? place.mount.filesystem.readdir(place.ino).map((entry) => entry.name) : [];
    },
    remove(path) {
      const { directory, name, found } = resolveParentOrNone(mounts, walker, path) ?? {};
      if (!directory || !found || name === undefined) return;
      removeBelow(found.mount.filesystem, found.ino);
      directory.mount.filesystem.unlink(directory.ino, name);
    },
    usage(path) {
      const place = find(path, false);
      return place ? usageOf(place) : 0;
    },
  };
}

function resolveParentOrNone(mounts: MountNamespace, walker: Walker, path: string) {
  try {
    return resolveParent(mounts, walker, path, { followLast: false });
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** The whole file at a place. */
export function readWhole({ mount: { filesystem }, ino }: Location): Uint8Array {
  const generated = filesystem.open?.(ino);
  if (generated) return generated.bytes;
  const { size } = filesystem.stat(ino);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < size; ) {
    const chunk = filesystem.read(ino, at, size - at);
    if (chunk.length === 0) break;
    chunks.push(chunk);
    at += chunk.length;
  }
  return concat(chunks);
}

/** The bytes of a file as a value, shared where the filesystem can. */
export function contentAt(filesystem: Filesystem, ino: number): Content | undefined {
  return filesystem instanceof TreeFilesystem ? filesystem.content(ino) : undefined;
}

export function removeBelow(filesystem: Filesystem, directory: number): void {
  if (filesystem.stat(directory).type !== "directory") return;
  for (const entry of filesystem.readdir(directory)) {
    if (entry.type === "directory") removeBelow(filesystem, entry.ino);
    filesystem.unlink(directory, entry.name);
  }
}

function usageOf({ mount: { filesystem }, ino }: Pick<Location, "mount" | "ino">): number {
  let total = 0;
  const seen = new Set<number>();
  const add = (at: number): void => {
    const stat = filesystem.stat(at);
    if (stat.type === "directory") for (const entry of filesystem.readdir(at)) add(entry.ino);
    else if (stat.type === "file" && !seen.has(at)) total += stat.size;
    seen.add(at);
  };
  add(ino);
  return total;
}

/** Copies what is in one directory into another: owners, modes and times as they are, contents shared. */
export function copyInto(from: Location, to: Location): void {
  const source = from.mount.filesystem;
  const target = to.mount.filesystem;
  const copyDirectory = (fromIno: number, toIno: number): void => {
    for (const entry of source.readdir(fromIno)) {
      const stat = source.stat(entry.ino);
      const content = stat.type === "file" ? contentAt(source, entry.ino) : undefined;
      const ino = target.create(toIno, entry.name, {
        type: stat.type,
        mode: stat.mode,
        uid: stat.uid,
        gid: stat.gid,
        mtime: stat.mtime,
        ...(stat.type === "symlink" ? { target: source.readlink(entry.ino) } : {}),
        ...(stat.rdev ? { rdev: stat.rdev } : {}),
        ...(content ? { content } : {}),
      });
      if (stat.type === "directory") copyDirectory(entry.ino, ino);
      target.setattr(ino, { mtime: stat.mtime });
    }
  };
  copyDirectory(from.ino, to.ino);
  const { mode, uid, gid, mtime } = source.stat(from.ino);
  target.setattr(to.ino, { mode, uid, gid, mtime });
}
