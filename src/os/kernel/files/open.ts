/** open(2): from a path to an open file description. */

import { Errno, type OpenFlags, S_ISGID } from "#abi";
import { EXECUTE, type Location, may, type Parent, READ, resolveParent, statAt, type Walker, WRITE } from "#vfs";
import type { Core } from "../core.ts";
import type { OpenFile } from "../open-file.ts";
import { procLinkTarget } from "../proc/links.ts";
import type { Process } from "../process.ts";
import { acquireTerminal } from "../tty/tty-file.ts";
import { openDevice } from "./device-file.ts";
import { openDirectory } from "./directory-file.ts";
import { openFifo } from "./fifo.ts";
import { openGeneratedFile } from "./generated-file.ts";
import { openRegularFile } from "./regular-file.ts";

const MOST_LINKS = 40;

/** What a path leads to: a place (perhaps not there yet), or what a link in /proc stands for. */
type Target = { readonly kind: "place"; readonly parent: Parent } | { readonly kind: "file"; readonly file: OpenFile };

/** Opens a path for a process. */
export function openPath(core: Core, process: Process, path: string, flags: OpenFlags, mode: number): OpenFile {
  const target = find(core, process, path, flags.noFollow === true || (flags.create === true && flags.exclusive === true));
  if (target.kind === "file") return reopen(core, process, target.file, flags);
  const { parent } = target;
  if (parent.found === undefined) {
    if (!flags.create) throw new Errno("ENOENT", path);
    if (parent.slash) throw new Errno("EISDIR", path);
    return openRegularFile(createFile(process, parent, path, mode), nameOf(process, { ...parent.directory }, parent.name), flags);
  }
  if (flags.create && flags.exclusive) throw new Errno("EEXIST", path);
  return openAt(core, process, parent.found, path, flags, parent.slash);
}

/** Opens what is at a place, after the checks of open(2). */
export function openAt(core: Core, process: Process, at: Location, path: string, flags: OpenFlags, slash = false): OpenFile {
  const stat = statAt(at);
  const wantsRead = flags.read === true || flags.write !== true;
  if (stat.type === "symlink") throw new Errno("ELOOP", path);
  if (stat.type === "directory" && flags.write) throw new Errno("EISDIR", path);
  if (stat.type !== "directory" && (flags.directory || slash)) throw new Errno("ENOTDIR", path);
  if (!may(stat, process.credentials, (wantsRead ? READ : 0) | (flags.write ? WRITE : 0))) throw new Errno("EACCES", path);
  const { mount } = at;
  const name = (): string => process.mounts.pathOf(at, process.root) ?? path;
  switch (stat.type) {
    case "directory":
      return openDirectory(at, name);
    case "fifo":
      return openFifo(core, at, name, flags);
    case "socket":
    case "block":
      throw new Errno("ENXIO", path);
    case "char": {
      if (mount.flags.noDev) throw new Errno("EACCES", path);
      const file = openDevice(core, process, at, stat, name, flags);
      if (file.terminal !== undefined && file.canRead) acquireTerminal(file.terminal, process);
      return file;
    }
    case "file": {
      if (flags.write && mount.flags.readOnly) throw new Errno("EROFS", path);
      const generated = mount.filesystem.open?.(at.ino);
      if (generated !== undefined) return openGeneratedFile(generated, at, name, flags);
      if (flags.truncate && flags.write && stat.size > 0) mount.filesystem.truncate(at.ino, 0);
      return openRegularFile(at, name, flags);
    }
  }
}

/** What one needs to make a new entry: permission, a writable mount, a name. */
export function checkCreate(process: Process, parent: Parent, path: string): void {
  if (parent.found !== undefined || parent.name === "") throw new Errno("EEXIST", path);
  if (parent.directory.mount.flags.readOnly) throw new Errno("EROFS", path);
  if (!may(statAt(parent.directory), process.credentials, WRITE | EXECUTE)) throw new Errno("EACCES", path);
}

/** Owner of a new file: the group is the directory's where that has the set-gid bit. */
export function ownerOfNew(process: Process, parent: Parent): { readonly uid: number; readonly gid: number } {
  const directory = statAt(parent.directory);
  const { euid, egid } = process.credentials;
  return { uid: euid, gid: (directory.mode & S_ISGID) !== 0 ? directory.gid : egid };
}

export function walkerOf(process: Process): Walker {
  return process;
}

function createFile(process: Process, parent: Parent, path: string, mode: number): Location {
  checkCreate(process, parent, path);
  const { mount, ino } = parent.directory;
  const created = mount.filesystem.create(ino, parent.name, {
    type: "file",
    mode: mode & ~process.umask & 0o7777,
    ...ownerOfNew(process, parent),
  });
  return { mount, ino: created };
}

function nameOf(process: Process, directory: Location, name: string): () => string {
  return () => {
    const above = process.mounts.pathOf(directory, process.root) ?? "";
    return `${above === "/" ? "" : above}/${name}`;
  };
}

/** Follows links at the end of a path by hand, for those of /proc/PID/fd lead to what has no path. */
function find(core: Core, process: Process, path: string, noFollow: boolean): Target {
  let walker: Walker = walkerOf(process);
  let rest = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const parent = resolveParent(process.mounts, walker, rest, { followLast: false });
    const { found } = parent;
    if (noFollow || found === undefined || statAt(found).type !== "symlink") return { kind: "place", parent };
    const file = procLinkTarget(core, found);
    if (file !== undefined) return { kind: "file", file };
    rest = found.mount.filesystem.readlink(found.ino);
    walker = { credentials: process.credentials, root: process.root, cwd: parent.directory };
  }
  throw new Errno("ELOOP", path);
}

function reopen(core: Core, process: Process, file: OpenFile, flags: OpenFlags): OpenFile {
  const read = flags.read === true || flags.write !== true;
  if (file.location !== undefined) return openAt(core, process, file.location, file.path, flags);
  if (file.reopen === undefined) throw new Errno("ENXIO", file.path);
  return file.reopen({ read, write: flags.write === true, nonBlock: flags.nonBlock === true });
}
