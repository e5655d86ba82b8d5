import type { Signal, Sys } from "#abi";

/** Signals that a server waits for, one after the other. */
export interface SignalQueue {
  next(): Promise<Signal>;
}

/** From now on these signals do nothing but arrive here. */
export function catchSignals(sys: Sys, signals: readonly Signal[]): SignalQueue {
  const arrived: Signal[] = [];
  let wake: (() => void) | undefined;
  const handle = (signal: Signal) => {
    arrived.push(signal);
    wake?.();
  };
  for (const signal of signals) sys.signal(signal, { handle, interrupt: false });
  return {
    async next() {
      for (;;) {
        const signal = arrived.shift();
        if (signal !== undefined) return signal;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
