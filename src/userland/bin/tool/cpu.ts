/** Processor time of work that the simulation does faster or slower than a real machine would. */

import type { Sys } from "#abi";

/** Work is accounted (and other tasks get their turn) each time that this much has come together, in milliseconds. */
const SLICE = 2;

/** Typical speeds of one core, in bytes a millisecond. */
export const SPEED = { copy: 4_000_000, text: 400_000, search: 200_000, hash: 400_000, compress: 60_000, expand: 300_000 } as const;

/** A meter for one loop: call it with the bytes that each round went through. */
export function meter(sys: Sys, bytesPerMs: number): (bytes: number) => Promise<void> {
  let due = 0;
  return async (bytes) => {
    due += bytes / bytesPerMs;
    if (due < SLICE) return;
    const now = due;
    due = 0;
    await sys.cpu(now);
  };
}
