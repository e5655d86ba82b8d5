/** A clock that jumps: time passes only when everything waits. Tests and recordings run on it. */

import type { Clock } from "#abi";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

export interface VirtualClock extends Clock {
  /** Moves to the next timer and calls it; false when there is none. */
  step(): boolean;
  /** When the next timer is due, in milliseconds since the epoch; undefined when there is none. */
  nextDue(): number | undefined;
  /** Moves on without calling anything: `to` must not pass a timer. */
  moveTo(to: number): void;
}

/** A virtual clock that starts at `start`, milliseconds since the epoch. */
export function createVirtualClock(start: number): VirtualClock {
  let now = start;
  let order = 0;
  const timers: Timer[] = [];
  const before = (a: Timer, b: Timer) => a.due < b.due || (a.due === b.due && a.order < b.order);
  return {
    now: () => now,
    after(ms, callback) {
      const timer: Timer = { due: now + Math.max(0, ms), order: order++, callback };
      let at = timers.length;
      while (at > 0 && before(timer, timers[at - 1] as Timer)) at--;
      timers.splice(at, 0, timer);
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    step() {
      const timer = timers.shift();
      if (timer === undefined) return false;
      now = Math.max(now, timer.due);
      timer.callback();
      return true;
    },
    nextDue: () => timers[0]?.due,
    moveTo(to) {
      now = Math.max(now, to);
    },
  };
}
