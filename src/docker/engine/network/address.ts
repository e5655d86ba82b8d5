/** IPv4 arithmetic. */

/** undefined when a text is no address. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export interface Subnet {
  readonly base: number;
  readonly prefix: number;
}

/** `10.9.0.0/16`; bits of the host are cut off. */
export function parseSubnet(text: string): Subnet | undefined {
  const [host = "", length = "", more] = text.split("/");
  const address = parseAddress(host);
  const prefix = Number(length);
  if (address === undefined || more !== undefined || !/^\d{1,2}$/.test(length) || prefix > 32) return undefined;
  return { base: Math.floor(address / sizeOf(prefix)) * sizeOf(prefix), prefix };
}

export const sizeOf = (prefix: number): number => 2 ** (32 - prefix);

export function formatSubnet({ base, prefix }: Subnet): string {
  return `${formatAddress(base)}/${prefix}`;
}

export function contains({ base, prefix }: Subnet, address: number): boolean {
  return address >= base && address < base + sizeOf(prefix);
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return contains(a, b.base) || contains(b, a.base);
}

/** Docker's pools for networks without a subnet of their own (libnetwork ipamutils, local scope). */
export function* defaultPools(): Generator<Subnet> {
  for (let second = 17; second < 32; second++) yield { base: (172 * 256 + second) * 256 * 256, prefix: 16 };
  for (let third = 0; third < 256; third += 16) yield { base: ((192 * 256 + 168) * 256 + third) * 256, prefix: 20 };
}
