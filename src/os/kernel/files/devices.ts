/** Memory devices: null(4), full(4), random(4). */

import { EMPTY, Errno, type OpenFlags, type Stat, ZERO_CHUNK, zeros } from "#abi";
import type { Core } from "../core.ts";
import { notAllowed, type OpenFile } from "../open-file.ts";

interface DeviceBehaviour {
  readonly byteCost?: number;
  read(core: Core, max: number): Uint8Array;
  write(bytes: Uint8Array): number;
}

const swallow = (bytes: Uint8Array): number => bytes.length;
const LARGEST_RANDOM = 1 << 16;
/** Random bytes come at 125 MB/s. */
const RANDOM_COST = 8e-6;

/** By minor number of major 1. */
const MEMORY_DEVICES: Readonly<Record<number, DeviceBehaviour>> = {
  3: { read: () => EMPTY, write: swallow },
  5: { read: (_core, max) => zeros(Math.min(max, ZERO_CHUNK)), write: swallow },
  7: {
    read: (_core, max) => zeros(Math.min(max, ZERO_CHUNK)),
    write: () => {
      throw new Errno("ENOSPC");
    },
  },
  8: { read: (core, max) => core.random.bytes(Math.min(max, LARGEST_RANDOM)), write: swallow, byteCost: RANDOM_COST },
  9: { read: (core, max) => core.random.bytes(Math.min(max, LARGEST_RANDOM)), write: swallow, byteCost: RANDOM_COST },
};

/** Opens a device of major 1; undefined when there is no such device. */
export function openMemoryDevice(core: Core, minor: number, name: () => string, flags: OpenFlags, stat: () => Stat): OpenFile | undefined {
  const behaviour = MEMORY_DEVICES[minor];
  if (behaviour === undefined) return undefined;
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
    read: (_process, max) => (canRead ? behaviour.read(core, max) : notAllowed()),
    write: (_process, bytes) => (flags.write ? behaviour.write(bytes) : notAllowed()),
    readable: () => true,
    writable: () => true,
    hangup: () => false,
    stat,
    ...(behaviour.byteCost === undefined ? {} : { byteCost: behaviour.byteCost }),
    release: () => {},
  };
}
