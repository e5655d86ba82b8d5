import type { ContainerCreateRequest, HealthConfig, HostConfig, RestartPolicy } from "#api";
import { type Flags, keyValues } from "../../command/flags.ts";
import { parseCpus } from "../../command/values.ts";
import { isMacAddress } from "../../go/ip.ts";
import { atoi } from "../../go/numbers.ts";
import { ramInBytes } from "../../go/units.ts";
import type { Session } from "../../session.ts";
import { parseDevices } from "./devices.ts";
import { parseEndpoints } from "./endpoints.ts";
import { readKeyValues } from "./files.ts";
import { parseGpus } from "./gpus.ts";
import { parseMount } from "./mount.ts";
import { parseExpose, parsePublish } from "./ports.ts";
import { securityOptions } from "./security.ts";
import { parseUlimit } from "./ulimit.ts";
import { parseVolumes } from "./volumes.ts";

/** What `docker run` and `docker create` ask the daemon for. Throws an Error with docker's text for what it refuses itself. */
export function parseContainer(session: Session, flags: Flags, image: string, command: readonly string[]): ContainerCreateRequest {
  const { behaviour, texts } = session.release;
  const mac = flags.text("mac-address");
  if (mac !== "" && !isMacAddress(mac.trim())) throw new Error(`${mac} is not a valid mac address`);
  const swappiness = flags.number("memory-swappiness");
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100))
    throw new Error(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  const { binds, anonymous } = parseVolumes(flags.list("volume"), session.sys.getcwd(), behaviour.checksVolumes);
  const ports = parsePublish(flags.list("publish"), behaviour.retriesLongPorts);
  const exposed = parseExpose(flags.list("expose"), ports.exposed);
  const devices = parseDevices(flags.list("device"));
  const { env } = session.sys;
  const environment = [
    ...readKeyValues(session.sys, flags.list("env-file"), (key) => env.get(key), behaviour.namedEnvFileErrors),
    ...flags.list("env"),
  ];
  const labels = [...readKeyValues(session.sys, flags.list("label-file"), undefined, behaviour.namedEnvFileErrors), ...flags.list("label")];
  checkModes(flags);
  const restart = parseRestart(flags.text("restart"), texts.restartCount);
  const logOptions = flags.list("log-opt");
  if (flags.text("log-driver") === "none" && logOptions.length > 0) throw new Error("invalid logging opts for driver none");
  const security = securityOptions(session.sys, flags.list("security-opt"));
  const storage = flags.list("storage-opt");
  if (storage.some((option) => !option.includes("="))) throw new Error("invalid storage option");
  const health = parseHealth(flags);
  if (flags.bool("rm") && restart.Name !== "" && restart.Name !== "no") throw new Error(texts.restartAndRemove);
  const attach = flags.list("attach");
  const attachStdin = attach.includes("stdin") || flags.bool("interactive");
  const networks = parseEndpoints(flags);
  const hostConfig: Partial<HostConfig> = {
    Binds: binds.length > 0 ? binds : null,
    ContainerIDFile: flags.text("cidfile"),
    LogConfig: { Type: flags.text("log-driver"), Config: keyValues(logOptions) },
    NetworkMode: networks.mode,
    PortBindings: ports.bindings,
    RestartPolicy: restart,
    AutoRemove: flags.bool("rm"),
    VolumeDriver: flags.text("volume-driver"),
    VolumesFrom: orNull(flags.list("volumes-from")),
    CapAdd: orNull(flags.list("cap-add")),
    CapDrop: orNull(flags.list("cap-drop")),
    ...(flags.text("cgroupns") !== "" && { CgroupnsMode: flags.text("cgroupns") }),
    Dns: flags.list("dns"),
    DnsOptions: [...flags.list("dns-opt"), ...flags.list("dns-option")],
    DnsSearch: flags.list("dns-search"),
    ExtraHosts: orNull(flags.list("add-host")),
    GroupAdd: orNull(flags.list("group-add")),
    IpcMode: flags.text("ipc"),
    Cgroup: "",
    Links: orNull(flags.list("link")),
    OomScoreAdj: flags.number("oom-score-adj"),
    PidMode: flags.text("pid"),
    Privileged: flags.bool("privileged"),
    PublishAllPorts: flags.bool("publish-all"),
    ReadonlyRootfs: flags.bool("read-only"),
    SecurityOpt: orNull(security.options),
    ...(storage.length > 0 && { StorageOpt: keyValues(storage) }),
    ...(flags.list("tmpfs").length > 0 && { Tmpfs: tmpfs(flags.list("tmpfs")) }),
    UTSMode: flags.text("uts"),
    UsernsMode: flags.text("userns"),
    ShmSize: flags.bytes("shm-size"),
    ...(flags.list("sysctl").length > 0 && { Sysctls: flags.map("sysctl") }),
    ...(flags.text("runtime") !== "" && { Runtime: flags.text("runtime") }),
    ConsoleSize: [0, 0],
    Isolation: flags.text("isolation"),
    ...resources(session, flags),
    Devices: devices.mappings,
    DeviceRequests: deviceRequests(flags, texts.gpuCount, devices.cdi),
    ...(flags.list("mount").length > 0 && {
      Mounts: flags.list("mount").map((text) => parseMount(text, session.sys.getcwd(), behaviour.strictSizes)),
    }),
    ...(security.unconfined && { MaskedPaths: [], ReadonlyPaths: [] }),
    ...(flags.list("annotation").length > 0 && { Annotations: flags.map("annotation") }),
    ...(flags.changed("init") && { Init: flags.bool("init") }),
  };
  return {
    Hostname: flags.text("hostname"),
    Domainname: flags.text("domainname"),
    User: flags.text("user"),
    AttachStdin: attachStdin,
    AttachStdout: attach.length === 0 || attach.includes("stdout"),
    AttachStderr: attach.length === 0 || attach.includes("stderr"),
    ExposedPorts: exposed,
    Tty: flags.bool("tty"),
    OpenStdin: flags.bool("interactive"),
    StdinOnce: flags.bool("interactive") && attachStdin,
    Env: environment,
    Cmd: command.length > 0 ? command : null,
    ...(health && { Healthcheck: health }),
    Image: image,
    Volumes: anonymous,
    WorkingDir: flags.text("workdir"),
    Entrypoint: flags.changed("entrypoint") ? [flags.text("entrypoint")] : null,
    ...(mac !== "" && { MacAddress: mac }),
    OnBuild: null,
    Labels: keyValues(labels),
    ...(flags.text("stop-signal") !== "" &&
      (behaviour.sendsDefaults || flags.changed("stop-signal")) && { StopSignal: flags.text("stop-signal") }),
    ...(flags.changed("stop-timeout") && { StopTimeout: flags.number("stop-timeout") }),
    HostConfig: hostConfig,
    NetworkingConfig: { EndpointsConfig: networks.endpoints },
  };
}

function orNull(list: readonly string[]): readonly string[] | null {
  return list.length > 0 ? list : null;
}

function tmpfs(specs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    specs.map((spec) => (spec.includes(":") ? [spec.slice(0, spec.indexOf(":")), spec.slice(spec.indexOf(":") + 1)] : [spec, ""])),
  );
}

function deviceRequests(flags: Flags, badCount: string, cdi: readonly string[]): readonly unknown[] | null {
  const requests: unknown[] = flags.list("gpus").map((text) => parseGpus(text, badCount));
  if (cdi.length > 0) requests.push({ Driver: "cdi", DeviceIDs: cdi });
  return requests.length > 0 ? requests : null;
}

function resources(session: Session, flags: Flags): Partial<HostConfig> {
  const { behaviour } = session.release;
  const { strictSizes } = behaviour;
  const list = <T>(items: readonly T[]): readonly T[] | null => (items.length > 0 || behaviour.emptyLists ? items : null);
  const rates = (name: string): readonly unknown[] | null =>
    list(
      flags
        .list(name)
        .map((text) => ({ Path: text.slice(0, text.indexOf(":")), Rate: rate(text.slice(text.indexOf(":") + 1), strictSizes) })),
    );
  const weights = flags
    .list("blkio-weight-device")
    .map((text) => ({ Path: text.slice(0, text.indexOf(":")), Weight: Number(text.slice(text.indexOf(":") + 1)) }));
  const ulimits = new Map(flags.list("ulimit").map((text) => [parseUlimit(text).Name, parseUlimit(text)] as const));
  return {
    CpuShares: flags.number("cpu-shares"),
    Memory: flags.bytes("memory"),
    NanoCpus: flags.text("cpus") === "" ? 0 : parseCpus(flags.text("cpus")),
    CgroupParent: flags.text("cgroup-parent"),
    BlkioWeight: flags.number("blkio-weight"),
    BlkioWeightDevice: weights,
    BlkioDeviceReadBps: rates("device-read-bps"),
    BlkioDeviceWriteBps: rates("device-write-bps"),
    BlkioDeviceReadIOps: rates("device-read-iops"),
    BlkioDeviceWriteIOps: rates("device-write-iops"),
    CpuPeriod: flags.number("cpu-period"),
    CpuQuota: flags.number("cpu-quota"),
    CpuRealtimePeriod: flags.number("cpu-rt-period"),
    CpuRealtimeRuntime: flags.number("cpu-rt-runtime"),
    CpusetCpus: flags.text("cpuset-cpus"),
    CpusetMems: flags.text("cpuset-mems"),
    DeviceCgroupRules: orNull(flags.list("device-cgroup-rule")),
    ...((!behaviour.emptyLists || flags.bytes("kernel-memory") !== 0) && { KernelMemory: flags.bytes("kernel-memory") }),
    MemoryReservation: flags.bytes("memory-reservation"),
    MemorySwap: flags.bytes("memory-swap"),
    MemorySwappiness: flags.number("memory-swappiness") === -1 ? null : flags.number("memory-swappiness"),
    OomKillDisable: flags.bool("oom-kill-disable"),
    PidsLimit: flags.number("pids-limit"),
    Ulimits: list([...ulimits.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1))),
    CpuCount: flags.number("cpu-count"),
    CpuPercent: flags.number("cpu-percent"),
    IOMaximumIOps: flags.number("io-maxiops"),
    IOMaximumBandwidth: flags.bytes("io-maxbandwidth"),
  };
}

function rate(text: string, strict: boolean): number {
  return /^\d+$/.test(text) ? Number(text) : ramInBytes(text, strict);
}

function checkModes(flags: Flags): void {
  const valid = (name: string, allowed: RegExp): boolean => allowed.test(flags.text(name));
  if (!valid("pid", /^($|host$|container:.+)/)) throw new Error("--pid: invalid PID mode");
  if (!valid("uts", /^(host)?$/)) throw new Error("--uts: invalid UTS mode");
  if (!valid("userns", /^(host)?$/)) throw new Error("--userns: invalid USER mode");
  if (!valid("cgroupns", /^(host|private)?$/)) throw new Error("--cgroupns: invalid CGROUP mode");
}

/** `--restart on-failure:3`. `badCount` words a count that is no number. Throws an Error. */
export function parseRestart(text: string, badCount: string): RestartPolicy {
  const at = text.indexOf(":");
  const strict = badCount.startsWith("invalid");
  if (at === 0 && strict) throw new Error("invalid restart policy format: no policy provided before colon");
  if (!strict && text.split(":").length > 2) throw new Error("invalid restart policy format");
  const count = at < 0 ? "" : text.slice(at + 1);
  // The daemon refuses the names that it doesn't know.
  const name = (at < 0 ? text : text.slice(0, at)) as RestartPolicy["Name"];
  if (at < 0 || (strict && count === "")) return { Name: name, MaximumRetryCount: 0 };
  try {
    return { Name: name, MaximumRetryCount: atoi(count) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(badCount);
  }
}

function parseHealth(flags: Flags): HealthConfig | undefined {
  const times = ["health-interval", "health-timeout", "health-start-period", "health-start-interval"] as const;
  const command = flags.text("health-cmd");
  const retries = flags.number("health-retries");
  const given = command !== "" || retries !== 0 || times.some((name) => flags.duration(name) !== 0);
  if (flags.bool("no-healthcheck")) {
    if (given) throw new Error("--no-healthcheck conflicts with --health-* options");
    return { Test: ["NONE"] };
  }
  if (!given) return undefined;
  for (const name of ["health-interval", "health-timeout"]) if (flags.duration(name) < 0) throw new Error(`--${name} cannot be negative`);
  if (retries < 0) throw new Error("--health-retries cannot be negative");
  for (const name of ["health-start-period", "health-start-interval"])
    if (flags.duration(name) < 0) throw new Error(`--${name} cannot be negative`);
  const time = (key: keyof HealthConfig, name: string): HealthConfig => (flags.duration(name) === 0 ? {} : { [key]: flags.duration(name) });
  return {
    ...(command !== "" && { Test: ["CMD-SHELL", command] }),
    ...time("Interval", "health-interval"),
    ...time("Timeout", "health-timeout"),
    ...time("StartPeriod", "health-start-period"),
    ...time("StartInterval", "health-start-interval"),
    ...(retries !== 0 && { Retries: retries }),
  };
}
