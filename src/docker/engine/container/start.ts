/** `docker start`: daemon/start.go of moby. */

import { Errno, isErrno } from "#abi";
import type { Cgroup, Namespaces, PidNamespace, ProcessHandle, Pty, SpawnSpec } from "#kernel";
import { statAt } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { ApiError, conflict, fill, invalid, notModified, systemError } from "../errors.ts";
import { type Files, filesOf } from "../host/files.ts";
import { randomId } from "../ids.ts";
import { type Joined, joinNetworks, leaveNetworks } from "../network/join.ts";
import type { ContainerRecord } from "../store/state.ts";
import { containerEnded } from "./end.ts";
import { writeEngineFiles } from "./engine-files.ts";
import { environment } from "./environment.ts";
import { emitContainer, findContainer, isRunning, liveOf } from "./find.ts";
import { startHealth } from "./health.ts";
import { cgroupLimits, processLimits } from "./limits.ts";
import type { ExitResult, Life, LiveContainer } from "./live.ts";
import { mountContainer } from "./namespace.ts";
import { removeContainer } from "./remove.ts";
import { startShim } from "./shim.ts";
import { startFailure } from "./start-error.ts";
import { lookUpUser } from "./user.ts";

/** Starts a container that does not run. 304 when it does. */
export async function startContainer(daemon: Daemon, wanted: string): Promise<void> {
  const container = findContainer(daemon, wanted);
  if (container.state.kind === "paused") throw conflict("cannot start a paused container, try unpause instead");
  if (isRunning(container)) throw notModified();
  if (container.state.kind === "removing" || container.state.kind === "dead")
    throw conflict("container is marked for removal and cannot be started");
  const live = liveOf(daemon, container);
  live.backOff = 0;
  live.cancelRestart?.();
  live.cancelRestart = undefined;
  daemon.store.container(container.id, { restartCount: 0, manuallyStopped: false });
  await startProcess(daemon, container.id);
}

const starting = new WeakMap<LiveContainer, Promise<void>>();

/** One life of a container's process; a second start waits for the first. */
export async function startProcess(daemon: Daemon, id: string): Promise<void> {
  const container = findContainer(daemon, id);
  const live = liveOf(daemon, container);
  const other = starting.get(live);
  if (other) {
    await other;
    throw notModified();
  }
  const start = startLife(daemon, container, live);
  starting.set(live, start);
  try {
    await start;
  } finally {
    starting.delete(live);
  }
}

/** What has to be given back when something after it fails. */
interface Taken {
  joined?: Joined;
  cgroup?: Cgroup;
  shim?: ProcessHandle;
  pty?: Pty;
}

async function startLife(daemon: Daemon, container: ContainerRecord, live: LiveContainer): Promise<void> {
  const taken: Taken = {};
  live.stopping = false;
  try {
    daemon.store.container(container.id, { sandboxId: randomId(daemon.random) });
    taken.joined = joinNetworks(daemon, container);
    const life = await launch(daemon, findContainer(daemon, container.id), live, taken);
    const now = daemon.clock.now();
    const before = container.state;
    const finishedAt = "finishedAt" in before ? before.finishedAt : undefined;
    daemon.store.container(container.id, {
      state: { kind: "running", pid: life.process.pid, startedAt: now, finishedAt, oomKilled: false },
    });
    emitContainer(daemon, findContainer(daemon, container.id), "start");
    life.stopHealth = startHealth(daemon, container.id);
  } catch (error) {
    giveBack(daemon, container.id, live, taken);
    noteFailure(daemon, container.id, live, error);
    throw error;
  }
}

function giveBack(daemon: Daemon, id: string, live: LiveContainer, taken: Taken): void {
  if (taken.joined) leaveNetworks(daemon, id, taken.joined);
  taken.pty?.close();
  taken.shim?.kill("SIGKILL");
  taken.cgroup?.remove();
  live.life = undefined;
  daemon.store.container(id, { ports: null });
}

/** Where no process could be started the container stays what it was, with the error and a status; --rm removes it. */
function noteFailure(daemon: Daemon, id: string, live: LiveContainer, error: unknown): void {
  const container = daemon.store.state.containers.get(id);
  if (!container) return;
  const message = error instanceof Error ? error.message : String(error);
  const exitCode = error instanceof StartError ? error.exitCode : 128;
  const { state } = container;
  if (state.kind === "exited" || state.kind === "created") daemon.store.container(id, { state: { ...state, exitCode, error: message } });
  if (state.kind === "restarting") {
    const { startedAt, finishedAt, oomKilled } = state;
    daemon.store.container(id, { state: { kind: "exited", exitCode, error: message, startedAt, finishedAt, oomKilled } });
  }
  live.stdio.finish();
  for (const tell of [...live.exitWaiters]) tell({ code: exitCode, error: message });
  live.exitWaiters.clear();
  emitContainer(daemon, container, "die", { exitCode: String(exitCode) });
  if (container.hostConfig.AutoRemove) removeContainer(daemon, id, { force: true, volumes: true });
}

/** A refusal of the runtime, with the status that the container gets. */
class StartError extends ApiError {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(exitCode === 128 ? 500 : 400, message);
    this.exitCode = exitCode;
  }
}

async function launch(daemon: Daemon, container: ContainerRecord, live: LiveContainer, taken: Taken): Promise<Life> {
  const { kernel } = daemon;
  const { config, hostConfig } = container;
  const { joined } = taken;
  if (!joined) throw systemError("not connected");
  writeEngineFiles(daemon, container, networkFacts(daemon, container));
  for (const { PathOnHost: path } of hostConfig.Devices ?? []) {
    if (!daemon.host.find(path))
      throw new StartError(`error gathering device information while adding custom device "${path}": no such file or directory`, 127);
  }
  const pids = pidNamespace(daemon, hostConfig.PidMode);
  const mounts = mountContainer(daemon, container, pids);
  const files = filesOf(mounts);
  const user = lookUpUser(files, config.User, hostConfig.GroupAdd ?? [], daemon.release.behaviour.dnsNames);
  makeWorkingDirectory(files, config.WorkingDir || "/");
  if (hostConfig.CpuShares === 1) throw new StartError(fill(daemon.release.texts.startFailed, daemon.release.texts.sharesMinimum), 128);
  const cgroup = kernel.createCgroup(`/docker/${container.id}`, cgroupLimits(hostConfig));
  taken.cgroup = cgroup;
  const namespaces: Namespaces = {
    mounts,
    pids,
    uts: hostConfig.UTSMode === "host" || hostConfig.NetworkMode === "host" ? kernel.host.uts : { hostname: config.Hostname },
    network: joined.network,
  };
  const shim = await startShim(daemon, container.id);
  taken.shim = shim;
  const [rows, columns] = hostConfig.ConsoleSize;
  if (config.Tty) taken.pty = kernel.createPty({ rows, columns }, mounts);
  const stdio = live.stdio.connect(taken.pty);
  const env = environment(container, { tty: config.Tty, home: user.home });
  const spec: SpawnSpec = {
    namespaces,
    cgroup,
    parent: shim.pid,
    credentials: user.credentials,
    env,
    cwd: config.WorkingDir || "/",
    argv: [container.path, ...container.args],
    ...stdio,
    controllingTerminal: config.Tty,
    limits: processLimits(hostConfig.Ulimits),
  };
  const process = await spawnOrExplain(daemon, container, files, spec, hostConfig.Init === true);
  let end: (result: ExitResult) => void = () => undefined;
  const ended = new Promise<ExitResult>((resolve) => {
    end = resolve;
  });
  const life: Life = {
    namespaces,
    cgroup,
    process,
    shim,
    network: joined.network,
    endpoints: joined.endpoints,
    published: joined.published,
    oomKilled: false,
    stopHealth: undefined,
    startedAt: daemon.clock.now(),
    ended,
  };
  cgroup.onOutOfMemory = () => {
    life.oomKilled = true;
    emitContainer(daemon, findContainer(daemon, container.id), "oom");
  };
  live.life = life;
  for (const mount of container.mounts) {
    if (mount.Type !== "volume" || mount.Name === undefined) continue;
    daemon.events.emit("volume", "mount", mount.Name, {
      container: container.id,
      destination: mount.Destination,
      driver: "local",
      propagation: mount.Propagation,
      "read/write": String(mount.RW),
    });
  }
  void process.exited.then(async (status) => end(await containerEnded(daemon, container.id, life, status, startProcess)));
  return life;
}

function networkFacts(daemon: Daemon, container: ContainerRecord) {
  const joined = Object.values(container.endpoints).flatMap((endpoint) =>
    endpoint.joined && endpoint.joined.address !== "" ? [endpoint] : [],
  );
  const isCustom = joined.some((endpoint) => daemon.store.state.networks.get(endpoint.networkId)?.predefined === false);
  return {
    addresses: joined.map((endpoint) => endpoint.joined?.address ?? ""),
    internalResolver: isCustom,
    gateway: joined[0]?.joined?.gateway ?? "",
  };
}

function pidNamespace(daemon: Daemon, mode: string): PidNamespace {
  if (mode === "host") return daemon.kernel.host.pids;
  if (!mode.startsWith("container:")) return daemon.kernel.createPidNamespace();
  const other = findContainer(daemon, mode.slice("container:".length));
  const life = daemon.live.get(other.id)?.life;
  if (!life) throw conflict(`cannot join PID of a non running container: ${other.id}`);
  return life.namespaces.pids;
}

/** moby's SetupWorkingDirectory: what is missing is made, root's and 755. */
function makeWorkingDirectory(files: Files, path: string): void {
  const found = files.find(path);
  if (found && statAt(found).type !== "directory") throw invalid(`Cannot mkdir: ${path} is not a directory`);
  try {
    if (!found) files.makeDirectories(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw systemError(`mkdir ${path}: ${error.code === "ENOTDIR" ? "not a directory" : error.message}`);
  }
}

const INIT = "/sbin/docker-init";

/** With `--init` a small init is process 1 and starts the command. */
async function spawnOrExplain(
  daemon: Daemon,
  container: ContainerRecord,
  files: Files,
  spec: SpawnSpec,
  withInit: boolean,
): Promise<ProcessHandle> {
  const { texts } = daemon.release;
  try {
    if (withInit) {
      const { dockerInit } = await import("./docker-init.ts");
      return await daemon.kernel.spawn({ ...spec, argv: [INIT, "--", ...spec.argv], program: dockerInit(spec.argv) });
    }
    return await daemon.kernel.spawn(spec);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const isCwd = error.path === spec.cwd && !files.find(spec.cwd);
    if (isCwd) throw new StartError(fill(texts.startFailed, fill(texts.cwdMissing, spec.cwd)), 127);
    const { message, exitCode } = startFailure(texts, "start", container.path, directoryError(files, container.path, error));
    throw new StartError(message, exitCode);
  }
}

/** Executing a directory is EACCES to execve, but Go's LookPath tells it apart. */
export function directoryError(files: Files, path: string, error: Errno): Errno {
  if (error.code !== "EACCES" || !path.includes("/") || files.stat(path)?.type !== "directory") return error;
  return new Errno("EISDIR", error.path);
}
