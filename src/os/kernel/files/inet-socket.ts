/** Descriptors over what the network room gives: connections and listening sockets. */

import { Errno } from "#abi";
import type { Core } from "../core.ts";
import { anonymousStat, nextAnonymousInode, type OpenFile } from "../open-file.ts";
import type { Connection, Listener } from "../types.ts";
import { BLOCKED, WaitQueue } from "../wait-queue.ts";
import { createStreamFile } from "./stream-file.ts";

export function connectionFile(core: Core, connection: Connection): OpenFile {
  const { local, remote } = connection;
  return createStreamFile({
    source: connection,
    sink: connection,
    kind: "socket",
    now: core.clock.now(),
    socket: { local, remote, shutdown: () => {} },
    onRelease: () => connection.close(),
  });
}

export function listenerFile(core: Core, listener: Listener): OpenFile {
  const queue = new WaitQueue();
  const ino = nextAnonymousInode();
  const arrivals: OpenFile[] = [];
  let isAsking = false;
  let isClosed = false;
  const ask = (): void => {
    if (isAsking || isClosed) return;
    isAsking = true;
    listener.accept().then(
      (connection) => {
        isAsking = false;
        if (isClosed) {
          connection.close();
          return;
        }
        arrivals.push(connectionFile(core, connection));
        queue.wake();
      },
      () => {
        isAsking = false;
      },
    );
  };
  const isNotConnected = (): never => {
    throw new Errno("ENOTCONN");
  };
  return {
    path: `socket:[${ino}]`,
    canRead: true,
    canWrite: true,
    nonBlock: false,
    references: 0,
    queue,
    read: isNotConnected,
    write: isNotConnected,
    readable: () => {
      ask();
      return arrivals.length > 0;
    },
    writable: () => false,
    hangup: () => false,
    stat: () => anonymousStat("socket", ino, 0o777, core.clock.now()),
    release: () => {
      isClosed = true;
      listener.close();
      for (const arrival of arrivals) arrival.release();
    },
    socket: {
      local: listener.local,
      remote: undefined,
      shutdown: isNotConnected,
      accept: () => {
        const arrival = arrivals.shift();
        if (arrival !== undefined) return arrival;
        ask();
        return BLOCKED;
      },
    },
  };
}
