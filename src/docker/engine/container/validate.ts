/** What can't be asked of a container: daemon/container.go and daemon_unix.go of moby. All refusals are 400. */

import { ALL_SIGNALS, parseSignal } from "#abi";
import type { ContainerCreateRequest, HealthConfig, HostConfig, PortMap, Resources, RestartPolicy } from "#api";
import type { EngineRelease } from "#releases";
import type { Daemon } from "../daemon.ts";
import { fill, invalid } from "../errors.ts";
import { parseMount } from "./mount-spec.ts";

const CAPABILITIES = new Set(
  (
    "AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE " +
    "LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT " +
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
);
const MILLISECOND = 1e6;

/** Checks a request before anything else is looked at; gives the warnings. */
export function validateCreate(daemon: Daemon, request: ContainerCreateRequest): readonly string[] {
  const { release } = daemon;
  const host = request.HostConfig ?? {};
  if (request.WorkingDir && !request.WorkingDir.startsWith("/"))
    throw invalid(`the working directory '${request.WorkingDir}' is invalid, it needs to be an absolute path`);
  if (request.StopSignal) checkSignal(release, request.StopSignal);
  for (const variable of request.Env ?? [])
    if (variable === "" || variable.startsWith("=")) throw invalid(`invalid environment variable: ${variable}`);
  validateHealth(request.Healthcheck);
  if (host.AutoRemove && host.RestartPolicy && !["", "no"].includes(host.RestartPolicy.Name))
    throw invalid("can't create 'AutoRemove' container with restart policy");
  for (const mount of host.Mounts ?? []) parseMount(mount, (path) => daemon.host.find(path) !== undefined);
  for (const extra of host.ExtraHosts ?? []) validateExtraHost(extra);
  validatePorts(host.PortBindings ?? {});
  if (host.RestartPolicy) validateRestartPolicy(release, host.RestartPolicy);
  validateCapabilities("CapAdd", host.CapAdd ?? []);
  validateCapabilities("CapDrop", host.CapDrop ?? []);
  const warnings = validateResources(daemon, host, false);
  return [...warnings, ...validateModes(host)];
}

function validateModes(host: Partial<HostConfig>): readonly string[] {
  const { IpcMode: ipc = "", PidMode: pid = "", UTSMode: uts = "", NetworkMode: network = "" } = host;
  if (!/^(|none|private|shareable|host|container:.+)$/.test(ipc)) throw invalid(`invalid IPC mode: ${ipc}`);
  if (!/^(|host|container:.+)$/.test(pid)) throw invalid(`invalid PID mode: ${pid}`);
  if (!/^(|host)$/.test(uts)) throw invalid(`invalid UTS mode: ${uts}`);
  if ((host.ShmSize ?? 0) < 0) throw invalid("SHM size can not be less than 0");
  const score = host.OomScoreAdj ?? 0;
  if (score < -1000 || score > 1000) throw invalid(`Invalid value ${score}, range for oom score adj is [-1000, 1000]`);
  if (host.Runtime && host.Runtime !== "runc" && host.Runtime !== "io.containerd.runc.v2")
    throw invalid(`unknown or invalid runtime name: ${host.Runtime}`);
  for (const path of Object.keys(host.Tmpfs ?? {})) {
    if (path === "/") throw invalid("invalid specification: destination can't be '/'");
    if (!path.startsWith("/")) throw invalid(`invalid mount path: '${path}' mount path must be absolute`);
  }
  const published = Object.keys(host.PortBindings ?? {}).length > 0;
  return network === "host" && published ? ["Published ports are discarded when using host network mode"] : [];
}

/** Limits of create and update. */
export function validateResources(daemon: Daemon, asked: Partial<Resources>, update: boolean): readonly string[] {
  const { release, facts } = daemon;
  const { texts, behaviour } = release;
  const { Memory: memory = 0, MemorySwap: swap = 0, MemoryReservation: reservation = 0, NanoCpus: nano = 0 } = asked;
  const { CpuPeriod: period = 0, CpuQuota: quota = 0, BlkioWeight: weight = 0, MemorySwappiness: swappiness = null } = asked;
  if (memory !== 0 && memory < behaviour.leastMemory) throw invalid(texts.leastMemory);
  if (memory > 0 && swap > 0 && swap < memory) throw invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
  if (memory === 0 && swap > 0 && !update) throw invalid(texts.missingMemory);
  if (swappiness !== null && swappiness !== -1 && (swappiness < 0 || swappiness > 100))
    throw invalid(`Invalid value: ${swappiness}, valid memory swappiness range is 0-100`);
  if (reservation > 0 && reservation < behaviour.leastMemory) throw invalid(texts.leastReservation);
  if (memory > 0 && reservation > 0 && memory < reservation)
    throw invalid("Minimum memory limit can not be less than memory reservation limit, see usage");
  if (nano > 0 && period > 0) throw invalid("Conflicting options: Nano CPUs and CPU Period cannot both be set");
  if (nano > 0 && quota > 0) throw invalid("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
  if (nano < 0 || nano > facts.processors * 1e9) throw invalid(fill(texts.cpuRange, facts.processors, facts.processors));
  if (period !== 0 && (period < 1000 || period > 1_000_000))
    throw invalid("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
  if (quota > 0 && quota < 1000) throw invalid("CPU cfs quota can not be less than 1ms (i.e. 1000)");
  checkSet("cpus", "CPUs", asked.CpusetCpus ?? "", facts.processors);
  checkSet("mems", "memory nodes", asked.CpusetMems ?? "", 1);
  if (weight > 0 && (weight < 10 || weight > 1000)) throw invalid("Range of blkio weight is from 10 to 1000");
  return asked.OomKillDisable === true && memory === 0
    ? ["OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources."]
    : [];
}

function checkSet(kind: string, words: string, text: string, count: number): void {
  if (text === "") return;
  const wrong = invalid(`Invalid value ${text} for cpuset ${kind}`);
  for (const part of text.split(",")) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!match) throw wrong;
    const last = Number(match[2] ?? match[1]);
    if (last < Number(match[1])) throw wrong;
    if (last >= count)
      throw invalid(`Requested ${words} are not available - requested ${text}, available: ${count === 1 ? "0" : `0-${count - 1}`}`);
  }
}

export function validateRestartPolicy({ texts }: EngineRelease, policy: RestartPolicy): void {
  const { Name: name, MaximumRetryCount: count } = policy;
  if (name === "on-failure") {
    if (count < 0) throw invalid(texts.restartPolicyNegative);
  } else if (name === "always" || name === "unless-stopped" || name === "no") {
    if (count !== 0) throw invalid(fill(texts.restartPolicyCount, name));
  } else if (name !== "") {
    throw invalid(fill(texts.restartPolicy, name));
  }
}

function validateHealth(health: HealthConfig | null | undefined): void {
  if (!health) return;
  for (const key of ["Interval", "Timeout"] as const) atLeastOneMs(key, health[key]);
  if ((health.Retries ?? 0) < 0) throw invalid("Retries in Healthcheck cannot be negative");
  for (const key of ["StartPeriod", "StartInterval"] as const) atLeastOneMs(key, health[key]);
}

function atLeastOneMs(name: string, nanos: number | undefined): void {
  if (nanos !== undefined && nanos !== 0 && nanos < MILLISECOND) throw invalid(`${name} in Healthcheck cannot be less than 1ms`);
}

function validateExtraHost(text: string): void {
  const [name = "", ...rest] = text.split(/[:=](.*)/s);
  const address = rest[0];
  if (address === undefined || name === "") throw invalid(`bad format for add-host: "${text}"`);
  if (address !== "host-gateway" && !/^(\d{1,3}(\.\d{1,3}){3}|\[?[0-9a-fA-F:]+\]?)$/.test(address))
    throw invalid(`invalid IP address in add-host: "${address}"`);
}

function validatePorts(ports: PortMap): void {
  const port = /^\d+(-\d+)?$/;
  for (const [key, bindings] of Object.entries(ports)) {
    const [number = ""] = key.split("/");
    if (!port.test(number) || Number(number.split("-")[0]) > 65535) throw invalid(`invalid port specification: "${number}"`);
    for (const { HostPort: host } of bindings ?? []) {
      if (host !== "" && (!port.test(host) || Number(host.split("-")[0]) > 65535)) throw invalid(`invalid port specification: "${host}"`);
    }
  }
}

function validateCapabilities(key: string, names: readonly string[]): void {
  for (const name of names) {
    const upper = name.toUpperCase();
    if (upper === "ALL") continue;
    const full = upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
    if (!CAPABILITIES.has(full.slice(4))) throw invalid(`invalid ${key}: unknown capability: "${full}"`);
  }
}

/** signal.ParseSignal: a number above 0 that exists, or a name; 400 otherwise. */
export function checkSignal(release: EngineRelease, text: string): void {
  if (isRealtime(text)) return;
  if (/^\d+$/.test(text) ? text === "0" : !parseSignal(text)) throw invalid(fill(release.texts.invalidSignal, text));
}

/** Whether Linux has it: 1 to 64 with names for the first 31. */
export function isRealtime(text: string): boolean {
  return /^(SIG)?RTM(IN|AX)([+-]\d+)?$/i.test(text) || (/^\d+$/.test(text) && Number(text) > ALL_SIGNALS.length && Number(text) <= 64);
}
