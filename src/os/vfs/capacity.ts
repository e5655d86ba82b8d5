/** How much a disk takes. Several filesystems may share one: layers, containers and volumes lie on the host's disk. */

import { Errno } from "#abi";

export interface CapacityOptions {
  /** Bytes that df(1) shows as the size; writing more fails with ENOSPC. Written zeros count here, memory or not. */
  readonly total: number;
  /** Bytes of real memory that contents may take; past it writing fails with ENOSPC too. Default: no limit. */
  readonly memory?: number;
  /** Bytes taken from the start. */
  readonly used?: number;
}

export class Capacity {
  readonly total: number;
  readonly memory: number;
  #used: number;
  #weight = 0;

  constructor(options: CapacityOptions) {
    this.total = options.total;
    this.memory = options.memory ?? Number.POSITIVE_INFINITY;
    this.#used = options.used ?? 0;
  }

  get used(): number {
    return this.#used;
  }
  get free(): number {
    return Math.max(0, this.total - this.#used);
  }
  /** Bytes of real memory taken. */
  get weight(): number {
    return this.#weight;
  }

  /** Takes (or gives back, when negative) disk space and memory. Throws ENOSPC and takes nothing when either is short. */
  take(bytes: number, weight: number): void {
    if ((bytes > 0 && this.#used + bytes > this.total) || (weight > 0 && this.#weight + weight > this.memory)) throw new Errno("ENOSPC");
    this.#used = Math.max(0, this.#used + bytes);
    this.#weight = Math.max(0, this.#weight + weight);
  }
}
