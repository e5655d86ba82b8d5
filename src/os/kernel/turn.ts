/** Giving way: after a stretch of system calls the next ones wait until other tasks of the thread (messages, timers) had their chance. */

import type { Clock } from "#abi";
import type { Waiter } from "./wait-queue.ts";

/** Modelled milliseconds that may be charged in one task of the thread; it really takes a fraction of that. */
const TURN = 8;

export class Turn {
  readonly #clock: Clock;
  #left = TURN;
  #waiting: Waiter[] = [];
  #arranged = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts modelled milliseconds; true when the caller must wait. */
  spend(ms: number): boolean {
    this.#left -= ms > 1 ? 1 : ms;
    return this.#left < 0;
  }

  wait(waiter: Waiter): void {
    this.#waiting.push(waiter);
    if (this.#arranged) return;
    this.#arranged = true;
    this.#clock.after(0, () => {
      this.#arranged = false;
      this.#left = TURN;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const one of waiting) one.wake();
    });
  }
}
