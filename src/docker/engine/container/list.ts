/** `docker ps`: daemon/list.go of moby. */

import type { ContainerSummary, Filters, Port } from "#api";
import type { Daemon } from "../daemon.ts";
import { fill, invalid } from "../errors.ts";
import { layersOf } from "../image/add.ts";
import { lookUp } from "../image/find.ts";
import { hasLabels } from "../image/list.ts";
import { sortedMap } from "../shape.ts";
import type { ContainerRecord } from "../store/state.ts";
import { humanDuration, seconds } from "../time.ts";
import { findContainer, isRunning } from "./find.ts";
import { endpointView, mountView } from "./inspect.ts";
import { containerSizes } from "./size.ts";

const KNOWN = [
  "ancestor",
  "before",
  "exited",
  "id",
  "isolation",
  "label",
  "name",
  "status",
  "health",
  "since",
  "volume",
  "network",
  "is-task",
  "publish",
  "expose",
];
const STATUSES = ["paused", "restarting", "removing", "running", "dead", "created", "exited"];
const HEALTHS = ["none", "starting", "healthy", "unhealthy"];

export interface ListOptions {
  readonly all: boolean;
  readonly size: boolean;
  readonly limit: number;
  readonly filters: Filters;
}

export function listContainers(daemon: Daemon, options: ListOptions): readonly ContainerSummary[] {
  const matches = containerFilter(daemon, options.filters);
  const isLimited = options.limit > 0;
  // Asking for a state, a limit or a neighbour looks at all containers.
  const all = options.all || isLimited || ["status", "exited", "before", "since"].some((key) => options.filters.has(key));
  const found: ContainerSummary[] = [];
  // Many containers are of one image.
  const images = new Map<string, string | undefined>();
  const imageOf = (asked: string): string | undefined => {
    if (!images.has(asked)) images.set(asked, lookUp(daemon, asked)?.image.id);
    return images.get(asked);
  };
  const newest = [...daemon.store.state.containers.values()].reverse().sort((a, b) => b.created - a.created);
  for (const container of newest) {
    if ((!all && !isRunning(container) && container.state.kind !== "restarting") || !matches(container)) continue;
    found.push(summary(daemon, container, imageOf, options.size));
    if (isLimited && found.length >= options.limit) break;
  }
  return found;
}

/** 400 for filters and values that don't exist. */
export function containerFilter(daemon: Daemon, filters: Filters): (container: ContainerRecord) => boolean {
  const { texts } = daemon.release;
  for (const key of filters.keys()) if (!KNOWN.includes(key) && key !== "label!") throw invalid(fill(texts.invalidFilter, key));
  for (const status of filters.get("status") ?? []) if (!STATUSES.includes(status)) throw invalid(fill(texts.statusFilter, status, status));
  for (const health of filters.get("health") ?? []) if (!HEALTHS.includes(health)) throw invalid(fill(texts.healthFilter, health, health));
  const codes = (filters.get("exited") ?? []).map((text) => {
    if (!/^-?\d+$/.test(text))
      throw invalid(
        daemon.release.behaviour.dnsNames
          ? fill(texts.invalidFilterValue, "exited", text)
          : `strconv.Atoi: parsing "${text}": invalid syntax`,
      );
    return Number(text);
  });
  const bound = (key: string): number | undefined => {
    const [name] = filters.get(key) ?? [];
    return name === undefined ? undefined : findContainer(daemon, name).created;
  };
  const before = bound("before");
  const since = bound("since");
  const any = (key: string, test: (value: string) => boolean): boolean => {
    const values = filters.get(key) ?? [];
    return values.length === 0 || values.some(test);
  };
  const ancestors = ancestorTests(daemon, filters.get("ancestor") ?? []);
  return (container) => {
    const { state, hostConfig } = container;
    if (before !== undefined && container.created >= before) return false;
    if (since !== undefined && container.created <= since) return false;
    if (codes.length > 0 && !(state.kind === "exited" && codes.includes(state.exitCode))) return false;
    if (ancestors && !ancestors.has(container.image)) return false;
    return (
      any("id", (value) => container.id.startsWith(value)) &&
      any("name", (value) => nameMatches(container.name, value)) &&
      any("status", (value) => state.kind === value) &&
      any("health", (value) => (container.health?.Status ?? "none") === value) &&
      any("volume", (value) =>
        container.mounts.some((mount) => mount.Name === value || mount.Destination === value || mount.Source === value),
      ) &&
      any("network", (value) =>
        Object.entries(container.endpoints).some(
          ([name, one]) => name === value || (one.networkId !== "" && one.networkId.startsWith(value)),
        ),
      ) &&
      any("publish", (value) => portMatches(Object.keys(hostConfig.PortBindings ?? {}), value) || publicMatches(container, value)) &&
      any("expose", (value) => portMatches(Object.keys(container.config.ExposedPorts ?? {}), value)) &&
      hasLabels(container.config.Labels ?? {}, filters)
    );
  };
}

/** A regular expression over the name with or without slash. */
function nameMatches(name: string, pattern: string): boolean {
  try {
    const expression = new RegExp(pattern);
    return expression.test(name) || expression.test(`/${name}`);
  } catch (error) {
    if (error instanceof SyntaxError) return name === pattern;
    throw error;
  }
}

function portMatches(keys: readonly string[], value: string): boolean {
  const [range = "", protocol = "tcp"] = value.split("/");
  const [first = 0, last = first] = range.split("-").map(Number);
  return keys.some((key) => {
    const [port = "", kind = "tcp"] = key.split("/");
    return kind === protocol && Number(port) >= first && Number(port) <= last;
  });
}

function publicMatches(container: ContainerRecord, value: string): boolean {
  const [port = ""] = value.split("/");
  return Object.values(container.ports ?? {}).some((bindings) => bindings?.some((binding) => binding.HostPort === port));
}

/** An image and everything that begins with its layers. */
function ancestorTests(daemon: Daemon, names: readonly string[]): ReadonlySet<string> | undefined {
  if (names.length === 0) return undefined;
  const found = new Set<string>();
  for (const name of names) {
    const image = lookUp(daemon, name)?.image;
    if (!image) continue;
    found.add(image.id);
    const top = daemon.layers.get(image.id)?.layer?.chainId;
    for (const [id, { layer }] of daemon.layers)
      if (top !== undefined && layersOf(layer).some((one) => one.chainId === top) && isDescendant(daemon, id, image.id)) found.add(id);
  }
  return found;
}

function isDescendant(daemon: Daemon, id: string, ancestor: string): boolean {
  for (let at: string | undefined = id; at; at = daemon.store.state.images.get(at)?.parent) if (at === ancestor) return true;
  return false;
}

function summary(
  daemon: Daemon,
  container: ContainerRecord,
  imageOf: (asked: string) => string | undefined,
  withSize: boolean,
): ContainerSummary {
  const { config, state } = container;
  const networks = Object.fromEntries(
    Object.entries(container.endpoints).map(([name, one]) => [name, summaryEndpoint(daemon, container, name, one)]),
  );
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    // As it was asked for, while that still means the same image.
    Image: imageOf(container.config.Image) === container.image ? container.config.Image : container.image,
    ImageID: container.image,
    Command: command(container),
    Created: seconds(container.created),
    Ports: portsOf(container),
    ...(withSize ? containerSizes(daemon, container) : {}),
    Labels: sortedMap(config.Labels ?? {}),
    State: state.kind,
    Status: statusText(container, daemon.clock.now()),
    HostConfig: { NetworkMode: container.hostConfig.NetworkMode },
    NetworkSettings: { Networks: networks },
    Mounts: container.mounts.map(mountView),
  };
}

function summaryEndpoint(daemon: Daemon, container: ContainerRecord, name: string, endpoint: ContainerRecord["endpoints"][string]) {
  return { ...endpointView(daemon, container, name, endpoint), Aliases: null, Links: null };
}

/** Arguments with spaces are quoted. */
function command({ path, args }: ContainerRecord): string {
  if (args.length === 0) return path;
  return [path, ...args.map((arg) => (arg.includes(" ") ? `'${arg}'` : arg))].join(" ");
}

/** `Up 4 minutes (healthy)`: State.String of moby. */
export function statusText({ state, health }: ContainerRecord, now: number): string {
  const ago = (time: number | undefined): string => (time === undefined ? "" : humanDuration(Math.max(0, now - time)));
  switch (state.kind) {
    case "running": {
      const suffix =
        !health || health.Status === "none" ? "" : health.Status === "starting" ? " (health: starting)" : ` (${health.Status})`;
      return `Up ${ago(state.startedAt)}${suffix}`;
    }
    case "paused":
      return `Up ${ago(state.startedAt)} (Paused)`;
    case "restarting":
      return `Restarting (${state.exitCode}) ${ago(state.finishedAt)} ago`;
    case "removing":
      return "Removal In Progress";
    case "dead":
      return "Dead";
    case "created":
      return "Created";
    case "exited":
      return state.startedAt === undefined
        ? "Created"
        : state.finishedAt === undefined
          ? ""
          : `Exited (${state.exitCode}) ${ago(state.finishedAt)} ago`;
  }
}

function portsOf(container: ContainerRecord): readonly Port[] {
  const rows: Port[] = [];
  for (const [key, bindings] of Object.entries(container.ports ?? {})) {
    const [number = "", kind = "tcp"] = key.split("/");
    const type: Port["Type"] = kind === "udp" || kind === "sctp" ? kind : "tcp";
    if (!bindings) rows.push({ PrivatePort: Number(number), Type: type });
    for (const { HostIp, HostPort } of bindings ?? [])
      rows.push({ IP: HostIp, PrivatePort: Number(number), PublicPort: Number(HostPort), Type: type });
  }
  return rows;
}
