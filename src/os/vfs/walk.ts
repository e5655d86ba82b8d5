/** From a path to a place: path_resolution(7). */

import { Errno, encode, type Stat } from "#abi";
import type { MountNamespace } from "./mounts.ts";
import { EXECUTE, may } from "./permissions.ts";
import type { Location, Parent, Walker } from "./types.ts";

const PATH_MAX = 4096;
const NAME_MAX = 255;
const MAX_LINKS = 40;

export interface WalkOptions {
  /** Whether a symbolic link as the last name is followed; default true. A trailing slash follows always. */
  readonly followLast?: boolean;
}

/** stat(2) of a place. */
export function statAt(at: Location): Stat {
  return at.mount.filesystem.stat(at.ino);
}

/** The place that a path names. Throws ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG with the path. */
export function resolve(mounts: MountNamespace, walker: Walker, path: string, options: WalkOptions = {}): Location {
  const { found, slash } = resolveParent(mounts, walker, path, options);
  if (!found) throw new Errno("ENOENT", path);
  if (slash && statAt(found).type !== "directory") throw new Errno("ENOTDIR", path);
  return found;
}

/** A path up to its last name, which may be missing. With `followLast` a dangling link's target is that name. */
export function resolveParent(mounts: MountNamespace, walker: Walker, path: string, options: WalkOptions = {}): Parent {
  if (path === "") throw new Errno("ENOENT", path);
  if (path.length >= PATH_MAX) throw new Errno("ENAMETOOLONG", path);
  const slash = path.endsWith("/");
  const follow = slash || options.followLast !== false;
  let place = path.startsWith("/") ? mounts.enter(walker.root) : walker.cwd;
  const rest = names(path);
  let links = 0;
  if (rest.length === 0) return { directory: place, name: "", found: place, slash };
  for (;;) {
    const name = rest.pop() ?? "";
    const isLast = rest.length === 0;
    const stat = statAt(place);
    if (stat.type !== "directory") throw new Errno("ENOTDIR", path);
    if (!may(stat, walker.credentials, EXECUTE)) throw new Errno("EACCES", path);
    if (name === "." || name === "..") {
      if (name === "..") place = above(mounts, walker, place);
      if (isLast) return { directory: place, name, found: place, slash };
      continue;
    }
    if (name.length > NAME_MAX / 3 && encode(name).length > NAME_MAX) throw new Errno("ENAMETOOLONG", path);
    const { filesystem } = place.mount;
    const ino = filesystem.lookup(place.ino, name);
    if (ino === undefined) {
      if (isLast) return { directory: place, name, found: undefined, slash };
      throw new Errno("ENOENT", path);
    }
    const found = mounts.enter({ mount: place.mount, ino });
    if ((!isLast || follow) && found.mount === place.mount && statAt(found).type === "symlink") {
      if (++links > MAX_LINKS) throw new Errno("ELOOP", path);
      const target = filesystem.readlink(ino);
      if (target === "") throw new Errno("ENOENT", path);
      if (target.startsWith("/")) place = mounts.enter(walker.root);
      rest.push(...names(target));
      if (rest.length === 0) return { directory: place, name: "", found: place, slash };
      continue;
    }
    if (isLast) return { directory: place, name, found, slash };
    place = found;
  }
}

/** `..`: stays at the walker's root, and leaves mounts. */
function above(mounts: MountNamespace, walker: Walker, place: Location): Location {
  const root = mounts.enter(walker.root);
  if (place.mount === root.mount && place.ino === root.ino) return place;
  const below = mounts.leave(place);
  if (below.ino === below.mount.root) return place;
  return mounts.enter({ mount: below.mount, ino: below.mount.filesystem.parent(below.ino) });
}

/** Names of a path, last first. */
function names(path: string): string[] {
  return path
    .split("/")
    .filter((name) => name !== "")
    .reverse();
}
