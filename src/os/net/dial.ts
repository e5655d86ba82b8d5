/** connect(2): from a route to a connection, or to the errno and the time that Linux needs to give up. */

import { EMPTY, Errno, type SocketAddress } from "#abi";
import type { Connection } from "#kernel";
import { formatAddress, isLoopback, parseAddress, parseTarget } from "./address.ts";
import { isAny } from "./listeners.ts";
import type { NetNamespace } from "./namespace.ts";
import { findRoute, type Route } from "./route.ts";
import { connectionPair } from "./tcp.ts";
import type { Published, World } from "./world.ts";

/** Three ARP requests a second apart. */
export const ARP_MS = 3_000;
/** Six SYNs with doubling pauses: tcp_syn_retries. */
const SYN_MS = 127_000;

type Delivery = Extract<Route, { kind: "deliver" }>;

/** ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT; EINVAL for what is no address. */
export async function dial(world: World, from: NetNamespace, to: { readonly host: string; readonly port: number }): Promise<Connection> {
  const address = parseTarget(to.host);
  if (address === undefined) throw new Errno("EINVAL");
  const route = findRoute(world, from, address);
  switch (route.kind) {
    case "no-route":
      throw new Errno("ENETUNREACH");
    case "absent":
      return fail(world, ARP_MS, "EHOSTUNREACH");
    case "dropped":
      return fail(world, SYN_MS, "ETIMEDOUT");
    case "outside":
      return dialOutside(world, from, address, to, route);
    case "deliver":
      return deliver(world, from, address, to.port, route);
  }
}

function deliver(world: World, from: NetNamespace, address: number, port: number, route: Delivery): Promise<Connection> {
  const listener = route.to.listeners.find(address, port);
  if (listener) {
    const [near, far] = pair(from, route.to, { host: route.source, address, port }, route);
    if (listener.offer(far)) return Promise.resolve(near);
    near.close();
    far.close();
    return fail(world, SYN_MS, "ETIMEDOUT");
  }
  const published = route.to === world.host() ? findPublished(world, address, port) : undefined;
  if (published) return forward(world, from, address, published, route);
  return Promise.reject(new Errno("ECONNREFUSED"));
}

function findPublished(world: World, address: number, port: number): Published | undefined {
  const text = formatAddress(address);
  for (const one of world.published) if (one.protocol === "tcp" && one.port === port && (isAny(one.host) || one.host === text)) return one;
  return undefined;
}

/** What arrives at a published port: DNAT, or docker-proxy where that has no rule (loopback, the container's own bridge). */
function forward(world: World, from: NetNamespace, address: number, published: Published, route: Delivery): Promise<Connection> {
  const target = parseAddress(published.to.host);
  const inward = target === undefined ? undefined : findRoute(world, world.host(), target);
  if (target === undefined || inward?.kind !== "deliver") return fail(world, ARP_MS, "EHOSTUNREACH");
  const proxied = isLoopback(address) || (route.through !== undefined && route.through === inward.through);
  // DNAT sends it on to another bridge, where the isolation of networks drops it.
  if (!proxied && route.through !== undefined) return fail(world, SYN_MS, "ETIMEDOUT");
  const listener = inward.to.listeners.find(target, published.to.port);
  const source = proxied ? inward.source : route.source;
  if (!listener)
    return proxied
      ? Promise.resolve(hungUp({ host: formatAddress(address), port: published.port }))
      : Promise.reject(new Errno("ECONNREFUSED"));
  const seen: SocketAddress = { family: "inet", host: formatAddress(address), port: published.port };
  const circuit: Delivery = { ...inward, source, hops: [...route.hops, ...inward.hops] };
  const [near, far] = pair(from, inward.to, { host: source, address: target, port: published.to.port }, circuit, seen, route.source);
  return listener.offer(far) ? Promise.resolve(near) : fail(world, SYN_MS, "ETIMEDOUT");
}

/** docker-proxy has accepted, finds nobody to talk to, and hangs up. */
function hungUp(at: { readonly host: string; readonly port: number }): Connection {
  const remote: SocketAddress = { family: "inet", ...at };
  const reset = () => Promise.reject(new Errno("ECONNRESET"));
  let wrote = false;
  return {
    local: { family: "inet", host: "127.0.0.1", port: 0 },
    remote,
    read: () => (wrote ? reset() : Promise.resolve(EMPTY)),
    write() {
      wrote = true;
      return Promise.resolve();
    },
    end: () => undefined,
    close: () => undefined,
  };
}

function pair(
  from: NetNamespace,
  to: NetNamespace,
  ends: { readonly host: string; readonly address: number; readonly port: number },
  circuit: Delivery,
  remote?: SocketAddress,
  local: string = ends.host,
): [Connection, Connection] {
  const port = from.ephemeralPort();
  const client: SocketAddress = { family: "inet", host: ends.host, port };
  const server: SocketAddress = { family: "inet", host: formatAddress(ends.address), port: ends.port };
  const closed = (end: Connection) => (end === bare ? from.release(near) : to.release(far));
  const [bare, far] = connectionPair(client, server, circuit, (end) => closed(end));
  const near: Connection = remote === undefined ? bare : { ...bare, local: { family: "inet", host: local, port }, remote };
  from.adopt(near);
  to.adopt(far);
  return [near, far];
}

function dialOutside(
  world: World,
  from: NetNamespace,
  address: number,
  to: { readonly host: string; readonly port: number },
  route: Extract<Route, { kind: "outside" }>,
): Promise<Connection> {
  const serve = world.remotes.get(`${formatAddress(address)}:${to.port}`);
  if (serve === undefined)
    return address === world.uplink.gateway ? Promise.reject(new Errno("ECONNREFUSED")) : fail(world, SYN_MS, "ETIMEDOUT");
  const client: SocketAddress = { family: "inet", host: route.source, port: from.ephemeralPort() };
  const [near, far] = connectionPair(client, { family: "inet", host: formatAddress(address), port: to.port }, route, (end) =>
    from.release(end),
  );
  from.adopt(near);
  serve(far);
  return Promise.resolve(near);
}

function fail(world: World, ms: number, code: "EHOSTUNREACH" | "ETIMEDOUT"): Promise<never> {
  return new Promise((_, reject) => world.clock.after(ms, () => reject(new Errno(code))));
}
