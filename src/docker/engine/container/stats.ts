/** `docker stats`: one sample a second, each with the one before, as cgroup v1 gives them. */

import { encode } from "#abi";
import type { ContainerStats, CpuStats, NetworkStats } from "#api";
import { jsonResponse, streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import type { ContainerRecord } from "../store/state.ts";
import { rfc3339Nano, ZERO_TIME } from "../time.ts";
import { waitingStream } from "../waiting-stream.ts";
import { findContainer, isRunning } from "./find.ts";

const PERIOD = 1000;
const NO_CPU: CpuStats = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
};
const NO_BLKIO = {
  io_service_bytes_recursive: null,
  io_serviced_recursive: null,
  io_queue_recursive: null,
  io_service_time_recursive: null,
  io_wait_time_recursive: null,
  io_merged_recursive: null,
  io_time_recursive: null,
  sectors_recursive: null,
};

export async function containerStats(
  daemon: Daemon,
  wanted: string,
  options: { readonly stream: boolean; readonly oneShot: boolean },
): Promise<Response> {
  const container = findContainer(daemon, wanted);
  const { id } = container;
  if (!options.stream && !isRunning(container)) return jsonResponse(200, stopped(container));
  if (!options.stream) {
    const first = options.oneShot ? undefined : sample(daemon, container, undefined);
    if (first) await pause(daemon);
    return jsonResponse(200, sample(daemon, daemon.store.state.containers.get(id) ?? container, first));
  }
  let before: ContainerStats | undefined;
  let isDue = true;
  let cancel: () => void = () => undefined;
  let wakeUp: () => void = () => undefined;
  const body = waitingStream({
    next() {
      const now = daemon.store.state.containers.get(id);
      if (!now) return "end";
      if (!isDue) return undefined;
      isDue = false;
      cancel = daemon.clock.after(PERIOD, () => {
        isDue = true;
        wakeUp();
      });
      const next = isRunning(now) ? sample(daemon, now, before) : stopped(now);
      before = isRunning(now) ? next : undefined;
      return encode(`${JSON.stringify(next)}\n`);
    },
    start(wake) {
      wakeUp = wake;
      return () => cancel();
    },
  });
  return streamResponse(body, { headers: { "content-type": "application/json" } });
}

function pause(daemon: Daemon): Promise<void> {
  return new Promise((resolve) => void daemon.clock.after(PERIOD, resolve));
}

function stopped({ id, name }: ContainerRecord): ContainerStats {
  return {
    read: ZERO_TIME,
    preread: ZERO_TIME,
    pids_stats: {},
    blkio_stats: NO_BLKIO,
    num_procs: 0,
    storage_stats: {},
    cpu_stats: NO_CPU,
    precpu_stats: NO_CPU,
    memory_stats: {},
    name: `/${name}`,
    id,
  };
}

function sample(daemon: Daemon, container: ContainerRecord, before: ContainerStats | undefined): ContainerStats {
  const life = daemon.live.get(container.id)?.life;
  if (!life) return stopped(container);
  const { processors, memory } = daemon.facts;
  const now = life.cgroup.stats();
  const { hostConfig } = container;
  const cpu: CpuStats = {
    cpu_usage: {
      total_usage: Math.round(now.cpuTotal),
      percpu_usage: Array.from({ length: processors }, () => Math.round(now.cpuTotal / processors)),
      usage_in_kernelmode: Math.round(now.cpuSystem),
      usage_in_usermode: Math.round(now.cpuUser),
    },
    // The time of all processors together, as /proc/stat counts it.
    system_cpu_usage: Math.round(daemon.kernel.uptime() * 1e6 * processors),
    online_cpus: processors,
    throttling_data: { periods: now.periods, throttled_periods: now.throttledPeriods, throttled_time: Math.round(now.throttledTime) },
  };
  const networks: Record<string, NetworkStats> = {};
  for (const endpoint of life.endpoints.values()) {
    const { rxBytes, rxPackets, txBytes, txPackets } = endpoint.stats();
    networks[endpoint.interfaceName] = {
      rx_bytes: rxBytes,
      rx_packets: rxPackets,
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: txBytes,
      tx_packets: txPackets,
      tx_errors: 0,
      tx_dropped: 0,
    };
  }
  const bytes = (op: string, value: number) => ({ major: 8, minor: 0, op, value });
  const total = now.readBytes + now.writtenBytes;
  return {
    read: rfc3339Nano(daemon.clock.now()),
    preread: before?.read ?? ZERO_TIME,
    pids_stats: { current: now.pids, ...(hostConfig.PidsLimit ? { limit: hostConfig.PidsLimit } : {}) },
    blkio_stats: {
      ...NO_BLKIO,
      io_service_bytes_recursive:
        total === 0 ? [] : [bytes("Read", now.readBytes), bytes("Write", now.writtenBytes), bytes("Total", total)],
      io_serviced_recursive: [],
      io_queue_recursive: [],
      io_service_time_recursive: [],
      io_wait_time_recursive: [],
      io_merged_recursive: [],
      io_time_recursive: [],
      sectors_recursive: [],
    },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu,
    precpu_stats: before?.cpu_stats ?? NO_CPU,
    memory_stats: {
      usage: now.memory,
      max_usage: now.memoryPeak,
      limit: hostConfig.Memory > 0 ? hostConfig.Memory : memory,
      failcnt: now.memoryFailures,
      stats: {
        active_anon: now.memory - now.cache,
        cache: now.cache,
        inactive_file: now.cache,
        total_inactive_file: now.cache,
        rss: now.memory - now.cache,
        total_rss: now.memory - now.cache,
        total_cache: now.cache,
      },
    },
    name: `/${container.name}`,
    id: container.id,
    ...(Object.keys(networks).length > 0 || hostConfig.NetworkMode === "none" ? { networks } : {}),
  };
}
