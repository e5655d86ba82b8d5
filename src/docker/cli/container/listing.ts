import type { ContainerSummary, Port } from "#api";
import type { Listing } from "../format/list.ts";
import { ago, ellipsis, goTime, shortId } from "../format/text.ts";
import { quote } from "../go/quote.ts";
import { humanSize } from "../go/units.ts";
import { familiarName, parseReference } from "../reference.ts";
import type { Session } from "../session.ts";

export interface ContainerRow {
  readonly container: ContainerSummary;
  readonly truncate: boolean;
}

const RAW = `container_id: {{.ID}}
image: {{.Image}}
command: {{.Command}}
created_at: {{.CreatedAt}}
state: {{- pad .State 1 0}}
status: {{- pad .Status 1 0}}
names: {{.Names}}
labels: {{- pad .Labels 1 0}}
ports: {{- pad .Ports 1 0}}
`;

/** The template behind `table` and `raw`. */
export function defaultFormat(format: string, size: boolean): string {
  if (format === "table")
    return `table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}${size ? "\\t{{.Size}}" : ""}`;
  return format === "raw" ? RAW + (size ? "size: {{.Size}}\\n" : "") : format;
}

/** The columns of `docker ps`. */
export function containerListing(session: Session): Listing<ContainerRow> {
  const { sys } = session;
  const { psFields, bracketsIp6 } = session.release.behaviour;
  const { upperCase } = session.release.texts;
  // Many containers are of one image.
  const images = new Map<string, string>();
  const imageOf = (container: ContainerSummary, truncate: boolean): string => {
    const key = `${truncate} ${container.Image} ${container.ImageID}`;
    const name = images.get(key) ?? imageName(container, truncate, upperCase);
    images.set(key, name);
    return name;
  };
  const all: Listing<ContainerRow>["columns"] = {
    Command: ["COMMAND", ({ container, truncate }) => quote(truncate ? ellipsis(container.Command, 20) : container.Command)],
    CreatedAt: ["CREATED AT", ({ container }) => goTime(sys, container.Created * 1000)],
    ID: ["CONTAINER ID", ({ container, truncate }) => (truncate ? shortId(container.Id) : container.Id)],
    Image: ["IMAGE", ({ container, truncate }) => imageOf(container, truncate)],
    Labels: ["LABELS", ({ container }) => labelText(container.Labels)],
    LocalVolumes: ["LOCAL VOLUMES", ({ container }) => String(container.Mounts.filter((mount) => mount.Driver === "local").length)],
    Mounts: [
      "MOUNTS",
      ({ container, truncate }) =>
        container.Mounts.map((mount) => mount.Name || mount.Source)
          .map((name) => (truncate ? ellipsis(name, 15) : name))
          .join(","),
    ],
    Names: ["NAMES", ({ container, truncate }) => nameList(container.Names, truncate)],
    Networks: ["NETWORKS", ({ container }) => Object.keys(container.NetworkSettings?.Networks ?? {}).join(",")],
    Platform: ["PLATFORM", () => null],
    Ports: ["PORTS", ({ container }) => displayPorts(container.Ports, bracketsIp6)],
    RunningFor: ["CREATED", ({ container }) => ago(sys, container.Created * 1000)],
    Size: ["SIZE", ({ container }) => sizeText(container)],
    State: ["STATE", ({ container }) => container.State],
    Status: ["STATUS", ({ container }) => container.Status],
  };
  const extra = ["State", "Platform"];
  return {
    type: session.release.names.containerContext,
    columns: Object.fromEntries(Object.entries(all).filter(([name]) => !extra.includes(name) || psFields.includes(name))),
    methods: { Label: ({ container }, name) => container.Labels?.[name] ?? "" },
  };
}

/** `key=value` pairs, sorted. */
export function labelText(labels: Readonly<Record<string, string>> | null | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(",");
}

function imageName({ Image, ImageID }: ContainerSummary, truncate: boolean, upperCase: string): string {
  if (Image === "") return "<no image>";
  if (!truncate) return Image;
  if (shortId(ImageID) === shortId(Image)) return shortId(ImageID);
  try {
    const { full, tag } = parseReference(Image, upperCase);
    return tag === undefined ? familiarName(full) : `${familiarName(full)}:${tag}`;
  } catch (error) {
    if (error instanceof Error) return Image;
    throw error;
  }
}

function nameList(names: readonly string[], truncate: boolean): string {
  const bare = names.map((name) => name.slice(1));
  const own = truncate ? bare.find((name) => !name.includes("/")) : undefined;
  return own ?? bare.join(",");
}

function sizeText({ SizeRw = 0, SizeRootFs = 0 }: ContainerSummary): string {
  const own = humanSize(SizeRw, 3);
  return SizeRootFs > 0 ? `${own} (virtual ${humanSize(SizeRootFs, 3)})` : own;
}

/** `0.0.0.0:8080->80/tcp`; neighbouring ports that map to themselves are shown as ranges. */
export function displayPorts(ports: readonly Port[], brackets: boolean): string {
  const join = (ip: string, port: string): string => (brackets && ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);
  const groups = new Map<string, { first: number; last: number }>();
  const done: string[] = [];
  const mapped: string[] = [];
  const show = (key: string, { first, last }: { first: number; last: number }): string => {
    const [head = "", tail] = key.split("/");
    const range = first === last ? String(first) : `${first}-${last}`;
    return tail === undefined ? `${range}/${head}` : `${join(head, range)}->${range}/${tail}`;
  };
  for (const port of [...ports].sort(comparePorts)) {
    const { IP: ip = "", PrivatePort: inside, PublicPort: outside = 0, Type: type } = port;
    if (ip !== "" && outside !== inside) {
      mapped.push(`${join(ip, String(outside))}->${inside}/${type}`);
      continue;
    }
    const key = ip === "" ? type : `${ip}/${type}`;
    const group = groups.get(key);
    if (!group) groups.set(key, { first: inside, last: inside });
    else if (inside === group.last + 1) group.last = inside;
    else {
      done.push(show(key, group));
      groups.set(key, { first: inside, last: inside });
    }
  }
  return [...done, ...[...groups].map(([key, group]) => show(key, group)), ...mapped].join(", ");
}

function comparePorts(a: Port, b: Port): number {
  const text = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return a.PrivatePort - b.PrivatePort || text(a.IP ?? "", b.IP ?? "") || (a.PublicPort ?? 0) - (b.PublicPort ?? 0) || text(a.Type, b.Type);
}
