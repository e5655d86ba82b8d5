/** Giving way: after a stretch of system calls the next ones wait until other tasks of the thread (messages, timers) had their chance. */

import type { Clock } from "#abi";
import type { Waiter } from "./wait-queue.ts";

/** Modelled milliseconds that may be charged in one task of the thread; it really takes a fraction of that. */
const MODELLED = 8;
/** Real milliseconds, where the clock tells them. */
const REAL = 5;
/** So many go on in one turn: what each does next is not known before it runs. */
const BATCH = 64;
/** The clock is asked once in so many calls. */
const LOOK = 8;

export class Turn {
  readonly #clock: Clock;
  #left = MODELLED;
  #started = 0;
  #calls = 0;
  #isOver = false;
  #isRunning = false;
  #waiting: Waiter[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts modelled milliseconds; true when the caller must wait. */
  spend(ms: number): boolean {
    if (!this.#isRunning) this.#begin();
    this.#left -= ms > 1 ? 1 : ms;
    this.#calls++;
    if (this.#left < 0) this.#isOver = true;
    else if (this.#calls % LOOK === 0 && this.#clock.now() - this.#started > REAL) this.#isOver = true;
    return this.#isOver;
  }

  /** Wakes somebody when the thread's other tasks had their chance. */
  wait(waiter: Waiter): void {
    if (!this.#isRunning) this.#begin();
    this.#waiting.push(waiter);
  }

  /** The first call of a task: the next task begins a new turn. */
  #begin(): void {
    this.#isRunning = true;
    this.#left = MODELLED;
    this.#calls = 0;
    this.#started = this.#clock.now();
    this.#clock.after(0, () => {
      this.#isRunning = false;
      this.#isOver = false;
      const waiting = this.#waiting;
      this.#waiting = waiting.splice(BATCH);
      if (this.#waiting.length > 0) this.#begin();
      for (const one of waiting) one.wake();
    });
  }
}
