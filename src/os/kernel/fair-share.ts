/** One who wants a part of something divisible. */
export interface Share {
  readonly weight: number;
  /** It can use no more than this. */
  readonly most: number;
}

/** Divides `total` in proportion to the weights; what one can't use goes to the others (water filling). */
export function shareOut(shares: readonly Share[], total: number): number[] {
  const given = shares.map(() => 0);
  let open = shares.map((_, index) => index);
  let left = total;
  while (open.length > 0 && left > 1e-9) {
    const weight = open.reduce((sum, index) => sum + (shares[index]?.weight ?? 0), 0);
    const perWeight = left / weight;
    const filled = open.filter((index) => (shares[index]?.most ?? 0) <= (shares[index]?.weight ?? 0) * perWeight);
    const now = filled.length > 0 ? filled : open;
    for (const index of now) {
      const amount = Math.min(shares[index]?.most ?? 0, (shares[index]?.weight ?? 0) * perWeight);
      given[index] = amount;
      left -= amount;
    }
    if (filled.length === 0) break;
    open = open.filter((index) => !filled.includes(index));
  }
  return given;
}
