/** PID namespaces and the numbers that processes, groups and sessions have in them: pid_namespaces(7). */

import type { ProcessGroup, Session } from "./groups.ts";
import type { Process } from "./process.ts";
import type { PidNamespace } from "./types.ts";

/** The highest number plus one, as in /proc/sys/kernel/pid_max. */
export const PID_MAX = 4_194_304;
/** Where numbering goes on after the first namespace's init, as on a machine that has started its services. */
const FIRST_HOST_PID = 812;
/** Numbers below this are not given again after the counter wrapped. */
const RESERVED_PIDS = 300;

export class PidSpace implements PidNamespace {
  readonly parent: PidSpace | undefined;
  readonly level: number;
  readonly identities = new Map<number, Identity>();
  /** The process that reaps orphans here, and whose death ends all others. */
  init: Process | undefined;
  #next = 1;

  constructor(parent: PidSpace | undefined) {
    this.parent = parent;
    this.level = parent === undefined ? 0 : parent.level + 1;
  }

  /** Whether this namespace is `other` or inside of it. */
  isWithin(other: PidSpace): boolean {
    return this === other || this.parent?.isWithin(other) === true;
  }

  /** The next free number. */
  allocate(): number {
    while (this.identities.has(this.#next)) this.#advance();
    const number = this.#next;
    this.#advance();
    return number;
  }

  processes(): Process[] {
    const found: Process[] = [];
    for (const identity of this.identities.values()) if (identity.process !== undefined) found.push(identity.process);
    return found;
  }

  #advance(): void {
    this.#next++;
    if (this.#next === 2 && this.parent === undefined) this.#next = FIRST_HOST_PID;
    if (this.#next >= PID_MAX) this.#next = RESERVED_PIDS;
  }
}

/** A number in every namespace from the first to the innermost, kept while a process, group or session goes by it. */
export class Identity {
  process: Process | undefined;
  group: ProcessGroup | undefined;
  session: Session | undefined;
  readonly space: PidSpace;
  readonly #numbers: readonly number[];

  constructor(space: PidSpace) {
    this.space = space;
    const numbers: number[] = [];
    for (let at: PidSpace | undefined = space; at !== undefined; at = at.parent) {
      const number = at.allocate();
      numbers[at.level] = number;
      at.identities.set(number, this);
    }
    this.#numbers = numbers;
  }

  /** The number in the first namespace. */
  get host(): number {
    return this.#numbers[0] ?? 0;
  }

  /** The number in its own namespace. */
  get inner(): number {
    return this.#numbers[this.space.level] ?? 0;
  }

  /** The number as a namespace sees it; 0 where it isn't visible. */
  in(space: PidSpace): number {
    return this.space.isWithin(space) ? (this.#numbers[space.level] ?? 0) : 0;
  }

  /** Gives the numbers back when nothing goes by them any more. */
  release(): void {
    if (this.process !== undefined || this.group !== undefined || this.session !== undefined) return;
    for (let at: PidSpace | undefined = this.space; at !== undefined; at = at.parent) {
      const number = this.#numbers[at.level];
      if (number !== undefined && at.identities.get(number) === this) at.identities.delete(number);
    }
  }
}
