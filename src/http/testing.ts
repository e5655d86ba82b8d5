/** For tests: both ends of a connection in memory, with a window. */

import { type Duplex, EMPTY, Errno } from "#abi";

interface Half {
  readonly queue: Uint8Array[];
  ended: boolean;
  wake: (() => void)[];
}

/** Two ends of a connection. A writer waits while the reader has `window` chunks before it. */
export function duplexPair(window = 4): [Duplex, Duplex] {
  const there: Half = { queue: [], ended: false, wake: [] };
  const back: Half = { queue: [], ended: false, wake: [] };
  return [end(there, back, window), end(back, there, window)];
}

function end(out: Half, incoming: Half, window: number): Duplex {
  const notify = (half: Half) => {
    for (const wake of half.wake.splice(0)) wake();
  };
  const change = (half: Half) => new Promise<void>((resolve) => half.wake.push(resolve));
  let closed = false;
  return {
    async read(max = 1 << 16) {
      while (incoming.queue.length === 0) {
        if (incoming.ended || closed) return EMPTY;
        await change(incoming);
      }
      const chunk = incoming.queue[0] ?? EMPTY;
      if (chunk.length <= max) incoming.queue.shift();
      else incoming.queue[0] = chunk.subarray(max);
      notify(incoming);
      return chunk.length <= max ? chunk : chunk.subarray(0, max);
    },
    async write(bytes) {
      while (!out.ended && out.queue.length >= window) await change(out);
      if (out.ended) throw new Errno("EPIPE");
      if (bytes.length > 0) out.queue.push(bytes);
      notify(out);
    },
    end() {
      out.ended = true;
      notify(out);
    },
    close() {
      closed = true;
      out.ended = true;
      incoming.ended = true;
      incoming.queue.length = 0;
      notify(out);
      notify(incoming);
    },
  };
}
