/** Clocks and chance for tests. */

import type { Clock, Random } from "#abi";

declare function setTimeout(callback: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare function setImmediate(callback: () => void): unknown;
declare function clearImmediate(timer: unknown): void;
declare const performance: { now(): number; readonly timeOrigin: number };

/** A clock for tests that moves by hand. */
export interface ManualClock extends Clock {
  /** Moves on, calling what falls due in order, and lets programs run in between. */
  advance(ms: number): Promise<void>;
}

/** Lets everything run that needs no time to pass. */
export async function settle(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise<void>((resolved) => setImmediate(resolved));
}

/** `start`: milliseconds since the epoch. Timers of 0 ms are called without moving the clock. */
export function manualClock(start: number = Date.UTC(2020, 7, 10, 4, 56)): ManualClock {
  let now = start;
  let order = 0;
  /** Callbacks of 0 ms that were not called yet. */
  let soon = 0;
  let timers: { readonly due: number; readonly order: number; readonly callback: () => void }[] = [];
  const callSoon = (callback: () => void): (() => void) => {
    soon++;
    const timer = setImmediate(() => {
      soon--;
      callback();
    });
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      clearImmediate(timer);
      soon = Math.max(0, soon - 1);
    };
  };
  const quiet = async (): Promise<void> => {
    do await settle(2);
    while (soon > 0);
  };
  return {
    now: () => now,
    after: (ms, callback) => {
      if (ms <= 0) return callSoon(callback);
      const timer = { due: now + ms, order: order++, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance: async (ms) => {
      const end = now + ms;
      await quiet();
      for (;;) {
        const next = timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due || a.order - b.order)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.due);
        next.callback();
        await quiet();
      }
      now = end;
      await quiet();
    },
  };
}

/** The real time. */
export function realClock(): Clock {
  return {
    now: () => performance.timeOrigin + performance.now(),
    after: (ms, callback) => {
      if (ms <= 0) {
        const timer = setImmediate(callback);
        return () => clearImmediate(timer);
      }
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Repeatable chance. */
export function testRandom(seed = 1): Random {
  let state = seed;
  return {
    bytes: (length) =>
      Uint8Array.from({ length }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      }),
  };
}
