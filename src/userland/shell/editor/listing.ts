/** How readline lists completions. */

import { textWidth } from "./width.ts";

/** Whether readline asks before it lists so many. */
export function needsQuestion(count: number): boolean {
  return count >= 100;
}

/** Rows of a list in columns, sorted downwards, each column as wide as the widest entry and two blanks. */
export function columns(entries: readonly string[], screen: number): string[] {
  const widest = Math.max(...entries.map(textWidth)) + 2;
  const perRow = Math.max(1, Math.floor(screen / widest) - (screen % widest === 0 && screen / widest > 1 ? 1 : 0));
  const rows = Math.ceil(entries.length / perRow);
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    let line = "";
    for (let at = row; at < entries.length; at += rows) {
      const entry = entries[at] ?? "";
      line += entry + (at + rows < entries.length ? " ".repeat(widest - textWidth(entry)) : "");
    }
    lines.push(line);
  }
  return lines;
}
