/** File types, mode bits and the result of stat(2), as on Linux. */

export type FileType = "file" | "directory" | "symlink" | "fifo" | "socket" | "char" | "block";

/** Permission and set-id bits of a mode (no type bits: those are FileType). */
export const S_ISUID = 0o4000;
export const S_ISGID = 0o2000;
export const S_ISVTX = 0o1000;

const TYPE_BITS: Record<FileType, number> = {
  fifo: 0o010000,
  char: 0o020000,
  directory: 0o040000,
  block: 0o060000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
};
const TYPE_LETTER: Record<FileType, string> = { fifo: "p", char: "c", directory: "d", block: "b", file: "-", symlink: "l", socket: "s" };

/** st_mode as one number: type bits and permission bits. */
export function modeNumber(type: FileType, mode: number): number {
  return TYPE_BITS[type] | mode;
}

/** `drwxr-xr-x`, as `ls -l` and `stat` write a mode. */
export function modeString(type: FileType, mode: number): string {
  const triple = (shift: number, set: number, on: string, off: string) => {
    const bits = mode >> shift;
    const execute = mode & set ? (bits & 1 ? on : off) : bits & 1 ? "x" : "-";
    return (bits & 4 ? "r" : "-") + (bits & 2 ? "w" : "-") + execute;
  };
  return TYPE_LETTER[type] + triple(6, S_ISUID, "s", "S") + triple(3, S_ISGID, "s", "S") + triple(0, S_ISVTX, "t", "T");
}

/** stat(2). Times are milliseconds since the epoch (fractions allowed); `rdev` is set for devices. */
export interface Stat {
  readonly dev: number;
  readonly ino: number;
  readonly type: FileType;
  /** Permission and set-id bits: 0o7777. */
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: { readonly major: number; readonly minor: number } | undefined;
  /** Length in bytes as read; holes count. */
  readonly size: number;
  /** 512-byte blocks that the file claims to occupy (du). */
  readonly blocks: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
}

/** statfs(2), in bytes and counts. */
export interface Statfs {
  readonly type: string;
  readonly source: string;
  readonly total: number;
  readonly free: number;
  readonly files: number;
  readonly filesFree: number;
}

export interface DirEntry {
  readonly name: string;
  readonly ino: number;
  readonly type: FileType;
}
