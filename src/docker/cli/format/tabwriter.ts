/** text/tabwriter with spaces: cells end in tabs, a column is a run of lines that have that cell. */
export function alignTable(text: string, minWidth: number, padding: number): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const out: string[][] = lines.map(() => []);
  layOut(lines, out, 0, 0, lines.length, minWidth, padding);
  return lines.map((cells, row) => (out[row] ?? []).join("") + (cells.at(-1) ?? "")).join("\n");
}

/** Lays out the cells of one column in lines `from` to `to`, then the columns to the right of it, run by run. */
function layOut(
  lines: readonly (readonly string[])[],
  out: string[][],
  column: number,
  from: number,
  to: number,
  minWidth: number,
  padding: number,
): void {
  let row = from;
  while (row < to) {
    if ((lines[row]?.length ?? 0) <= column + 1) {
      row++;
      continue;
    }
    let end = row;
    let width = minWidth;
    while (end < to && (lines[end]?.length ?? 0) > column + 1) {
      const cell = textWidth(lines[end]?.[column] ?? "");
      width = Math.max(width, cell + padding);
      end++;
    }
    for (let at = row; at < end; at++) {
      const cell = lines[at]?.[column] ?? "";
      out[at]?.push(cell + " ".repeat(width - textWidth(cell)));
    }
    layOut(lines, out, column + 1, row, end, minWidth, padding);
    row = end;
  }
}

const SURROGATE = /[\ud800-\udfff]/;

function textWidth(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    void char;
    width++;
  }
  return width;
}
