/** Where a packet goes: Linux' routes, and the rules that Docker puts into iptables. */

import { contains, formatAddress, isLoopback } from "./address.ts";
import type { Hop } from "./interface.ts";
import type { NetNamespace } from "./namespace.ts";
import type { BridgeState, Port, World } from "./world.ts";

export type Route =
  | {
      readonly kind: "deliver";
      readonly to: NetNamespace;
      readonly source: string;
      readonly hops: readonly Hop[];
      readonly mtu: number;
      readonly through: BridgeState | undefined;
    }
  /** Leaves for the world. */
  | { readonly kind: "outside"; readonly source: string; readonly hops: readonly Hop[]; readonly mtu: number }
  /** Nobody on the subnet answers to the address. */
  | { readonly kind: "absent"; readonly source: string }
  /** A rule drops it. */
  | { readonly kind: "dropped" }
  | { readonly kind: "no-route" };

/** The way from a namespace to an address. */
export function findRoute(world: World, from: NetNamespace, address: number): Route {
  if (isLoopback(address) || from.owns(address)) {
    const source = isLoopback(address) ? "127.0.0.1" : formatAddress(address);
    return {
      kind: "deliver",
      to: from,
      source,
      hops: [
        { via: from.loopback, sends: true },
        { via: from.loopback, sends: false },
      ],
      mtu: 65_536,
      through: undefined,
    };
  }
  return from === world.host() ? fromHost(world, address) : fromContainer(world, from, address);
}

function fromHost(world: World, address: number): Route {
  for (const bridge of world.bridges.values()) {
    if (!contains(bridge.subnet, address)) continue;
    const port = bridge.ports.get(address);
    const source = formatAddress(bridge.gateway);
    if (port === undefined) return { kind: "absent", source };
    return {
      kind: "deliver",
      to: port.namespace,
      source,
      hops: [{ via: bridge.device, sends: true }, ...inward(port)],
      mtu: mtuOf(bridge),
      through: bridge,
    };
  }
  return outside(world, [], formatAddress(world.uplink.address), address);
}

function fromContainer(world: World, from: NetNamespace, address: number): Route {
  const places = placesOf(world, from);
  for (const { bridge, port } of places) {
    if (!contains(bridge.subnet, address)) continue;
    const source = formatAddress(port.address);
    if (address === bridge.gateway) return toHost(world, bridge, port);
    const peer = bridge.ports.get(address);
    if (peer === undefined) return { kind: "absent", source };
    if (bridge.options.icc === false) return { kind: "dropped" };
    return { kind: "deliver", to: peer.namespace, source, hops: [...outward(port), ...inward(peer)], mtu: mtuOf(bridge), through: bridge };
  }
  const way = places.find(({ bridge }) => bridge.options.internal !== true);
  if (way === undefined) return { kind: "no-route" };
  const { bridge, port } = way;
  if (world.host().owns(address)) return toHost(world, bridge, port);
  // Containers of other bridges: DOCKER-ISOLATION drops what comes from a bridge and leaves by another.
  for (const other of world.bridges.values()) if (contains(other.subnet, address)) return { kind: "dropped" };
  return outside(world, [...outward(port), { via: bridge.device, sends: false }], formatAddress(port.address), address);
}

function toHost(world: World, bridge: BridgeState, port: Port): Route {
  const hops = [...outward(port), { via: bridge.device, sends: false }];
  return { kind: "deliver", to: world.host(), source: formatAddress(port.address), hops, mtu: mtuOf(bridge), through: bridge };
}

function outside(world: World, before: readonly Hop[], source: string, address: number): Route {
  const { device, subnet, gateway } = world.uplink;
  if (contains(subnet, address) && address !== gateway) return before.length === 0 ? { kind: "absent", source } : { kind: "dropped" };
  return { kind: "outside", source, hops: [...before, { via: device, sends: true }], mtu: device.options.mtu };
}

/** Where a namespace sits, in the order of its interfaces. */
export function placesOf(world: World, namespace: NetNamespace): { bridge: BridgeState; port: Port }[] {
  const places: { bridge: BridgeState; port: Port }[] = [];
  for (const bridge of world.bridges.values())
    for (const port of bridge.ports.values()) if (port.namespace === namespace) places.push({ bridge, port });
  return places.sort((a, b) => a.port.inner.options.index - b.port.inner.options.index);
}

function outward(port: Port): Hop[] {
  return [
    { via: port.inner, sends: true },
    { via: port.outer, sends: false },
  ];
}
function inward(port: Port): Hop[] {
  return [
    { via: port.outer, sends: true },
    { via: port.inner, sends: false },
  ];
}
function mtuOf(bridge: BridgeState): number {
  return bridge.options.mtu ?? 1500;
}
