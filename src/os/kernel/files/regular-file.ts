/** Open regular files: an offset shared by all who share the description. */

import { EMPTY, Errno, isErrno, type OpenFlags } from "#abi";
import { type Filesystem, type Location, statAt } from "#vfs";
import { notAllowed, type OpenFile, type Seekable } from "../open-file.ts";
import type { Process } from "../process.ts";
import { softLimit } from "../system-call.ts";

const largestFile = (process: Process | undefined): number =>
  process === undefined ? Number.POSITIVE_INFINITY : softLimit(process, "fsize");

/** Opens a regular file that path walking and permission checks have found. */
export function openRegularFile(location: Location, name: () => string, flags: OpenFlags): OpenFile {
  const { filesystem } = location.mount;
  const { ino } = location;
  const canRead = flags.read === true || flags.write !== true;
  filesystem.hold(ino);
  const size = (): number => filesystem.stat(ino).size;
  const position: Seekable = {
    offset: 0,
    get size() {
      return size();
    },
    readAt: (offset, length) => filesystem.read(ino, offset, length),
    writeAt: (process, offset, bytes) => {
      if (offset + bytes.length > largestFile(process)) throw new Errno("EFBIG");
      process?.cgroup.countWrite(bytes.length);
      writeWhatFits(filesystem, ino, offset, bytes);
    },
    truncate: (process, length) => {
      if (length > largestFile(process)) throw new Errno("EFBIG");
      filesystem.truncate(ino, length);
    },
  };
  return {
    get path() {
      return name();
    },
    canRead,
    canWrite: flags.write === true,
    nonBlock: flags.nonBlock === true,
    references: 0,
    queue: undefined,
    location,
    seekable: position,
    read: (process, max) => {
      if (!canRead) notAllowed();
      const chunk = filesystem.read(ino, position.offset, max);
      position.offset += chunk.length;
      return chunk.length === 0 ? EMPTY : chunk;
    },
    write: (process, bytes) => {
      if (flags.write !== true) notAllowed();
      if (flags.append) position.offset = size();
      position.writeAt(process, position.offset, bytes);
      position.offset += bytes.length;
      return bytes.length;
    },
    readable: () => true,
    writable: () => true,
    hangup: () => false,
    stat: () => statAt(location),
    release: () => filesystem.release(ino),
  };
}

/** A disk that fills up takes what still fits before it refuses the rest. */
function writeWhatFits(filesystem: Filesystem, ino: number, offset: number, bytes: Uint8Array): void {
  try {
    filesystem.write(ino, offset, bytes);
  } catch (error) {
    const { free } = filesystem.statfs();
    if (isErrno(error, "ENOSPC") && free > 0 && free < bytes.length) filesystem.write(ino, offset, bytes.subarray(0, free));
    throw error;
  }
}
