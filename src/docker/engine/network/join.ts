/** A container's ends in its networks: joined at start, left at the end. */

import { castDraft } from "immer";
import { isErrno } from "#abi";
import type { ContainerNetwork, Endpoint, HostNetwork } from "#net";
import type { Daemon } from "../daemon.ts";
import { ApiError, conflict, fill, notFound } from "../errors.ts";
import { randomId, shortId } from "../ids.ts";
import type { ContainerRecord, EndpointRecord, JoinedEndpoint, NetworkRecord } from "../store/state.ts";
import { allocateAddress, macAddress } from "./allocate.ts";
import { type PublishedPort, publishPorts } from "./publish.ts";

export interface Joined {
  readonly network: ContainerNetwork | HostNetwork;
  readonly endpoints: Map<string, Endpoint>;
  readonly published: readonly PublishedPort[];
}

/** Joins all networks of a container, or none of them: ApiError in the words of the daemon. */
export function joinNetworks(daemon: Daemon, container: ContainerRecord): Joined {
  const mode = container.hostConfig.NetworkMode;
  if (mode.startsWith("container:")) return { network: networkOfOther(daemon, container), endpoints: new Map(), published: [] };
  const network = mode === "host" ? daemon.network.host : daemon.network.createNamespace();
  const endpoints = new Map<string, Endpoint>();
  try {
    for (const name of Object.keys(container.endpoints)) joinOne(daemon, container.id, name, network, endpoints);
    const published = publishPorts(daemon, container.id);
    if (mode !== "host" && "setResolver" in network) setResolver(daemon, container.id, network);
    return { network, endpoints, published };
  } catch (error) {
    leaveNetworks(daemon, container.id, { endpoints, published: [] });
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.status, fill(daemon.release.texts.networkSetup, error.message));
  }
}

function networkOfOther(daemon: Daemon, container: ContainerRecord): ContainerNetwork | HostNetwork {
  const { texts } = daemon.release;
  const wanted = container.hostConfig.NetworkMode.slice("container:".length);
  const { containers } = daemon.store.state;
  const other =
    containers.get(container.networkOf ?? "") ?? [...containers.values()].find((one) => one.name === wanted || one.id.startsWith(wanted));
  if (!other) throw notFound(fill(texts.joinMissing, wanted));
  const life = daemon.live.get(other.id)?.life;
  if (!life) {
    const inWords = daemon.release.behaviour.dnsNames;
    throw conflict(inWords ? fill(texts.joinNotRunning, other.name, other.state.kind) : fill(texts.joinNotRunning, other.id));
  }
  daemon.store.update((draft) => {
    const record = draft.containers.get(container.id);
    if (record && record.config.Hostname === "") record.config.Hostname = other.config.Hostname;
  });
  return life.network;
}

/** Joins one network; also what `docker network connect` does to a running container. */
export function joinOne(
  daemon: Daemon,
  containerId: string,
  name: string,
  namespace: ContainerNetwork | HostNetwork,
  endpoints: Map<string, Endpoint>,
): void {
  const container = daemon.store.state.containers.get(containerId);
  const record = container?.endpoints[name];
  if (!container || !record) return;
  const network = networkFor(daemon, name, record);
  const joined = address(daemon, network, record);
  const bridge = daemon.bridges.get(network.id);
  if (bridge && "setResolver" in namespace) {
    try {
      endpoints.set(name, bridge.attach(namespace, { address: joined.address, prefix: joined.prefix, mac: joined.mac }));
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new ApiError(500, `failed to add interface to sandbox: ${error.message}`);
    }
  }
  const isCustom = !network.predefined;
  const aliases =
    isCustom && !daemon.release.behaviour.dnsNames ? [...new Set([...(record.aliases ?? []), shortId(containerId)])] : record.aliases;
  setEndpoint(daemon, containerId, name, { ...record, aliases, networkId: network.id, joined });
  daemon.events.emit("network", "connect", network.id, { container: containerId, name: network.name, type: network.driver });
}

function networkFor(daemon: Daemon, name: string, record: EndpointRecord): NetworkRecord {
  const { networks } = daemon.store.state;
  const found = record.networkId === "" ? [...networks.values()].find((one) => one.name === name) : networks.get(record.networkId);
  if (found) return found;
  throw notFound(fill(daemon.release.texts.networkStartMissing, record.networkId || name));
}

function address(daemon: Daemon, network: NetworkRecord, record: EndpointRecord): JoinedEndpoint {
  const endpointId = randomId(daemon.random);
  if (network.driver === "host" || network.driver === "null") return { endpointId, address: "", prefix: 0, gateway: "", mac: "" };
  const given = allocateAddress(daemon, network, record.ipam?.IPv4Address || undefined);
  const mac = record.wantedMac || macAddress(given.address, daemon.release.behaviour.macFromAddress, daemon.random);
  return { endpointId, address: given.address, prefix: given.prefix, gateway: network.internal ? "" : given.gateway, mac };
}

export function setEndpoint(daemon: Daemon, containerId: string, name: string, endpoint: EndpointRecord | undefined): void {
  daemon.store.update((draft) => {
    const container = draft.containers.get(containerId);
    if (!container) return;
    if (endpoint) container.endpoints[name] = castDraft(endpoint);
    else delete container.endpoints[name];
  });
}

/** Takes a container out of all networks; its records stay. */
export function leaveNetworks(
  daemon: Daemon,
  containerId: string,
  held: { readonly endpoints: Map<string, Endpoint>; readonly published: readonly PublishedPort[] },
): void {
  for (const port of held.published) port.close();
  for (const name of [...Object.keys(daemon.store.state.containers.get(containerId)?.endpoints ?? {})])
    leaveOne(daemon, containerId, name, held.endpoints);
}

export function leaveOne(daemon: Daemon, containerId: string, name: string, endpoints: Map<string, Endpoint>): void {
  endpoints.get(name)?.detach();
  endpoints.delete(name);
  const record = daemon.store.state.containers.get(containerId)?.endpoints[name];
  if (!record?.joined) return;
  setEndpoint(daemon, containerId, name, { ...record, joined: undefined });
  const network = daemon.store.state.networks.get(record.networkId);
  if (network)
    daemon.events.emit("network", "disconnect", network.id, { container: containerId, name: network.name, type: network.driver });
}

/** The resolver at 127.0.0.11 knows names and aliases of whoever shares a user-defined network. */
export function setResolver(daemon: Daemon, containerId: string, network: ContainerNetwork): void {
  const isCustom = (id: string): boolean => daemon.store.state.networks.get(id)?.predefined === false;
  const own = (): readonly string[] =>
    Object.values(daemon.store.state.containers.get(containerId)?.endpoints ?? {})
      .filter((one) => one.joined && isCustom(one.networkId))
      .map((one) => one.networkId);
  if (own().length === 0) {
    network.setResolver(undefined);
    return;
  }
  network.setResolver((name) => {
    const found = own().flatMap((id) => addressesOf(daemon, id, name, containerId));
    return found.length > 0 ? found : undefined;
  });
}

function addressesOf(daemon: Daemon, networkId: string, name: string, asking: string): readonly string[] {
  const network = daemon.store.state.networks.get(networkId);
  const wanted = name
    .replace(/\.$/, "")
    .toLowerCase()
    .replace(new RegExp(`\\.${network?.name.toLowerCase().replace(/[^a-z0-9_-]/g, "\\$&")}$`), "");
  const found: string[] = [];
  for (const container of daemon.store.state.containers.values()) {
    const endpoint = Object.values(container.endpoints).find((one) => one.networkId === networkId && one.joined);
    if (!endpoint?.joined) continue;
    const names = [container.name, shortId(container.id), ...(endpoint.aliases ?? [])];
    if (daemon.release.behaviour.dnsNames && container.config.Hostname !== "") names.push(container.config.Hostname);
    if (names.some((one) => one.toLowerCase() === wanted) || isLink(daemon, asking, networkId, container, wanted))
      found.push(endpoint.joined.address);
  }
  return found;
}

/** `--link other:alias` on a user-defined network is an alias that only the linking container knows. */
function isLink(daemon: Daemon, asking: string, networkId: string, other: ContainerRecord, wanted: string): boolean {
  const container = daemon.store.state.containers.get(asking);
  const links = [
    ...(container?.hostConfig.Links ?? []),
    ...Object.values(container?.endpoints ?? {})
      .filter((one) => one.networkId === networkId)
      .flatMap((one) => one.links ?? []),
  ];
  return links.some((link) => {
    const [name = "", alias = name] = link.split(":");
    return alias.toLowerCase() === wanted && (other.name === name || other.id.startsWith(name));
  });
}
