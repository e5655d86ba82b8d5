/** Networks: create, show, remove. daemon/network.go of moby and the texts of libnetwork. */

import { castDraft } from "immer";
import { isErrno } from "#abi";
import type { Filters, Ipam, IpamConfig, NetworkCreateRequest, NetworkCreateResponse, NetworkInspect, NetworksPruneReport } from "#api";
import type { Daemon } from "../daemon.ts";
import { conflict, fill, forbidden, invalid, notFound, systemError } from "../errors.ts";
import { randomId } from "../ids.ts";
import { hasLabels } from "../image/list.ts";
import { checkPruneFilters } from "../image/prune.ts";
import { shaped, sortedMap } from "../shape.ts";
import type { NetworkRecord } from "../store/state.ts";
import { rfc3339Nano } from "../time.ts";
import { contains, defaultPools, formatAddress, formatSubnet, overlaps, parseAddress, parseSubnet, type Subnet } from "./address.ts";
import { findNetwork, membersOf } from "./find.ts";

const PREDEFINED = ["bridge", "host", "none", "default"];
const DEFAULT_BRIDGE = "docker0";

export function createNetwork(daemon: Daemon, request: NetworkCreateRequest): NetworkCreateResponse {
  const { Name: name } = request;
  const driver = request.Driver || "bridge";
  if (name.trim() === "") throw invalid("invalid network name: name is empty");
  if (PREDEFINED.includes(name)) throw forbidden(`operation is not permitted on predefined ${name} network`);
  if ([...daemon.store.state.networks.values()].some((network) => network.name === name))
    throw conflict(`network with name ${name} already exists`);
  if (driver === "host" || driver === "null") throw forbidden(`only one instance of "${driver}" network is allowed`);
  if (driver === "overlay")
    throw forbidden(
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  if (!["bridge", "macvlan", "ipvlan"].includes(driver)) throw notFound(`plugin "${driver}" not found`);
  const ipam = chooseIpam(daemon, request.IPAM ?? {});
  const record: NetworkRecord = {
    id: randomId(daemon.random),
    name,
    created: daemon.clock.now(),
    driver,
    enableIPv6: request.EnableIPv6 === true,
    ipam,
    internal: request.Internal === true,
    attachable: request.Attachable === true,
    options: sortedMap(request.Options ?? {}),
    labels: sortedMap(request.Labels ?? {}),
    predefined: false,
  };
  raiseBridge(daemon, record);
  daemon.store.update((draft) => void draft.networks.set(record.id, castDraft(record)));
  daemon.events.emit("network", "create", record.id, { name, type: driver });
  return { Id: record.id, Warning: "" };
}

/** Puts a network's bridge on the host. */
export function raiseBridge(daemon: Daemon, network: NetworkRecord): void {
  const [config] = network.ipam.Config ?? [];
  if (network.driver !== "bridge" || !config?.Subnet || !config.Gateway) return;
  const { options } = network;
  const mtu = Number(options["com.docker.network.driver.mtu"] ?? 1500);
  try {
    const bridge = daemon.network.createBridge({
      name: options["com.docker.network.bridge.name"] ?? `br-${network.id.slice(0, 12)}`,
      subnet: config.Subnet,
      gateway: config.Gateway.split("/")[0] ?? "",
      internal: network.internal,
      icc: options["com.docker.network.bridge.enable_icc"] !== "false",
      mtu,
    });
    daemon.bridges.set(network.id, bridge);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw systemError(error.code === "EEXIST" ? `network with name ${network.name} already exists` : error.message);
  }
}

function chooseIpam(daemon: Daemon, asked: Partial<Ipam>): Ipam {
  const driver = asked.Driver || "default";
  if (driver !== "default" && driver !== "null") throw notFound(`plugin "${driver}" not found`);
  const { texts } = daemon.release;
  const taken = takenSubnets(daemon);
  const configs = (asked.Config ?? []).filter((one) => one.Subnet || one.Gateway || one.IPRange);
  const [given] = configs;
  if (!given) {
    for (const pool of defaultPools()) {
      if (taken.some((one) => overlaps(one, pool))) continue;
      return {
        Driver: driver,
        Options: asked.Options ?? {},
        Config: [{ Subnet: formatSubnet(pool), Gateway: formatAddress(pool.base + 1) }],
      };
    }
    throw systemError("could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network");
  }
  if (!given.Subnet) throw invalid("every ip-range or gateway must have a corresponding subnet");
  return { Driver: driver, Options: asked.Options ?? {}, Config: [checkConfig(given, given.Subnet, taken, texts)] };
}

function checkConfig(config: IpamConfig, text: string, taken: readonly Subnet[], texts: Daemon["release"]["texts"]): IpamConfig {
  const subnet = parseSubnet(text);
  if (!subnet) throw invalid(fill(texts.invalidSubnet, text, text));
  if (taken.some((one) => overlaps(one, subnet))) throw forbidden(texts.poolOverlaps);
  const gateway = config.Gateway;
  const address = gateway === undefined || gateway === "" ? undefined : parseAddress(gateway);
  if (gateway && address === undefined) throw invalid(`invalid gateway address ${gateway} : invalid IP address`);
  if (address !== undefined && !contains(subnet, address)) throw invalid(`no matching subnet for gateway ${gateway}`);
  const range = config.IPRange ? parseSubnet(config.IPRange) : undefined;
  if (config.IPRange && (!range || !contains(subnet, range.base))) throw invalid(`no matching subnet for range ${config.IPRange}`);
  const first = range && range.base !== subnet.base ? range.base : subnet.base + 1;
  return {
    Subnet: text,
    ...(config.IPRange ? { IPRange: config.IPRange } : {}),
    Gateway: gateway || formatAddress(first),
    ...(config.AuxiliaryAddresses && Object.keys(config.AuxiliaryAddresses).length > 0
      ? { AuxiliaryAddresses: config.AuxiliaryAddresses }
      : {}),
  };
}

function takenSubnets(daemon: Daemon): readonly Subnet[] {
  const texts = [...daemon.store.state.networks.values()].flatMap((network) =>
    (network.ipam.Config ?? []).map((config) => config.Subnet ?? ""),
  );
  const routes = daemon.network.host.routes().map((one) => one.destination);
  return [...texts, ...routes].map((text) => parseSubnet(text.includes("/") ? text : "")).filter((one) => one !== undefined);
}

/** The networks that every daemon has. */
export function createDefaultNetworks(daemon: Daemon): void {
  const make = (name: string, driver: string, config: readonly IpamConfig[], options: Readonly<Record<string, string>>): void => {
    if ([...daemon.store.state.networks.values()].some((network) => network.name === name)) return;
    const record: NetworkRecord = {
      id: randomId(daemon.random),
      name,
      created: daemon.clock.now(),
      driver,
      enableIPv6: false,
      ipam: { Driver: "default", Options: null, Config: config },
      internal: false,
      attachable: false,
      options,
      labels: {},
      predefined: true,
    };
    daemon.store.update((draft) => void draft.networks.set(record.id, castDraft(record)));
  };
  make("none", "null", [], {});
  make("host", "host", [], {});
  make("bridge", "bridge", [{ Subnet: "172.17.0.0/16", Gateway: "172.17.0.1" }], {
    "com.docker.network.bridge.default_bridge": "true",
    "com.docker.network.bridge.enable_icc": "true",
    "com.docker.network.bridge.enable_ip_masquerade": "true",
    "com.docker.network.bridge.host_binding_ipv4": "0.0.0.0",
    "com.docker.network.bridge.name": DEFAULT_BRIDGE,
    "com.docker.network.driver.mtu": "1500",
  });
}

export function networkView(daemon: Daemon, network: NetworkRecord, withContainers: boolean): NetworkInspect {
  const members = withContainers ? membersOf(daemon, network) : [];
  const containers = members.map((container) => {
    const joined = Object.values(container.endpoints).find((one) => one.networkId === network.id)?.joined;
    const address = joined?.address ? `${joined.address}/${joined.prefix}` : "";
    return [
      container.id,
      { Name: container.name, EndpointID: joined?.endpointId ?? "", MacAddress: joined?.mac ?? "", IPv4Address: address, IPv6Address: "" },
    ] as const;
  });
  return shaped<NetworkInspect>(daemon.release.shapes.network, {
    Name: network.name,
    Id: network.id,
    Created: rfc3339Nano(network.created),
    Scope: "local",
    Driver: network.driver,
    EnableIPv6: network.enableIPv6,
    IPAM: network.ipam,
    Internal: network.internal,
    Attachable: network.attachable,
    Containers: sortedMap(Object.fromEntries(containers)),
    Options: network.options,
    Labels: network.labels,
  });
}

const KNOWN = ["driver", "type", "name", "id", "label", "label!", "scope", "dangling"];

export function listNetworks(daemon: Daemon, filters: Filters): readonly NetworkInspect[] {
  for (const key of filters.keys()) if (!KNOWN.includes(key)) throw invalid(fill(daemon.release.texts.invalidFilter, key));
  for (const type of filters.get("type") ?? [])
    if (type !== "custom" && type !== "builtin") throw invalid(`invalid filter: 'type'='${type}'`);
  const any = (key: string, matches: (value: string) => boolean): boolean => {
    const values = filters.get(key) ?? [];
    return values.length === 0 || values.some(matches);
  };
  return [...daemon.store.state.networks.values()]
    .filter(
      (network) =>
        any("driver", (value) => network.driver === value) && any("type", (value) => (value === "builtin") === network.predefined),
    )
    .filter((network) => any("name", (value) => network.name.includes(value)) && any("id", (value) => network.id.startsWith(value)))
    .filter((network) => any("scope", (value) => value === "local") && hasLabels(network.labels, filters))
    .filter((network) =>
      any("dangling", (value) => (!network.predefined && membersOf(daemon, network).length === 0) === ["true", "1"].includes(value)),
    )
    .map((network) => networkView(daemon, network, false));
}

export function removeNetwork(daemon: Daemon, wanted: string): void {
  const network = findNetwork(daemon, wanted);
  if (network.predefined) throw forbidden(`${network.name} is a pre-defined network and cannot be removed`);
  const members = membersOf(daemon, network);
  if (members.length > 0) {
    const ends = members.map((container) => {
      const joined = Object.values(container.endpoints).find((one) => one.networkId === network.id)?.joined;
      return `name:"${container.name}" id:"${joined?.endpointId.slice(0, 12)}"`;
    });
    const { texts, behaviour } = daemon.release;
    throw forbidden(
      behaviour.dnsNames
        ? fill(texts.activeEndpoints, network.name, ends.join(", "))
        : fill(texts.activeEndpoints, network.name, network.id),
    );
  }
  dropNetwork(daemon, network);
}

function dropNetwork(daemon: Daemon, network: NetworkRecord): void {
  daemon.bridges.get(network.id)?.remove();
  daemon.bridges.delete(network.id);
  daemon.store.update((draft) => void draft.networks.delete(network.id));
  daemon.events.emit("network", "destroy", network.id, { name: network.name, type: network.driver });
}

export function pruneNetworks(daemon: Daemon, filters: Filters): NetworksPruneReport {
  const until = checkPruneFilters(daemon, filters, ["label", "label!", "until"]);
  const deleted: string[] = [];
  for (const network of [...daemon.store.state.networks.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (
      network.predefined ||
      membersOf(daemon, network).length > 0 ||
      (until !== undefined && network.created > until) ||
      !hasLabels(network.labels, filters)
    )
      continue;
    dropNetwork(daemon, network);
    deleted.push(network.name);
  }
  daemon.events.emit("network", "prune", "", { reclaimed: "0" });
  return { NetworksDeleted: deleted.length > 0 ? deleted : null };
}
