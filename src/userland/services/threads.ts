import { isErrno } from "#abi";

/**
 * Work that goes on beside a process's main flow, as threads do. What fails with an Errno ends that work only (a peer
 * went away); anything else rejects `failed`, which the main flow awaits, so that it ends the process.
 */
export class Threads {
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  start(work: () => Promise<void>): void {
    work().catch((error: unknown) => (isErrno(error) ? undefined : this.#fail(error)));
  }
}
