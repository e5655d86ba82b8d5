/**
 * A filesystem over a tree: what containers, volumes and the host's disk are. Writing copies what the tree shares, once;
 * `snapshot` gives the tree as it is now and costs nothing. Behaves like ext4 mounted with noatime.
 */

import { type DirEntry, EMPTY, Errno, isZeroView, type Stat, type Statfs } from "#abi";
import { Capacity } from "./capacity.ts";
import { Rope, ropeOf } from "./content.ts";
import { inodeStat, type Link } from "./inode.ts";
import { InodeTable } from "./inode-table.ts";
import { NO_NAMES, namesEntries, namesGet } from "./names.ts";
import { sharedContent, type Tree } from "./tree.ts";
import type { Attributes, Content, Filesystem, Ino, NewNode } from "./types.ts";

export interface TreeFilesystemOptions {
  /** As /proc/mounts names it: ext4, overlay, tmpfs … */
  readonly type: string;
  /** Device or, where there is none, the type again. */
  readonly source?: string;
  /** st_dev. */
  readonly dev: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Shared by all filesystems that lie on one disk; no limit if absent. */
  readonly capacity?: Capacity;
}

/** What an inode takes of the memory allowance besides its bytes. */
const INODE_WEIGHT = 256;
const LARGEST_FILE = 2 ** 44;
const INODES = 2 ** 22;

export class TreeFilesystem implements Filesystem {
  readonly type: string;
  readonly source: string;
  readonly dev: number;
  readonly root: Ino;
  readonly capacity: Capacity;
  readonly #clock: () => number;
  readonly #table: InodeTable;

  constructor(tree: Tree, options: TreeFilesystemOptions) {
    this.type = options.type;
    this.source = options.source ?? options.type;
    this.dev = options.dev;
    this.capacity = options.capacity ?? new Capacity({ total: Number.MAX_SAFE_INTEGER });
    this.root = tree.root;
    this.#clock = options.clock;
    this.#table = new InodeTable(tree, this.capacity);
  }

  /** The tree as it is now. What is deleted but still open is not in it. */
  snapshot(): Tree {
    return this.#table.snapshot();
  }

  /** Gives back all that this filesystem took of its capacity: it will not be used any more. */
  dispose(): void {
    this.#table.dispose();
  }

  lookup(directory: Ino, name: string): Ino | undefined {
    return namesGet(this.#table.names(directory), name);
  }

  parent(directory: Ino): Ino {
    return this.#table.get(directory).links[0]?.directory ?? directory;
  }

  nameOf(ino: Ino): Link | undefined {
    return this.#table.get(ino).links[0];
  }

  stat(ino: Ino): Stat {
    return inodeStat(this.#table.get(ino), this.dev);
  }

  readdir(directory: Ino): readonly DirEntry[] {
    const entries: DirEntry[] = [];
    for (const [name, ino] of namesEntries(this.#table.names(directory))) entries.push({ name, ino, type: this.#table.get(ino).type });
    return entries;
  }

  readlink(ino: Ino): string {
    const { target } = this.#table.get(ino);
    if (target === undefined) throw new Errno("EINVAL");
    return target;
  }

  create(directory: Ino, name: string, node: NewNode): Ino {
    if (this.lookup(directory, name) !== undefined) throw new Errno("EEXIST");
    if (this.#table.isOrphan(directory)) throw new Errno("ENOENT");
    if (this.#table.files >= INODES) throw new Errno("ENOSPC");
    const content = node.type === "file" ? ropeOf(node.content ?? new Rope()) : undefined;
    const time = this.#clock();
    const mtime = node.mtime ?? time;
    const ino = this.#table.add(
      {
        type: node.type,
        mode: node.mode,
        uid: node.uid,
        gid: node.gid,
        rdev: node.rdev,
        atime: mtime,
        mtime,
        ctime: time,
        links: [],
        content,
        allocated: content?.length ?? 0,
        target: node.target,
        names: node.type === "directory" ? NO_NAMES : undefined,
        subdirectories: 0,
      },
      INODE_WEIGHT + (content?.weight ?? 0),
    );
    this.#table.attach(directory, name, ino, time);
    return ino;
  }

  link(directory: Ino, name: string, ino: Ino): void {
    if (this.#table.get(ino).names) throw new Errno("EPERM");
    if (this.lookup(directory, name) !== undefined) throw new Errno("EEXIST");
    if (this.#table.isOrphan(ino) || this.#table.isOrphan(directory)) throw new Errno("ENOENT");
    this.#table.attach(directory, name, ino, this.#clock());
  }

  unlink(directory: Ino, name: string): void {
    const ino = this.lookup(directory, name);
    if (ino === undefined) throw new Errno("ENOENT");
    if ((this.#table.get(ino).names?.size ?? 0) > 0) throw new Errno("ENOTEMPTY");
    this.#table.detach(directory, name, ino, this.#clock());
    this.#table.collect(ino);
  }

  rename(fromDirectory: Ino, fromName: string, toDirectory: Ino, toName: string): void {
    const ino = this.lookup(fromDirectory, fromName);
    if (ino === undefined || this.#table.isOrphan(toDirectory)) throw new Errno("ENOENT");
    const isDirectory = this.#table.get(ino).names !== undefined;
    const target = this.lookup(toDirectory, toName);
    if (target === ino) return;
    if (isDirectory && this.#isBelow(toDirectory, ino)) throw new Errno("EINVAL");
    if (target !== undefined) {
      const { names } = this.#table.get(target);
      if (isDirectory && !names) throw new Errno("ENOTDIR");
      if (!isDirectory && names) throw new Errno("EISDIR");
      if (names && names.size > 0) throw new Errno("ENOTEMPTY");
    }
    const time = this.#clock();
    if (target !== undefined) {
      this.#table.detach(toDirectory, toName, target, time);
      this.#table.collect(target);
    }
    this.#table.detach(fromDirectory, fromName, ino, time);
    this.#table.attach(toDirectory, toName, ino, time);
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    const inode = this.#table.get(ino);
    if (inode.names) throw new Errno("EISDIR");
    return inode.content?.read(offset, length) ?? EMPTY;
  }

  write(ino: Ino, offset: number, bytes: Uint8Array): void {
    const size = this.#file(ino).length;
    if (bytes.length === 0) return;
    const end = offset + bytes.length;
    if (end > LARGEST_FILE) throw new Errno("EFBIG");
    const isZero = isZeroView(bytes);
    // Past the end all is new; before it, only what was never written (a sparse file's holes) can be.
    const sparse = size - this.#table.get(ino).allocated;
    const grown = offset >= size ? bytes.length : Math.max(0, end - size) + Math.min(sparse, size - offset, bytes.length);
    const estimate = isZero ? 0 : bytes.length;
    this.#table.charge(ino, grown, estimate);
    const inode = this.#table.editFile(ino);
    const before = inode.content.weight;
    inode.content.write(offset, isZero ? bytes.length : bytes);
    inode.allocated += grown;
    const surplus = before + estimate - inode.content.weight;
    if (surplus > 0) this.#table.charge(ino, 0, -surplus);
    inode.mtime = inode.ctime = this.#clock();
  }

  truncate(ino: Ino, length: number): void {
    if (length > LARGEST_FILE) throw new Errno("EFBIG");
    this.#file(ino);
    const inode = this.#table.editFile(ino);
    const before = inode.content.weight;
    inode.content.truncate(length);
    const freed = Math.max(0, inode.allocated - length);
    inode.allocated -= freed;
    this.#table.charge(ino, -freed, Math.min(0, inode.content.weight - before));
    inode.mtime = inode.ctime = this.#clock();
  }

  setattr(ino: Ino, to: Attributes): void {
    const inode = this.#table.edit(ino);
    if (to.mode !== undefined) inode.mode = to.mode;
    if (to.uid !== undefined) inode.uid = to.uid;
    if (to.gid !== undefined) inode.gid = to.gid;
    if (to.atime !== undefined) inode.atime = to.atime;
    if (to.mtime !== undefined) inode.mtime = to.mtime;
    inode.ctime = this.#clock();
  }

  /** The whole content of a regular file as a value: shared, not copied. */
  content(ino: Ino): Content {
    return sharedContent(this.#file(ino));
  }

  hold(ino: Ino): void {
    this.#table.hold(ino);
  }

  release(ino: Ino): void {
    this.#table.release(ino);
  }

  statfs(): Statfs {
    const { total, free } = this.capacity;
    return { type: this.type, source: this.source, total, free, files: INODES, filesFree: INODES - this.#table.files };
  }

  #file(ino: Ino): Rope {
    const inode = this.#table.get(ino);
    if (inode.content) return inode.content;
    throw new Errno(inode.names ? "EISDIR" : "EINVAL");
  }

  #isBelow(directory: Ino, ancestor: Ino): boolean {
    for (let ino = directory; ; ino = this.parent(ino)) {
      if (ino === ancestor) return true;
      if (ino === this.parent(ino)) return false;
    }
  }
}
