/** A line of limited speed that downloads share. */

/** What a line needs of the machine's clock: milliseconds, and being called back. */
export interface Clock {
  now(): number;
  /** The returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** Milliseconds between two looks at how far a download is: real progress bars move about ten times a second. */
const STEP = 100;

export class Line {
  readonly #clock: Clock;
  readonly #speed: number | undefined;
  #active = 0;

  /** `speed` in bytes a second; without it everything arrives at once. */
  constructor(clock: Clock, speed: number | undefined) {
    this.#clock = clock;
    this.#speed = speed;
  }

  /** Resolves when `size` bytes would have arrived; tells how many have. Rejects with the signal's reason. */
  async transfer(size: number, progress: (bytes: number) => void, signal?: AbortSignal): Promise<void> {
    const speed = this.#speed;
    if (speed === undefined || !(speed > 0)) {
      if (signal?.aborted) throw signal.reason;
      progress(size);
      return;
    }
    this.#active++;
    try {
      let arrived = 0;
      let before = this.#clock.now();
      while (arrived < size) {
        const wait = Math.max(1, Math.min(STEP, ((size - arrived) / speed) * 1000 * this.#active));
        await this.#pause(wait, signal);
        const now = this.#clock.now();
        arrived = Math.min(size, arrived + (speed * Math.max(now - before, 0)) / 1000 / this.#active);
        before = now;
        progress(Math.floor(arrived));
      }
    } finally {
      this.#active--;
    }
  }

  #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.#clock.after(ms, () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      });
      signal?.addEventListener("abort", stop, { once: true });
    });
  }
}
