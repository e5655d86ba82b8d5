import type { IpamConfig } from "#api";

export interface IpamOptions {
  readonly subnets: readonly string[];
  readonly ranges: readonly string[];
  readonly gateways: readonly string[];
  readonly auxiliary: Readonly<Record<string, string>>;
}

type Draft = { -readonly [K in keyof IpamConfig]: IpamConfig[K] };

/** Puts ranges, gateways and auxiliary addresses to the subnets that they lie in. Throws an Error with docker's text. */
export function ipamConfig({ subnets, ranges, gateways, auxiliary }: IpamOptions): IpamConfig[] {
  if (subnets.length < ranges.length || subnets.length < gateways.length)
    throw new Error("every ip-range or gateway must have a corresponding subnet");
  const drafts = new Map<string, Draft>();
  for (const subnet of subnets) {
    for (const other of drafts.keys())
      if (contains(subnet, other) || contains(other, subnet)) throw new Error("multiple overlapping subnet configuration is not supported");
    drafts.set(subnet, { Subnet: subnet });
  }
  const place = (address: string, what: string, put: (draft: Draft, subnet: string) => void): void => {
    const found = subnets.filter((subnet) => contains(subnet, address));
    if (found.length === 0) throw new Error(`no matching subnet for ${what} ${address}`);
    for (const subnet of found) put(drafts.get(subnet) ?? {}, subnet);
  };
  for (const range of ranges) {
    if (subnets.length > 0) parseCidr(range);
    place(range, "range", (draft, subnet) => {
      if (draft.IPRange !== undefined)
        throw new Error(`cannot configure multiple ranges (${range}, ${draft.IPRange}) on the same subnet (${subnet})`);
      draft.IPRange = range;
    });
  }
  for (const gateway of gateways) {
    place(gateway, "gateway", (draft, subnet) => {
      if (draft.Gateway !== undefined)
        throw new Error(`cannot configure multiple gateways (${gateway}, ${draft.Gateway}) for the same subnet (${subnet})`);
      draft.Gateway = gateway;
    });
  }
  for (const [name, address] of Object.entries(auxiliary)) {
    place(address, "aux-address", (draft) => {
      draft.AuxiliaryAddresses = { ...draft.AuxiliaryAddresses, [name]: address };
    });
  }
  return [...drafts.values()];
}

/** Whether an address or network begins inside a subnet. The subnet must be one: `invalid subnet: …`. */
function contains(subnet: string, address: string): boolean {
  let net: Cidr;
  try {
    net = parseCidr(subnet);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`invalid subnet: ${error.message}`);
  }
  const other = address.includes("/") ? parseCidr(address).address : addressOf(address);
  if (other === undefined || other.bits !== net.address.bits) return false;
  const shift = BigInt(net.address.bits - net.prefix);
  return other.value >> shift === net.address.value >> shift;
}

interface Address {
  readonly value: bigint;
  readonly bits: number;
}
interface Cidr {
  readonly address: Address;
  readonly prefix: number;
}

function parseCidr(text: string): Cidr {
  const at = text.indexOf("/");
  const address = at < 0 ? undefined : addressOf(text.slice(0, at));
  const prefix = /^\d+$/.test(text.slice(at + 1)) ? Number(text.slice(at + 1)) : -1;
  if (!address || prefix < 0 || prefix > address.bits) throw new Error(`invalid CIDR address: ${text}`);
  return { address, prefix };
}

function addressOf(text: string): Address | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const parts = text.split(".").map(Number);
    return parts.every((part) => part <= 255) ? { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 } : undefined;
  }
  const halves = text.split("::");
  if (!text.includes(":") || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(halves.length === 1 ? 0 : missing).fill("0"), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 };
}
