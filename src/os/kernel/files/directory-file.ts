import { Errno } from "#abi";
import { type Location, statAt } from "#vfs";
import type { OpenFile } from "../open-file.ts";

/** An open directory: good for fstat and for keeping it alive; entries are read by path. */
export function openDirectory(location: Location, name: () => string): OpenFile {
  const isDirectory = (): never => {
    throw new Errno("EISDIR");
  };
  location.mount.filesystem.hold(location.ino);
  return {
    get path() {
      return name();
    },
    canRead: true,
    canWrite: false,
    nonBlock: false,
    references: 0,
    queue: undefined,
    location,
    read: isDirectory,
    write: isDirectory,
    readable: () => true,
    writable: () => true,
    hangup: () => false,
    stat: () => statAt(location),
    release: () => location.mount.filesystem.release(location.ino),
  };
}
