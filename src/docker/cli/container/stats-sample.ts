import type { ContainerStats } from "#api";

/** One row of `docker stats`; undefined numbers are shown as `--`. */
export interface StatsRow {
  /** The name or id that it was asked for by. */
  readonly container: string;
  readonly id: string;
  readonly name: string;
  readonly sample: Sample | undefined;
}
export interface Sample {
  readonly cpu: number;
  readonly memory: number;
  readonly limit: number;
  readonly memoryPercent: number;
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
  readonly pids: number;
}

/** What a line of the stats endpoint means. `cacheKey` is the memory that doesn't count, by its name in cgroup v1. */
export function sampleOf(stats: ContainerStats, subtractsCache: boolean): Sample {
  const { cpu_stats: now, precpu_stats: before, memory_stats: memory } = stats;
  const cpuDelta = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const systemDelta = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const processors = now.online_cpus || (now.cpu_usage.percpu_usage?.length ?? 0);
  const used = usedMemory(memory.usage ?? 0, memory.stats ?? {}, subtractsCache);
  const limit = memory.limit ?? 0;
  const networks = Object.values(stats.networks ?? {});
  const blocks = stats.blkio_stats.io_service_bytes_recursive ?? [];
  const bytes = (letter: string): number =>
    blocks.filter(({ op }) => op.toLowerCase().startsWith(letter)).reduce((sum, { value }) => sum + value, 0);
  return {
    cpu: systemDelta > 0 && cpuDelta > 0 ? (cpuDelta / systemDelta) * processors * 100 : 0,
    memory: used,
    limit,
    memoryPercent: limit === 0 ? 0 : (used / limit) * 100,
    received: networks.reduce((sum, one) => sum + one.rx_bytes, 0),
    sent: networks.reduce((sum, one) => sum + one.tx_bytes, 0),
    read: bytes("r"),
    written: bytes("w"),
    pids: stats.pids_stats.current ?? 0,
  };
}

function usedMemory(usage: number, details: Readonly<Record<string, number>>, subtractsCache: boolean): number {
  if (subtractsCache) return usage - (details["cache"] ?? 0);
  const inactive = details["total_inactive_file"] ?? details["inactive_file"] ?? 0;
  return inactive < usage ? usage - inactive : usage;
}
