/** /dev: a tmpfs with the usual nodes. Terminals are in /dev/pts, where devpts is to be mounted. */

import { type Filesystem, tmpfs } from "#vfs";
import type { Core } from "../core.ts";
import { deviceNumber } from "../device-numbers.ts";

const DEVICES = [
  ["null", 1, 3, 0o666, 0],
  ["zero", 1, 5, 0o666, 0],
  ["full", 1, 7, 0o666, 0],
  ["random", 1, 8, 0o666, 0],
  ["urandom", 1, 9, 0o666, 0],
  ["tty", 5, 0, 0o666, 5],
] as const;
const LINKS = [
  ["fd", "/proc/self/fd"],
  ["stdin", "/proc/self/fd/0"],
  ["stdout", "/proc/self/fd/1"],
  ["stderr", "/proc/self/fd/2"],
  ["core", "/proc/kcore"],
] as const;
/** What Docker gives a container's /dev. */
const CONTAINER_SIZE = 64 * 1024 * 1024;

/** `container`: /dev as Docker makes it: ptmx is a link into pts, and there is no console node. */
export function createDeviceFilesystem(core: Core, options: { readonly container?: boolean } = {}): Filesystem {
  const filesystem = tmpfs({
    dev: deviceNumber(),
    clock: () => core.clock.now(),
    size: options.container ? CONTAINER_SIZE : core.options.memory / 2,
    mode: 0o755,
    source: options.container ? "tmpfs" : "devtmpfs",
  });
  const { root } = filesystem;
  for (const [name, major, minor, mode, gid] of DEVICES)
    filesystem.create(root, name, { type: "char", mode, uid: 0, gid, rdev: { major, minor } });
  if (options.container) filesystem.create(root, "ptmx", { type: "symlink", mode: 0o777, uid: 0, gid: 0, target: "pts/ptmx" });
  else {
    filesystem.create(root, "ptmx", { type: "char", mode: 0o666, uid: 0, gid: 5, rdev: { major: 5, minor: 2 } });
    filesystem.create(root, "console", { type: "char", mode: 0o600, uid: 0, gid: 0, rdev: { major: 5, minor: 1 } });
  }
  for (const [name, target] of LINKS) filesystem.create(root, name, { type: "symlink", mode: 0o777, uid: 0, gid: 0, target });
  filesystem.create(root, "pts", { type: "directory", mode: 0o755, uid: 0, gid: 0 });
  filesystem.create(root, "shm", { type: "directory", mode: 0o1777, uid: 0, gid: 0 });
  return filesystem;
}
