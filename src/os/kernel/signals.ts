/** Signals: who may send, what happens on arrival, handlers, stopping and going on. signal(7), kill(2). */

import { defaultAction, type Signal, type SignalHandler } from "#abi";
import type { Core, SignalSource } from "./core.ts";
import { isOrphaned, type ProcessGroup } from "./groups.ts";
import { type Process, RUNNING } from "./process.ts";

/** Delivers a signal to one process; permission was checked by the caller. */
export function sendSignal(core: Core, target: Process, signal: Signal, from: SignalSource = "kernel"): void {
  if (!target.alive || isProtected(target, signal, from)) return;
  if (signal === "SIGKILL") {
    core.endProcess(target, { kind: "signaled", signal });
    return;
  }
  if (signal === "SIGCONT") {
    removePending(target, (one) => defaultAction(one) === "stop");
    continueProcess(core, target);
  } else if (defaultAction(signal) === "stop") {
    removePending(target, (one) => one === "SIGCONT");
  }
  if (target.life.kind === "stopped" || target.cgroup.frozen) {
    if (target.dispositions.get(signal) !== "ignore" && !target.pending.includes(signal)) target.pending.push(signal);
    return;
  }
  act(core, target, signal);
}

/** To every member of a group. */
export function signalGroup(core: Core, group: ProcessGroup, signal: Signal, from: SignalSource = "kernel"): void {
  for (const member of Array.from(group.members)) sendSignal(core, member, signal, from);
}

/** After a stop, a freeze or an exec: what came meanwhile acts now. */
export function deliverPending(core: Core, process: Process): void {
  const held = process.pending.splice(0);
  for (const signal of held) {
    if (!process.alive) return;
    if (process.life.kind === "stopped") process.pending.push(signal);
    else act(core, process, signal);
  }
}

/** Stops a process: its calls make no progress until it is continued. */
export function stopProcess(core: Core, process: Process, signal: Signal): void {
  if (process.life.kind !== "running") return;
  process.life = { kind: "stopped", signal };
  core.scheduler.changed();
  tellParent(core, process, { kind: "stopped", signal });
}

export function continueProcess(core: Core, process: Process): void {
  if (process.life.kind !== "stopped") return;
  process.life = RUNNING;
  tellParent(core, process, { kind: "continued" });
  core.scheduler.changed();
  queueMicrotask(() => {
    if (process.life.kind !== "running" || process.cgroup.frozen) return;
    deliverPending(core, process);
    process.retryCalls();
  });
}

/** Whether the process ignores a signal, by choice or by default. */
export function ignores(process: Process, signal: Signal): boolean {
  const disposition = process.dispositions.get(signal);
  return disposition === "ignore" || (disposition === undefined && defaultAction(signal) === "ignore");
}

/**
 * A group that becomes orphaned with stopped members gets SIGHUP and SIGCONT: nobody else would ever wake it. To be asked
 * when `member` loses `parent`, by the end of either; `leaving` is the member itself when it is the one that ends.
 */
export function releaseOrphanedGroup(core: Core, member: Process, parent: Process | undefined, leaving?: Process): void {
  const { group } = member;
  const wasLink = parent !== undefined && parent.group !== group && parent.group.session === group.session;
  if (!wasLink || !isOrphaned(group, leaving)) return;
  const isStopped = [...group.members].some((one) => one !== leaving && one.life.kind === "stopped");
  if (!isStopped) return;
  signalGroup(core, group, "SIGHUP");
  signalGroup(core, group, "SIGCONT");
}

/** A namespace's init gets from inside only what it handles; from outside also SIGKILL and SIGSTOP. */
function isProtected(target: Process, signal: Signal, from: SignalSource): boolean {
  const { space } = target.identity;
  if (space.init !== target) return false;
  if (typeof target.dispositions.get(signal) === "object") return false;
  if (signal === "SIGCONT") return false;
  const fromInside = from !== "kernel" && from.identity.space.isWithin(space);
  return fromInside || (signal !== "SIGKILL" && signal !== "SIGSTOP");
}

function removePending(process: Process, matches: (signal: Signal) => boolean): void {
  const left = process.pending.filter((signal) => !matches(signal));
  process.pending.splice(0, process.pending.length, ...left);
}

function act(core: Core, target: Process, signal: Signal): void {
  const disposition = signal === "SIGSTOP" ? undefined : target.dispositions.get(signal);
  if (disposition === "ignore") return;
  if (disposition !== undefined) {
    scheduleHandler(core, target, signal, disposition);
    return;
  }
  switch (defaultAction(signal)) {
    case "ignore":
    case "continue":
      return;
    case "stop":
      if (signal === "SIGSTOP" || !isOrphaned(target.group)) stopProcess(core, target, signal);
      return;
    case "terminate":
    case "core":
      core.endProcess(target, { kind: "signaled", signal });
  }
}

/** Handlers run on a turn of their own, never on the sender's stack; then the blocked calls give way or go on. */
function scheduleHandler(core: Core, target: Process, signal: Signal, handler: SignalHandler): void {
  queueMicrotask(() => {
    if (!target.alive) return;
    if (target.life.kind === "stopped" || target.cgroup.frozen) {
      target.pending.push(signal);
      return;
    }
    const waiting = [...target.calls];
    try {
      handler.handle(signal);
    } catch (error) {
      core.options.onDefect?.({ pid: target.identity.host, comm: target.comm, error });
      core.endProcess(target, { kind: "signaled", signal: "SIGSEGV" });
      return;
    }
    for (const call of waiting) {
      if (handler.interrupt) call.interrupt();
      else call.wake();
    }
  });
}

function tellParent(core: Core, process: Process, status: NonNullable<Process["report"]>): void {
  process.report = status;
  const { parent } = process;
  if (parent === undefined) return;
  sendSignal(core, parent, "SIGCHLD");
  parent.childQueue.wake();
}
