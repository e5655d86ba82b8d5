import type { Clock, InterfaceInfo } from "#abi";
import type { InterfaceCounters } from "./types.ts";

/**
 * What a new interface on a bridge hears in its first seconds: IPv6's neighbour discovery and multicast reports of its
 * other end. Milliseconds after it came up, bytes. It makes the `656B / 0B` of a container that nobody talked to.
 */
const CHATTER: readonly (readonly [after: number, bytes: number])[] = [
  [0, 90],
  [300, 90],
  [600, 86],
  [1000, 70],
  [1600, 90],
  [5000, 70],
  [13_000, 70],
  [29_000, 90],
];

export interface InterfaceOptions {
  readonly index: number;
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  readonly loopback?: boolean;
  readonly peerIndex?: number;
  readonly addresses?: InterfaceInfo["addresses"];
  /** Set where the other end chatters. */
  readonly chatterOf?: Clock;
}

/** A network interface and what passed through it. */
export class NetInterface {
  readonly options: InterfaceOptions;
  addresses: InterfaceInfo["addresses"];
  up = true;
  #received = 0;
  #receivedPackets = 0;
  #sent = 0;
  #sentPackets = 0;
  readonly #since: number;

  constructor(options: InterfaceOptions) {
    this.options = options;
    this.addresses = options.addresses ?? [];
    this.#since = options.chatterOf?.now() ?? 0;
  }

  receive(bytes: number, packets: number): void {
    this.#received += bytes;
    this.#receivedPackets += packets;
  }

  send(bytes: number, packets: number): void {
    this.#sent += bytes;
    this.#sentPackets += packets;
  }

  counters(): InterfaceCounters {
    const { chatterOf } = this.options;
    const heard = chatterOf ? CHATTER.filter(([after]) => chatterOf.now() - this.#since >= after) : [];
    const bytes = heard.reduce((sum, [, size]) => sum + size, 0);
    return {
      rxBytes: this.#received + bytes,
      rxPackets: this.#receivedPackets + heard.length,
      txBytes: this.#sent,
      txPackets: this.#sentPackets,
    };
  }

  info(): InterfaceInfo {
    const { index, name, mac, mtu, loopback = false, peerIndex } = this.options;
    return { index, name, mac, mtu, up: this.up, loopback, peerIndex, addresses: this.addresses, ...this.counters() };
  }
}

/** One crossing of an interface: its owner sends there, or receives. */
export interface Hop {
  readonly via: NetInterface;
  readonly sends: boolean;
}

/** Counts packets that pass the hops in their direction, or back. */
export function count(hops: readonly Hop[], back: boolean, bytes: number, packets: number): void {
  for (const { via, sends } of hops) {
    if (sends !== back) via.send(bytes, packets);
    else via.receive(bytes, packets);
  }
}
