import type { Clock } from "#abi";

/** Real timers hold 31 bits of milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Like Clock.after, for any length: `sleep infinity` too. */
export function longTimer(clock: Clock, ms: number, callback: () => void): () => void {
  const end = clock.now() + ms;
  let cancel = clock.after(Math.min(ms, LONGEST), () => rearm());
  const rearm = (): void => {
    const left = ms <= LONGEST ? 0 : end - clock.now();
    if (left > 0) cancel = clock.after(Math.min(left, LONGEST), () => rearm());
    else callback();
  };
  return () => cancel();
}
