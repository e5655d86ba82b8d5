/** IPv4 addresses as numbers. */

/** 32 bits; undefined when the text is no dotted quad. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** What a program may connect to: 0.0.0.0 means this machine. */
export function parseTarget(text: string): number | undefined {
  return parseAddress(text === "::1" || text === "0.0.0.0" ? "127.0.0.1" : text);
}

export interface Subnet {
  readonly network: number;
  readonly prefix: number;
}

/** `172.17.0.0/16`, also with host bits set; undefined when it is no subnet. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address, prefix, more] = text.split("/");
  const value = parseAddress(address ?? "");
  if (value === undefined || prefix === undefined || more !== undefined || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32)
    return undefined;
  return { network: maskOf(value, Number(prefix)), prefix: Number(prefix) };
}

export function contains(subnet: Subnet, address: number): boolean {
  return maskOf(address, subnet.prefix) === subnet.network;
}

export function isLoopback(address: number): boolean {
  return Math.floor(address / 2 ** 24) === 127;
}

/** Highest address of a subnet. */
export function broadcastOf(subnet: Subnet): number {
  return subnet.network + 2 ** (32 - subnet.prefix) - 1;
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

function maskOf(address: number, prefix: number): number {
  const size = 2 ** (32 - prefix);
  return Math.floor(address / size) * size;
}
