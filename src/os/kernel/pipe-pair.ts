import type { ByteSink, ByteSource } from "#abi";
import { Errno } from "#abi";
import { ByteChannel, PIPE_SIZE } from "./pipe.ts";
import { BLOCKED, waitOutside } from "./wait-queue.ts";

/** A pipe for those outside of any process: feeds or drains a process's stdio (StdioSource of kind stream). */
export function pipePair(capacity: number = PIPE_SIZE): {
  readonly reader: ByteSource & { close(): void };
  readonly writer: ByteSink & { end(): void };
} {
  const channel = new ByteChannel(capacity);
  channel.addReader();
  channel.addWriter();
  let isEnded = false;
  let isClosed = false;
  return {
    reader: {
      read: (max = PIPE_SIZE) => waitOutside(() => channel.take(max), channel.queue),
      close: () => {
        if (!isClosed) channel.removeReader();
        isClosed = true;
      },
    },
    writer: {
      write: (bytes) => {
        let rest = bytes;
        return waitOutside(() => {
          while (rest.length > 0) {
            if (isClosed || isEnded) throw new Errno("EPIPE");
            const taken = channel.put(rest);
            if (taken === BLOCKED) return BLOCKED;
            rest = rest.subarray(taken);
          }
          return undefined;
        }, channel.queue);
      },
      end: () => {
        if (!isEnded) channel.removeWriter();
        isEnded = true;
      },
    },
  };
}
