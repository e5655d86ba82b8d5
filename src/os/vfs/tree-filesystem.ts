/**
 * A filesystem over a tree: what containers, volumes and the host's disk are. Writing copies what the tree shares, once;
 * `snapshot` gives the tree as it is now and costs nothing. Behaves like ext4 mounted with noatime.
 */

import { type DirEntry, Errno, EMPTY, isZeroView, type Stat, type Statfs } from "#abi";
import { Capacity } from "./capacity.ts";
import { Rope, ropeOf } from "./content.ts";
import { type Inode, inodeStat, type Link } from "./inode.ts";
import { NO_NAMES, namesEntries, namesGet, namesSet } from "./names.ts";
import { sharedContent, type Tree } from "./tree.ts";
import { type Trie, trieGet, trieSet } from "./trie.ts";
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
  #inodes: Trie<Inode>;
  #next: Ino;
  #files: number;
  #bytes: number;
  /** Nodes that carry it were made since the last snapshot. */
  #token: object = {};
  readonly #held = new Map<Ino, number>();
  /** Deleted, but open. */
  readonly #orphans = new Map<Ino, Inode>();
  /** What this filesystem took of the capacity, by inode: the tree it started from was paid by others. */
  readonly #charges = new Map<Ino, { bytes: number; weight: number }>();

  constructor(tree: Tree, options: TreeFilesystemOptions) {
    this.type = options.type;
    this.source = options.source ?? options.type;
    this.dev = options.dev;
    this.capacity = options.capacity ?? new Capacity({ total: Number.MAX_SAFE_INTEGER });
    this.root = tree.root;
    this.#clock = options.clock;
    this.#inodes = tree.inodes;
    this.#next = tree.next;
    this.#files = tree.files;
    this.#bytes = tree.bytes;
  }

  /** The tree as it is now. What is deleted but still open is not in it. */
  snapshot(): Tree {
    this.#token = {};
    return { inodes: this.#inodes, root: this.root, next: this.#next, files: this.#files, bytes: this.#bytes };
  }

  /** Gives back all that this filesystem took of its capacity: it will not be used any more. */
  dispose(): void {
    for (const charge of this.#charges.values()) this.capacity.take(-charge.bytes, -charge.weight);
    this.#charges.clear();
  }

  lookup(directory: Ino, name: string): Ino | undefined {
    return namesGet(this.#directory(directory), name);
  }

  parent(directory: Ino): Ino {
    return this.#get(directory).links[0]?.directory ?? directory;
  }

  /** A name of this inode, as its parent directory lists it; undefined for the root and for deleted ones. */
  nameOf(ino: Ino): Link | undefined {
    return this.#get(ino).links[0];
  }

  stat(ino: Ino): Stat {
    return inodeStat(this.#get(ino), this.dev);
  }

  readdir(directory: Ino): readonly DirEntry[] {
    const entries: DirEntry[] = [];
    for (const [name, ino] of namesEntries(this.#directory(directory))) entries.push({ name, ino, type: this.#get(ino).type });
    return entries;
  }

  readlink(ino: Ino): string {
    const { target } = this.#get(ino);
    if (target === undefined) throw new Errno("EINVAL");
    return target;
  }

  create(directory: Ino, name: string, node: NewNode): Ino {
    if (namesGet(this.#directory(directory), name) !== undefined) throw new Errno("EEXIST");
    if (this.#isGone(directory)) throw new Errno("ENOENT");
    if (this.#files >= INODES) throw new Errno("ENOSPC");
    const content = node.type === "file" ? ropeOf(node.content ?? new Rope()) : undefined;
    const ino = this.#next;
    this.#charge(ino, content?.length ?? 0, INODE_WEIGHT + (content?.weight ?? 0));
    this.#next++;
    const time = this.#clock();
    const mtime = node.mtime ?? time;
    this.#put({
      owner: this.#token, ino, type: node.type, mode: node.mode, uid: node.uid, gid: node.gid, rdev: node.rdev,
      atime: mtime, mtime, ctime: time, links: [], content, allocated: content?.length ?? 0, target: node.target,
      names: node.type === "directory" ? NO_NAMES : undefined, subdirectories: 0,
    });
    this.#files++;
    this.#attach(directory, name, ino, time);
    return ino;
  }

  link(directory: Ino, name: string, ino: Ino): void {
    if (this.#get(ino).names) throw new Errno("EPERM");
    if (namesGet(this.#directory(directory), name) !== undefined) throw new Errno("EEXIST");
    if (this.#isGone(ino) || this.#isGone(directory)) throw new Errno("ENOENT");
    this.#attach(directory, name, ino, this.#clock());
  }

  unlink(directory: Ino, name: string): void {
    const ino = namesGet(this.#directory(directory), name);
    if (ino === undefined) throw new Errno("ENOENT");
    if ((this.#get(ino).names?.size ?? 0) > 0) throw new Errno("ENOTEMPTY");
    this.#detach(directory, name, ino, this.#clock());
    this.#collect(ino);
  }

  rename(fromDirectory: Ino, fromName: string, toDirectory: Ino, toName: string): void {
    const ino = namesGet(this.#directory(fromDirectory), fromName);
    if (ino === undefined || this.#isGone(toDirectory)) throw new Errno("ENOENT");
    const isDirectory = this.#get(ino).names !== undefined;
    const target = namesGet(this.#directory(toDirectory), toName);
    if (target === ino) return;
    if (isDirectory && this.#isBelow(toDirectory, ino)) throw new Errno("EINVAL");
    if (target !== undefined) {
      const { names } = this.#get(target);
      if (isDirectory && !names) throw new Errno("ENOTDIR");
      if (!isDirectory && names) throw new Errno("EISDIR");
      if (names && names.size > 0) throw new Errno("ENOTEMPTY");
    }
    const time = this.#clock();
    if (target !== undefined) {
      this.#detach(toDirectory, toName, target, time);
      this.#collect(target);
    }
    this.#detach(fromDirectory, fromName, ino, time);
    this.#attach(toDirectory, toName, ino, time);
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    const inode = this.#get(ino);
    if (inode.names) throw new Errno("EISDIR");
    return inode.content?.read(offset, length) ?? EMPTY;
  }

  write(ino: Ino, offset: number, bytes: Uint8Array): void {
    const size = this.#file(ino).length;
    if (bytes.length === 0) return;
    if (offset + bytes.length > LARGEST_FILE) throw new Errno("EFBIG");
    const isZero = isZeroView(bytes);
    const allocated = this.#get(ino).allocated;
    const grown = offset < size ? Math.max(0, offset + bytes.length - size) + Math.min(size - allocated, Math.min(size - offset, bytes.length)) : bytes.length;
    const estimate = isZero ? 0 : bytes.length;
    this.#charge(ino, grown, estimate);
    const inode = this.#editFile(ino);
    const before = inode.content.weight;
    inode.content.write(offset, isZero ? bytes.length : bytes);
    inode.allocated += grown;
    this.#settle(ino, inode.content.weight - before - estimate);
    inode.mtime = inode.ctime = this.#clock();
  }

  truncate(ino: Ino, length: number): void {
    if (length > LARGEST_FILE) throw new Errno("EFBIG");
    this.#file(ino);
    const inode = this.#editFile(ino);
    const before = inode.content.weight;
    inode.content.truncate(length);
    const freed = Math.max(0, inode.allocated - length);
    inode.allocated -= freed;
    this.#charge(ino, -freed, Math.min(0, inode.content.weight - before));
    inode.mtime = inode.ctime = this.#clock();
  }

  setattr(ino: Ino, to: Attributes): void {
    const inode = this.#edit(ino);
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
    this.#held.set(ino, (this.#held.get(ino) ?? 0) + 1);
  }

  release(ino: Ino): void {
    const count = (this.#held.get(ino) ?? 0) - 1;
    if (count > 0) {
      this.#held.set(ino, count);
      return;
    }
    this.#held.delete(ino);
    if (this.#orphans.delete(ino)) this.#refund(ino);
  }

  statfs(): Statfs {
    const { total, free } = this.capacity;
    return { type: this.type, source: this.source, total, free, files: INODES, filesFree: INODES - this.#files };
  }

  #get(ino: Ino): Inode {
    const inode = trieGet(this.#inodes, ino) ?? this.#orphans.get(ino);
    if (!inode) throw new Errno("ENOENT");
    return inode;
  }

  #directory(ino: Ino) {
    const { names } = this.#get(ino);
    if (!names) throw new Errno("ENOTDIR");
    return names;
  }

  #file(ino: Ino): Rope {
    const inode = this.#get(ino);
    if (inode.content) return inode.content;
    throw new Errno(inode.names ? "EISDIR" : "EINVAL");
  }

  #put(inode: Inode): void {
    if (this.#orphans.has(inode.ino)) this.#orphans.set(inode.ino, inode);
    else this.#inodes = trieSet(this.#inodes, inode.ino, inode, this.#token);
  }

  #edit(ino: Ino): Inode {
    const inode = this.#get(ino);
    if (inode.owner === this.#token) return inode;
    const own = { ...inode, owner: this.#token };
    this.#put(own);
    return own;
  }

  #editFile(ino: Ino): Inode & { content: Rope } {
    const inode = this.#edit(ino);
    const content = (inode.content ?? new Rope()).editable(this.#token);
    return Object.assign(inode, { content });
  }

  #attach(directory: Ino, name: string, ino: Ino, time: number): void {
    const above = this.#edit(directory);
    const inode = this.#edit(ino);
    above.names = namesSet(above.names ?? NO_NAMES, name, ino, this.#token);
    if (inode.names) above.subdirectories++;
    above.mtime = above.ctime = inode.ctime = time;
    inode.links = [...inode.links, { directory, name }];
  }

  #detach(directory: Ino, name: string, ino: Ino, time: number): void {
    const above = this.#edit(directory);
    const inode = this.#edit(ino);
    above.names = namesSet(above.names ?? NO_NAMES, name, undefined, this.#token);
    if (inode.names) above.subdirectories--;
    above.mtime = above.ctime = inode.ctime = time;
    inode.links = inode.links.filter((link) => link.directory !== directory || link.name !== name);
  }

  /** Drops an inode that lost its last name, or keeps it aside while it is open. */
  #collect(ino: Ino): void {
    const inode = this.#get(ino);
    if (inode.links.length > 0) return;
    this.#inodes = trieSet(this.#inodes, ino, undefined, this.#token);
    this.#files--;
    if (this.#held.has(ino)) this.#orphans.set(ino, inode);
    else this.#refund(ino);
  }

  #isGone(ino: Ino): boolean {
    return this.#orphans.has(ino);
  }

  #isBelow(directory: Ino, ancestor: Ino): boolean {
    for (let ino = directory; ; ino = this.parent(ino)) {
      if (ino === ancestor) return true;
      if (ino === this.parent(ino)) return false;
    }
  }

  #charge(ino: Ino, bytes: number, weight: number): void {
    const charge = this.#charges.get(ino) ?? { bytes: 0, weight: 0 };
    // What the tree had from the start was never taken here, so it can't be given back.
    const some = { bytes: Math.max(-charge.bytes, bytes), weight: Math.max(-charge.weight, weight) };
    this.capacity.take(some.bytes, some.weight);
    this.#charges.set(ino, { bytes: charge.bytes + some.bytes, weight: charge.weight + some.weight });
    this.#bytes += bytes;
  }

  /** Gives back what an estimate of memory took too much. */
  #settle(ino: Ino, weight: number): void {
    if (weight < 0) this.#charge(ino, 0, weight);
  }

  #refund(ino: Ino): void {
    const charge = this.#charges.get(ino);
    if (!charge) return;
    this.capacity.take(-charge.bytes, -charge.weight);
    this.#charges.delete(ino);
  }
}
