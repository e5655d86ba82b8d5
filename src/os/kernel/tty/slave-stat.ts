import type { Stat } from "#abi";
import type { Terminal } from "./terminal.ts";

/** Device numbers of terminals in /dev/pts. */
export const PTS_MAJOR = 136;

/** stat(2) of a terminal's node in devpts. */
export function slaveStat(terminal: Terminal, dev = 22): Stat {
  const { created, uid, gid, mode, index } = terminal;
  return {
    dev,
    ino: index + 3,
    type: "char",
    mode,
    nlink: 1,
    uid,
    gid,
    rdev: { major: PTS_MAJOR, minor: index },
    size: 0,
    blocks: 0,
    atime: created,
    mtime: created,
    ctime: created,
  };
}
