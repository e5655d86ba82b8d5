/** The end of a container's process: daemon/monitor.go of moby. */

import { shellStatus, type WaitStatus } from "#abi";
import type { Daemon } from "../daemon.ts";
import { leaveNetworks } from "../network/join.ts";
import type { ContainerRecord } from "../store/state.ts";
import { emitContainer } from "./find.ts";
import type { ExitResult, Life, LiveContainer } from "./live.ts";
import { removeContainer } from "./remove.ts";

const FIRST_BACK_OFF = 100;
const LONGEST_BACK_OFF = 60_000;
/** A life this long makes the next restart quick again. */
const STABLE = 10_000;
/** How long output may still come after the process ended. */
const DRAIN = 3000;

/** How a container is started again: given by whoever started it. */
export type Start = (daemon: Daemon, id: string) => Promise<void>;

/** Notes the end, gives everything back, and restarts or removes the container as it wants. */
export async function containerEnded(daemon: Daemon, id: string, life: Life, status: WaitStatus, start: Start): Promise<ExitResult> {
  const live = daemon.live.get(id);
  const code = shellStatus(status);
  const result: ExitResult = { code };
  if (!live) return result;
  await drained(daemon, live);
  life.stopHealth?.();
  const now = daemon.clock.now();
  live.log.flush(now);
  const container = daemon.store.state.containers.get(id);
  if (!container) return result;
  life.shim?.kill("SIGKILL");
  const restarts = shouldRestart(container, live, code);
  const { oomKilled, startedAt } = life;
  const leave = (): void => {
    leaveNetworks(daemon, id, life);
    for (const mount of container.mounts)
      if (mount.Type === "volume" && mount.Name !== undefined)
        daemon.events.emit("volume", "unmount", mount.Name, { container: id, driver: "local" });
  };
  const attributes = {
    exitCode: String(code),
    ...(daemon.release.behaviour.execDuration ? { execDuration: String(Math.floor((now - startedAt) / 1000)) } : {}),
  };
  if (daemon.release.behaviour.disconnectBeforeDie) leave();
  live.life = undefined;
  live.stdio.finish();
  daemon.store.container(id, {
    ports: null,
    execIds: [],
    ...(restarts ? { restartCount: container.restartCount + 1 } : {}),
    state: restarts
      ? { kind: "restarting", exitCode: code, startedAt, finishedAt: now, oomKilled }
      : { kind: "exited", exitCode: code, error: "", startedAt, finishedAt: now, oomKilled },
  });
  emitContainer(daemon, container, "die", attributes);
  if (!daemon.release.behaviour.disconnectBeforeDie) leave();
  life.cgroup.remove();
  for (const tell of [...live.exitWaiters]) tell(result);
  live.exitWaiters.clear();
  if (restarts) planRestart(daemon, id, live, now - startedAt, start);
  else if (container.hostConfig.AutoRemove) removeContainer(daemon, id, { force: true, volumes: true });
  return result;
}

async function drained(daemon: Daemon, live: LiveContainer): Promise<void> {
  let cancel: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    cancel = daemon.clock.after(DRAIN, resolve);
  });
  await Promise.race([live.stdio.drained, late]);
  cancel();
}

function shouldRestart(container: ContainerRecord, live: LiveContainer, code: number): boolean {
  const { Name: name, MaximumRetryCount: most } = container.hostConfig.RestartPolicy;
  if (live.stopping) return false;
  if (name === "always" || name === "unless-stopped") return true;
  return name === "on-failure" && code !== 0 && (most === 0 || container.restartCount < most);
}

function planRestart(daemon: Daemon, id: string, live: LiveContainer, lived: number, start: Start): void {
  live.backOff = lived >= STABLE || live.backOff === 0 ? FIRST_BACK_OFF : Math.min(live.backOff * 2, LONGEST_BACK_OFF);
  live.cancelRestart = daemon.clock.after(live.backOff, () => {
    live.cancelRestart = undefined;
    if (!daemon.store.state.containers.has(id)) return;
    // A failed start is noted in the container.
    start(daemon, id).catch(() => undefined);
  });
}
