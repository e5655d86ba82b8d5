/** Mount namespaces: which filesystem shows where. mount_namespaces(7), mount(2); propagation between namespaces is not modelled. */

import { Errno } from "#abi";
import type { Filesystem, Location, MountFlags, MountInfo } from "./types.ts";

export interface MountOptions {
  /** First field of /proc/mounts: a device, or the type again. */
  readonly source?: string;
  /** As mount(8) takes them: `ro`, `noexec`, `nosuid`, `nodev`, and the filesystem's own, which /proc/mounts repeats. */
  readonly options?: readonly string[];
}

interface Mount extends MountInfo {
  options: readonly string[];
  flags: MountFlags;
}

const OWN = new Set([
  "rw",
  "ro",
  "suid",
  "nosuid",
  "dev",
  "nodev",
  "exec",
  "noexec",
  "relatime",
  "noatime",
  "defaults",
  "bind",
  "rbind",
  "remount",
]);

/** The flags that a list of mount options means; later ones win. */
export function mountFlags(options: readonly string[]): MountFlags {
  const last = (on: string, off: string): boolean => options.lastIndexOf(on) > options.lastIndexOf(off);
  return { readOnly: last("ro", "rw"), noSuid: last("nosuid", "suid"), noDev: last("nodev", "dev"), noExec: last("noexec", "exec") };
}

/** The fourth field of /proc/mounts. */
function listed(flags: MountFlags, options: readonly string[]): readonly string[] {
  const words = [flags.readOnly ? "ro" : "rw", flags.noSuid && "nosuid", flags.noDev && "nodev", flags.noExec && "noexec", "relatime"];
  return [...words.filter((word) => typeof word === "string"), ...options.filter((option) => !OWN.has(option))];
}

export class MountNamespace {
  #root: Location;
  #nextId = 22;
  /** In the order of mounting. */
  readonly #mounts: Mount[] = [];
  /** Where each mount hangs; the root hangs nowhere. */
  readonly #places = new Map<MountInfo, Location>();
  /** What covers a place: mount → inode → the mount on top of it. */
  readonly #covers = new Map<MountInfo, Map<number, Mount>>();

  constructor(root: Filesystem, options: MountOptions = {}) {
    const mount = this.#make(root, root.root, 1, options);
    this.#mounts.push(mount);
    this.#root = { mount, ino: root.root };
  }

  /** The namespace's `/`, with what is mounted over it. */
  get root(): Location {
    return this.enter(this.#root);
  }

  /** A namespace of its own with the same mounts: unshare(2) with CLONE_NEWNS. Locations stay good in both. */
  clone(): MountNamespace {
    const copy = new MountNamespace(this.#root.mount.filesystem);
    copy.#root = this.#root;
    copy.#nextId = this.#nextId;
    copy.#mounts.splice(0, 1, ...this.#mounts);
    for (const [mount, place] of this.#places) copy.#places.set(mount, place);
    for (const [mount, covered] of this.#covers) copy.#covers.set(mount, new Map(covered));
    return copy;
  }

  /** Mounts a filesystem at a place found by path walking (stacks if something is mounted there already). ENOTDIR: the place is no directory. */
  mount(filesystem: Filesystem, at: Location, options: MountOptions = {}): MountInfo {
    if (at.mount.filesystem.stat(at.ino).type !== "directory") throw new Errno("ENOTDIR");
    return this.#add(this.#make(filesystem, filesystem.root, at.mount.id, options), at);
  }

  /** Bind mount: a directory or file of any namespace shows at a place of this one. ENOTDIR: one is a directory, the other isn't. */
  bind(from: Location, at: Location, options: MountOptions = {}): MountInfo {
    const isDirectory = (place: Location): boolean => place.mount.filesystem.stat(place.ino).type === "directory";
    if (isDirectory(from) !== isDirectory(at)) throw new Errno("ENOTDIR");
    const { source, options: words } = from.mount;
    const inherited = words.filter((word) => word !== "ro" && word !== "rw");
    return this.#add(
      this.#make(from.mount.filesystem, from.ino, at.mount.id, { source, ...options, options: [...inherited, ...(options.options ?? [])] }),
      at,
    );
  }

  /** Changes the flags of the mount whose root a place is: mount -o remount. EINVAL: not a mount's root. */
  remount(at: Location, options: readonly string[]): void {
    const mount = this.#mounts.find((one) => one === at.mount);
    if (!mount || at.ino !== mount.root) throw new Errno("EINVAL");
    mount.flags = mountFlags([...mount.options, ...options]);
    mount.options = listed(mount.flags, [...mount.options, ...options]);
  }

  /** Takes away the mount whose root a place is. EINVAL: not a mount's root. EBUSY: the namespace's root, or something is mounted inside (not with `lazy`). */
  umount(at: Location, how: { readonly lazy?: boolean } = {}): void {
    const { mount } = at;
    const place = this.#places.get(mount);
    if (at.ino !== mount.root || (!place && mount !== this.#root.mount)) throw new Errno("EINVAL");
    const inside = [...(this.#covers.get(mount)?.values() ?? [])];
    if (!place || (inside.length > 0 && !how.lazy)) throw new Errno("EBUSY");
    for (const child of inside) this.umount({ mount: child, ino: child.root }, how);
    this.#mounts.splice(
      this.#mounts.findIndex((one) => one === mount),
      1,
    );
    this.#places.delete(mount);
    this.#covers.delete(mount);
    this.#covers.get(place.mount)?.delete(place.ino);
  }

  /** pivot_root(2) and umount of the old root: a mount's root becomes `/`, and everything outside of it is gone. */
  pivotRoot(to: Location): void {
    if (to.ino !== to.mount.root || !this.#mounts.some((mount) => mount === to.mount)) throw new Errno("EINVAL");
    this.#places.delete(to.mount);
    this.#root = to;
    const reached = this.mounts();
    const lost = this.#mounts.filter((mount) => !reached.some((one) => one.id === mount.id));
    for (const mount of lost) {
      this.#mounts.splice(this.#mounts.indexOf(mount), 1);
      this.#places.delete(mount);
      this.#covers.delete(mount);
    }
  }

  /** What a process sees at a place: the topmost mount over it. */
  enter(at: Location): Location {
    let place = at;
    for (let over = this.#covers.get(place.mount)?.get(place.ino); over; over = this.#covers.get(place.mount)?.get(place.ino))
      place = { mount: over, ino: over.root };
    return place;
  }

  /** The place under the root of a mount, down through stacks; the same place when it is no mount's root. */
  leave(at: Location): Location {
    let place = at;
    while (place.ino === place.mount.root) {
      const below = this.#places.get(place.mount);
      if (!below) return place;
      place = below;
    }
    return place;
  }

  /** Whether something is mounted at (or the place is the root of a mount in) this namespace: EBUSY for unlink, rmdir and rename. */
  isMountPoint(at: Location): boolean {
    return (
      this.#covers.get(at.mount)?.has(at.ino) === true || (at.ino === at.mount.root && this.#mounts.some((mount) => mount === at.mount))
    );
  }

  /** Rows of /proc/mounts in order of mounting, as seen from `root` (default: the namespace's): what lies outside is left out. */
  mounts(root: Location = this.root): readonly MountInfo[] {
    const rows: MountInfo[] = [];
    for (const mount of this.#mounts) {
      const target = this.pathOf({ mount, ino: mount.root }, root);
      if (target !== undefined) rows.push({ ...mount, target });
    }
    return rows;
  }

  /** The absolute path of a place from `root`; undefined when it can't be reached from there or was deleted (getcwd(2): ENOENT, "(unreachable)"). */
  pathOf(location: Location, root: Location = this.root): string | undefined {
    const names: string[] = [];
    let place = location;
    for (;;) {
      if (place.mount === root.mount && place.ino === root.ino) return `/${names.reverse().join("/")}`;
      const below = this.leave(place);
      if (below.ino === below.mount.root && !this.#places.has(below.mount)) {
        const top = this.root;
        return below.mount === this.#root.mount && root.mount === top.mount && root.ino === top.ino
          ? `/${names.reverse().join("/")}`
          : undefined;
      }
      const link = nameOf(below.mount.filesystem, below.ino);
      if (!link) return undefined;
      names.push(link.name);
      place = { mount: below.mount, ino: link.directory };
    }
  }

  #make(filesystem: Filesystem, root: number, parentId: number, options: MountOptions): Mount {
    const words = options.options ?? [];
    const flags = mountFlags(words);
    const source = options.source ?? filesystem.type;
    return {
      id: this.#nextId++,
      parentId,
      source,
      target: "/",
      type: filesystem.type,
      options: listed(flags, words),
      filesystem,
      root,
      flags,
    };
  }

  #add(mount: Mount, at: Location): MountInfo {
    const place = this.enter(at);
    const whole: Mount = { ...mount, parentId: place.mount.id, target: this.pathOf(place) ?? "/" };
    this.#mounts.push(whole);
    this.#places.set(whole, place);
    const covered = this.#covers.get(place.mount) ?? new Map<number, Mount>();
    covered.set(place.ino, whole);
    this.#covers.set(place.mount, covered);
    return whole;
  }
}

function nameOf(filesystem: Filesystem, ino: number): { readonly directory: number; readonly name: string } | undefined {
  if (filesystem.nameOf) return filesystem.nameOf(ino);
  const directory = filesystem.parent(ino);
  const entry = filesystem.readdir(directory).find((one) => one.ino === ino);
  return entry && { directory, name: entry.name };
}
