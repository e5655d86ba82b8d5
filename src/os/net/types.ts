/** The contracts of this room: what the engine and the machine build networks from. */

import type { Connection, NetworkNamespace } from "#kernel";

/** The machine's whole network: the host's namespace, the containers' ones, the bridges between them. */
export interface NetworkStack {
  readonly host: HostNetwork;
  /** A new namespace with a loopback interface only; with `ipv6` that has ::1 too (engines of 27 and later leave IPv6 on). */
  createNamespace(options?: { readonly ipv6?: boolean }): ContainerNetwork;
  /** A bridge on the host, as `docker network create` makes one: the host gets `gateway` on it. Throws Errno EEXIST, EINVAL. */
  createBridge(options: BridgeOptions): Bridge;
}

export interface BridgeOptions {
  /** docker0, br-1a2b3c4d5e6f. */
  readonly name: string;
  /** 172.17.0.0/16 */
  readonly subnet: string;
  readonly gateway: string;
  /** No way out to other networks: `--internal`. */
  readonly internal?: boolean;
  /** Containers reach one another: com.docker.network.bridge.enable_icc. */
  readonly icc?: boolean;
  readonly mtu?: number;
}

export interface Bridge {
  readonly options: BridgeOptions;
  /** Gives a namespace an interface (eth0, eth1 …) here, with a default route where it has none. The address is the caller's choice: IPAM is the engine's. */
  attach(to: ContainerNetwork, endpoint: EndpointOptions): Endpoint;
  remove(): void;
}
export interface EndpointOptions {
  readonly address: string;
  readonly prefix: number;
  readonly mac: string;
  /** Number the interface within its namespace, from 2 on (engines of 28 and later make it there), not among the host's. */
  readonly ownNumbers?: boolean;
}
export interface Endpoint {
  readonly interfaceName: string;
  stats(): InterfaceCounters;
  detach(): void;
}
export interface InterfaceCounters {
  readonly rxBytes: number;
  readonly rxPackets: number;
  readonly txBytes: number;
  readonly txPackets: number;
}

export interface ContainerNetwork extends NetworkNamespace {
  /** Answers queries sent to 127.0.0.11; undefined removes it. The answer is a list of addresses; undefined: ask the host's resolver. */
  setResolver(resolve: ((name: string) => readonly string[] | undefined) | undefined): void;
}

export interface HostNetwork extends NetworkNamespace {
  /** docker-proxy and DNAT: what arrives at the host's port goes to the container's. Throws Errno EADDRINUSE. */
  publish(
    from: { readonly host: string; readonly port: number; readonly protocol: "tcp" | "udp" },
    to: { readonly host: string; readonly port: number },
  ): { close(): void };
  /** What the name server at the host's resolver address answers. */
  setNames(names: ReadonlyMap<string, readonly string[]>): void;
  /** Plays a server out in the world (Docker Hub, a registry) that connections to this address reach. */
  serveRemote(host: string, port: number, accept: (connection: Connection) => void): void;
}
