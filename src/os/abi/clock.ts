/** Time and chance: the kernel has one of each, set by whoever boots it. Nothing else may know the hour or roll dice. */

export interface Clock {
  /** Wall time in milliseconds since the epoch; fractions allowed. */
  now(): number;
  /** Calls back once after `ms` milliseconds; the returned function cancels. Also used with 0 to let other tasks run. */
  after(ms: number, callback: () => void): () => void;
}

export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
}
