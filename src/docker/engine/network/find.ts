import type { Daemon } from "../daemon.ts";
import { fill, invalid, notFound } from "../errors.ts";
import type { ContainerRecord, NetworkRecord } from "../store/state.ts";

/** By full id, name, or a beginning of the id that only one has. 404 otherwise. */
export function findNetwork(daemon: Daemon, wanted: string): NetworkRecord {
  const { networks } = daemon.store.state;
  const all = [...networks.values()];
  const found = networks.get(wanted) ?? all.find((network) => network.name === wanted);
  if (found) return found;
  const begins = all.filter((network) => wanted !== "" && network.id.startsWith(wanted));
  if (begins.length > 1) throw invalid(`network ${wanted} is ambiguous (${begins.length} matches found based on ID prefix)`);
  if (begins[0]) return begins[0];
  throw notFound(fill(daemon.release.texts.networkNotFound, wanted));
}

/** Containers that are in a network now, with their ends. */
export function membersOf(daemon: Daemon, network: NetworkRecord): readonly ContainerRecord[] {
  return [...daemon.store.state.containers.values()].filter((container) =>
    Object.values(container.endpoints).some((endpoint) => endpoint.networkId === network.id && endpoint.joined),
  );
}

export function isUserDefined(network: Pick<NetworkRecord, "predefined">): boolean {
  return !network.predefined;
}
