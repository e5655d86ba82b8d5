import type { EndpointSettings } from "#api";
import type { Flags } from "../../command/flags.ts";
import { isMacAddress } from "../../go/ip.ts";
import { quote } from "../../go/quote.ts";
import { type NetworkAttachment, NO_ATTACHMENT, parseNetwork } from "./network.ts";

export interface Endpoints {
  /** The first network, or `default`. */
  readonly mode: string;
  readonly endpoints: Readonly<Record<string, Partial<EndpointSettings> | null>>;
}

/** Whether a network is one that somebody made. */
export function isUserDefined(name: string): boolean {
  return !["default", "bridge", "host", "none"].includes(name) && !name.startsWith("container:");
}

/** `--network` with the flags that belong to its endpoint. Throws an Error with docker's text. */
export function parseEndpoints(flags: Flags): Endpoints {
  const attachments = [...flags.list("net"), ...flags.list("network")].map(parseNetwork);
  const aliases = [...flags.list("net-alias"), ...flags.list("network-alias")];
  const endpoints: Record<string, Partial<EndpointSettings>> = {};
  if (attachments.length === 0) {
    const settings = endpoint(withFlags({ ...NO_ATTACHMENT, target: "default" }, flags, aliases));
    return { mode: "default", endpoints: { default: settings } };
  }
  for (const [index, attachment] of attachments.entries()) {
    const settings = endpoint(index === 0 ? withFlags(attachment, flags, aliases) : attachment);
    if (attachment.target in endpoints) throw new Error(`network ${quote(attachment.target)} is specified multiple times`);
    if (index === 0 && attachments.length === 1 && isEmpty(settings)) continue;
    endpoints[attachment.target] = settings;
  }
  const custom = attachments.map((one) => isUserDefined(one.target));
  if (custom.includes(true) && custom.includes(false))
    throw new Error("conflicting options: cannot attach both user-defined and non-user-defined network-modes");
  return { mode: attachments[0]?.target ?? "default", endpoints };
}

function isEmpty(settings: Partial<EndpointSettings>): boolean {
  return Object.values(settings).every((value) => value === null || value === "" || value === 0);
}

function withFlags(attachment: NetworkAttachment, flags: Flags, aliases: readonly string[]): NetworkAttachment {
  const clash = (one: boolean, other: boolean, text: string): void => {
    if (one && other) throw new Error(`conflicting options: cannot specify both ${text}`);
  };
  const links = flags.list("link");
  const linkLocal = flags.list("link-local-ip");
  const [ip, ip6, mac] = [flags.text("ip"), flags.text("ip6"), flags.text("mac-address")];
  clash(attachment.aliases.length > 0, aliases.length > 0, "--network-alias and per-network alias");
  clash(attachment.links.length > 0, links.length > 0, "--link and per-network links");
  clash(attachment.ipv4 !== "", ip !== "", "--ip and per-network IPv4 address");
  clash(attachment.ipv6 !== "", ip6 !== "", "--ip6 and per-network IPv6 address");
  clash(attachment.mac !== "", mac !== "", "--mac-address and per-network MAC address");
  clash(attachment.linkLocal.length > 0, linkLocal.length > 0, "--link-local-ip and per-network link-local IP addresses");
  return {
    ...attachment,
    aliases: aliases.length > 0 ? aliases : attachment.aliases,
    links: isUserDefined(attachment.target) && links.length > 0 ? links : attachment.links,
    ipv4: ip === "" ? attachment.ipv4 : ip,
    ipv6: ip6 === "" ? attachment.ipv6 : ip6,
    mac: mac === "" ? attachment.mac : mac,
    linkLocal: linkLocal.length > 0 ? linkLocal : attachment.linkLocal,
  };
}

function endpoint(attachment: NetworkAttachment): Partial<EndpointSettings> {
  const { target, aliases, links, ipv4, ipv6, linkLocal, mac, driverOpts, priority } = attachment;
  if (target.trim() === "") throw new Error("no name set for network");
  if (!isUserDefined(target) && aliases.length > 0) throw new Error("network-scoped aliases are only supported for user-defined networks");
  if (!isUserDefined(target) && links.length > 0) throw new Error("links are only supported for user-defined networks");
  if (mac !== "" && !isMacAddress(mac.trim())) throw new Error(`${mac} is not a valid mac address`);
  const addressed = ipv4 !== "" || ipv6 !== "" || linkLocal.length > 0;
  return {
    IPAMConfig: addressed
      ? {
          ...(ipv4 !== "" && { IPv4Address: ipv4 }),
          ...(ipv6 !== "" && { IPv6Address: ipv6 }),
          ...(linkLocal.length > 0 && { LinkLocalIPs: linkLocal }),
        }
      : null,
    Links: links.length > 0 ? links : null,
    Aliases: aliases.length > 0 ? aliases : null,
    MacAddress: mac,
    DriverOpts: driverOpts ?? null,
    ...(priority !== 0 && { GwPriority: priority }),
  };
}
