/** Health checks: daemon/health.go of moby. */

import { decode, shellStatus } from "#abi";
import type { Health, HealthLog } from "#api";
import type { Daemon } from "../daemon.ts";
import { filesOf } from "../host/files.ts";
import type { ContainerRecord } from "../store/state.ts";
import { rfc3339Nano } from "../time.ts";
import { environment } from "./environment.ts";
import { emitContainer } from "./find.ts";
import { lookUpUser } from "./user.ts";

const DEFAULTS = { interval: 30_000, timeout: 30_000, startPeriod: 0, startInterval: 5000, retries: 3 };
const KEPT_LOGS = 5;
const LONGEST_OUTPUT = 4096;

/** Begins to check a running container; the function ends that. Undefined where there is nothing to check. */
export function startHealth(daemon: Daemon, id: string): (() => void) | undefined {
  const container = daemon.store.state.containers.get(id);
  const [kind, ...rest] = container?.config.Healthcheck?.Test ?? [];
  if (!container || (kind !== "CMD" && kind !== "CMD-SHELL")) return undefined;
  const argv = kind === "CMD" ? rest : [...(container.config.Shell ?? ["/bin/sh", "-c"]), ...rest];
  const check = container.config.Healthcheck;
  const ms = (nanos: number | undefined, fallback: number): number => (nanos ? nanos / 1e6 : fallback);
  const settings = {
    interval: ms(check?.Interval, DEFAULTS.interval),
    timeout: ms(check?.Timeout, DEFAULTS.timeout),
    startPeriod: ms(check?.StartPeriod, DEFAULTS.startPeriod),
    startInterval: ms(check?.StartInterval, DEFAULTS.startInterval),
    retries: check?.Retries || DEFAULTS.retries,
  };
  daemon.store.container(id, { health: { Status: "starting", FailingStreak: 0, Log: [] } });
  const began = daemon.clock.now();
  let stopped = false;
  let cancel: () => void = () => undefined;
  const plan = (): void => {
    const status = daemon.store.state.containers.get(id)?.health?.Status;
    const isStarting = status === "starting" && daemon.clock.now() - began < settings.startPeriod;
    cancel = daemon.clock.after(isStarting ? Math.min(settings.startInterval, settings.interval) : settings.interval, () => {
      void probe(daemon, id, argv, settings.timeout).then((result) => {
        if (stopped || !result) return;
        note(daemon, id, result, settings.retries, daemon.clock.now() - began < settings.startPeriod);
        plan();
      });
    });
  };
  plan();
  return () => {
    stopped = true;
    cancel();
    const health = daemon.store.state.containers.get(id)?.health;
    if (health) daemon.store.container(id, { health: { ...health, Status: "unhealthy" } });
  };
}

async function probe(daemon: Daemon, id: string, argv: readonly string[], timeout: number): Promise<HealthLog | undefined> {
  const container = daemon.store.state.containers.get(id);
  const life = daemon.live.get(id)?.life;
  if (!container || !life || container.state.kind !== "running") return undefined;
  const start = daemon.clock.now();
  const output: Uint8Array[] = [];
  const sink = { kind: "stream", sink: { write: async (bytes: Uint8Array) => void output.push(bytes) } } as const;
  const log = (code: number, text: string): HealthLog => ({
    Start: rfc3339Nano(start),
    End: rfc3339Nano(daemon.clock.now()),
    ExitCode: code,
    Output: text.slice(0, LONGEST_OUTPUT),
  });
  emitContainer(daemon, container, `exec_create: ${argv.join(" ")}`, {});
  try {
    const user = lookUpUser(filesOf(life.namespaces.mounts), container.config.User, [], daemon.release.behaviour.dnsNames);
    const handle = await daemon.kernel.spawn({
      namespaces: life.namespaces,
      cgroup: life.cgroup,
      parent: life.shim?.pid ?? 0,
      credentials: user.credentials,
      env: environment(container, { tty: false, home: user.home }),
      cwd: container.config.WorkingDir || "/",
      argv,
      stdin: { kind: "null" },
      stdout: sink,
      stderr: sink,
    });
    emitContainer(daemon, container, `exec_start: ${argv.join(" ")}`, {});
    let isLate = false;
    const cancel = daemon.clock.after(timeout, () => {
      isLate = true;
      handle.kill("SIGKILL");
    });
    const status = await handle.exited;
    cancel();
    emitContainer(daemon, container, "exec_die", { exitCode: String(shellStatus(status)) });
    if (isLate) return log(-1, `Health check exceeded timeout (${timeout / 1000}s)`);
    return log(shellStatus(status), output.map(decode).join(""));
  } catch (error) {
    return log(-1, error instanceof Error ? error.message : String(error));
  }
}

function note(daemon: Daemon, id: string, result: HealthLog, retries: number, isStarting: boolean): void {
  const container = daemon.store.state.containers.get(id);
  const before = container?.health;
  if (!container || !before) return;
  const isWell = result.ExitCode === 0;
  const streak = isWell ? 0 : isStarting && before.Status === "starting" ? 0 : before.FailingStreak + 1;
  const status: Health["Status"] = isWell ? "healthy" : streak >= retries ? "unhealthy" : before.Status;
  daemon.store.container(id, { health: { Status: status, FailingStreak: streak, Log: [...(before.Log ?? []), result].slice(-KEPT_LOGS) } });
  if (status !== before.Status) emitContainer(daemon, container as ContainerRecord, `health_status: ${status}`);
}
