/** Open file descriptions: what open(2), pipe(2) and socket(2) make, and dup(2) and fork(2) share. */

import { Errno, type FileType, type SocketAddress, type Stat } from "#abi";
import type { Location } from "#vfs";
import type { Process } from "./process.ts";
import type { Terminal } from "./tty/terminal.ts";
import type { Attempt, BLOCKED, WaitQueue } from "./wait-queue.ts";

/** Reads and writes are attempts: they say BLOCKED when they would wait, and are tried again when their queue is woken. */
export interface OpenFile {
  /** As /proc/PID/fd shows it. */
  readonly path: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  readonly nonBlock: boolean;
  /** Descriptors that refer to it. */
  references: number;
  /** Woken when a read, a write or a poll may get on. */
  readonly queue: WaitQueue | undefined;
  /** At most `max` bytes; empty at end of file. The process is undefined when somebody outside of the machine reads. */
  read(process: Process | undefined, max: number): Uint8Array | typeof BLOCKED;
  /** Takes what it can, at least one byte, and says how much; BLOCKED when it can't take any now. */
  write(process: Process | undefined, bytes: Uint8Array): number | typeof BLOCKED;
  readable(): boolean;
  writable(): boolean;
  hangup(): boolean;
  stat(): Stat;
  /** The last descriptor was closed. */
  release(): void;
  /** Modelled milliseconds that making a byte costs, where it is more than moving it. */
  readonly byteCost?: number;
  readonly seekable?: Seekable;
  readonly terminal?: Terminal;
  readonly location?: Location;
  readonly socket?: SocketOperations;
  /** Opens the same thing again (open of /proc/self/fd/N): pipes and terminals. */
  reopen?(flags: { readonly read: boolean; readonly write: boolean; readonly nonBlock: boolean }): OpenFile;
}

/** Regular files. */
export interface Seekable {
  offset: number;
  readonly size: number;
  readAt(offset: number, length: number): Uint8Array;
  writeAt(process: Process | undefined, offset: number, bytes: Uint8Array): void;
  truncate(process: Process | undefined, length: number): void;
}

/** What only sockets can do. */
export interface SocketOperations {
  readonly local: SocketAddress;
  readonly remote: SocketAddress | undefined;
  shutdown(): void;
  /** Listening sockets. */
  accept?: Attempt<OpenFile>;
}

const ZERO_TIME = { atime: 0, mtime: 0, ctime: 0 };
let anonymousInode = 20000;

/** Inode number for a pipe or socket. */
export function nextAnonymousInode(): number {
  return ++anonymousInode;
}

/** fstat(2) of what is in no directory. */
export function anonymousStat(
  type: FileType,
  ino: number,
  mode: number,
  now: number,
  owner?: { readonly uid: number; readonly gid: number },
): Stat {
  return {
    ...ZERO_TIME,
    dev: 12,
    ino,
    type,
    mode,
    nlink: 1,
    uid: owner?.uid ?? 0,
    gid: owner?.gid ?? 0,
    rdev: undefined,
    size: 0,
    blocks: 0,
    atime: now,
    mtime: now,
    ctime: now,
  };
}

/** For files that can't be written or read in one direction. */
export function notAllowed(): never {
  throw new Errno("EBADF");
}
