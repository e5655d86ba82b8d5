import { type Clock, Errno, type Random } from "#abi";
import type { Connection } from "#kernel";
import { broadcastOf, formatAddress, parseAddress, parseSubnet } from "./address.ts";
import { createBridge } from "./bridge.ts";
import { NetInterface } from "./interface.ts";
import { overlaps } from "./listeners.ts";
import { NetNamespace } from "./namespace.ts";
import type { HostNetwork, NetworkStack } from "./types.ts";
import type { Published, World } from "./world.ts";

export interface NetworkOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** The host's own interface; by default that of a virtual machine: eth0 10.0.2.15/24, gateway 10.0.2.2. */
  readonly uplink?: {
    readonly name: string;
    readonly address: string;
    readonly prefix: number;
    readonly gateway: string;
    readonly mac: string;
  };
}

const UPLINK = { name: "eth0", address: "10.0.2.15", prefix: 24, gateway: "10.0.2.2", mac: "52:54:00:12:34:56" };

/**
 * The machine's network: the host with lo and its uplink, no bridges yet. The name server answers at the host's own
 * address and at every address outside. Throws Errno EINVAL for an uplink that makes no sense.
 */
export function createNetworkStack(options: NetworkOptions): NetworkStack {
  const uplink = options.uplink ?? UPLINK;
  const address = parseAddress(uplink.address);
  const gateway = parseAddress(uplink.gateway);
  const subnet = parseSubnet(`${uplink.address}/${uplink.prefix}`);
  if (address === undefined || gateway === undefined || subnet === undefined) throw new Errno("EINVAL");
  const addresses = [{ address: uplink.address, prefix: uplink.prefix, broadcast: formatAddress(broadcastOf(subnet)) }];
  const device = new NetInterface({ index: 2, name: uplink.name, mac: uplink.mac, mtu: 1500, addresses });
  let index = 2;
  const world: World = {
    clock: options.clock,
    random: options.random,
    bridges: new Map(),
    published: new Set(),
    remotes: new Map(),
    names: new Map(),
    uplink: { device, address, subnet, gateway },
    host: () => host,
    nextIndex: () => ++index,
  };
  const host = new HostNamespace(world);
  host.add(device);
  return {
    host,
    createNamespace: (options) => new NetNamespace(world, options?.ipv6),
    createBridge: (bridge) =>
      createBridge(world, bridge, (network) => {
        if (network instanceof NetNamespace) return network;
        throw new Errno("EINVAL");
      }),
  };
}

class HostNamespace extends NetNamespace implements HostNetwork {
  readonly #world: World;

  constructor(world: World) {
    super(world);
    this.#world = world;
  }

  publish(
    from: { readonly host: string; readonly port: number; readonly protocol: "tcp" | "udp" },
    to: { readonly host: string; readonly port: number },
  ): { close(): void } {
    const published: Published = { ...from, to };
    const busy =
      from.protocol === "tcp"
        ? this.taken(from.host, from.port)
        : [...this.#world.published].some(
            (other) => other.protocol === "udp" && other.port === from.port && overlaps(other.host, from.host),
          );
    if (busy) throw new Errno("EADDRINUSE");
    this.#world.published.add(published);
    return { close: () => void this.#world.published.delete(published) };
  }

  setNames(names: ReadonlyMap<string, readonly string[]>): void {
    this.#world.names = names;
  }

  serveRemote(host: string, port: number, accept: (connection: Connection) => void): void {
    this.#world.remotes.set(`${host}:${port}`, accept);
  }
}
