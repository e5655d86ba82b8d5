import { Errno } from "#abi";
import { broadcastOf, contains, formatAddress, parseAddress, parseSubnet } from "./address.ts";
import { NetInterface } from "./interface.ts";
import type { NetNamespace } from "./namespace.ts";
import type { Bridge, BridgeOptions, Endpoint, EndpointOptions } from "./types.ts";
import { type BridgeState, type Port, randomHex, type World } from "./world.ts";

/** A bridge device on the host with its gateway address. EEXIST: the name is taken; EINVAL: no such subnet, or one in use. */
export function createBridge(world: World, options: BridgeOptions, namespaceOf: (network: unknown) => NetNamespace): Bridge {
  if (world.bridges.has(options.name)) throw new Errno("EEXIST");
  const subnet = parseSubnet(options.subnet);
  const gateway = parseAddress(options.gateway);
  if (subnet === undefined || gateway === undefined || !contains(subnet, gateway)) throw new Errno("EINVAL");
  const device = new NetInterface({
    index: world.nextIndex(),
    name: options.name,
    mac: `02:42:${pairs(randomHex(world.random, 8))}`,
    mtu: options.mtu ?? 1500,
    addresses: [{ address: options.gateway, prefix: subnet.prefix, broadcast: formatAddress(broadcastOf(subnet)) }],
  });
  device.up = false;
  const state: BridgeState = { options, subnet, gateway, device, ports: new Map() };
  world.bridges.set(options.name, state);
  world.host().add(device);
  return {
    options,
    attach: (to, endpoint) => attach(world, state, namespaceOf(to), endpoint),
    remove() {
      for (const port of state.ports.values()) detach(world, state, port);
      world.bridges.delete(options.name);
      world.host().remove(device);
    },
  };
}

/** EINVAL: no address of the subnet; EEXIST: somebody has it. */
function attach(world: World, bridge: BridgeState, namespace: NetNamespace, options: EndpointOptions): Endpoint {
  const address = parseAddress(options.address);
  if (address === undefined || !contains(bridge.subnet, address)) throw new Errno("EINVAL");
  if (bridge.ports.has(address) || address === bridge.gateway) throw new Errno("EEXIST");
  const innerIndex = options.ownNumbers ? namespace.freeIndex() : world.nextIndex();
  const outerIndex = world.nextIndex();
  const mtu = bridge.options.mtu ?? 1500;
  const inner = new NetInterface({
    index: innerIndex,
    name: namespace.freeName(),
    mac: options.mac,
    mtu,
    peerIndex: outerIndex,
    addresses: [{ address: options.address, prefix: options.prefix, broadcast: formatAddress(broadcastOf(bridge.subnet)) }],
    chatterOf: world.clock,
  });
  const outer = new NetInterface({
    index: outerIndex,
    name: `veth${randomHex(world.random, 7)}`,
    mac: `da:${pairs(randomHex(world.random, 10))}`,
    mtu,
    peerIndex: innerIndex,
  });
  const port: Port = { namespace, address, inner, outer };
  namespace.add(inner);
  world.host().add(outer);
  bridge.ports.set(address, port);
  bridge.device.up = true;
  return { interfaceName: inner.options.name, stats: () => inner.counters(), detach: () => detach(world, bridge, port) };
}

function detach(world: World, bridge: BridgeState, port: Port): void {
  if (bridge.ports.get(port.address) !== port) return;
  bridge.ports.delete(port.address);
  bridge.device.up = bridge.ports.size > 0;
  port.namespace.remove(port.inner);
  world.host().remove(port.outer);
}

/** `0a1b` as `0a:1b`. */
function pairs(hex: string): string {
  return hex.match(/../g)?.join(":") ?? hex;
}
