/** One ICMP echo: who answers, and how soon. */

import { Errno, type PingResult } from "#abi";
import { formatAddress, parseTarget } from "./address.ts";
import { ARP_MS } from "./dial.ts";
import { count } from "./interface.ts";
import type { NetNamespace } from "./namespace.ts";
import { findRoute } from "./route.ts";
import type { World } from "./world.ts";

/** Ethernet, IP and ICMP heads and ping's 56 bytes. */
const ECHO_BYTES = 14 + 20 + 8 + 56;

/** Throws ENETUNREACH without a route, EINVAL for what is no address. */
export async function echo(world: World, from: NetNamespace, host: string, timeoutMs: number): Promise<PingResult> {
  const address = parseTarget(host);
  if (address === undefined) throw new Errno("EINVAL");
  const route = findRoute(world, from, address);
  switch (route.kind) {
    case "no-route":
      throw new Errno("ENETUNREACH");
    case "dropped":
      await pause(world, timeoutMs);
      return { kind: "timeout" };
    case "absent":
      await pause(world, Math.min(ARP_MS, timeoutMs));
      return timeoutMs < ARP_MS ? { kind: "timeout" } : { kind: "unreachable", from: route.source };
    case "outside": {
      const known =
        address === world.uplink.gateway || [...world.remotes.keys()].some((key) => key.startsWith(`${formatAddress(address)}:`));
      count(route.hops, false, ECHO_BYTES, 1);
      if (!known) {
        await pause(world, timeoutMs);
        return { kind: "timeout" };
      }
      count(route.hops, true, ECHO_BYTES, 1);
      const near = address === world.uplink.gateway;
      return reply(world, address, near ? 0.2 : 12, near ? 255 : 52);
    }
    case "deliver":
      count(route.hops, false, ECHO_BYTES, 1);
      count(route.hops, true, ECHO_BYTES, 1);
      return reply(world, address, 0.03, 64);
  }
}

/** The time scatters by a few tens of microseconds, as on an idle machine. */
async function reply(world: World, address: number, least: number, ttl: number): Promise<PingResult> {
  const [dice = 0] = world.random.bytes(1);
  const ms = least * (1 + dice / 128);
  await pause(world, ms);
  return { kind: "reply", from: formatAddress(address), ms, ttl };
}

function pause(world: World, ms: number): Promise<void> {
  return new Promise((resolve) => void world.clock.after(ms, resolve));
}
