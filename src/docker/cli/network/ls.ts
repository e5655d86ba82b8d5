import type { NetworkInspect } from "#api";
import { type Listing, renderList } from "../format/list.ts";
import { goTime, shortId } from "../format/text.ts";
import { naturalOrder } from "../go/natural-order.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker network ls`. */
export const run: Run = async ({ session, flags }) => {
  const client = await session.client();
  const networks = [...(await client.network.list(flags.filters()))].sort((a, b) => naturalOrder(a.Name, b.Name));
  const quiet = flags.bool("quiet");
  const format = flags.text("format") || (!quiet && session.config.networksFormat) || "table";
  await session.out(renderList(session.release, networkListing(session, !flags.bool("no-trunc")), formatOf(format, quiet), networks));
};

function formatOf(format: string, quiet: boolean): string {
  if (format === "table") return quiet ? "{{.ID}}" : "table {{.ID}}\\t{{.Name}}\\t{{.Driver}}\\t{{.Scope}}";
  if (format === "raw")
    return quiet ? "network_id: {{.ID}}" : "network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n";
  return format;
}

function networkListing({ sys, release }: Session, truncate: boolean): Listing<NetworkInspect> {
  const labels = (network: NetworkInspect): string =>
    Object.entries(network.Labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
  const ipv4 = release.behaviour.networkIpv4Column
    ? { IPv4: ["IPV4", (network: NetworkInspect) => String(network.EnableIPv4 ?? false)] as const }
    : {};
  return {
    type: "*network.networkContext",
    columns: {
      CreatedAt: ["CREATED AT", (network) => goTimeNanos(network.Created, sys)],
      Driver: ["DRIVER", (network) => network.Driver],
      ID: ["NETWORK ID", (network) => (truncate ? shortId(network.Id) : network.Id)],
      ...ipv4,
      IPv6: ["IPV6", (network) => String(network.EnableIPv6)],
      Internal: ["INTERNAL", (network) => String(network.Internal)],
      Labels: ["LABELS", labels],
      Name: ["NAME", (network) => network.Name],
      Scope: ["SCOPE", (network) => network.Scope],
    },
    methods: { Label: (network, name) => network.Labels?.[name] ?? "" },
  };
}

/** time.Time's String of an RFC 3339 text, with its nanoseconds. */
function goTimeNanos(text: string, sys: Session["sys"]): string {
  const nanos = /\.\d+/.exec(text)?.[0].replace(/0+$/, "") ?? "";
  const plain = goTime(sys, Date.parse(text));
  return plain.replace(/^(\S+ \S+)/, (time) => `${time}${nanos === "." ? "" : nanos}`);
}
