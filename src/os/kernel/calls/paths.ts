import { Errno, type Sys } from "#abi";
import { EXECUTE, isSticky, type Location, may, type NewNode, type Parent, resolve, resolveParent, statAt, WRITE } from "#vfs";
import type { Core } from "../core.ts";
import { checkCreate, ownerOfNew } from "../files/open.ts";
import type { Process } from "../process.ts";
import { enter } from "../system-call.ts";

type Calls = Pick<Sys, "mkdir" | "rmdir" | "unlink" | "rename" | "link" | "symlink" | "mknod" | "chdir" | "chroot" | "getcwd">;

/** Names: making, removing and moving them, and the working directory. */
export function pathCalls(core: Core, process: Process): Calls {
  const parentOf = (path: string): Parent => resolveParent(process.mounts, process, path, { followLast: false });
  const create = (path: string, node: Omit<NewNode, "uid" | "gid">): void => {
    const parent = parentOf(path);
    if (parent.slash && node.type !== "directory" && parent.found === undefined) throw new Errno("ENOENT", path);
    checkCreate(process, parent, path);
    const { mount, ino } = parent.directory;
    mount.filesystem.create(ino, parent.name, { ...node, ...ownerOfNew(process, parent) });
  };
  const enterDirectory = (path: string): Location => {
    const at = resolve(process.mounts, process, path);
    const stat = statAt(at);
    if (stat.type !== "directory") throw new Errno("ENOTDIR", path);
    if (!may(stat, process.credentials, EXECUTE)) throw new Errno("EACCES", path);
    return at;
  };
  return {
    getcwd: () => {
      enter(core, process);
      const path = process.mounts.pathOf(process.cwd, process.root);
      if (path === undefined) throw new Errno("ENOENT");
      return path;
    },
    chdir: (path) => {
      enter(core, process);
      const at = enterDirectory(path);
      at.mount.filesystem.hold(at.ino);
      process.cwd.mount.filesystem.release(process.cwd.ino);
      process.cwd = at;
    },
    chroot: (path) => {
      enter(core, process);
      const at = enterDirectory(path);
      if (process.credentials.euid !== 0) throw new Errno("EPERM", path);
      process.root = at;
    },
    mkdir: (path, mode = 0o777) => {
      enter(core, process);
      const parent = parentOf(path);
      const inherited = parent.found === undefined ? statAt(parent.directory).mode & 0o2000 : 0;
      create(path, { type: "directory", mode: (mode & ~process.umask & 0o1777) | inherited });
    },
    mknod: (path, type, mode, rdev) => {
      enter(core, process);
      if (type === "directory" || type === "symlink") throw new Errno("EINVAL", path);
      if ((type === "char" || type === "block") && process.credentials.euid !== 0) throw new Errno("EPERM", path);
      create(path, { type, mode: mode & ~process.umask & 0o7777, ...(rdev === undefined ? {} : { rdev }) });
    },
    symlink: (target, path) => {
      enter(core, process);
      if (target === "") throw new Errno("ENOENT", path);
      create(path, { type: "symlink", mode: 0o777, target });
    },
    link: (existing, path) => {
      enter(core, process);
      const from = resolve(process.mounts, process, existing, { followLast: false });
      if (statAt(from).type === "directory") throw new Errno("EPERM", existing);
      const to = parentOf(path);
      if (to.found !== undefined) throw new Errno("EEXIST", path);
      if (from.mount.filesystem !== to.directory.mount.filesystem) throw new Errno("EXDEV", path);
      checkCreate(process, to, path);
      to.directory.mount.filesystem.link(to.directory.ino, to.name, from.ino);
    },
    unlink: (path) => {
      enter(core, process);
      const { directory, name, found } = removable(process, parentOf(path), path);
      if (statAt(found).type === "directory") throw new Errno("EISDIR", path);
      directory.mount.filesystem.unlink(directory.ino, name);
    },
    rmdir: (path) => {
      enter(core, process);
      const parent = parentOf(path);
      if (parent.name === ".") throw new Errno("EINVAL", path);
      if (parent.name === "..") throw new Errno("ENOTEMPTY", path);
      const { directory, name, found } = removable(process, parent, path);
      if (statAt(found).type !== "directory") throw new Errno("ENOTDIR", path);
      if (found.ino === process.root.ino && found.mount === process.root.mount) throw new Errno("EBUSY", path);
      directory.mount.filesystem.unlink(directory.ino, name);
    },
    rename: (from, to) => {
      enter(core, process);
      rename(process, parentOf(from), from, parentOf(to), to);
    },
  };
}

/** Checks that a process may take an entry out of its directory. */
function removable(process: Process, parent: Parent, path: string): Parent & { readonly found: Location } {
  const { directory, name, found, slash } = parent;
  if (found === undefined) throw new Errno("ENOENT", path);
  if (name === "" || name === "." || name === "..") throw new Errno("EBUSY", path);
  const entry = statAt(found);
  if (slash && entry.type !== "directory") throw new Errno("ENOTDIR", path);
  if (process.mounts.isMountPoint(found)) throw new Errno("EBUSY", path);
  if (directory.mount.flags.readOnly) throw new Errno("EROFS", path);
  const above = statAt(directory);
  if (!may(above, process.credentials, WRITE | EXECUTE)) throw new Errno("EACCES", path);
  if (isSticky(above, entry, process.credentials)) throw new Errno("EPERM", path);
  return { directory, name, found, slash };
}

function rename(process: Process, from: Parent, fromPath: string, to: Parent, toPath: string): void {
  const source = removable(process, from, fromPath);
  if (to.found !== undefined) removable(process, to, toPath);
  else {
    if (to.slash && statAt(source.found).type !== "directory") throw new Errno("ENOTDIR", toPath);
    checkCreate(process, to, toPath);
  }
  const { mount } = source.directory;
  if (mount.filesystem !== to.directory.mount.filesystem) throw new Errno("EXDEV", toPath);
  mount.filesystem.rename(source.directory.ino, source.name, to.directory.ino, to.name);
}
