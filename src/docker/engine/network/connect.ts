import type { NetworkConnectRequest, NetworkDisconnectRequest } from "#api";
import { endpointRecord } from "../container/create.ts";
import { findContainer } from "../container/find.ts";
import type { Daemon } from "../daemon.ts";
import { fill, forbidden, invalid } from "../errors.ts";
import { findNetwork } from "./find.ts";
import { joinOne, leaveOne, setEndpoint, setResolver } from "./join.ts";

/** POST /networks/ID/connect */
export function connectNetwork(daemon: Daemon, wanted: string, request: NetworkConnectRequest): void {
  const network = findNetwork(daemon, wanted);
  const container = findContainer(daemon, request.Container);
  const { NetworkMode: mode } = container.hostConfig;
  const { state } = container;
  if (state.kind === "removing" || state.kind === "dead")
    throw forbidden(
      `Container ${container.id} is marked for removal and cannot be connected or disconnected to the network ${network.name}`,
    );
  if (mode.startsWith("container:"))
    throw forbidden("container sharing network namespace with another container or host cannot be connected to any other network");
  if (mode === "host" || network.name === "host")
    throw forbidden("container cannot be disconnected from host network or connected to host network");
  if (container.endpoints[network.name]) throw forbidden(`endpoint with name ${container.name} already exists in network ${network.name}`);
  const settings = request.EndpointConfig ?? {};
  if (settings.IPAMConfig?.IPv4Address && network.predefined) throw invalid(fill(daemon.release.texts.addressOnDefault, network.name));
  if (mode === "none" || container.endpoints["none"]) leaveNone(daemon, container.id);
  setEndpoint(daemon, container.id, network.name, endpointRecord(settings, network.id));
  const life = daemon.live.get(container.id)?.life;
  if (!life) return;
  try {
    joinOne(daemon, container.id, network.name, life.network, life.endpoints);
  } catch (error) {
    setEndpoint(daemon, container.id, network.name, undefined);
    throw error;
  }
  if ("setResolver" in life.network) setResolver(daemon, container.id, life.network);
}

function leaveNone(daemon: Daemon, id: string): void {
  const life = daemon.live.get(id)?.life;
  leaveOne(daemon, id, "none", life?.endpoints ?? new Map());
  setEndpoint(daemon, id, "none", undefined);
}

/** POST /networks/ID/disconnect */
export function disconnectNetwork(daemon: Daemon, wanted: string, request: NetworkDisconnectRequest): void {
  const network = findNetwork(daemon, wanted);
  const container = findContainer(daemon, request.Container);
  if (container.hostConfig.NetworkMode === "host" || network.name === "host")
    throw forbidden("container cannot be disconnected from host network or connected to host network");
  if (!container.endpoints[network.name]) throw forbidden(`container ${container.id} is not connected to network ${network.name}`);
  const life = daemon.live.get(container.id)?.life;
  leaveOne(daemon, container.id, network.name, life?.endpoints ?? new Map());
  setEndpoint(daemon, container.id, network.name, undefined);
  if (life && "setResolver" in life.network) setResolver(daemon, container.id, life.network);
}
