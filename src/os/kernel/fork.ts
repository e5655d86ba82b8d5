/** fork(2): new processes, and running their programs. */

import { Errno, type ForkOptions, type Program } from "#abi";
import { BASE_MEMORY } from "./cgroup.ts";
import type { Core } from "./core.ts";
import { commOf } from "./exec.ts";
import { endByError, endProcess, reap } from "./exit.ts";
import { createGroup, joinGroup } from "./groups.ts";
import { Identity } from "./pids.ts";
import { Process, type ProcessParts } from "./process.ts";
import { CpuAccount } from "./scheduler.ts";
import { begin } from "./system-call.ts";

const DEFAULT_MAX_PROCESSES = 4096;

/** Throws EAGAIN when there are too many processes: in the machine, in the control group, of the user. */
export function checkProcessLimits(core: Core, cgroup: Process["cgroup"], of?: Process): void {
  const isFull = core.processes.size >= (core.options.maxProcesses ?? DEFAULT_MAX_PROCESSES);
  const most = cgroup.limits.pids;
  if (core.down || isFull || (most !== undefined && most > 0 && cgroup.members.size >= most)) throw new Errno("EAGAIN");
  const limit = of?.limits.get("nproc")?.soft;
  if (of === undefined || limit === undefined || of.credentials.uid === 0) return;
  let count = 0;
  for (const process of core.processes.values()) if (process.credentials.uid === of.credentials.uid) count++;
  if (count >= limit) throw new Errno("EAGAIN");
}

/** Enters a new process into all tables. It does not run yet. */
export function addProcess(core: Core, parts: Omit<ProcessParts, "createSys">): Process {
  const process = new Process({ ...parts, createSys: core.createSys });
  core.processes.set(parts.identity.host, process);
  core.forks++;
  core.lastPid = parts.identity.host;
  const { space } = parts.identity;
  if (space.init === undefined && parts.identity.inner === 1) space.init = process;
  parts.parent?.children.add(process);
  parts.cgroup.members.add(process);
  parts.cwd.mount.filesystem.hold(parts.cwd.ino);
  return process;
}

/** Starts a child of `parent` that runs `program`. */
export function forkProcess(core: Core, parent: Process, program: Program, options: ForkOptions): Process {
  checkProcessLimits(core, parent.cgroup, parent);
  const argv = options.argv ?? parent.argv;
  const child = addProcess(core, {
    identity: new Identity(parent.identity.space),
    mounts: parent.mounts,
    uts: parent.uts,
    network: parent.network,
    parent,
    credentials: parent.credentials,
    root: parent.root,
    cwd: parent.cwd,
    umask: parent.umask,
    argv,
    env: options.env ?? parent.env,
    comm: options.argv === undefined ? parent.comm : commOf(argv[0] ?? ""),
    executable: parent.executable,
    descriptors: parent.descriptors.copy(),
    dispositions: new Map(parent.dispositions),
    cgroup: parent.cgroup,
    cpu: new CpuAccount(),
    limits: new Map(parent.limits),
    nice: parent.nice,
    started: core.clock.now(),
    group: () => parent.group,
  });
  child.executableSize = parent.executableSize;
  try {
    if (options.pgid !== undefined) enterGroup(parent, child, options.pgid);
    if (options.foreground !== undefined) {
      const { terminal } = child.descriptors.get(options.foreground);
      if (terminal !== undefined) terminal.foreground = child.group;
    }
    options.setup?.(child.sys);
  } catch (error) {
    abort(core, child);
    core.current = parent;
    throw error;
  }
  core.current = parent;
  parent.cgroup.addMemory(BASE_MEMORY);
  startProgram(core, child, program);
  return child;
}

/** Runs a process's program from its beginning to its end, as soon as the process may run. */
export function startProgram(core: Core, process: Process, program: Program): void {
  process.program = program;
  queueMicrotask(() => {
    if (!process.alive) return;
    // Its first steps (handlers!) must not be late: whoever started it may signal it at once.
    const allowed = process.mayRun() ? Promise.resolve() : begin(core, process, () => undefined, [], { cost: 0, restart: true });
    allowed
      .then(() => program(process.sys))
      .then(
        (code) => endProcess(core, process, { kind: "exited", code: code & 255 }),
        (error: unknown) => endByError(core, process, error),
      );
  });
}

function enterGroup(parent: Process, child: Process, pgid: number): void {
  if (pgid === 0) {
    joinGroup(child, createGroup(child.identity, child.group.session));
    return;
  }
  const group = parent.identity.space.identities.get(pgid)?.group;
  if (group === undefined || group.session !== parent.group.session) throw new Errno("EPERM");
  joinGroup(child, group);
}

/** Undoes a fork whose set-up failed. */
function abort(core: Core, child: Process): void {
  child.detached = true;
  const { parent } = child;
  child.parent = undefined;
  parent?.children.delete(child);
  child.cgroup.addMemory(BASE_MEMORY);
  endProcess(core, child, { kind: "exited", code: 1 });
  reap(core, child);
}
