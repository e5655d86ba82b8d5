/** Addresses for containers: the lowest that is free, as libnetwork's default IPAM gives them out. */

import type { Random } from "#abi";
import type { Daemon } from "../daemon.ts";
import { forbidden, systemError } from "../errors.ts";
import type { NetworkRecord } from "../store/state.ts";
import { contains, formatAddress, parseAddress, parseSubnet, type Subnet, sizeOf } from "./address.ts";

/** An address in a network and its prefix length. 403 when the wanted one is taken. */
export function allocateAddress(
  daemon: Daemon,
  network: NetworkRecord,
  wanted: string | undefined,
): { readonly address: string; readonly prefix: number; readonly gateway: string } {
  const [config] = network.ipam.Config ?? [];
  const subnet = parseSubnet(config?.Subnet ?? "");
  if (!subnet) throw systemError(`network ${network.name} has no address pool`);
  const gateway = config?.Gateway ?? "";
  const taken = takenAddresses(daemon, network);
  taken.add(gateway.split("/")[0] ?? "");
  for (const address of Object.values(config?.AuxiliaryAddresses ?? {})) taken.add(address);
  const result = (address: string) => ({ address, prefix: subnet.prefix, gateway });
  if (wanted) {
    const number = parseAddress(wanted);
    if (number === undefined || !contains(subnet, number)) throw systemError("invalid endpoint settings");
    if (taken.has(wanted)) throw forbidden("Address already in use");
    return result(wanted);
  }
  const range: Subnet = (config?.IPRange ? parseSubnet(config.IPRange) : undefined) ?? subnet;
  const last = subnet.base + sizeOf(subnet.prefix) - 1;
  for (let number = range.base; number < range.base + sizeOf(range.prefix); number++) {
    if (number === subnet.base || number === last) continue;
    const address = formatAddress(number);
    if (!taken.has(address)) return result(address);
  }
  throw systemError("no available IPv4 addresses on this network's address pools: " + `${network.name} (${network.id})`);
}

function takenAddresses(daemon: Daemon, network: NetworkRecord): Set<string> {
  const taken = new Set<string>();
  for (const container of daemon.store.state.containers.values()) {
    for (const endpoint of Object.values(container.endpoints))
      if (endpoint.networkId === network.id && endpoint.joined) taken.add(endpoint.joined.address);
  }
  return taken;
}

/** 02:42 and the address, or random and locally administered. */
export function macAddress(address: string, fromAddress: boolean, random: Random): string {
  if (fromAddress) return ["02", "42", ...address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
  const [first = 0, ...rest] = random.bytes(6);
  return [(first & 0xfe) | 0x02, ...rest].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}
