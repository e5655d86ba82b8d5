import type { Answer, Value } from "./wire.ts";

type Rows = Extract<Answer, { kind: "rows" }>;

/** A result drawn with lines: numbers to the right. */
export function drawTable({ columns, rows }: Rows): string {
  const numeric = columns.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === "number" || row[at] === null));
  const cells = rows.map((row) => row.map(show));
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+\n`;
  const draw = (row: readonly string[], right: readonly boolean[]) =>
    `|${row.map((cell, at) => (right[at] ? ` ${cell.padStart(widths[at] ?? 0)} ` : ` ${cell.padEnd(widths[at] ?? 0)} `)).join("|")}|\n`;
  return `${line}${draw(columns, [])}${line}${cells.map((row) => draw(row, numeric)).join("")}${line}`;
}

/** A result with tabs, as for a file or a pipe. */
export function tabbed({ columns, rows }: Rows, names: boolean): string {
  const line = (row: readonly string[]) =>
    `${row.map((cell) => cell.replace(/[\\\n\t\0]/g, (char) => ({ "\\": "\\\\", "\n": "\\n", "\t": "\\t" })[char] ?? "\\0")).join("\t")}\n`;
  return (names ? line(columns) : "") + rows.map((row) => line(row.map(show))).join("");
}

/** A result with one line for each value: \G. */
export function vertical({ columns, rows }: Rows): string {
  const width = Math.max(0, ...columns.map((name) => name.length));
  return rows
    .map(
      (row, number) =>
        `${"*".repeat(27)} ${number + 1}. row ${"*".repeat(27)}\n${row.map((value, at) => `${(columns[at] ?? "").padStart(width)}: ${show(value)}\n`).join("")}`,
    )
    .join("");
}

function show(value: Value): string {
  return value === null ? "NULL" : String(value);
}
