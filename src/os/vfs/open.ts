/** Finding and opening files by path, with permissions: open(2), stat(2), access(2) and their like, for the kernel to call. */

import { type DirEntry, Errno, type OpenFlags, S_ISGID, type Stat, type Statfs } from "#abi";
import type { MountNamespace } from "./mounts.ts";
import { EXECUTE, isMember, may, READ, realCredentials, WRITE } from "./permissions.ts";
import type { Location, NewNode, Parent, Walker } from "./types.ts";
import { resolve, resolveParent, statAt, type WalkOptions } from "./walk.ts";

export interface Opened {
  readonly location: Location;
  readonly created: boolean;
}

/**
 * open(2): finds, or creates with `mode` (the umask already taken off), checks permissions, and truncates if asked.
 * Does not hold the inode: that is the descriptor's business. Devices, fifos and magic links are returned like files.
 */
export function openFile(mounts: MountNamespace, walker: Walker, path: string, flags: OpenFlags, mode: number = 0o666): Opened {
  const exclusive = flags.create === true && flags.exclusive === true;
  const parent = resolveParent(mounts, walker, path, { followLast: !exclusive && flags.noFollow !== true });
  const { found } = parent;
  if (!found) {
    if (!flags.create) throw new Errno("ENOENT", path);
    if (parent.slash) throw new Errno("EISDIR", path);
    return { location: createAt(walker, parent, path, { type: "file", mode, uid: 0, gid: 0 }), created: true };
  }
  if (exclusive) throw new Errno("EEXIST", path);
  const stat = statAt(found);
  const isDirectory = stat.type === "directory";
  if (stat.type === "symlink" && !found.mount.filesystem.isMagic?.(found.ino)) throw new Errno("ELOOP", path);
  if (!isDirectory && (flags.directory || parent.slash)) throw new Errno("ENOTDIR", path);
  if (isDirectory && (flags.write || flags.create)) throw new Errno("EISDIR", path);
  const want = (flags.read || !flags.write ? READ : 0) | (flags.write || flags.truncate ? WRITE : 0);
  if (stat.type !== "symlink" && !may(stat, walker.credentials, want)) throw new Errno("EACCES", path);
  const isDevice = stat.type === "char" || stat.type === "block";
  if (isDevice && found.mount.flags.noDev) throw new Errno("EACCES", path);
  if ((want & WRITE) !== 0 && stat.type === "file") wantWrite(found, path);
  if (flags.truncate && stat.type === "file") found.mount.filesystem.truncate(found.ino, 0);
  return { location: found, created: false };
}

/** EROFS when the mount is read only. */
export function wantWrite(at: Location, path: string): void {
  if (at.mount.flags.readOnly) throw new Errno("EROFS", path);
}

/**
 * Makes a new node under a resolved parent, after checking that the walker may; the node's owner is the walker, its group the
 * walker's or that of a setgid directory. EEXIST, EROFS, EACCES.
 */
export function createAt(walker: Walker, parent: Parent, path: string, node: NewNode): Location {
  if (parent.found) throw new Errno("EEXIST", path);
  const { mount, ino } = parent.directory;
  wantWrite(parent.directory, path);
  const directory = statAt(parent.directory);
  const { credentials } = walker;
  if (!may(directory, credentials, WRITE | EXECUTE)) throw new Errno("EACCES", path);
  const inherits = (directory.mode & S_ISGID) !== 0;
  const gid = inherits ? directory.gid : credentials.egid;
  const isDirectory = node.type === "directory";
  // A new file may not be set-group-id for a group that its maker is no member of (inode_init_owner).
  const stripped = !isDirectory && credentials.euid !== 0 && !isMember(credentials, gid) ? node.mode & ~S_ISGID : node.mode;
  const mode = isDirectory && inherits ? stripped | S_ISGID : stripped;
  try {
    return { mount, ino: mount.filesystem.create(ino, parent.name, { ...node, mode, uid: credentials.euid, gid }) };
  } catch (error) {
    throw withPath(error, path);
  }
}

/** A filesystem's Errno with the path that the caller gave. */
export function withPath(error: unknown, path: string): unknown {
  return error instanceof Errno && error.path === undefined ? new Errno(error.code, path) : error;
}

/** stat(2); lstat(2) with `followLast: false`. */
export function statPath(mounts: MountNamespace, walker: Walker, path: string, options?: WalkOptions): Stat {
  return statAt(resolve(mounts, walker, path, options));
}

/** access(2): with the real ids. EACCES, EROFS, or what resolving gives. */
export function accessPath(mounts: MountNamespace, walker: Walker, path: string, want: { readonly read?: boolean; readonly write?: boolean; readonly execute?: boolean }): void {
  const real: Walker = { ...walker, credentials: realCredentials(walker.credentials) };
  const at = resolve(mounts, real, path);
  const stat = statAt(at);
  if (want.write && (stat.type === "file" || stat.type === "directory")) wantWrite(at, path);
  const bits = (want.read ? READ : 0) | (want.write ? WRITE : 0) | (want.execute ? EXECUTE : 0);
  if (!may(stat, real.credentials, bits) || (want.execute && at.mount.flags.noExec && stat.type === "file")) throw new Errno("EACCES", path);
}

/** readdir(3), without `.` and `..`, unsorted. */
export function readDirectory(mounts: MountNamespace, walker: Walker, path: string): readonly DirEntry[] {
  const at = resolve(mounts, walker, path);
  const stat = statAt(at);
  if (stat.type !== "directory") throw new Errno("ENOTDIR", path);
  if (!may(stat, walker.credentials, READ)) throw new Errno("EACCES", path);
  return at.mount.filesystem.readdir(at.ino);
}

/** readlink(2). EINVAL: not a link. */
export function readLink(mounts: MountNamespace, walker: Walker, path: string): string {
  const at = resolve(mounts, walker, path, { followLast: false });
  if (statAt(at).type !== "symlink") throw new Errno("EINVAL", path);
  return at.mount.filesystem.readlink(at.ino);
}

/** realpath(3): the path without links and dots, from the walker's root. */
export function realPath(mounts: MountNamespace, walker: Walker, path: string): string {
  const { directory, name, found, slash } = resolveParent(mounts, walker, path);
  if (!found) throw new Errno("ENOENT", path);
  if (slash && statAt(found).type !== "directory") throw new Errno("ENOTDIR", path);
  const above = mounts.pathOf(directory, mounts.enter(walker.root));
  if (above === undefined) throw new Errno("ENOENT", path);
  if (name === "" || name === "." || name === "..") return above;
  return above === "/" ? `/${name}` : `${above}/${name}`;
}

/** statfs(2), with the source that the mount was given. */
export function statfsPath(mounts: MountNamespace, walker: Walker, path: string): Statfs {
  const { mount } = resolve(mounts, walker, path);
  return { ...mount.filesystem.statfs(), source: mount.source };
}

/** chdir(2) and chroot(2): a directory that may be searched. */
export function directoryAt(mounts: MountNamespace, walker: Walker, path: string): Location {
  const at = resolve(mounts, walker, path);
  const stat = statAt(at);
  if (stat.type !== "directory") throw new Errno("ENOTDIR", path);
  if (!may(stat, walker.credentials, EXECUTE)) throw new Errno("EACCES", path);
  return at;
}

/** What execve(2) may run: a regular file with an x bit for the walker, on a mount that allows it. EACCES otherwise. */
export function executableAt(mounts: MountNamespace, walker: Walker, path: string): Location {
  const at = resolve(mounts, walker, path);
  const stat = statAt(at);
  if (stat.type !== "file" || at.mount.flags.noExec || !may(stat, walker.credentials, EXECUTE)) throw new Errno("EACCES", path);
  return at;
}
