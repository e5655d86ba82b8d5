/** The lines of two texts that differ, marked `-` (recorded) and `+` (here), by longest common subsequence. */
export function diffLines(expected: readonly string[], actual: readonly string[]): string[] {
  const width = actual.length + 1;
  const common = new Uint16Array((expected.length + 1) * width);
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = actual.length - 1; j >= 0; j--) {
      const down = common[(i + 1) * width + j] ?? 0;
      const right = common[i * width + j + 1] ?? 0;
      common[i * width + j] = expected[i] === actual[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  const result: string[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    if (i < expected.length && j < actual.length && expected[i] === actual[j]) {
      i++;
      j++;
    } else if (j >= actual.length || (i < expected.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)))
      result.push(`- ${expected[i++]}`);
    else result.push(`+ ${actual[j++]}`);
  }
  return result;
}
