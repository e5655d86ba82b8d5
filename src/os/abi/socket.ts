/** Socket addresses: socket(7), unix(7), ip(7). */

export type SocketAddress =
  | { readonly family: "unix"; readonly path: string }
  | { readonly family: "inet"; readonly host: string; readonly port: number };

/** An interface as `ip addr` shows it. */
export interface InterfaceInfo {
  readonly index: number;
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  readonly loopback: boolean;
  /** Index of the interface at the other end of a veth pair, as `eth0@if7` shows it. */
  readonly peerIndex: number | undefined;
  readonly addresses: readonly { readonly address: string; readonly prefix: number; readonly broadcast: string | undefined }[];
  readonly rxBytes: number;
  readonly rxPackets: number;
  readonly txBytes: number;
  readonly txPackets: number;
}

export interface RouteInfo {
  /** `default` or `172.17.0.0/16`. */
  readonly destination: string;
  readonly gateway: string | undefined;
  readonly device: string;
  readonly source: string | undefined;
}

/** Outcome of one ICMP echo. */
export type PingResult =
  | { readonly kind: "reply"; readonly from: string; readonly ms: number; readonly ttl: number }
  | { readonly kind: "unreachable"; readonly from: string }
  | { readonly kind: "timeout" };
