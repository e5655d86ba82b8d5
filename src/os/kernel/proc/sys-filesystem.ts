/** /sys: sysfs(5), with the control groups of version 1 as a process in a container sees its own. */

import type { Filesystem } from "#vfs";
import type { ControlGroup } from "../cgroup.ts";
import type { Core } from "../core.ts";
import { deviceNumber } from "../device-numbers.ts";
import { createGeneratedFilesystem, directoryOf, fileOf, type GeneratedNode } from "../generated-filesystem.ts";

const NO_MEMORY_LIMIT = 9_223_372_036_854_771_712n;
const QUOTA_PERIOD = 100_000;

export function createSysFilesystem(core: Core): Filesystem {
  const group = (): ControlGroup => core.current?.cgroup ?? core.rootGroup;
  const tasks = fileOf(
    () =>
      group()
        .processes()
        .map((pid) => `${pid}\n`)
        .join(""),
    0o644,
  );
  const controller = (entries: Readonly<Record<string, GeneratedNode>>): GeneratedNode =>
    directoryOf({ ...entries, "cgroup.procs": tasks, tasks }, 0o755);
  const number = (value: () => number | bigint): GeneratedNode => fileOf(() => `${value()}\n`, 0o644);
  const memory = controller({
    "memory.limit_in_bytes": number(() => positive(group().limits.memory) ?? NO_MEMORY_LIMIT),
    "memory.memsw.limit_in_bytes": number(() => positive(group().limits.memorySwap) ?? NO_MEMORY_LIMIT),
    "memory.usage_in_bytes": number(() => group().stats().memory),
    "memory.max_usage_in_bytes": number(() => group().stats().memoryPeak),
    "memory.failcnt": number(() => group().stats().memoryFailures),
    "memory.stat": fileOf(() => {
      const { memory: used, cache } = group().stats();
      return `cache ${cache}\nrss ${used - cache}\n`;
    }),
  });
  const cpu = controller({
    "cpu.cfs_period_us": number(() => QUOTA_PERIOD),
    "cpu.cfs_quota_us": number(() => (group().limits.cpus === undefined ? -1 : Math.round((group().limits.cpus ?? 0) * QUOTA_PERIOD))),
    "cpu.shares": number(() => group().limits.cpuShares ?? 1024),
    "cpu.stat": fileOf(() => {
      const { periods, throttledPeriods, throttledTime } = group().stats();
      return `nr_periods ${periods}\nnr_throttled ${throttledPeriods}\nthrottled_time ${throttledTime}\n`;
    }),
    "cpuacct.usage": number(() => group().stats().cpuTotal),
  });
  const pids = controller({
    "pids.max": fileOf(() => `${positive(group().limits.pids) ?? "max"}\n`, 0o644),
    "pids.current": number(() => group().stats().pids),
  });
  const link = (target: string): GeneratedNode => ({ type: "symlink", mode: 0o777, target: () => target });
  const root = directoryOf({
    fs: directoryOf({
      cgroup: directoryOf(
        { memory, "cpu,cpuacct": cpu, cpu: link("cpu,cpuacct"), cpuacct: link("cpu,cpuacct"), pids, freezer: controller({}) },
        0o755,
      ),
      // Permissive: labels show in `ls -l`, nothing is refused.
      selinux: directoryOf({ enforce: fileOf(() => "0\n") }),
    }),
    class: directoryOf({ net: networkDirectory(core) }),
    devices: directoryOf({
      system: directoryOf({
        cpu: directoryOf({ online: fileOf(() => (core.options.processors === 1 ? "0\n" : `0-${core.options.processors - 1}\n`)) }),
      }),
    }),
    kernel: directoryOf({ mm: directoryOf({ transparent_hugepage: directoryOf({ enabled: fileOf(() => "[always] madvise never\n") }) }) }),
  });
  return createGeneratedFilesystem("sysfs", deviceNumber(), root, () => core.clock.now());
}

function networkDirectory(core: Core): GeneratedNode {
  const interfaces = () => (core.current?.network ?? core.host.network).interfaces();
  return {
    type: "directory",
    mode: 0o755,
    children: () => interfaces().map(({ name }) => name),
    child: (name) => {
      const found = interfaces().find((one) => one.name === name);
      return (
        found &&
        directoryOf({
          address: fileOf(() => `${found.mac}\n`),
          mtu: fileOf(() => `${found.mtu}\n`),
          operstate: fileOf(() => (found.loopback ? "unknown\n" : found.up ? "up\n" : "down\n")),
          ifindex: fileOf(() => `${found.index}\n`),
        })
      );
    },
  };
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
