/** Medians with spread, and how they are printed. */

export interface Figure {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly p99: number;
  readonly runs: number;
}

export function figure(samples: readonly number[]): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1), p99: at(0.99), runs: sorted.length };
}

/** Times `run` after some warm-ups; milliseconds. */
export async function time(runs: number, run: () => Promise<unknown>, warmUps = 1): Promise<Figure> {
  for (let i = 0; i < warmUps; i++) await run();
  const samples: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await run();
    samples.push(performance.now() - start);
  }
  return figure(samples);
}

/** `3.1 ms [2.9–4.0], 20 runs`. */
export function show(value: Figure, unit = "ms"): string {
  const number = (n: number): string => (n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2));
  return `${number(value.median)} ${unit} [${number(value.min)}–${number(value.max)}], ${value.runs} runs`;
}

let failures = 0;

/** One line of the report: what, measured, budget, and whether it holds. */
export function line(what: string, measured: string, budget?: string, holds?: boolean): void {
  if (holds === false) failures++;
  const verdict = holds === undefined ? "" : holds ? "  ok" : "  OVER";
  console.log(`${what.padEnd(56)} ${measured}${budget === undefined ? "" : `  (budget: ${budget})`}${verdict}`);
}

export function overBudget(): number {
  return failures;
}
