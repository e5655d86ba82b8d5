/** Waiting: calls that can't be done yet stand in queues, and are tried again when something changed there. */

import { Errno } from "#abi";

/** What an attempt gives when it must wait. */
export const BLOCKED: unique symbol = Symbol("blocked");
/** Tries to do a call's work: its result, BLOCKED to be tried again at the next wake-up, or a thrown Errno. */
export type Attempt<T> = () => T | typeof BLOCKED;

export interface Waiter {
  wake(): void;
}

/** Those who wait for one thing to change. Woken in the order they came, on the waker's stack: change state first, wake last. */
export class WaitQueue {
  readonly #waiters = new Set<Waiter>();

  add(waiter: Waiter): void {
    this.#waiters.add(waiter);
  }

  delete(waiter: Waiter): void {
    this.#waiters.delete(waiter);
  }

  wake(): void {
    if (this.#waiters.size === 0) return;
    if (this.#waiters.size === 1) {
      for (const waiter of this.#waiters) waiter.wake();
      return;
    }
    for (const waiter of Array.from(this.#waiters)) if (this.#waiters.has(waiter)) waiter.wake();
  }
}

/** The part of a process that a waiting call needs. */
export interface CallOwner {
  readonly calls: Set<PendingCall>;
  /** Whether the process may make progress now: not stopped, not frozen, not waiting for a processor. */
  mayRun(): boolean;
}

export interface PendingOptions {
  /** Handlers never interrupt it. */
  readonly restart?: boolean;
  /** Called once when it stands in no queue any more, done or not: cancel timers here. */
  readonly onOver?: () => void;
}

/** A system call of a process that waits. Killing the process abandons it: it then never settles. */
export class PendingCall implements Waiter {
  readonly #owner: CallOwner;
  readonly #attempt: () => boolean;
  readonly #fail: (error: unknown) => void;
  readonly #queues: readonly WaitQueue[];
  readonly #options: PendingOptions;
  #over = false;
  #busy = false;
  #again = false;

  /** `attempt` does the work and settles the promise: true when done. */
  constructor(
    owner: CallOwner,
    attempt: () => boolean,
    fail: (error: unknown) => void,
    queues: readonly WaitQueue[],
    options: PendingOptions = {},
  ) {
    this.#owner = owner;
    this.#attempt = attempt;
    this.#fail = fail;
    this.#queues = queues;
    this.#options = options;
    owner.calls.add(this);
    for (const queue of queues) queue.add(this);
  }

  wake(): void {
    if (this.#over || !this.#owner.mayRun()) return;
    // What an attempt changes wakes the queue that this call stands in itself.
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    let done = false;
    try {
      do {
        this.#again = false;
        done = this.#attempt();
      } while (!done && this.#again && !this.#over);
    } catch (error) {
      if (this.#over) return;
      this.abandon();
      this.#fail(error);
      return;
    } finally {
      this.#busy = false;
    }
    if (done) this.abandon();
  }

  /** Rejects with EINTR, as when a handler interrupted the call. */
  interrupt(): void {
    if (this.#over || this.#options.restart) return;
    this.abandon();
    this.#fail(new Errno("EINTR"));
  }

  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    this.#owner.calls.delete(this);
    for (const queue of this.#queues) queue.delete(this);
    this.#options.onOver?.();
  }
}

const NOBODY: CallOwner = { calls: new Set(), mayRun: () => true };

/** Waits outside of any process (the page, the engine): no signals, no scheduler. */
export function waitOutside<T>(attempt: Attempt<T>, queue: WaitQueue): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (): boolean => {
      const result = attempt();
      if (result === BLOCKED) return false;
      resolve(result);
      return true;
    };
    new PendingCall(NOBODY, settle, reject, [queue]).wake();
  });
}
