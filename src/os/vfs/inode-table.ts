/** The inodes of a mutable filesystem over a tree: whose nodes may be changed in place, which are deleted but open, and what they cost. */

import { Errno } from "#abi";
import type { Capacity } from "./capacity.ts";
import { Rope } from "./content.ts";
import type { Inode } from "./inode.ts";
import { type Names, NO_NAMES, namesSet } from "./names.ts";
import type { Tree } from "./tree.ts";
import { type Trie, trieGet, trieSet } from "./trie.ts";
import type { Ino } from "./types.ts";

export class InodeTable {
  readonly #capacity: Capacity;
  readonly #root: Ino;
  #inodes: Trie<Inode>;
  #next: Ino;
  #files: number;
  #bytes: number;
  /** Nodes that carry it were made since the last snapshot. */
  #token: object = {};
  readonly #held = new Map<Ino, number>();
  /** Deleted, but open. */
  readonly #orphans = new Map<Ino, Inode>();
  /** What was taken of the capacity here, by inode: the tree that it started from was paid by others. */
  readonly #charges = new Map<Ino, { bytes: number; weight: number }>();

  constructor(tree: Tree, capacity: Capacity) {
    this.#capacity = capacity;
    this.#root = tree.root;
    this.#inodes = tree.inodes;
    this.#next = tree.next;
    this.#files = tree.files;
    this.#bytes = tree.bytes;
  }

  get files(): number {
    return this.#files;
  }

  snapshot(): Tree {
    this.#token = {};
    return { inodes: this.#inodes, root: this.#root, next: this.#next, files: this.#files, bytes: this.#bytes };
  }

  /** Throws ENOENT. */
  get(ino: Ino): Inode {
    const inode = trieGet(this.#inodes, ino) ?? this.#orphans.get(ino);
    if (!inode) throw new Errno("ENOENT");
    return inode;
  }

  /** The names in a directory. Throws ENOTDIR. */
  names(ino: Ino): Names {
    const { names } = this.get(ino);
    if (!names) throw new Errno("ENOTDIR");
    return names;
  }

  /** Adds an inode without a name; `weight` is the memory of its content. Throws ENOSPC. */
  add(inode: Omit<Inode, "owner" | "ino">, weight: number): Ino {
    const ino = this.#next;
    this.charge(ino, inode.allocated, weight);
    this.#next++;
    this.#files++;
    this.#put({ ...inode, owner: this.#token, ino });
    return ino;
  }

  /** An inode to change in place. */
  edit(ino: Ino): Inode {
    const inode = this.get(ino);
    if (inode.owner === this.#token) return inode;
    const own = { ...inode, owner: this.#token };
    this.#put(own);
    return own;
  }

  /** A regular file with a content to change in place. */
  editFile(ino: Ino): Inode & { content: Rope } {
    const inode = this.edit(ino);
    return Object.assign(inode, { content: (inode.content ?? new Rope()).editable(this.#token) });
  }

  /** Gives an inode a name. */
  attach(directory: Ino, name: string, ino: Ino, time: number): void {
    const above = this.edit(directory);
    const inode = this.edit(ino);
    above.names = namesSet(above.names ?? NO_NAMES, name, ino, this.#token);
    if (inode.names) above.subdirectories++;
    above.mtime = above.ctime = inode.ctime = time;
    inode.links = [...inode.links, { directory, name }];
  }

  /** Takes a name away. Call `collect` if it may have been the last one. */
  detach(directory: Ino, name: string, ino: Ino, time: number): void {
    const above = this.edit(directory);
    const inode = this.edit(ino);
    above.names = namesSet(above.names ?? NO_NAMES, name, undefined, this.#token);
    if (inode.names) above.subdirectories--;
    above.mtime = above.ctime = inode.ctime = time;
    inode.links = inode.links.filter((link) => link.directory !== directory || link.name !== name);
  }

  /** Drops an inode that lost its last name, or keeps it aside while it is open. */
  collect(ino: Ino): void {
    const inode = this.get(ino);
    if (inode.links.length > 0) return;
    this.#inodes = trieSet(this.#inodes, ino, undefined, this.#token);
    this.#files--;
    if (this.#held.has(ino)) this.#orphans.set(ino, inode);
    else this.#refund(ino);
  }

  /** Whether it was deleted and is only kept because it is open. */
  isOrphan(ino: Ino): boolean {
    return this.#orphans.has(ino);
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

  /** Takes disk and memory for an inode, or gives back what was taken for it. Throws ENOSPC. */
  charge(ino: Ino, bytes: number, weight: number): void {
    const charge = this.#charges.get(ino) ?? { bytes: 0, weight: 0 };
    // What the tree had from the start was never taken here, so it can't be given back.
    const some = { bytes: Math.max(-charge.bytes, bytes), weight: Math.max(-charge.weight, weight) };
    this.#capacity.take(some.bytes, some.weight);
    this.#charges.set(ino, { bytes: charge.bytes + some.bytes, weight: charge.weight + some.weight });
    this.#bytes += bytes;
  }

  /** Gives back everything. */
  dispose(): void {
    for (const charge of this.#charges.values()) this.#capacity.take(-charge.bytes, -charge.weight);
    this.#charges.clear();
  }

  #put(inode: Inode): void {
    if (this.#orphans.has(inode.ino)) this.#orphans.set(inode.ino, inode);
    else this.#inodes = trieSet(this.#inodes, inode.ino, inode, this.#token);
  }

  #refund(ino: Ino): void {
    const charge = this.#charges.get(ino);
    if (!charge) return;
    this.#capacity.take(-charge.bytes, -charge.weight);
    this.#charges.delete(ino);
  }
}
