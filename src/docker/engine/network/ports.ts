/** Ports of the host that containers hold: libnetwork's portallocator. */

import { ApiError } from "../errors.ts";

const FIRST = 32768;
const LAST = 60999;

export interface PortAllocator {
  /** The port itself, or a free one of the ephemeral range for 0. Throws ApiError 500 with libnetwork's text. */
  request(protocol: string, host: string, first: number, last: number): number;
  release(protocol: string, host: string, port: number): void;
}

export function createPortAllocator(): PortAllocator {
  const taken = new Set<string>();
  let next = FIRST;
  const key = (protocol: string, host: string, port: number): string => `${protocol}/${host}/${port}`;
  const isTaken = (protocol: string, host: string, port: number): boolean => {
    if (taken.has(key(protocol, "0.0.0.0", port)) || taken.has(key(protocol, host, port))) return true;
    return host === "0.0.0.0" && [...taken].some((one) => one.startsWith(`${protocol}/`) && one.endsWith(`/${port}`));
  };
  return {
    request(protocol, host, first, last) {
      if (first !== 0) {
        for (let port = first; port <= last; port++) {
          if (isTaken(protocol, host, port)) continue;
          taken.add(key(protocol, host, port));
          return port;
        }
        throw new ApiError(
          500,
          first === last ? `Bind for ${host}:${first} failed: port is already allocated` : "Bind for all ports is already allocated",
        );
      }
      for (let tries = 0; tries <= LAST - FIRST; tries++) {
        const port = next;
        next = next === LAST ? FIRST : next + 1;
        if (isTaken(protocol, host, port)) continue;
        taken.add(key(protocol, host, port));
        return port;
      }
      throw new ApiError(500, "all ports are allocated");
    },
    release: (protocol, host, port) => void taken.delete(key(protocol, host, port)),
  };
}
