/** What a tree stores for one inode number. */

import { encode, type FileType, type Stat } from "#abi";
import type { Rope } from "./content.ts";
import type { Names } from "./names.ts";
import type { Ino } from "./types.ts";

/** One name of an inode: which directory calls it what. Kept at the inode too, so that its paths are found without a search. */
export interface Link {
  readonly directory: Ino;
  readonly name: string;
}

/** Fields are changed in place only by the filesystem whose token is `owner`. */
export interface Inode {
  readonly owner: object | undefined;
  readonly ino: Ino;
  readonly type: FileType;
  mode: number;
  uid: number;
  gid: number;
  readonly rdev: { readonly major: number; readonly minor: number } | undefined;
  atime: number;
  mtime: number;
  ctime: number;
  /** Empty for the root and for what was deleted while open. */
  links: readonly Link[];
  /** Regular files. */
  content: Rope | undefined;
  /** Bytes that occupy the disk: a stretch that was never written does not. */
  allocated: number;
  /** Symbolic links. */
  readonly target: string | undefined;
  /** Directories. */
  names: Names | undefined;
  subdirectories: number;
}

const BLOCK = 4096;
/** What a directory's size is said to be for each name in it, in blocks of 4096 as on ext4. */
const NAME_SIZE = 32;

/** The length that stat(2) tells. */
export function inodeSize(inode: Inode): number {
  if (inode.content) return inode.content.length;
  if (inode.target !== undefined) return encode(inode.target).length;
  if (inode.names) return Math.max(1, Math.ceil((inode.names.size * NAME_SIZE) / BLOCK)) * BLOCK;
  return 0;
}

/** stat(2) of an inode on a device. */
export function inodeStat(inode: Inode, dev: number): Stat {
  const size = inodeSize(inode);
  const directory = inode.names !== undefined;
  return {
    dev,
    ino: inode.ino,
    type: inode.type,
    mode: inode.mode,
    nlink: directory ? 2 + inode.subdirectories : inode.links.length,
    uid: inode.uid,
    gid: inode.gid,
    rdev: inode.rdev,
    size,
    blocks: directory ? size / 512 : Math.ceil(inode.allocated / BLOCK) * (BLOCK / 512),
    atime: inode.atime,
    mtime: inode.mtime,
    ctime: inode.ctime,
  };
}
