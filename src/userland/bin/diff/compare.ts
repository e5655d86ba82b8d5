/** The shortest edit script between two lists of lines: Myers' algorithm, linear for equal ends. */

/** A stretch that differs: `[from, to)` of both sides. */
export interface Change {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** Beyond this many edits the rest counts as one change: files that have nothing in common. */
const MOST_EDITS = 4000;

export function changes(one: readonly string[], other: readonly string[]): readonly Change[] {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  return merge(
    script(a, b).map((change) => ({ a: change.a + start, aEnd: change.aEnd + start, b: change.b + start, bEnd: change.bEnd + start })),
  );
}

function script(a: readonly string[], b: readonly string[]): readonly Change[] {
  if (a.length === 0 && b.length === 0) return [];
  if (a.length === 0 || b.length === 0) return [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= most; edits++) {
    trace.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1));
      let x = down ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return backtrack(trace, a.length, b.length);
    }
    reach = new Map(reach);
  }
  return [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
}

function backtrack(trace: readonly Map<number, number>[], aLength: number, bLength: number): readonly Change[] {
  const steps: Change[] = [];
  let [x, y] = [aLength, bLength];
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const reach = trace[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1));
    const before = down ? diagonal + 1 : diagonal - 1;
    const fromX = reach.get(before) ?? 0;
    const fromY = fromX - before;
    steps.push(down ? { a: fromX, aEnd: fromX, b: fromY, bEnd: fromY + 1 } : { a: fromX, aEnd: fromX + 1, b: fromY, bEnd: fromY });
    [x, y] = [fromX, fromY];
  }
  return steps.reverse();
}

/** Neighbouring steps as one change. */
function merge(steps: readonly Change[]): readonly Change[] {
  const merged: Change[] = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (last && last.aEnd === step.a && last.bEnd === step.b)
      merged[merged.length - 1] = { a: last.a, aEnd: step.aEnd, b: last.b, bEnd: step.bEnd };
    else merged.push(step);
  }
  return merged;
}
