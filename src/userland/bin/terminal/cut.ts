/** Pieces of text by the columns they take on a terminal. */

import { displayWidth } from "../tool/text.ts";

/** How a line looks on the screen: tabs become spaces, control characters `^X`. */
export function visible(text: string, tab = 8): string {
  if (!/[\x00-\x1f\x7f]/.test(text)) return text;
  let out = "";
  let column = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const shown =
      code === 9 ? " ".repeat(tab - (column % tab)) : code < 32 ? `^${String.fromCharCode(code + 64)}` : code === 127 ? "^?" : character;
    out += shown;
    column += displayWidth(shown);
  }
  return out;
}

/** The part of a visible text between two columns; a wide character that does not fit whole is left out. */
export function slice(text: string, from: number, width: number): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.slice(from, from + width);
  let column = 0;
  let out = "";
  for (const character of text) {
    const cells = displayWidth(character);
    if (column >= from && column + cells <= from + width) out += character;
    column += cells;
    if (column >= from + width) break;
  }
  return out;
}

/** A visible text in rows of at most `width` columns; at least one row. */
export function fold(text: string, width: number): readonly string[] {
  if (/^[\x20-\x7e]*$/.test(text)) {
    const rows: string[] = [];
    for (let at = 0; at < text.length || at === 0; at += width) rows.push(text.slice(at, at + width));
    return rows;
  }
  const rows: string[] = [];
  let row = "";
  let column = 0;
  for (const character of text) {
    const cells = displayWidth(character);
    if (column + cells > width) {
      rows.push(row);
      row = "";
      column = 0;
    }
    row += character;
    column += cells;
  }
  rows.push(row);
  return rows;
}
