/**
 * Processor time as a model: programs are JavaScript and can't be preempted, so each call charges what it would cost,
 * and a process that ran up a slice's worth waits until the simulated processors have served it. They share out
 * continuously (generalised processor sharing) by weight, with each process limited to one processor and each control
 * group to its quota. Waiting is sleeping on the clock: a busy loop here leaves the real processor mostly idle.
 */

import type { Clock } from "#abi";
import { type Share, shareOut } from "./fair-share.ts";
import type { Process } from "./process.ts";

/** Milliseconds that a process may run up before it waits. */
const SLICE = 5;
/** Lateness of timers is made good, up to this many milliseconds. */
const MOST_CREDIT = 20;
/** A period of the completely fair scheduler's quota, in milliseconds: what `periods` counts. */
const QUOTA_PERIOD = 100;
/** Less than this counts as served: a clock that counts from 1970 can't tell shorter times apart. */
const SMALLEST = 0.002;
/** Load averages over 1, 5 and 15 minutes. */
const LOAD_SPANS = [60_000, 300_000, 900_000] as const;

/** A process's account with the scheduler. Milliseconds. */
export class CpuAccount {
  user = 0;
  system = 0;
  /** Charged and not yet served; negative is credit. */
  debt = 0;
  /** When `debt` was last looked at. */
  updated = 0;
  /** Stands in line for a processor. */
  waiting = false;
  /** Processors that it gets at present. */
  rate = 0;
}

export class Scheduler {
  readonly #clock: Clock;
  readonly #processors: number;
  readonly #line = new Set<Process>();
  readonly #loads: number[] = [0, 0, 0];
  #updated: number;
  #cancel: (() => void) | undefined;
  /** Milliseconds that all processes were charged, ever. */
  totalUser = 0;
  totalSystem = 0;

  constructor(clock: Clock, processors: number) {
    this.#clock = clock;
    this.#processors = processors;
    this.#updated = clock.now();
  }

  /** Charges milliseconds; true when the process must wait for its turn. */
  charge(process: Process, user: number, system: number): boolean {
    const account = process.cpu;
    account.user += user;
    account.system += system;
    account.debt += user + system;
    process.cgroup.charge(user, system);
    this.totalUser += user;
    this.totalSystem += system;
    if (account.debt <= SLICE) return account.waiting;
    if (account.waiting) return true;
    const now = this.#clock.now();
    const elapsed = now - account.updated;
    account.updated = now;
    account.debt = Math.max(0, account.debt - elapsed * Math.min(1, process.cgroup.limits.cpus ?? 1));
    if (account.debt <= SLICE) return false;
    this.#advance();
    account.waiting = true;
    this.#line.add(process);
    this.#arrange();
    return true;
  }

  /** A process ended: what it still owed goes on its parent's account, so that short-lived children don't escape a quota. */
  leave(process: Process): void {
    const parent = process.parent;
    if (parent?.alive && parent.cgroup === process.cgroup && process.cpu.debt > 0) parent.cpu.debt += Math.min(process.cpu.debt, SLICE);
    if (!this.#line.has(process)) return;
    this.#advance();
    this.#line.delete(process);
    process.cpu.waiting = false;
    process.cpu.debt = 0;
    this.#arrange();
  }

  /** A limit, a weight or a process's state changed. */
  changed(): void {
    this.#advance();
    this.#arrange();
  }

  /** What waiting processes of a group were charged and have not been served yet. */
  owed(among: ReadonlySet<Process>): number {
    this.#advance();
    let owed = 0;
    for (const process of this.#line) if (among.has(process)) owed += Math.max(0, process.cpu.debt);
    return owed;
  }

  /** Milliseconds that a process was charged and has not had yet. */
  debtOf(process: Process): number {
    if (!process.cpu.waiting) return 0;
    this.#advance();
    return Math.max(0, process.cpu.debt);
  }

  /** /proc/loadavg. */
  loads(): readonly number[] {
    this.#advance();
    return this.#loads;
  }

  get runnable(): number {
    return this.#line.size;
  }

  shutdown(): void {
    this.#cancel?.();
    this.#line.clear();
  }

  #advance(): void {
    const now = this.#clock.now();
    const elapsed = now - this.#updated;
    if (elapsed <= 0) return;
    this.#updated = now;
    LOAD_SPANS.forEach((span, index) => {
      const keep = Math.exp(-elapsed / span);
      this.#loads[index] = (this.#loads[index] ?? 0) * keep + this.#line.size * (1 - keep);
    });
    const groups = new Set(Array.from(this.#line, (process) => process.cgroup));
    for (const group of groups) group.countPeriods(elapsed, elapsed / QUOTA_PERIOD);
    for (const process of this.#line) process.cpu.debt = Math.max(-MOST_CREDIT, process.cpu.debt - process.cpu.rate * elapsed);
  }

  /** Gives each process in line its share and sets the timer for the first that will be served. */
  #arrange(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const served: Process[] = [];
    for (const process of this.#line) {
      if (process.cpu.debt > SMALLEST) continue;
      this.#line.delete(process);
      process.cpu.waiting = false;
      process.cpu.updated = this.#updated;
      served.push(process);
    }
    this.#assignRates();
    let soonest = Number.POSITIVE_INFINITY;
    for (const process of this.#line) if (process.cpu.rate > 0) soonest = Math.min(soonest, process.cpu.debt / process.cpu.rate);
    if (soonest < Number.POSITIVE_INFINITY) this.#cancel = this.#clock.after(soonest, () => this.changed());
    for (const process of served) process.retryCalls();
  }

  #assignRates(): void {
    const groups = new Map<Process["cgroup"], Process[]>();
    for (const process of this.#line) {
      process.cpu.rate = 0;
      process.cgroup.throttled = false;
      if (process.life.kind !== "running" || process.cgroup.frozen) continue;
      const members = groups.get(process.cgroup);
      if (members === undefined) groups.set(process.cgroup, [process]);
      else members.push(process);
    }
    const shares: (Share & { readonly members: Process[] })[] = [];
    for (const [group, members] of groups) {
      const quota = group.limits.cpus ?? Number.POSITIVE_INFINITY;
      const weight = (group.limits.cpuShares ?? 1024) * (group.limits.cpuShares === undefined && group.isRoot ? members.length : 1);
      shares.push({ weight, most: Math.min(quota, members.length), members });
      group.throttled = quota < members.length;
    }
    shareOut(shares, this.#processors).forEach((rate, index) => {
      const members = shares[index]?.members ?? [];
      const within = members.map((process) => ({ weight: 1024 / 1.25 ** process.nice, most: 1 }));
      shareOut(within, rate).forEach((own, at) => {
        const process = members[at];
        if (process !== undefined) process.cpu.rate = own;
      });
    });
  }
}
