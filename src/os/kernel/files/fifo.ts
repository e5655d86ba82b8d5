/**
 * Named pipes: fifo(7). open(2) is synchronous here, so it doesn't wait for the other end: the first read waits for a
 * writer and the first write for a reader instead.
 */

import type { OpenFlags } from "#abi";
import { type Location, statAt } from "#vfs";
import type { Core } from "../core.ts";
import type { OpenFile } from "../open-file.ts";
import { ByteChannel, PIPE_SIZE, pipeEnd } from "../pipe.ts";

export type FifoTable = Map<string, { readonly channel: ByteChannel; opens: number }>;

export function openFifo(core: Core, location: Location, name: () => string, flags: OpenFlags): OpenFile {
  const { filesystem } = location.mount;
  const key = `${filesystem.dev}:${location.ino}`;
  const entry = core.fifos.get(key) ?? { channel: new ByteChannel(PIPE_SIZE), opens: 0 };
  core.fifos.set(key, entry);
  entry.opens++;
  filesystem.hold(location.ino);
  return pipeEnd({
    channel: entry.channel,
    read: flags.read === true || flags.write !== true,
    write: flags.write === true,
    path: name(),
    ino: location.ino,
    nonBlock: flags.nonBlock === true,
    now: core.clock.now(),
    stat: () => statAt(location),
    onRelease: () => {
      entry.opens--;
      if (entry.opens === 0) core.fifos.delete(key);
      filesystem.release(location.ino);
    },
  });
}
