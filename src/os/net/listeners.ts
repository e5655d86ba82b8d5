import { Errno, type SocketAddress } from "#abi";
import type { Connection, Listener } from "#kernel";
import { parseAddress } from "./address.ts";

/** Connections that wait to be accepted: net.core.somaxconn's order of size. */
const BACKLOG = 512;

export interface OpenListener extends Listener {
  readonly host: string;
  readonly port: number;
  /** Hands a new connection to it; false when its queue is full. */
  offer(connection: Connection): boolean;
}

/** The listening sockets of a namespace. */
export class Listeners {
  readonly #open = new Set<OpenListener>();

  /** The one that a packet to `address`:`port` reaches: the closest match. */
  find(address: number, port: number): OpenListener | undefined {
    let wild: OpenListener | undefined;
    for (const listener of this.#open) {
      if (listener.port !== port) continue;
      if (isAny(listener.host)) wild = listener;
      else if (parseAddress(listener.host) === address) return listener;
    }
    return wild;
  }

  /** Whether a new listener there would be in the way of one that is. */
  conflicts(host: string, port: number): boolean {
    for (const listener of this.#open) if (listener.port === port && overlaps(listener.host, host)) return true;
    return false;
  }

  open(host: string, port: number): OpenListener {
    const queue: Connection[] = [];
    const waiting: { resolve: (connection: Connection) => void; reject: (error: Errno) => void }[] = [];
    let closed = false;
    const listener: OpenListener = {
      host,
      port,
      local: { family: "inet", host, port },
      offer(connection) {
        const next = waiting.shift();
        if (next) next.resolve(connection);
        else if (queue.length >= BACKLOG) return false;
        else queue.push(connection);
        return true;
      },
      accept() {
        const connection = queue.shift();
        if (connection) return Promise.resolve(connection);
        if (closed) return Promise.reject(new Errno("EBADF"));
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      close: () => {
        closed = true;
        this.#open.delete(listener);
        for (const connection of queue.splice(0)) connection.close();
        for (const { reject } of waiting.splice(0)) reject(new Errno("EBADF"));
      },
    };
    this.#open.add(listener);
    return listener;
  }

  addresses(): SocketAddress[] {
    return [...this.#open].map((listener) => listener.local);
  }
}

export function isAny(host: string): boolean {
  return host === "0.0.0.0" || host === "::" || host === "";
}

/** Whether two listening addresses can't have the same port. */
export function overlaps(a: string, b: string): boolean {
  return isAny(a) || isAny(b) || a === b;
}
