/** Open files whose bytes are made at open, as those of /proc are. */

import { EMPTY, Errno, type OpenFlags } from "#abi";
import { type GeneratedFile, type Location, statAt } from "#vfs";
import { notAllowed, type OpenFile } from "../open-file.ts";

export function openGeneratedFile(file: GeneratedFile, location: Location, name: () => string, flags: OpenFlags): OpenFile {
  const { bytes } = file;
  const slice = (offset: number, length: number): Uint8Array => (offset >= bytes.length ? EMPTY : bytes.subarray(offset, offset + length));
  const write = (given: Uint8Array): void => {
    if (file.write === undefined) throw new Errno("EINVAL");
    file.write(given);
  };
  const seekable = {
    offset: 0,
    size: bytes.length,
    readAt: slice,
    writeAt: (_process: unknown, _offset: number, given: Uint8Array) => write(given),
    truncate: () => {},
  };
  const canRead = flags.read === true || flags.write !== true;
  return {
    get path() {
      return name();
    },
    canRead,
    canWrite: flags.write === true,
    nonBlock: false,
    references: 0,
    queue: undefined,
    location,
    seekable,
    read: (_process, max) => {
      if (!canRead) notAllowed();
      const chunk = slice(seekable.offset, max);
      seekable.offset += chunk.length;
      return chunk;
    },
    write: (_process, given) => {
      if (flags.write !== true) notAllowed();
      write(given);
      return given.length;
    },
    readable: () => true,
    writable: () => true,
    hangup: () => false,
    stat: () => statAt(location),
    release: () => {},
  };
}
