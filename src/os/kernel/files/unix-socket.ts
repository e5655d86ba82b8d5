/** Unix domain sockets: unix(7). Listening ones are known by the inode of their name in the file tree. */

import { type Duplex, EMPTY, Errno, type SocketAddress } from "#abi";
import { type Location, statAt } from "#vfs";
import type { Core } from "../core.ts";
import { anonymousStat, nextAnonymousInode, type OpenFile } from "../open-file.ts";
import { ByteChannel } from "../pipe.ts";
import { BLOCKED, WaitQueue, waitOutside } from "../wait-queue.ts";

/** Bytes that a socket takes before the writer waits: a whole chunk of zeros passes at once. */
const SOCKET_SIZE = 1 << 20;
/** Connections that may wait for accept(2). */
const BACKLOG = 4096;

interface Listener {
  readonly path: string;
  readonly arrivals: OpenFile[];
  readonly queue: WaitQueue;
}
export type UnixSocketTable = Map<string, Listener>;

const keyOf = (location: Location): string => `${location.mount.filesystem.dev}:${location.ino}`;

/** A listening socket whose inode was just made. */
export function createUnixListener(core: Core, location: Location, path: string): OpenFile {
  const { filesystem } = location.mount;
  const listener: Listener = { path, arrivals: [], queue: new WaitQueue() };
  const key = keyOf(location);
  const ino = nextAnonymousInode();
  core.unixSockets.set(key, listener);
  filesystem.hold(location.ino);
  const isNotConnected = (): never => {
    throw new Errno("ENOTCONN");
  };
  return {
    path: `socket:[${ino}]`,
    canRead: true,
    canWrite: true,
    nonBlock: false,
    references: 0,
    queue: listener.queue,
    read: isNotConnected,
    write: isNotConnected,
    readable: () => listener.arrivals.length > 0,
    writable: () => false,
    hangup: () => false,
    stat: () => anonymousStat("socket", ino, 0o777, core.clock.now()),
    release: () => {
      core.unixSockets.delete(key);
      for (const arrival of listener.arrivals) arrival.release();
      filesystem.release(location.ino);
    },
    socket: {
      local: { family: "unix", path },
      remote: undefined,
      shutdown: isNotConnected,
      accept: () => listener.arrivals.shift() ?? BLOCKED,
    },
  };
}

/** Connects to the socket at a place. ECONNREFUSED when nobody listens there (any more). */
export function connectUnixSocket(core: Core, location: Location): OpenFile {
  const listener = statAt(location).type === "socket" ? core.unixSockets.get(keyOf(location)) : undefined;
  if (listener === undefined) throw new Errno("ECONNREFUSED");
  if (listener.arrivals.length >= BACKLOG) throw new Errno("EAGAIN");
  const { near, far } = socketPair(core, { family: "unix", path: listener.path });
  listener.arrivals.push(far);
  listener.queue.wake();
  return near;
}

function socketPair(core: Core, address: SocketAddress): { readonly near: OpenFile; readonly far: OpenFile } {
  const there = new ByteChannel(SOCKET_SIZE, "socket");
  const back = new ByteChannel(SOCKET_SIZE, "socket");
  const anonymous: SocketAddress = { family: "unix", path: "" };
  return {
    near: socketEnd(core, back, there, { local: anonymous, remote: address }),
    far: socketEnd(core, there, back, { local: address, remote: anonymous }),
  };
}

function socketEnd(
  core: Core,
  incoming: ByteChannel,
  outgoing: ByteChannel,
  names: { readonly local: SocketAddress; readonly remote: SocketAddress },
): OpenFile {
  const ino = nextAnonymousInode();
  const queue = new WaitQueue();
  const relay = { wake: () => queue.wake() };
  incoming.queue.add(relay);
  outgoing.queue.add(relay);
  incoming.addReader();
  outgoing.addWriter();
  let isWriting = true;
  const endWriting = (): void => {
    if (!isWriting) return;
    isWriting = false;
    outgoing.removeWriter();
  };
  return {
    path: `socket:[${ino}]`,
    canRead: true,
    canWrite: true,
    nonBlock: false,
    references: 0,
    queue,
    read: (_process, max) => incoming.take(max),
    write: (_process, bytes) => {
      if (!isWriting || outgoing.readers === 0) throw new Errno("EPIPE");
      return outgoing.put(bytes);
    },
    readable: () => incoming.length > 0 || incoming.writers === 0,
    writable: () => !isWriting || outgoing.readers === 0 || outgoing.room(1) > 0,
    hangup: () => incoming.writers === 0,
    stat: () => anonymousStat("socket", ino, 0o777, core.clock.now()),
    release: () => {
      endWriting();
      incoming.removeReader();
      incoming.queue.delete(relay);
      outgoing.queue.delete(relay);
    },
    socket: { ...names, shutdown: endWriting },
  };
}

/** A connected socket as a stream for those outside of any process. */
export function duplexOf(file: OpenFile): Duplex {
  const queue = file.queue ?? new WaitQueue();
  let isClosed = false;
  return {
    read: (max = 65536) => (isClosed ? Promise.resolve(EMPTY) : waitOutside(() => file.read(undefined, max), queue)),
    write: (bytes) => {
      let rest = bytes;
      return waitOutside(() => {
        while (rest.length > 0) {
          const taken = file.write(undefined, rest);
          if (taken === BLOCKED) return BLOCKED;
          rest = rest.subarray(taken);
        }
        return undefined;
      }, queue);
    },
    end: () => file.socket?.shutdown(),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      file.release();
    },
  };
}
