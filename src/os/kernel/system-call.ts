/** What every system call begins with: is the process still there, what does the call cost, may it go on now. */

import { type Core, ProcessGone } from "./core.ts";
import type { Process } from "./process.ts";
import { type Attempt, BLOCKED, PendingCall, type PendingOptions, type WaitQueue } from "./wait-queue.ts";

/** Modelled cost of a call in milliseconds: dear enough that a busy loop leaves the real processor mostly idle. */
export const CALL_COST = 0.01;
/** A call that only reads the process's own record, or memory. */
export const LIGHT_COST = 0.002;
/** Moving a byte, in milliseconds: chunks pass by reference, so that this is little. */
export const BYTE_COST = 3e-8;
export const FORK_COST = 0.06;
export const EXEC_COST = 0.15;

/** Modelled part of a call that counts as user time. */
const USER_PART = 0.3;

/** Begins a synchronous call. Throws ProcessGone when the process has ended. */
export function enter(core: Core, process: Process, cost: number = CALL_COST): void {
  if (!process.alive) throw new ProcessGone();
  core.current = process;
  charge(core, process, cost);
}

/** Charges a process for work of the kernel, modelled milliseconds; true when the next call must give way to other tasks. */
export function charge(core: Core, process: Process, cost: number): boolean {
  core.scheduler.charge(process, cost * USER_PART, cost * (1 - USER_PART));
  return core.turn.spend(cost);
}

/** How a blocking call is to be treated. */
export interface CallOptions extends PendingOptions {
  /** Modelled milliseconds. */
  readonly cost?: number;
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}

/** Begins a call that may block: done at once where possible, else tried again whenever one of the queues is woken. */
export function begin<T>(
  core: Core,
  process: Process,
  attempt: Attempt<T>,
  queues: readonly WaitQueue[],
  options: CallOptions = {},
): Promise<T> {
  if (!process.alive) return never();
  const cost = options.cost ?? CALL_COST;
  const mustGiveWay = charge(core, process, cost);
  if (!mustGiveWay && process.mayRun()) {
    core.current = process;
    try {
      const result = attempt();
      if (!process.alive) return never();
      if (result !== BLOCKED) return Promise.resolve(result);
    } catch (error) {
      return process.alive ? Promise.reject(error) : never();
    }
  }
  return new Promise<T>((resolve, reject) => {
    const settle = (): boolean => {
      core.current = process;
      const result = attempt();
      if (result === BLOCKED || !process.alive) return false;
      resolve(result);
      return true;
    };
    const fail = (error: unknown): void => {
      if (process.alive) reject(error);
    };
    const call = new PendingCall(process, settle, fail, queues, options);
    if (mustGiveWay) core.turn.wait(call);
    // Something may have changed between the first attempt and standing in the queue only by the attempt's own doing.
    else if (process.mayRun() && queues.length === 0) call.wake();
  });
}

/** The part of a limit that counts now. */
export function softLimit(process: Process, name: string): number {
  return process.limits.get(name)?.soft ?? Number.POSITIVE_INFINITY;
}
