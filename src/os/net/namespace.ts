import { Errno, type InterfaceInfo, type PingResult, type RouteInfo, type SocketAddress } from "#abi";
import type { Connection, Listener } from "#kernel";
import { formatAddress, isLoopback, parseAddress } from "./address.ts";
import { NetInterface } from "./interface.ts";
import { Listeners, overlaps } from "./listeners.ts";
import { placesOf } from "./route.ts";
import type { ContainerNetwork } from "./types.ts";
import type { World } from "./world.ts";

/** net.ipv4.ip_local_port_range */
const EPHEMERAL = { first: 32_768, count: 28_232 };

type Resolve = (name: string) => readonly string[] | undefined;

/** A network namespace: its interfaces, sockets and resolver. */
export class NetNamespace implements ContainerNetwork {
  readonly loopback: NetInterface;
  readonly listeners = new Listeners();
  readonly #world: World;
  readonly #interfaces: NetInterface[];
  readonly #connections = new Set<Connection>();
  #resolve: Resolve | undefined;
  #lastPort: number;

  constructor(world: World, ipv6 = false) {
    this.#world = world;
    const addresses = [
      { address: "127.0.0.1", prefix: 8, broadcast: undefined },
      ...(ipv6 ? [{ address: "::1", prefix: 128, broadcast: undefined }] : []),
    ];
    this.loopback = new NetInterface({ index: 1, name: "lo", mac: "00:00:00:00:00:00", mtu: 65_536, loopback: true, addresses });
    this.#interfaces = [this.loopback];
    const [high = 0, low = 0] = world.random.bytes(2);
    this.#lastPort = (high * 256 + low) % EPHEMERAL.count;
  }

  add(device: NetInterface): void {
    this.#interfaces.push(device);
  }

  remove(device: NetInterface): void {
    const at = this.#interfaces.indexOf(device);
    if (at >= 0) this.#interfaces.splice(at, 1);
  }

  /** The lowest free number of an interface here. */
  freeIndex(): number {
    const taken = new Set(this.#interfaces.map((device) => device.options.index));
    for (let index = 2; ; index++) if (!taken.has(index)) return index;
  }

  /** The lowest free of eth0, eth1 … */
  freeName(): string {
    const taken = new Set(this.#interfaces.map((device) => device.options.name));
    for (let number = 0; ; number++) if (!taken.has(`eth${number}`)) return `eth${number}`;
  }

  /** Whether an address is one of its own (127.0.0.0/8 apart). */
  owns(address: number): boolean {
    const text = formatAddress(address);
    return this.#interfaces.some((device) => device.addresses.some((own) => own.address === text));
  }

  async connect(to: { readonly host: string; readonly port: number }): Promise<Connection> {
    const { dial } = await import("./dial.ts");
    return dial(this.#world, this, to);
  }

  /** The pair's end that lives here, for the table of sockets. */
  adopt(connection: Connection): void {
    this.#connections.add(connection);
  }

  release(connection: Connection): void {
    this.#connections.delete(connection);
  }

  listen(on: { readonly host: string; readonly port: number }): Listener {
    const host = on.host === "::" || on.host === "" ? "0.0.0.0" : on.host === "::1" ? "127.0.0.1" : on.host;
    const address = parseAddress(host);
    if (address === undefined || (address !== 0 && !isLoopback(address) && !this.owns(address))) throw new Errno("EADDRNOTAVAIL");
    const port = on.port === 0 ? this.ephemeralPort() : on.port;
    if (this.taken(host, port)) throw new Errno("EADDRINUSE");
    return this.listeners.open(host, port);
  }

  /** Whether something listens where a new listener would. */
  taken(host: string, port: number): boolean {
    if (this.listeners.conflicts(host, port)) return true;
    if (this !== this.#world.host()) return false;
    return [...this.#world.published].some((other) => other.protocol === "tcp" && other.port === port && overlaps(other.host, host));
  }

  /** The next local port that no connection has. Throws EADDRNOTAVAIL when there is none. */
  ephemeralPort(): number {
    const used = new Set([...this.#connections].map(({ local }) => (local.family === "inet" ? local.port : 0)));
    for (let tries = 0; tries < EPHEMERAL.count; tries++) {
      this.#lastPort = (this.#lastPort + 2) % EPHEMERAL.count;
      const port = EPHEMERAL.first + this.#lastPort;
      if (!used.has(port) && !this.taken("0.0.0.0", port)) return port;
    }
    throw new Errno("EADDRNOTAVAIL");
  }

  async ping(host: string, timeoutMs: number): Promise<PingResult> {
    const { echo } = await import("./echo.ts");
    return echo(this.#world, this, host, timeoutMs);
  }

  interfaces(): readonly InterfaceInfo[] {
    return this.#interfaces.map((device) => device.info());
  }

  routes(): readonly RouteInfo[] {
    return this === this.#world.host() ? this.#hostRoutes() : this.#containerRoutes();
  }

  #hostRoutes(): RouteInfo[] {
    const { device, address, subnet, gateway } = this.#world.uplink;
    const routes: RouteInfo[] = [
      { destination: "default", gateway: formatAddress(gateway), device: device.options.name, source: undefined },
      {
        destination: `${formatAddress(subnet.network)}/${subnet.prefix}`,
        gateway: undefined,
        device: device.options.name,
        source: formatAddress(address),
      },
    ];
    for (const bridge of this.#world.bridges.values())
      routes.push({
        destination: `${formatAddress(bridge.subnet.network)}/${bridge.subnet.prefix}`,
        gateway: undefined,
        device: bridge.options.name,
        source: formatAddress(bridge.gateway),
      });
    return routes;
  }

  #containerRoutes(): RouteInfo[] {
    const places = placesOf(this.#world, this);
    const way = places.find(({ bridge }) => bridge.options.internal !== true);
    const first: RouteInfo[] = way
      ? [{ destination: "default", gateway: formatAddress(way.bridge.gateway), device: way.port.inner.options.name, source: undefined }]
      : [];
    return first.concat(
      places.map(({ bridge, port }) => ({
        destination: `${formatAddress(bridge.subnet.network)}/${bridge.subnet.prefix}`,
        gateway: undefined,
        device: port.inner.options.name,
        source: formatAddress(port.address),
      })),
    );
  }

  setResolver(resolve: Resolve | undefined): void {
    this.#resolve = resolve;
  }

  async query(server: string, name: string): Promise<readonly string[]> {
    const wanted = name.toLowerCase().replace(/\.$/, "");
    const address = parseAddress(server);
    if (server === "127.0.0.11" && this.#resolve) return this.#resolve(wanted) ?? this.#world.names.get(wanted) ?? [];
    const reachable = address !== undefined && reachesNameServer(this.#world, this, address);
    if (!reachable) throw new Errno("EAGAIN");
    return this.#world.names.get(wanted) ?? [];
  }

  sockets(): readonly {
    readonly local: SocketAddress;
    readonly remote: SocketAddress | undefined;
    readonly state: "LISTEN" | "ESTABLISHED" | "TIME_WAIT";
  }[] {
    const published = this === this.#world.host() ? [...this.#world.published].filter(({ protocol }) => protocol === "tcp") : [];
    const listening: SocketAddress[] = [
      ...this.listeners.addresses(),
      ...published.map(({ host, port }) => ({ family: "inet" as const, host, port })),
    ];
    return [
      ...listening.map((local) => ({ local, remote: undefined, state: "LISTEN" as const })),
      ...[...this.#connections].map(({ local, remote }) => ({ local, remote, state: "ESTABLISHED" as const })),
    ];
  }
}

/** Name servers are the host itself and everything outside. */
function reachesNameServer(world: World, from: NetNamespace, address: number): boolean {
  if (from === world.host()) return from.owns(address) || ![...world.bridges.values()].some((bridge) => bridge.ports.has(address));
  if (isLoopback(address)) return false;
  return placesOf(world, from).some(({ bridge }) => bridge.options.internal !== true);
}
