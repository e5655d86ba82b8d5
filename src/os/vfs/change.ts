/** System calls that change names and attributes, with Linux's rules: mkdir(2), unlink(2), rename(2), link(2), chmod(2) … */

import { Errno, type FileType, S_ISGID, S_ISUID, type Stat } from "#abi";
import type { MountNamespace } from "./mounts.ts";
import { createAt, wantWrite, withPath } from "./open.ts";
import { EXECUTE, isMember, isSticky, may, owns, READ, WRITE } from "./permissions.ts";
import type { Attributes, Location, Parent, Walker } from "./types.ts";
import { resolve, resolveParent, statAt } from "./walk.ts";

/** mkdir(2). The umask is already taken off `mode`. */
export function makeDirectory(mounts: MountNamespace, walker: Walker, path: string, mode: number): void {
  const parent = resolveParent(mounts, walker, path, { followLast: false });
  createAt(walker, parent, path, { type: "directory", mode: mode & 0o1777, uid: 0, gid: 0 });
}

/** mknod(2): devices are for root. */
export function makeNode(mounts: MountNamespace, walker: Walker, path: string, type: FileType, mode: number, rdev?: { readonly major: number; readonly minor: number }): void {
  if ((type === "char" || type === "block") && walker.credentials.euid !== 0) throw new Errno("EPERM", path);
  if (type === "directory" || type === "symlink") throw new Errno("EINVAL", path);
  const parent = resolveParent(mounts, walker, path, { followLast: false });
  createAt(walker, parent, path, { type, mode, uid: 0, gid: 0, ...(rdev ? { rdev } : {}) });
}

/** symlink(2). */
export function makeSymlink(mounts: MountNamespace, walker: Walker, target: string, path: string): void {
  const parent = resolveParent(mounts, walker, path, { followLast: false });
  if (target === "" || (parent.slash && !parent.found)) throw new Errno("ENOENT", path);
  createAt(walker, parent, path, { type: "symlink", mode: 0o777, uid: 0, gid: 0, target });
}

/** link(2): does not follow a link at `existing`. EXDEV across mounts, EPERM for directories and for files of others (protected_hardlinks). */
export function makeLink(mounts: MountNamespace, walker: Walker, existing: string, path: string): void {
  const from = resolve(mounts, walker, existing, { followLast: false });
  const parent = resolveParent(mounts, walker, path, { followLast: false });
  if (parent.found) throw new Errno("EEXIST", path);
  if (parent.slash) throw new Errno("ENOENT", path);
  if (parent.directory.mount !== from.mount) throw new Errno("EXDEV", path);
  const stat = statAt(from);
  const { credentials } = walker;
  if (stat.type === "directory") throw new Errno("EPERM", path);
  if (!owns(stat, credentials) && (stat.type !== "file" || !may(stat, credentials, READ | WRITE))) throw new Errno("EPERM", path);
  wantWrite(parent.directory, path);
  if (!may(statAt(parent.directory), credentials, WRITE | EXECUTE)) throw new Errno("EACCES", path);
  onFilesystem(path, () => from.mount.filesystem.link(parent.directory.ino, parent.name, from.ino));
}

/** unlink(2). EISDIR for directories. */
export function removeFile(mounts: MountNamespace, walker: Walker, path: string): void {
  const parent = resolveParent(mounts, walker, path, { followLast: false });
  const { directory, name, found, slash } = parent;
  if (name === "" || name === "." || name === "..") throw new Errno("EISDIR", path);
  if (!found) throw new Errno("ENOENT", path);
  const isDirectory = statAt(found).type === "directory";
  if (slash && !isDirectory) throw new Errno("ENOTDIR", path);
  mayRemove(mounts, walker, parent, path);
  if (isDirectory) throw new Errno("EISDIR", path);
  onFilesystem(path, () => directory.mount.filesystem.unlink(directory.ino, name));
}

/** rmdir(2). */
export function removeDirectory(mounts: MountNamespace, walker: Walker, path: string): void {
  const parent = resolveParent(mounts, walker, path, { followLast: false });
  const { directory, name, found } = parent;
  if (name === ".") throw new Errno("EINVAL", path);
  if (name === "..") throw new Errno("ENOTEMPTY", path);
  if (name === "") throw new Errno("EBUSY", path);
  if (!found) throw new Errno("ENOENT", path);
  if (statAt(found).type !== "directory") throw new Errno("ENOTDIR", path);
  mayRemove(mounts, walker, parent, path);
  onFilesystem(path, () => directory.mount.filesystem.unlink(directory.ino, name));
}

/** rename(2). */
export function renamePath(mounts: MountNamespace, walker: Walker, from: string, to: string): void {
  const source = resolveParent(mounts, walker, from, { followLast: false });
  const target = resolveParent(mounts, walker, to, { followLast: false });
  if (source.directory.mount !== target.directory.mount) throw new Errno("EXDEV", to);
  if (isDots(source.name) || isDots(target.name)) throw new Errno("EBUSY", isDots(source.name) ? from : to);
  if (!source.found) throw new Errno("ENOENT", from);
  const stat = statAt(source.found);
  const isDirectory = stat.type === "directory";
  if ((source.slash || target.slash) && !isDirectory) throw new Errno("ENOTDIR", source.slash ? from : to);
  mayRemove(mounts, walker, source, from);
  const { filesystem } = source.directory.mount;
  if (target.found) {
    const isOntoDirectory = statAt(target.found).type === "directory";
    if (isDirectory && !isOntoDirectory) throw new Errno("ENOTDIR", to);
    if (!isDirectory && isOntoDirectory) throw new Errno("EISDIR", to);
    mayRemove(mounts, walker, target, to);
  } else if (!may(statAt(target.directory), walker.credentials, WRITE | EXECUTE)) throw new Errno("EACCES", to);
  // Its `..` changes, and that is writing into it.
  if (isDirectory && source.directory.ino !== target.directory.ino && !may(stat, walker.credentials, WRITE)) throw new Errno("EACCES", from);
  onFilesystem(to, () => filesystem.rename(source.directory.ino, source.name, target.directory.ino, target.name));
}

function isDots(name: string): boolean {
  return name === "" || name === "." || name === "..";
}

/** Whether an existing entry may be taken out of its directory: EROFS, EACCES, EPERM (sticky), EBUSY (mount point). */
function mayRemove(mounts: MountNamespace, walker: Walker, parent: Parent, path: string): void {
  const { directory, found } = parent;
  if (!found) return;
  wantWrite(directory, path);
  const above = statAt(directory);
  if (!may(above, walker.credentials, WRITE | EXECUTE)) throw new Errno("EACCES", path);
  if (found.mount !== directory.mount || mounts.isMountPoint(found)) throw new Errno("EBUSY", path);
  if (isSticky(above, statAt(found), walker.credentials)) throw new Errno("EPERM", path);
}

/** chmod(2). */
export function changeMode(mounts: MountNamespace, walker: Walker, path: string, mode: number): void {
  changeModeAt(walker, resolve(mounts, walker, path), path, mode);
}

/** fchmod(2). */
export function changeModeAt(walker: Walker, at: Location, path: string, mode: number): void {
  const stat = statAt(at);
  wantWrite(at, path);
  if (!owns(stat, walker.credentials)) throw new Errno("EPERM", path);
  const keepsGroup = walker.credentials.euid === 0 || isMember(walker.credentials, stat.gid);
  setAttributes(at, path, { mode: (keepsGroup ? mode : mode & ~S_ISGID) & 0o7777 });
}

/** chown(2); lchown(2) with `follow` false. The owner may change the group to one of its own; only root more. Set-id bits of files are dropped. */
export function changeOwner(mounts: MountNamespace, walker: Walker, path: string, uid: number | undefined, gid: number | undefined, follow: boolean = true): void {
  const at = resolve(mounts, walker, path, { followLast: follow });
  const stat = statAt(at);
  wantWrite(at, path);
  const { credentials } = walker;
  if (credentials.euid !== 0) {
    const keepsOwner = uid === undefined || uid === stat.uid;
    const isOwnGroup = gid === undefined || gid === stat.gid || isMember(credentials, gid);
    if (credentials.euid !== stat.uid || !keepsOwner || !isOwnGroup) throw new Errno("EPERM", path);
  }
  const mode = stat.type === "directory" || stat.type === "symlink" ? stat.mode : withoutSetId(stat);
  setAttributes(at, path, { mode, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) });
}

/** The mode that is left after a write or chown by somebody without privilege. */
export function withoutSetId(stat: Pick<Stat, "mode">): number {
  return stat.mode & ~S_ISUID & ~((stat.mode & 0o010) !== 0 ? S_ISGID : 0);
}

/** utimensat(2). Times in milliseconds. Who is not the owner needs write permission (EACCES), as touch(1) without a date does. */
export function changeTimes(mounts: MountNamespace, walker: Walker, path: string, times: { readonly atime?: number | undefined; readonly mtime?: number | undefined }, follow: boolean = true): void {
  const at = resolve(mounts, walker, path, { followLast: follow });
  const stat = statAt(at);
  wantWrite(at, path);
  if (!owns(stat, walker.credentials) && !may(stat, walker.credentials, WRITE)) throw new Errno("EACCES", path);
  const { atime, mtime } = times;
  setAttributes(at, path, { ...(atime === undefined ? {} : { atime }), ...(mtime === undefined ? {} : { mtime }) });
}

/** truncate(2). */
export function truncatePath(mounts: MountNamespace, walker: Walker, path: string, length: number): void {
  if (length < 0) throw new Errno("EINVAL", path);
  const at = resolve(mounts, walker, path);
  const stat = statAt(at);
  if (stat.type === "directory") throw new Errno("EISDIR", path);
  if (stat.type !== "file") throw new Errno("EINVAL", path);
  if (!may(stat, walker.credentials, WRITE)) throw new Errno("EACCES", path);
  wantWrite(at, path);
  onFilesystem(path, () => at.mount.filesystem.truncate(at.ino, length));
}

function setAttributes(at: Location, path: string, attributes: Attributes): void {
  onFilesystem(path, () => at.mount.filesystem.setattr(at.ino, attributes));
}

function onFilesystem(path: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw withPath(error, path);
  }
}
