/** Puts the kernel together: Kernel for the machine and the engine, Sys for programs. */

import { Errno } from "#abi";
import { resolve } from "#vfs";
import { type CgroupHost, ControlGroup } from "./cgroup.ts";
import type { Core } from "./core.ts";
import { endProcess } from "./exit.ts";
import { connectUnixSocket, duplexOf } from "./files/unix-socket.ts";
import { enforceLimit } from "./memory.ts";
import { PidSpace } from "./pids.ts";
import { uuid } from "./proc/machine-entries.ts";
import { processInfo } from "./process-info.ts";
import { Scheduler } from "./scheduler.ts";
import { deliverPending, sendSignal, signalGroup } from "./signals.ts";
import { spawnProcess } from "./spawn.ts";
import { createSys } from "./sys.ts";
import { DevptsRegistry } from "./tty/devpts.ts";
import { createPtyHandle } from "./tty/pty.ts";
import { Turn } from "./turn.ts";
import type { Kernel, KernelOptions, PidNamespace } from "./types.ts";

const cores = new WeakMap<Kernel, Core>();

/** The insides of a kernel made by createKernel: for this room's own filesystems. */
export function coreOf(kernel: Kernel): Core {
  const core = cores.get(kernel);
  if (core === undefined) throw new Error("not a kernel of ours");
  return core;
}

/** Boots a kernel: nothing runs on it until the first spawn, which is init. */
export function createKernel(options: KernelOptions): Kernel {
  const core = createCore(options);
  const kernel: Kernel = {
    clock: core.clock,
    random: core.random,
    host: core.host,
    rootLocation: core.host.mounts.root,
    createPidNamespace: (parent) => new PidSpace(parent === undefined ? core.pids : spaceFrom(parent)),
    createCgroup: (path, limits) => {
      const group = new ControlGroup(path, limits, cgroupHost(core));
      core.cgroups.set(path, group);
      return group;
    },
    spawn: (spec) => spawnProcess(core, spec),
    createPty: (size, owner = core.host.mounts) => createPtyHandle(core.devpts.of(owner).create(size)),
    process: (pid) => {
      const process = core.processes.get(pid);
      return process && processInfo(core, process);
    },
    processes: (namespace = core.pids) => {
      const processes = spaceFrom(namespace).processes();
      return processes.map((process) => processInfo(core, process)).sort((a, b) => a.pid - b.pid);
    },
    pidIn: (namespace, pid) => core.processes.get(pid)?.identity.in(spaceFrom(namespace)) || undefined,
    kill: (pid, signal) => {
      const process = core.processes.get(pid);
      if (process === undefined) throw new Errno("ESRCH");
      sendSignal(core, process, signal);
    },
    connectUnix: async (path) => {
      const credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0] };
      const { root } = core.host.mounts;
      return duplexOf(connectUnixSocket(core, resolve(core.host.mounts, { credentials, root, cwd: root }, path)));
    },
    shutdown: () => {
      core.down = true;
      for (const process of Array.from(core.processes.values())) endProcess(core, process, { kind: "signaled", signal: "SIGKILL" });
      core.scheduler.shutdown();
    },
    uptime: () => core.clock.now() - core.bootTime,
  };
  cores.set(kernel, core);
  return kernel;
}

function createCore(options: KernelOptions): Core {
  const { clock, random } = options;
  const pids = new PidSpace(undefined);
  const core: Core = {
    options,
    clock,
    random,
    bootTime: clock.now(),
    bootId: uuid({ random }),
    pids,
    host: { mounts: options.mounts, pids, uts: { hostname: options.hostname }, network: options.network },
    processes: new Map(),
    scheduler: new Scheduler(clock, options.processors),
    turn: new Turn(clock),
    rootGroup: new ControlGroup(
      "/",
      {},
      { changed: () => {}, owed: (members) => core.scheduler.owed(members), removed: () => {}, reclaim: () => {} },
    ),
    cgroups: new Map(),
    programs: new Map(),
    fifos: new Map(),
    unixSockets: new Map(),
    devpts: new DevptsRegistry({ signalGroup: (group, signal) => signalGroup(core, group, signal), now: () => clock.now() }),
    current: undefined,
    forks: 0,
    lastPid: 0,
    down: false,
    createSys: (process) => createSys(core, process),
    endProcess: (process, status) => endProcess(core, process, status),
  };
  core.cgroups.set("/", core.rootGroup);
  return core;
}

function cgroupHost(core: Core): CgroupHost {
  return {
    changed: (group) => {
      core.scheduler.changed();
      if (group.frozen) return;
      for (const process of Array.from(group.members)) {
        deliverPending(core, process);
        if (process.mayRun()) process.retryCalls();
      }
    },
    owed: (members) => core.scheduler.owed(members),
    removed: (group) => {
      if (core.cgroups.get(group.path) === group) core.cgroups.delete(group.path);
    },
    reclaim: (group) => enforceLimit(core, group),
  };
}

function spaceFrom(namespace: PidNamespace): PidSpace {
  if (!(namespace instanceof PidSpace)) throw new Errno("EINVAL");
  return namespace;
}
