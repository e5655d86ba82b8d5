/** What the parts of this room share: who has which address. */

import type { Clock, Random } from "#abi";
import type { Connection } from "#kernel";
import type { Subnet } from "./address.ts";
import type { NetInterface } from "./interface.ts";
import type { NetNamespace } from "./namespace.ts";
import type { BridgeOptions } from "./types.ts";

/** A container's place on a bridge. */
export interface Port {
  readonly namespace: NetNamespace;
  readonly address: number;
  /** The container's side and the host's. */
  readonly inner: NetInterface;
  readonly outer: NetInterface;
}

export interface BridgeState {
  readonly options: BridgeOptions;
  readonly subnet: Subnet;
  readonly gateway: number;
  readonly device: NetInterface;
  readonly ports: Map<number, Port>;
}

/** A port of the host that leads into a container. */
export interface Published {
  readonly host: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly to: { readonly host: string; readonly port: number };
}

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly bridges: Map<string, BridgeState>;
  readonly published: Set<Published>;
  /** Servers outside, by `address:port`. */
  readonly remotes: Map<string, (connection: Connection) => void>;
  names: ReadonlyMap<string, readonly string[]>;
  /** The host's line to the world. */
  readonly uplink: { readonly device: NetInterface; readonly address: number; readonly subnet: Subnet; readonly gateway: number };
  /** The host's namespace. */
  host(): NetNamespace;
  nextIndex(): number;
}

/** Lower-case hexadecimal digits. */
export function randomHex(random: Random, digits: number): string {
  return [...random.bytes(Math.ceil(digits / 2))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, digits);
}
