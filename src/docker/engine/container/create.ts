/** `docker create`: daemon/create.go of moby. */

import { castDraft } from "immer";
import type { ContainerConfig, ContainerCreateRequest, ContainerCreateResponse, EndpointSettings, HostConfig } from "#api";
import { TreeFilesystem } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { conflict, fill, invalid } from "../errors.ts";
import { randomId, shortId } from "../ids.ts";
import { findImage } from "../image/find.ts";
import { contains, parseAddress, parseSubnet } from "../network/address.ts";
import { shaped } from "../shape.ts";
import type { ContainerRecord, EndpointRecord } from "../store/state.ts";
import { baseTree } from "./base-tree.ts";
import { copyUp } from "./copy-up.ts";
import { containerDirectory } from "./directory.ts";
import { emitContainer, findContainer } from "./find.ts";
import type { LiveContainer } from "./live.ts";
import { ContainerLog } from "./log.ts";
import { writeLogFile } from "./log-file.ts";
import { mergeConfig } from "./merge-config.ts";
import { resolveMounts } from "./mounts.ts";
import { randomName } from "./random-name.ts";
import { Stdio } from "./stdio.ts";
import { validateCreate } from "./validate.ts";

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const RETRIES = 6;

export function createContainer(daemon: Daemon, request: ContainerCreateRequest, wantedName: string): ContainerCreateResponse {
  checkNetworkMode(daemon, request);
  const warnings = validateCreate(daemon, request);
  const { image } = findImage(daemon, request.Image ?? "");
  const config = mergeConfig(daemon.release, request, image.config.config ?? null);
  const id = randomId(daemon.random);
  const name = wantedName === "" ? generateName(daemon) : reserveName(daemon, wantedName.replace(/^\//, ""), wantedName);
  const hostConfig = completeHostConfig(daemon, request.HostConfig ?? {});
  const mounts = resolveMounts(daemon, config, hostConfig);
  const command = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  const record: ContainerRecord = {
    id,
    name,
    created: daemon.clock.now(),
    path: command[0] ?? "",
    args: command.slice(1),
    image: image.id,
    config: { ...config, Hostname: hostname(daemon, config, hostConfig, id) },
    hostConfig,
    mounts,
    state: { kind: "created", exitCode: 0, error: "" },
    health: undefined,
    restartCount: 0,
    manuallyStopped: false,
    sandboxId: "",
    endpoints: endpoints(daemon, request, hostConfig),
    ports: null,
    layerId: randomId(daemon.random),
    execIds: [],
    networkOf: joinedContainer(daemon, hostConfig),
  };
  daemon.containerLayers.set(id, daemon.layers.get(image.id)?.layer);
  daemon.live.set(id, createLive(daemon, record));
  daemon.host.makeDirectories(containerDirectory(id), 0o710);
  copyUp(daemon, record);
  daemon.store.update((draft) => void draft.containers.set(id, castDraft(record)));
  emitContainer(daemon, record, "create");
  return { Id: id, Warnings: warnings };
}

/** Tree, log and streams of a container; `tree` is what it had written before (a restored machine). */
export function createLive(daemon: Daemon, record: ContainerRecord, tree?: LiveContainer["base"]): LiveContainer {
  const base = baseTree(daemon.containerLayers.get(record.id), record.created);
  const log = new ContainerLog();
  writeLogFile(daemon, record.id, log);
  const { Tty: tty, OpenStdin: stdin } = record.config;
  return {
    base,
    log,
    root: new TreeFilesystem(tree ?? base, {
      type: "overlay",
      source: "overlay",
      dev: daemon.nextDevice(),
      clock: () => daemon.clock.now(),
      ...daemon.disk,
    }),
    stdio: new Stdio({ tty, stdin, record: (stream, bytes) => log.append(stream, bytes, daemon.clock.now()) }),
    life: undefined,
    exitWaiters: new Set(),
    removalWaiters: new Set(),
    cancelRestart: undefined,
    backOff: 0,
    stopping: false,
  };
}

function generateName(daemon: Daemon): string {
  for (let retry = 0; retry < RETRIES; retry++) {
    const name = randomName(daemon.random, retry);
    if (!isTaken(daemon, name)) return name;
  }
  return shortId(randomId(daemon.random));
}

function isTaken(daemon: Daemon, name: string): ContainerRecord | undefined {
  for (const container of daemon.store.state.containers.values()) if (container.name === name) return container;
  return undefined;
}

/** 400 for a name that can't be, 409 for one that is taken; `shown` is how the message has it. */
export function reserveName(daemon: Daemon, name: string, shown: string): string {
  if (!NAME.test(name)) throw invalid(`Invalid container name (${shown}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  const other = isTaken(daemon, name);
  if (other) {
    throw conflict(
      `Conflict. The container name "/${name}" is already in use by container "${other.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  }
  return name;
}

function completeHostConfig(daemon: Daemon, asked: Partial<HostConfig>): HostConfig {
  const { release } = daemon;
  const mode =
    asked.NetworkMode === undefined || asked.NetworkMode === "" || asked.NetworkMode === "default"
      ? release.behaviour.defaultNetworkMode
      : asked.NetworkMode;
  const memory = asked.Memory ?? 0;
  const swap = asked.MemorySwap ?? 0;
  const pids = asked.PidsLimit ?? null;
  const log = asked.LogConfig;
  const driver = log?.Type || "json-file";
  if (!release.info.logDrivers.includes(driver) && driver !== "none")
    throw invalid(`logger: no log driver named '${driver}' is registered`);
  const isPrivileged = asked.Privileged === true;
  return shaped<HostConfig>(release.shapes.hostConfig, {
    ...asked,
    NetworkMode: mode,
    LogConfig: { Type: driver, Config: log?.Config ?? {} },
    RestartPolicy: { Name: asked.RestartPolicy?.Name || "no", MaximumRetryCount: asked.RestartPolicy?.MaximumRetryCount ?? 0 },
    MemorySwap: memory > 0 && swap === 0 ? memory * 2 : swap,
    PidsLimit: pids !== null && pids <= 0 ? null : pids,
    ShmSize: asked.ShmSize || 64 << 20,
    IpcMode: asked.IpcMode || "private",
    Runtime: asked.Runtime || "runc",
    OomKillDisable: asked.OomKillDisable ?? false,
    MemorySwappiness: asked.MemorySwappiness === -1 ? null : (asked.MemorySwappiness ?? null),
    MaskedPaths: asked.MaskedPaths ?? release.shapes.hostConfig["MaskedPaths"],
    ReadonlyPaths: asked.ReadonlyPaths ?? release.shapes.hostConfig["ReadonlyPaths"],
    ...(release.behaviour.cgroupns === undefined ? {} : { CgroupnsMode: asked.CgroupnsMode || release.behaviour.cgroupns }),
    ...(isPrivileged ? { MaskedPaths: null, ReadonlyPaths: null, SecurityOpt: ["label=disable"] } : {}),
  });
}

function hostname(daemon: Daemon, config: ContainerConfig, host: HostConfig, id: string): string {
  if (config.Hostname !== "") return config.Hostname;
  if (host.NetworkMode === "host" || host.UTSMode === "host") return daemon.facts.hostname;
  if (host.NetworkMode.startsWith("container:")) return "";
  return shortId(id);
}

/** runconfig.validateNetMode: what doesn't go together. 400. */
function checkNetworkMode(
  daemon: Daemon,
  { Hostname: name = "", HostConfig: host = {}, MacAddress: mac = "", ExposedPorts: exposed }: ContainerCreateRequest,
): void {
  const mode = host.NetworkMode ?? "";
  const bad = (text: string) => invalid(`conflicting options: ${text}`);
  const joins = mode.startsWith("container:");
  if (joins && mode === "container:") throw invalid("Invalid network mode: invalid container format container:<name|id>");
  if ((joins || host.UTSMode === "host") && name !== "") throw bad("hostname and the network mode");
  if (mode === "host" && (host.Links?.length ?? 0) > 0)
    throw bad("host type networking can't be used with links. This would result in undefined behavior");
  if (!joins) return;
  if ((host.Links?.length ?? 0) > 0) throw bad("container type network can't be used with links. This would result in undefined behavior");
  if ((host.Dns?.length ?? 0) > 0) throw bad("dns and the network mode");
  if ((host.ExtraHosts?.length ?? 0) > 0) throw bad("custom host-to-IP mapping and the network mode");
  if (mac !== "") throw bad("mac-address and the network mode");
  if (Object.keys(host.PortBindings ?? {}).length > 0 || host.PublishAllPorts)
    throw bad("port publishing and the container type network mode");
  if (Object.keys(exposed ?? {}).length > 0) throw bad("port exposing and the container type network mode");
  void daemon;
}

function endpoints(daemon: Daemon, request: ContainerCreateRequest, host: HostConfig): Readonly<Record<string, EndpointRecord>> {
  const mode = host.NetworkMode;
  if (mode.startsWith("container:")) return {};
  const asked = request.NetworkingConfig?.EndpointsConfig ?? {};
  const main = mode === "default" ? "bridge" : mode;
  const { networks } = daemon.store.state;
  const result: Record<string, EndpointRecord> = {};
  const add = (key: string, settings: Partial<EndpointSettings>): void => {
    const network =
      networks.get(key) ?? [...networks.values()].find((one) => one.name === key || (key.length >= 12 && one.id.startsWith(key)));
    const name = network?.name ?? key;
    const address = settings.IPAMConfig?.IPv4Address;
    const isDefault = network?.predefined !== false && ["bridge", "host", "none"].includes(name);
    if (address && isDefault && (mode !== "default" || daemon.release.behaviour.checksDefaultAddress))
      throw invalid(addressRefusal(daemon, name, address));
    result[name] = endpointRecord(isDefault ? { ...settings, IPAMConfig: null } : settings, "", request.MacAddress ?? "");
  };
  // Clients send the endpoint of the default network under `default` whatever its real name is.
  const isMain = (key: string): boolean => key === mode || key === main || key === "default";
  const [settings] = Object.entries(asked)
    .filter(([key]) => isMain(key))
    .map(([, value]) => value);
  add(main, settings ?? {});
  for (const [key, value] of Object.entries(asked)) if (!isMain(key)) add(key, value ?? {});
  return result;
}

function addressRefusal({ release, store }: Daemon, name: string, address: string): string {
  const network = [...store.state.networks.values()].find((one) => one.name === name);
  const subnet = parseSubnet(network?.ipam.Config?.[0]?.Subnet ?? "");
  const number = parseAddress(address);
  const isInside = subnet !== undefined && number !== undefined && contains(subnet, number);
  const { addressOutside, addressOnDefault } = release.texts;
  return isInside || addressOutside === undefined ? fill(addressOnDefault, name) : fill(addressOutside, name, address);
}

export function endpointRecord(settings: Partial<EndpointSettings>, networkId: string, mac: string = ""): EndpointRecord {
  return {
    ipam: settings.IPAMConfig ?? null,
    links: settings.Links ?? null,
    aliases: settings.Aliases ?? null,
    driverOpts: settings.DriverOpts ?? null,
    gwPriority: settings.GwPriority ?? 0,
    wantedMac: settings.MacAddress || mac,
    networkId,
    joined: undefined,
  };
}

/** The container whose network is used. It has to be there; that it runs is asked for at the start. */
function joinedContainer(daemon: Daemon, host: HostConfig): string | undefined {
  const [, name] = /^container:(.+)$/.exec(host.NetworkMode) ?? [];
  if (name === undefined) return undefined;
  try {
    return findContainer(daemon, name).id;
  } catch {
    return undefined;
  }
}
