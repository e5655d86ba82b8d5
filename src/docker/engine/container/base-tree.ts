/** The tree that a container starts from: the image's, with the places that the engine mounts over (moby's -init layer). */

import type { Layer } from "#images";
import { treeOf } from "#images";
import { type Tree, TreeFilesystem, treeAt } from "#vfs";

const made = new WeakMap<Tree, Tree>();
const EMPTY_LAYER: readonly {
  readonly path: string;
  readonly type: "directory" | "file" | "symlink";
  readonly mode: number;
  readonly target?: string;
}[] = [
  { path: "/dev", type: "directory", mode: 0o755 },
  { path: "/dev/pts", type: "directory", mode: 0o755 },
  { path: "/dev/shm", type: "directory", mode: 0o755 },
  { path: "/proc", type: "directory", mode: 0o755 },
  { path: "/sys", type: "directory", mode: 0o755 },
  { path: "/.dockerenv", type: "file", mode: 0o755 },
  { path: "/etc", type: "directory", mode: 0o755 },
  { path: "/etc/resolv.conf", type: "file", mode: 0o755 },
  { path: "/etc/hosts", type: "file", mode: 0o755 },
  { path: "/etc/hostname", type: "file", mode: 0o755 },
  { path: "/dev/console", type: "file", mode: 0o755 },
  { path: "/etc/mtab", type: "symlink", mode: 0o777, target: "/proc/mounts" },
];

/** The same tree for the same image, so that containers share it. */
export function baseTree(layer: Layer | undefined, now: number): Tree {
  const image = treeOf(layer);
  const known = made.get(image);
  if (known) return known;
  const filesystem = new TreeFilesystem(image, { type: "overlay", dev: 0, clock: () => now });
  for (const { path, type, mode, target } of EMPTY_LAYER) {
    if (treeAt(filesystem.snapshot(), path)) continue;
    const parent = treeAt(filesystem.snapshot(), path.slice(0, path.lastIndexOf("/")));
    if (parent?.type !== "directory") continue;
    const before = parent.mtime;
    filesystem.create(parent.ino, path.slice(path.lastIndexOf("/") + 1), {
      type,
      mode,
      uid: 0,
      gid: 0,
      ...(target === undefined ? {} : { target }),
    });
    if (parent.ino === filesystem.root) filesystem.setattr(parent.ino, { mtime: before });
  }
  const tree = filesystem.snapshot();
  made.set(image, tree);
  return tree;
}
