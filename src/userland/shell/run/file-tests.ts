import { isErrno, type Stat, type Sys } from "#abi";

function statOf(sys: Sys, path: string, follow = true): Stat | undefined {
  try {
    const fd = /^\/dev\/fd\/(\d+)$/.exec(path);
    if (fd && sys.isOpen(Number(fd[1]))) return sys.fstat(Number(fd[1]));
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function may(sys: Sys, path: string, want: Parameters<Sys["access"]>[1]): boolean {
  try {
    sys.access(path, want);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

const TYPES: Readonly<Record<string, Stat["type"]>> = {
  "-f": "file",
  "-d": "directory",
  "-p": "fifo",
  "-S": "socket",
  "-c": "char",
  "-b": "block",
};

/** The unary tests on files of test(1). */
export function fileTest(sys: Sys, operator: string, path: string): boolean {
  const type = TYPES[operator];
  if (type) return statOf(sys, path)?.type === type;
  switch (operator) {
    case "-a":
    case "-e":
      return statOf(sys, path) !== undefined;
    case "-h":
    case "-L":
      return statOf(sys, path, false)?.type === "symlink";
    case "-s":
      return (statOf(sys, path)?.size ?? 0) > 0;
    case "-r":
      return may(sys, path, { read: true });
    case "-w":
      return may(sys, path, { write: true });
    case "-x":
      return may(sys, path, { execute: true });
    case "-t":
      return /^\d+$/.test(path) && sys.isOpen(Number(path)) && sys.isatty(Number(path));
    case "-u":
      return ((statOf(sys, path)?.mode ?? 0) & 0o4000) !== 0;
    case "-g":
      return ((statOf(sys, path)?.mode ?? 0) & 0o2000) !== 0;
    case "-k":
      return ((statOf(sys, path)?.mode ?? 0) & 0o1000) !== 0;
    case "-O":
      return statOf(sys, path)?.uid === sys.credentials().euid;
    case "-G":
      return statOf(sys, path)?.gid === sys.credentials().egid;
    case "-N": {
      const stat = statOf(sys, path);
      return stat !== undefined && stat.mtime > stat.atime;
    }
    default:
      return false;
  }
}

/** -nt, -ot, -ef. */
export function compareFiles(sys: Sys, operator: "-nt" | "-ot" | "-ef", left: string, right: string): boolean {
  const a = statOf(sys, left);
  const b = statOf(sys, right);
  if (operator === "-ef") return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
  if (operator === "-nt") return a !== undefined && (b === undefined || a.mtime > b.mtime);
  return b !== undefined && (a === undefined || a.mtime < b.mtime);
}
