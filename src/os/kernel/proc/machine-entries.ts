/** What /proc tells about the machine as a whole. */

import type { Core } from "../core.ts";
import { directoryOf, fileOf, type GeneratedNode } from "../generated-filesystem.ts";
import { usedMemory } from "../memory.ts";
import type { PidSpace } from "../pids.ts";
import { PID_MAX } from "../pids.ts";
import { networkEntries } from "./network-entries.ts";

/** Clock ticks a second in /proc/stat: USER_HZ. */
export const TICKS = 100;
const PAGE = 4096;

export const ticks = (ms: number): number => Math.floor((ms * TICKS) / 1000);

export function machineEntries(core: Core, space: PidSpace): Readonly<Record<string, GeneratedNode>> {
  const uptime = (): number => core.clock.now() - core.bootTime;
  const { options } = core;
  const self = (): string => {
    const number = core.current?.identity.in(space) ?? 0;
    return number === 0 ? "" : String(number);
  };
  return {
    self: { type: "symlink", mode: 0o777, target: self },
    "thread-self": { type: "symlink", mode: 0o777, target: () => `${self()}/task/${self()}` },
    mounts: { type: "symlink", mode: 0o777, target: () => "self/mounts" },
    net: networkEntries(core),
    cmdline: fileOf(() => "BOOT_IMAGE=(hd0,msdos1)/boot/vmlinuz root=/dev/sda1 ro crashkernel=auto rhgb quiet\n"),
    cpuinfo: fileOf(() => cpuInfo(options.processors)),
    filesystems: fileOf(() => "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tcgroup\nnodev\tdevpts\nnodev\toverlay\n\text4\n\txfs\n"),
    loadavg: fileOf(() => {
      const loads = core.scheduler.loads().map((load) => load.toFixed(2));
      return `${loads.join(" ")} ${Math.max(1, core.scheduler.runnable)}/${core.processes.size} ${core.lastPid}\n`;
    }),
    meminfo: fileOf(() => memoryInfo(core)),
    stat: fileOf(() => machineStat(core, uptime())),
    swaps: fileOf(() => "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n"),
    uptime: fileOf(() => {
      const idle = Math.max(0, uptime() * options.processors - core.scheduler.totalUser - core.scheduler.totalSystem);
      return `${(uptime() / 1000).toFixed(2)} ${(idle / 1000).toFixed(2)}\n`;
    }),
    version: fileOf(() => `Linux version ${options.release} (mockbuild@kbuilder) (gcc) ${options.version}\n`),
    partitions: fileOf(() => "major minor  #blocks  name\n\n   8        0   41943040 sda\n   8        1   41941999 sda1\n"),
    sys: directoryOf({
      kernel: directoryOf({
        hostname: fileOf(() => `${(core.current?.uts ?? core.host.uts).hostname}\n`, 0o644),
        ostype: fileOf(() => "Linux\n"),
        osrelease: fileOf(() => `${options.release}\n`),
        version: fileOf(() => `${options.version}\n`),
        pid_max: fileOf(() => `${PID_MAX}\n`, 0o644),
        "threads-max": fileOf(() => `${options.maxProcesses ?? 4096}\n`, 0o644),
        random: directoryOf({
          boot_id: fileOf(() => `${core.bootId}\n`),
          uuid: fileOf(() => `${uuid(core)}\n`),
          entropy_avail: fileOf(() => "3754\n"),
        }),
      }),
      vm: directoryOf({
        overcommit_memory: fileOf(() => "0\n", 0o644),
        swappiness: fileOf(() => "30\n", 0o644),
        max_map_count: fileOf(() => "65530\n", 0o644),
      }),
      fs: directoryOf({ "file-max": fileOf(() => "378123\n", 0o644), "pipe-max-size": fileOf(() => "1048576\n", 0o644) }),
      net: directoryOf({
        ipv4: directoryOf({ ip_forward: fileOf(() => "1\n", 0o644) }),
        core: directoryOf({ somaxconn: fileOf(() => "128\n", 0o644) }),
      }),
    }),
  };
}

/** A random UUID, version 4. */
export function uuid(core: Pick<Core, "random">): string {
  const bytes = core.random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function cpuInfo(processors: number): string {
  let text = "";
  for (let number = 0; number < processors; number++) {
    text +=
      `processor\t: ${number}\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 142\nmodel name\t: Drydock Virtual CPU @ 2.40GHz\nstepping\t: 10\n` +
      `cpu MHz\t\t: 2400.000\ncache size\t: 8192 KB\nphysical id\t: 0\nsiblings\t: ${processors}\ncore id\t\t: ${number}\ncpu cores\t: ${processors}\n` +
      "fpu\t\t: yes\nflags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat sse sse2 ht syscall nx lm constant_tsc nopl\n" +
      "bogomips\t: 4800.00\naddress sizes\t: 39 bits physical, 48 bits virtual\n\n";
  }
  return text;
}

function memoryInfo(core: Core): string {
  const total = core.options.memory;
  const used = usedMemory(core) + total * 0.06;
  const cached = total * 0.2;
  const kilobytes = (bytes: number): string => String(Math.max(0, Math.floor(bytes / PAGE) * (PAGE / 1024))).padStart(8);
  const rows: readonly (readonly [string, number])[] = [
    ["MemTotal", total],
    ["MemFree", total - used - cached],
    ["MemAvailable", total - used],
    ["Buffers", total * 0.01],
    ["Cached", cached - total * 0.02],
    ["SwapCached", 0],
    ["Active", used],
    ["Inactive", cached],
    ["Shmem", total * 0.003],
    ["Slab", total * 0.01],
    ["SReclaimable", total * 0.01],
    ["SwapTotal", 0],
    ["SwapFree", 0],
    ["Dirty", 0],
    ["Mapped", total * 0.01],
    ["CommitLimit", total / 2],
    ["Committed_AS", used],
  ];
  return rows.map(([name, bytes]) => `${`${name}:`.padEnd(16)}${kilobytes(bytes)} kB\n`).join("");
}

function machineStat(core: Core, uptime: number): string {
  const { processors } = core.options;
  const { totalUser, totalSystem, runnable } = core.scheduler;
  const idle = Math.max(0, uptime * processors - totalUser - totalSystem);
  const row = (name: string, share: number): string =>
    `${name} ${ticks(totalUser / share)} 0 ${ticks(totalSystem / share)} ${ticks(idle / share)} 0 0 0 0 0 0\n`;
  let text = row("cpu ", 1);
  for (let number = 0; number < processors; number++) text += row(`cpu${number}`, processors);
  return `${text}intr 0\nctxt ${core.forks * 10}\nbtime ${Math.floor(core.bootTime / 1000)}\nprocesses ${core.forks}\nprocs_running ${Math.max(1, runnable)}\nprocs_blocked 0\n`;
}
