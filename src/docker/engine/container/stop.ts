/** stop, kill, restart, pause and unpause. */

import { parseSignal, type Signal, signalNumber } from "#abi";
import type { Daemon } from "../daemon.ts";
import { ApiError, conflict, fill, invalid, notModified, systemError } from "../errors.ts";
import type { ContainerRecord } from "../store/state.ts";
import { emitContainer, findContainer, isRunning, lifeOf, liveOf } from "./find.ts";
import { startProcess } from "./start.ts";
import { checkSignal, isRealtime } from "./validate.ts";

const DEFAULT_STOP_TIMEOUT = 10;
/** After SIGKILL. */
const KILL_TIMEOUT = 2000;

export interface StopOptions {
  /** Seconds; negative waits for ever. */
  readonly timeout: number | undefined;
  readonly signal: string | undefined;
}

/** POST /containers/ID/stop. 304 when it does not run. */
export async function stopContainer(daemon: Daemon, wanted: string, options: StopOptions): Promise<void> {
  const container = findContainer(daemon, wanted);
  if (options.signal) checkSignal(daemon.release, options.signal);
  const live = liveOf(daemon, container);
  if (container.state.kind === "restarting") {
    endRestarting(daemon, container);
    return;
  }
  if (!isRunning(container)) throw notModified();
  live.stopping = true;
  daemon.store.container(container.id, { manuallyStopped: true });
  await endProcess(daemon, container, options);
  emitContainer(daemon, container, "stop");
}

/** Between two lives: it will have no other. */
function endRestarting(daemon: Daemon, container: ContainerRecord): void {
  const live = liveOf(daemon, container);
  live.cancelRestart?.();
  live.cancelRestart = undefined;
  live.stopping = true;
  if (container.state.kind !== "restarting") return;
  const { exitCode, startedAt, finishedAt, oomKilled } = container.state;
  daemon.store.container(container.id, {
    manuallyStopped: true,
    state: { kind: "exited", exitCode, error: "", startedAt, finishedAt, oomKilled },
  });
}

async function endProcess(daemon: Daemon, container: ContainerRecord, options: StopOptions): Promise<void> {
  const { life } = liveOf(daemon, container);
  if (!life) return;
  const signal = parseSignal(options.signal || container.config.StopSignal || "SIGTERM") ?? "SIGTERM";
  if (container.state.kind === "paused") life.cgroup.thaw();
  sendSignal(daemon, container, signal);
  const seconds = options.timeout ?? container.config.StopTimeout ?? DEFAULT_STOP_TIMEOUT;
  if (await endsWithin(daemon, life.ended, seconds < 0 ? undefined : seconds * 1000)) return;
  sendSignal(daemon, container, "SIGKILL");
  await endsWithin(daemon, life.ended, KILL_TIMEOUT);
}

async function endsWithin(daemon: Daemon, ended: Promise<unknown>, ms: number | undefined): Promise<boolean> {
  if (ms === undefined) {
    await ended;
    return true;
  }
  let cancel: () => void = () => undefined;
  const late = new Promise<false>((resolve) => {
    cancel = daemon.clock.after(ms, () => resolve(false));
  });
  const isOver = await Promise.race([ended.then(() => true as const), late]);
  cancel();
  return isOver;
}

function sendSignal(daemon: Daemon, container: ContainerRecord, signal: Signal): void {
  const { life } = liveOf(daemon, container);
  if (!life?.process.alive) return;
  emitContainer(daemon, container, "kill", { signal: String(signalNumber(signal)) });
  life.process.kill(signal);
}

/** POST /containers/ID/kill */
export async function killContainer(daemon: Daemon, wanted: string, text: string): Promise<void> {
  const { texts } = daemon.release;
  const signal = killSignal(daemon, wanted, text || "SIGKILL");
  let container: ContainerRecord;
  try {
    container = findContainer(daemon, wanted);
    lifeOf(daemon, container);
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(error.status, fill(texts.killPrefix, wanted, error.message));
    throw error;
  }
  const live = liveOf(daemon, container);
  const { life } = live;
  if (signal === undefined || !life) return;
  const isStop = signal === "SIGKILL" || signal === (parseSignal(container.config.StopSignal ?? "SIGTERM") ?? "SIGTERM");
  if (isStop) {
    live.stopping = true;
    daemon.store.container(container.id, { manuallyStopped: true });
  }
  if (container.state.kind === "paused" && signal === "SIGKILL") life.cgroup.thaw();
  sendSignal(daemon, container, signal);
  if (signal === "SIGKILL") await endsWithin(daemon, life.ended, 10_000);
}

/** 400 in each release's words; undefined for real-time signals, which no program here knows. */
function killSignal(daemon: Daemon, wanted: string, text: string): Signal | undefined {
  const { texts } = daemon.release;
  if (/^\d+$/.test(text) && Number(text) > 64) throw invalid(fill(texts.killPrefix, wanted, fill(texts.unsupportedSignal, Number(text))));
  if (isRealtime(text)) return undefined;
  const signal = parseSignal(text);
  if (signal) return signal;
  const hasName = texts.killInvalidSignal.split("{}").length > 2;
  throw invalid(hasName ? fill(texts.killInvalidSignal, wanted, text) : fill(texts.killInvalidSignal, text));
}

/** POST /containers/ID/restart */
export async function restartContainer(daemon: Daemon, wanted: string, options: StopOptions): Promise<void> {
  const container = findContainer(daemon, wanted);
  const live = liveOf(daemon, container);
  if (options.signal) checkSignal(daemon.release, options.signal);
  if (container.state.kind === "restarting") endRestarting(daemon, container);
  if (isRunning(container)) {
    live.stopping = true;
    const isTemporary = container.hostConfig.AutoRemove;
    if (isTemporary) setAutoRemove(daemon, container.id, false);
    await endProcess(daemon, container, options);
    if (isTemporary) setAutoRemove(daemon, container.id, true);
  }
  live.backOff = 0;
  daemon.store.container(container.id, { manuallyStopped: false });
  try {
    await startProcess(daemon, container.id);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 304) throw error;
    throw systemError(`Cannot restart container ${wanted}: ${error.message}`);
  }
  emitContainer(daemon, findContainer(daemon, container.id), "restart");
}

function setAutoRemove(daemon: Daemon, id: string, on: boolean): void {
  daemon.store.update((draft) => {
    const container = draft.containers.get(id);
    if (container) container.hostConfig.AutoRemove = on;
  });
}

export function pauseContainer(daemon: Daemon, wanted: string): void {
  const container = findContainer(daemon, wanted);
  const { state } = container;
  if (state.kind === "restarting") throw conflict(fill(daemon.release.texts.isRestarting, container.id));
  const life = lifeOf(daemon, container);
  if (state.kind !== "running") throw conflict(`Container ${container.id} is already paused`);
  life.cgroup.freeze();
  daemon.store.container(container.id, { state: { ...state, kind: "paused" } });
  emitContainer(daemon, container, "pause");
}

export function unpauseContainer(daemon: Daemon, wanted: string): void {
  const container = findContainer(daemon, wanted);
  const { state } = container;
  if (state.kind !== "paused") throw systemError(`Container ${container.id} is not paused`);
  liveOf(daemon, container).life?.cgroup.thaw();
  daemon.store.container(container.id, { state: { ...state, kind: "running" } });
  emitContainer(daemon, container, "unpause");
}
