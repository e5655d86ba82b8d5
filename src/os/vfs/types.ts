/** The contracts of this room: what a filesystem is, and what a mount namespace gives the kernel. */

import type { Credentials, DirEntry, FileType, Stat, Statfs } from "#abi";

export type Ino = number;

/** Data that a new file, directory, link or device starts with. */
export interface NewNode {
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Symbolic links. */
  readonly target?: string;
  /** Devices. */
  readonly rdev?: { readonly major: number; readonly minor: number };
  /** Milliseconds; now if absent. */
  readonly mtime?: number;
  /** Regular files: starts with this content, shared, not copied. */
  readonly content?: Content;
}

export interface Attributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly atime?: number;
  readonly mtime?: number;
}

/** Bytes of a file as an immutable value: stretches of data and of zeros that take no memory. */
export interface Content {
  readonly length: number;
  /** Up to `length` bytes from `offset`, as a view where one segment holds them (may be shorter than asked, never empty before the end). */
  read(offset: number, length: number): Uint8Array;
  /** The stretches in order; a hole's chunk is its length only. */
  segments(): Iterable<{ readonly data: Uint8Array } | { readonly hole: number }>;
  /** Bytes of memory that it really takes. */
  readonly weight: number;
}

/**
 * A filesystem: inodes by number, directories as names. No paths, no permissions, no mounts: those are MountNamespace's.
 * Everything is synchronous. Throws Errno (ENOSPC, EROFS, ENOTEMPTY, EEXIST, ENOENT, ENOTDIR, EISDIR, EXDEV …).
 */
export interface Filesystem {
  /** As /proc/mounts names it: ext4, overlay, tmpfs, proc, devpts … */
  readonly type: string;
  readonly dev: number;
  readonly root: Ino;
  lookup(directory: Ino, name: string): Ino | undefined;
  /** The directory that holds this directory (its own number for the root). */
  parent(directory: Ino): Ino;
  /** Where an inode hangs, by one of its names; undefined for the root and for what was deleted. Without it, pathOf searches the parent. */
  nameOf?(ino: Ino): { readonly directory: Ino; readonly name: string } | undefined;
  stat(ino: Ino): Stat;
  /** Without `.` and `..`. In the order of a real disk's hashing: callers sort. */
  readdir(directory: Ino): readonly DirEntry[];
  readlink(ino: Ino): string;
  create(directory: Ino, name: string, node: NewNode): Ino;
  link(directory: Ino, name: string, ino: Ino): void;
  /** Removes a name; the inode lives on while it has other names or is held. Directories must be empty. */
  unlink(directory: Ino, name: string): void;
  /** Replaces an existing target as rename(2) does. */
  rename(fromDirectory: Ino, fromName: string, toDirectory: Ino, toName: string): void;
  read(ino: Ino, offset: number, length: number): Uint8Array;
  /** A chunk that isZeroView becomes a hole. The bytes now belong to the file. */
  write(ino: Ino, offset: number, bytes: Uint8Array): void;
  truncate(ino: Ino, length: number): void;
  setattr(ino: Ino, to: Attributes): void;
  /** Keeps an inode alive while it is open; every hold wants a release. */
  hold(ino: Ino): void;
  release(ino: Ino): void;
  statfs(): Statfs;
  /** Generated files (/proc): whole text at open; undefined on filesystems that store bytes. */
  open?(ino: Ino): GeneratedFile | undefined;
}

/** A file whose bytes are made when it is opened (as /proc's are), and which may take writes as commands. */
export interface GeneratedFile {
  readonly bytes: Uint8Array;
  write?(bytes: Uint8Array): void;
}

export interface MountFlags {
  readonly readOnly?: boolean;
  readonly noExec?: boolean;
  readonly noSuid?: boolean;
  readonly noDev?: boolean;
}

/** One line of /proc/PID/mounts, and where it hangs. */
export interface MountInfo {
  readonly id: number;
  readonly parentId: number;
  readonly source: string;
  /** Path of the mount point from the namespace's root. */
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
  readonly filesystem: Filesystem;
  /** The directory (or file: bind mounts of files) of the filesystem that shows here. */
  readonly root: Ino;
  readonly flags: MountFlags;
}

/** A place in a mount namespace: which mount, which inode. */
export interface Location {
  readonly mount: MountInfo;
  readonly ino: Ino;
}

/** Who asks and from where: the part of a process that path walking needs. */
export interface Walker {
  readonly credentials: Credentials;
  readonly root: Location;
  readonly cwd: Location;
}

/** A path resolved up to its last name: that name may not exist yet. */
export interface Parent {
  readonly directory: Location;
  /** The last name. It is `.`, `..` or empty (the root) where the path ended so: `found` is then set and `directory` the same place. */
  readonly name: string;
  readonly found: Location | undefined;
  /** The path ended in a slash: only a directory will do. */
  readonly slash: boolean;
}
