/** Bodies of answers that go on until something happens. */

export interface WaitingStream {
  /** The next piece; undefined when there is none yet; "end" at the end. Called again after each wake. */
  readonly next: () => Uint8Array | "end" | undefined;
  /** Called once: `wake` asks for `next` again. The function ends that; it is called at the end and when the reader goes away. */
  readonly start: (wake: () => void) => () => void;
}

/** Unlike a generator it can be left while it waits, so that nothing goes on listening for a client that is gone. */
export function waitingStream({ next, start }: WaitingStream): AsyncIterable<Uint8Array> {
  const END: IteratorResult<Uint8Array, undefined> = { done: true, value: undefined };
  let waiting: ((result: IteratorResult<Uint8Array, undefined>) => void) | undefined;
  let isOver = false;
  const look = (): IteratorResult<Uint8Array, undefined> | undefined => {
    if (isOver) return END;
    const piece = next();
    if (piece === undefined) return undefined;
    if (piece !== "end") return { done: false, value: piece };
    stop();
    return END;
  };
  const wake = (): void => {
    if (!waiting) return;
    const result = look();
    if (!result) return;
    const resolve = waiting;
    waiting = undefined;
    resolve(result);
  };
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    cancel();
  };
  const cancel = start(wake);
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    next: () =>
      new Promise((resolve) => {
        waiting = resolve;
        wake();
      }),
    async return() {
      stop();
      waiting?.(END);
      waiting = undefined;
      return END;
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
