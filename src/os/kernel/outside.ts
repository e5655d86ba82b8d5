/** System calls that wait for something outside of the kernel: the network. */

import type { Core } from "./core.ts";
import type { Process } from "./process.ts";
import { begin } from "./system-call.ts";
import { BLOCKED, WaitQueue } from "./wait-queue.ts";

type Outcome<T> =
  | { readonly kind: "pending" }
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly error: unknown };

/** A call that starts something outside and is done when its promise is: `finish` makes its result. `discard` gets what arrives when nobody waits for it any more. */
export function settled<T, R>(
  core: Core,
  process: Process,
  start: () => Promise<T>,
  finish: (value: T) => R,
  discard?: (value: T) => void,
): Promise<R> {
  let outcome: Outcome<T> = { kind: "pending" };
  let isWaiting = true;
  const queue = new WaitQueue();
  if (!process.alive) return new Promise(() => {});
  begun(start).then(
    (value) => {
      outcome = { kind: "done", value };
      if (isWaiting) queue.wake();
      else discard?.(value);
    },
    (error: unknown) => {
      outcome = { kind: "failed", error };
      queue.wake();
    },
  );
  const attempt = (): R | typeof BLOCKED => {
    if (outcome.kind === "pending") return BLOCKED;
    if (outcome.kind === "failed") throw outcome.error;
    return finish(outcome.value);
  };
  return begin(core, process, attempt, [queue], {
    onOver: () => {
      isWaiting = false;
    },
  });
}

/** What throws at once fails like what rejects. */
async function begun<T>(start: () => Promise<T>): Promise<T> {
  return start();
}
