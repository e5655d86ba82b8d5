/** Control groups: accounts and limits of processor, memory and number of processes (cgroups(7), version 1's names). */

import type { Pid } from "#abi";
import type { Process } from "./process.ts";
import type { Cgroup, CgroupLimits, CgroupStats } from "./types.ts";

/** What a group asks of the kernel. */
export interface CgroupHost {
  /** A limit or the freezer changed. */
  changed(group: ControlGroup): void;
  /** Milliseconds charged to its waiting processes and not served yet. */
  owed(members: ReadonlySet<Process>): number;
  removed(group: ControlGroup): void;
  /** Looks whether the group is over its memory limit, and kills if it is. */
  reclaim(group: ControlGroup): void;
}

/** Anonymous memory that a process has before it claims any: its stack, data and what its libraries wrote to. */
export const BASE_MEMORY: number = 100 * 1024;
/** What a group takes as soon as a process is in it: pages of the shared libraries that it was the first to touch, kernel memory. */
const GROUP_MEMORY = 1_110_000;
/** Written pages go to the disk in pieces of this size; less stays in memory. */
const WRITE_BACK = 1 << 20;

const MOST_CACHE = 256 * 1024 * 1024;

export class ControlGroup implements Cgroup {
  readonly path: string;
  readonly isRoot: boolean;
  readonly members = new Set<Process>();
  readonly #host: CgroupHost;
  #limits: CgroupLimits;
  frozen = false;
  /** Wants more than its quota at present. */
  throttled = false;
  onOutOfMemory: (() => void) | undefined;
  memoryFailures = 0;
  /** Page cache that its reads and writes left, bytes. */
  cache = 0;
  #user = 0;
  #system = 0;
  #periods = 0;
  #throttledPeriods = 0;
  #throttledTime = 0;
  #written = 0;
  #anonymous = 0;
  #peak = 0;

  constructor(path: string, limits: CgroupLimits, host: CgroupHost) {
    this.path = path;
    this.isRoot = path === "/";
    this.#limits = limits;
    this.#host = host;
  }

  get limits(): CgroupLimits {
    return this.#limits;
  }

  set limits(to: CgroupLimits) {
    this.#limits = to;
    this.#host.changed(this);
    this.#host.reclaim(this);
  }

  charge(user: number, system: number): void {
    this.#user += user;
    this.#system += system;
  }

  countPeriods(elapsed: number, periods: number): void {
    if (this.#limits.cpus === undefined) return;
    this.#periods += periods;
    if (!this.throttled) return;
    this.#throttledPeriods += periods;
    this.#throttledTime += elapsed * 1e6;
  }

  /** Bytes of anonymous memory. */
  get anonymous(): number {
    return this.#anonymous + (this.isRoot || this.members.size === 0 ? 0 : GROUP_MEMORY);
  }

  addMemory(bytes: number): void {
    this.#anonymous += bytes;
    this.#peak = Math.max(this.#peak, this.anonymous + this.#cacheWithin());
    if (bytes > 0) this.#host.reclaim(this);
  }

  /** Written to a file: it lies in the page cache, and goes to the disk by and by. */
  countWrite(bytes: number): void {
    this.#written += bytes;
    this.cache = Math.min(this.cache + bytes, MOST_CACHE);
  }

  stats(): CgroupStats {
    const owed = this.#host.owed(this.members);
    const charged = this.#user + this.#system;
    const served = Math.max(0, charged - owed);
    const part = charged === 0 ? 0 : served / charged;
    const cache = this.#cacheWithin();
    return {
      cpuTotal: Math.round(served * 1e6),
      cpuUser: Math.round(this.#user * part * 1e6),
      cpuSystem: Math.round(this.#system * part * 1e6),
      periods: Math.round(this.#periods),
      throttledPeriods: Math.round(this.#throttledPeriods),
      throttledTime: Math.round(this.#throttledTime),
      memory: this.anonymous + cache,
      memoryPeak: Math.max(this.#peak, this.anonymous + cache),
      cache,
      memoryFailures: this.memoryFailures,
      pids: this.#threads(),
      // What images hold is in the host's page cache since they were pulled: no disk is read.
      readBytes: 0,
      writtenBytes: Math.floor(this.#written / WRITE_BACK) * WRITE_BACK,
    };
  }

  freeze(): void {
    this.frozen = true;
    this.#host.changed(this);
  }

  thaw(): void {
    if (!this.frozen) return;
    this.frozen = false;
    this.#host.changed(this);
  }

  processes(): readonly Pid[] {
    return Array.from(this.members, (process) => process.identity.host).sort((a, b) => a - b);
  }

  remove(): void {
    this.#host.removed(this);
  }

  #threads(): number {
    let count = 0;
    for (const { threads } of this.members) count += threads;
    return count;
  }

  /** Page cache gives way before anything is killed. */
  #cacheWithin(): number {
    const limit = this.#limits.memory;
    return limit === undefined || limit <= 0 ? this.cache : Math.max(0, Math.min(this.cache, limit - this.anonymous));
  }
}
