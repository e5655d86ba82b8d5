import type { Resources, Ulimit } from "#api";
import type { CgroupLimits } from "#kernel";

/** Docker's numbers as a cgroup takes them. */
export function cgroupLimits(resources: Resources): CgroupLimits {
  const {
    NanoCpus: nano,
    CpuQuota: quota,
    CpuPeriod: period,
    CpuShares: shares,
    Memory: memory,
    MemorySwap: swap,
    PidsLimit: pids,
  } = resources;
  const cpus = nano > 0 ? nano / 1e9 : quota > 0 ? quota / (period || 100_000) : undefined;
  return {
    cpus,
    cpuShares: shares > 0 ? shares : undefined,
    memory: memory > 0 ? memory : undefined,
    memorySwap: swap === 0 ? undefined : swap,
    pids: pids !== null && pids > 0 ? pids : undefined,
  };
}

/** What dockerd's service allows itself, and with that its containers. */
const FILES = { soft: 1_048_576, hard: 1_048_576 };

/** `--ulimit nofile=64:128`; -1 is no limit. */
export function processLimits(
  ulimits: readonly Ulimit[] | null,
): ReadonlyMap<string, { readonly soft: number | undefined; readonly hard: number | undefined }> {
  const value = (number: number): number | undefined => (number < 0 ? undefined : number);
  return new Map([
    ["nofile", FILES] as const,
    ...(ulimits ?? []).map(({ Name: name, Soft: soft, Hard: hard }) => [name, { soft: value(soft), hard: value(hard) }] as const),
  ]);
}
