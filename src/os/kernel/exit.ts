/** The end of a process: exit(2), zombies, orphans. */

import { encode, isErrno, type WaitStatus } from "#abi";
import { BASE_MEMORY } from "./cgroup.ts";
import type { Core } from "./core.ts";
import { leaveGroup } from "./groups.ts";
import type { Process } from "./process.ts";
import { releaseOrphanedGroup, sendSignal, signalGroup } from "./signals.ts";

/** Ends a process at once, whatever its program is doing: its calls never settle, its descriptors close, its parent is told. */
export function endProcess(core: Core, process: Process, status: WaitStatus): void {
  if (!process.alive) return;
  const { space } = process.identity;
  process.life = { kind: "zombie", status };
  process.pending.length = 0;
  for (const call of Array.from(process.calls)) call.abandon();
  process.descriptors.closeAll();
  core.scheduler.leave(process);
  process.cgroup.members.delete(process);
  process.cgroup.addMemory(-(process.memory + BASE_MEMORY));
  process.cwd.mount.filesystem.release(process.cwd.ino);
  hangUpSession(core, process);
  if (space.init === process) endNamespace(core, process);
  giveAwayChildren(core, process);
  releaseOrphanedGroup(core, process, process.parent, process);
  process.onExit?.(status);
  const { parent } = process;
  if (parent === undefined || process.detached || parent.dispositions.get("SIGCHLD") === "ignore") {
    reap(core, process);
    parent?.childQueue.wake();
    return;
  }
  sendSignal(core, parent, "SIGCHLD");
  parent.childQueue.wake();
}

/** Ends a process whose program threw: an Errno that it didn't catch is told on stderr, anything else is a defect of ours. */
export function endByError(core: Core, process: Process, error: unknown): void {
  if (!process.alive) return;
  if (isErrno(error)) {
    const text = encode(`${process.comm}: ${error.message}\n`);
    try {
      process.descriptors.find(2)?.write(process, text);
    } catch (failure) {
      if (!isErrno(failure)) throw failure;
    }
    endProcess(core, process, { kind: "exited", code: 1 });
    return;
  }
  core.options.onDefect?.({ pid: process.identity.host, comm: process.comm, error });
  endProcess(core, process, { kind: "signaled", signal: "SIGSEGV" });
}

/** Takes a zombie out of the tables; its parent knows all now. */
export function reap(core: Core, process: Process): void {
  if (process.life.kind !== "zombie") return;
  const { parent, identity } = process;
  if (parent !== undefined) {
    parent.children.delete(process);
    parent.childrenUser += process.cpu.user + process.childrenUser;
    parent.childrenSystem += process.cpu.system + process.childrenSystem;
  }
  process.life = { kind: "reaped", status: process.life.status };
  core.processes.delete(identity.host);
  identity.process = undefined;
  leaveGroup(process);
  identity.release();
}

/** The death of a namespace's init takes all others in it along. */
function endNamespace(core: Core, init: Process): void {
  const { space } = init.identity;
  for (const process of space.processes()) {
    if (process === init) continue;
    process.detached = true;
    endProcess(core, process, { kind: "signaled", signal: "SIGKILL" });
    reap(core, process);
  }
  if (space.init === init) space.init = undefined;
}

function giveAwayChildren(core: Core, process: Process): void {
  if (process.children.size === 0) return;
  const reaper = reaperOf(core, process);
  for (const child of Array.from(process.children)) {
    process.children.delete(child);
    child.parent = reaper;
    if (reaper !== undefined) reaper.children.add(child);
    if (child.life.kind === "zombie") {
      if (reaper === undefined) reap(core, child);
    } else {
      releaseOrphanedGroup(core, child, process);
    }
  }
  if (reaper === undefined) return;
  sendSignal(core, reaper, "SIGCHLD");
  reaper.childQueue.wake();
}

/** Who adopts a process's children: the init of its namespace, or the host's. */
function reaperOf(core: Core, process: Process): Process | undefined {
  const { init } = process.identity.space;
  if (init?.alive && init !== process) return init;
  const host = core.pids.init;
  return host?.alive && host !== process ? host : undefined;
}

/** A session leader's end takes the controlling terminal away from its session. */
function hangUpSession(core: Core, process: Process): void {
  const { session } = process.group;
  if (session.leader !== process) return;
  session.leader = undefined;
  const { terminal } = session;
  if (terminal === undefined) return;
  session.terminal = undefined;
  terminal.session = undefined;
  const { foreground } = terminal;
  terminal.foreground = undefined;
  if (foreground === undefined) return;
  signalGroup(core, foreground, "SIGHUP");
  signalGroup(core, foreground, "SIGCONT");
}
