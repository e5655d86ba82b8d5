/** `docker inspect` of a container, and the states as the API names them. */

import type { ContainerInspect, ContainerNetworkSettings, ContainerState, ContainerStatus, EndpointSettings, MountPoint } from "#api";
import { DATA_ROOT, type Daemon } from "../daemon.ts";
import { shortId } from "../ids.ts";
import { layersOf } from "../image/add.ts";
import { layerDirectory } from "../image/inspect.ts";
import { shaped, sortedMap } from "../shape.ts";
import type { ContainerRecord, EndpointRecord, Lifecycle } from "../store/state.ts";
import { rfc3339Nano } from "../time.ts";
import { containerDirectory } from "./directory.ts";
import { findContainer, isRunning } from "./find.ts";
import { containerSizes } from "./size.ts";

export function inspectContainer(daemon: Daemon, wanted: string, withSize: boolean): ContainerInspect {
  const container = findContainer(daemon, wanted);
  const directory = containerDirectory(container.id);
  const { config } = container;
  const isStarted = container.state.kind !== "created";
  return {
    Id: container.id,
    Created: rfc3339Nano(container.created),
    Path: container.path,
    Args: container.args,
    State: stateView(container),
    Image: container.image,
    ResolvConfPath: isStarted ? `${directory}/resolv.conf` : "",
    HostnamePath: isStarted ? `${directory}/hostname` : "",
    HostsPath: isStarted ? `${directory}/hosts` : "",
    LogPath: isStarted ? `${directory}/${container.id}-json.log` : "",
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: "overlay2",
    Platform: "linux",
    MountLabel: "",
    ProcessLabel: "",
    AppArmorProfile: "",
    ExecIDs: container.execIds.length > 0 ? container.execIds : null,
    HostConfig: container.hostConfig,
    GraphDriver: { Data: graphData(daemon, container), Name: "overlay2" },
    ...(withSize ? containerSizes(daemon, container) : {}),
    Mounts: container.mounts.map(mountView),
    Config: {
      ...config,
      ...(config.ExposedPorts || Object.keys(container.hostConfig.PortBindings ?? {}).length > 0
        ? { ExposedPorts: exposed(container) }
        : {}),
      Labels: sortedMap(config.Labels ?? {}),
    },
    NetworkSettings: networkSettings(daemon, container),
  };
}

function exposed({ config, hostConfig }: ContainerRecord) {
  const keys = [...Object.keys(config.ExposedPorts ?? {}), ...Object.keys(hostConfig.PortBindings ?? {})];
  return sortedMap(Object.fromEntries(keys.map((key) => [key, {}])));
}

function graphData(daemon: Daemon, container: ContainerRecord): Record<string, string> {
  const upper = `${DATA_ROOT}/overlay2/${container.layerId}`;
  const lower = layersOf(daemon.containerLayers.get(container.id))
    .map((layer) => `${layerDirectory(layer)}/diff`)
    .reverse();
  return {
    ...(daemon.release.behaviour.dnsNames ? { ID: container.id } : {}),
    LowerDir: [`${upper}-init/diff`, ...lower].join(":"),
    MergedDir: `${upper}/merged`,
    UpperDir: `${upper}/diff`,
    WorkDir: `${upper}/work`,
  };
}

export function mountView(mount: MountPoint): MountPoint {
  const { Type, Name, Source, Destination, Driver, Mode, RW, Propagation } = mount;
  return {
    Type,
    ...(Name === undefined ? {} : { Name }),
    Source,
    Destination,
    ...(Driver === undefined ? {} : { Driver }),
    Mode,
    RW,
    Propagation,
  };
}

export function statusOf({ kind }: Lifecycle): ContainerStatus {
  return kind;
}

export function stateView(container: ContainerRecord): ContainerState {
  const { state, health } = container;
  return {
    Status: statusOf(state),
    Running: isRunning(container) || state.kind === "restarting",
    Paused: state.kind === "paused",
    Restarting: state.kind === "restarting",
    OOMKilled: "oomKilled" in state && state.oomKilled,
    Dead: state.kind === "dead",
    Pid: "pid" in state ? state.pid : 0,
    ExitCode: "exitCode" in state ? state.exitCode : 0,
    Error: "error" in state ? state.error : "",
    StartedAt: rfc3339Nano("startedAt" in state ? state.startedAt : undefined),
    FinishedAt: rfc3339Nano("finishedAt" in state ? state.finishedAt : undefined),
    ...(health ? { Health: health } : {}),
  };
}

function networkSettings(daemon: Daemon, container: ContainerRecord): ContainerNetworkSettings {
  const networks = Object.fromEntries(
    Object.entries(container.endpoints).map(([name, endpoint]) => [name, endpointView(daemon, container, name, endpoint)]),
  );
  const main = networks["bridge"];
  const isLive = isRunning(container);
  return shaped<ContainerNetworkSettings>(daemon.release.shapes.networkSettings, {
    SandboxID: isLive || (container.state.kind !== "created" && !daemon.release.behaviour.dnsNames) ? container.sandboxId : "",
    SandboxKey: isLive
      ? `/var/run/docker/netns/${container.hostConfig.NetworkMode === "host" ? "default" : container.sandboxId.slice(0, 12)}`
      : "",
    Ports: sortedMap(container.ports ?? {}),
    ...(main
      ? {
          EndpointID: main.EndpointID,
          Gateway: main.Gateway,
          IPAddress: main.IPAddress,
          IPPrefixLen: main.IPPrefixLen,
          MacAddress: main.MacAddress,
        }
      : {}),
    Networks: networks,
  });
}

export function endpointView(daemon: Daemon, container: ContainerRecord, name: string, endpoint: EndpointRecord): EndpointSettings {
  const { joined } = endpoint;
  const network = daemon.store.state.networks.get(endpoint.networkId);
  const isCustom = network !== undefined ? !network.predefined : !["bridge", "host", "none"].includes(name);
  const names = [container.name, ...(endpoint.aliases ?? []), shortId(container.id), container.config.Hostname].filter((one) => one !== "");
  return shaped<EndpointSettings>(daemon.release.shapes.endpoint, {
    IPAMConfig: endpoint.ipam,
    Links: endpoint.links,
    Aliases: endpoint.aliases,
    MacAddress: joined?.mac ?? "",
    DriverOpts: endpoint.driverOpts,
    GwPriority: endpoint.gwPriority,
    NetworkID: endpoint.networkId,
    EndpointID: joined?.endpointId ?? "",
    Gateway: joined?.gateway ?? "",
    IPAddress: joined?.address ?? "",
    IPPrefixLen: joined?.prefix ?? 0,
    ...(isCustom && daemon.release.behaviour.dnsNames ? { DNSNames: [...new Set(names)] } : {}),
  });
}
