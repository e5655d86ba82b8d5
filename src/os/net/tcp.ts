/** TCP as programs see it: two byte streams with a window, ends that close, resets. Packets exist as counts only. */

import { EMPTY, Errno, type SocketAddress } from "#abi";
import type { Connection } from "#kernel";
import { count, type Hop } from "./interface.ts";

const WINDOW = 64 << 10;
/** A segment. */
const LEAST = 1460;
/** Ethernet, IP and TCP heads of a segment. */
const HEADS = 14 + 20 + 20;

/** One direction. */
interface Stream {
  readonly pieces: Uint8Array[];
  buffered: number;
  /** No more will be written. */
  ended: boolean;
  /** The reader is gone. */
  deaf: boolean;
  /** The writer vanished with our bytes unread. */
  reset: boolean;
  wakeReader: (() => void) | undefined;
  readonly wakeWriters: (() => void)[];
  /** A segment of so many bytes passed. */
  readonly passed: (bytes: number) => void;
}

export interface Circuit {
  /** From the one who connected to the one who listened. */
  readonly hops: readonly Hop[];
  readonly mtu: number;
}

/** Both ends of a new connection; `closed` is called once for each end when it was closed. */
export function connectionPair(
  client: SocketAddress,
  server: SocketAddress,
  circuit: Circuit,
  closed: (end: Connection) => void,
): [Connection, Connection] {
  const there = stream(counter(circuit, false));
  const back = stream(counter(circuit, true));
  // The handshake.
  count(circuit.hops, false, 2 * HEADS + 32, 2);
  count(circuit.hops, true, HEADS + 20, 1);
  return [connection(client, server, there, back, closed), connection(server, client, back, there, closed)];
}

/** Data goes in segments, and every second one is acknowledged. */
function counter({ hops, mtu }: Circuit, back: boolean): (bytes: number) => void {
  return (bytes) => {
    const segments = Math.max(1, Math.ceil(bytes / (mtu - 40)));
    count(hops, back, bytes + segments * HEADS, segments);
    const acknowledged = Math.ceil(segments / 2);
    count(hops, !back, acknowledged * HEADS, acknowledged);
  };
}

function stream(passed: (bytes: number) => void): Stream {
  return { pieces: [], buffered: 0, ended: false, deaf: false, reset: false, wakeReader: undefined, wakeWriters: [], passed };
}

function wake(on: Stream): void {
  on.wakeReader?.();
  on.wakeReader = undefined;
  for (const writer of on.wakeWriters.splice(0)) writer();
}

function connection(
  local: SocketAddress,
  remote: SocketAddress,
  out: Stream,
  incoming: Stream,
  closed: (end: Connection) => void,
): Connection {
  let open = true;
  const end = () => {
    if (out.ended) return;
    out.ended = true;
    out.passed(0);
    wake(out);
  };
  const self: Connection = {
    local,
    remote,
    async read(max = WINDOW) {
      for (;;) {
        const piece = incoming.pieces[0];
        if (piece !== undefined) return take(incoming, piece, max);
        if (incoming.reset && open) throw new Errno("ECONNRESET");
        if (incoming.ended || !open) return EMPTY;
        await new Promise<void>((resolve) => {
          const before = incoming.wakeReader;
          incoming.wakeReader = () => {
            before?.();
            resolve();
          };
        });
      }
    },
    async write(bytes) {
      let rest = bytes;
      while (rest.length > 0) {
        if (out.ended || out.deaf) throw new Errno("EPIPE");
        const room = WINDOW - out.buffered;
        // A little room counts as none: else a slow reader and a writer would pass crumbs.
        if (room < Math.min(rest.length, LEAST)) {
          await new Promise<void>((resolve) => out.wakeWriters.push(resolve));
          continue;
        }
        const piece = rest.length <= room ? rest : rest.subarray(0, room);
        out.pieces.push(piece);
        out.buffered += piece.length;
        out.passed(piece.length);
        rest = rest.subarray(piece.length);
        out.wakeReader?.();
        out.wakeReader = undefined;
      }
    },
    end,
    close() {
      if (!open) return;
      open = false;
      // Bytes that nobody will read make Linux answer with a reset instead of an orderly end.
      if (incoming.buffered > 0) out.reset = true;
      incoming.deaf = true;
      incoming.pieces.length = 0;
      incoming.buffered = 0;
      wake(incoming);
      end();
      wake(out);
      closed(self);
    },
  };
  return self;
}

function take(incoming: Stream, piece: Uint8Array, max: number): Uint8Array {
  if (piece.length <= max) incoming.pieces.shift();
  else incoming.pieces[0] = piece.subarray(max);
  const taken = piece.length <= max ? piece : piece.subarray(0, max);
  incoming.buffered -= taken.length;
  for (const writer of incoming.wakeWriters.splice(0)) writer();
  return taken;
}
