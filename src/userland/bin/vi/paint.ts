/** vi's screen: the part of the text around the cursor, the status line and the ruler. */

import { fold, visible } from "../terminal/cut.ts";
import { displayWidth } from "../tool/text.ts";
import type { TextBuffer } from "./text-buffer.ts";

export interface PaintOptions {
  readonly rows: number;
  readonly columns: number;
  readonly numbers: boolean;
  /** What stands in the last line; a command being typed has its cursor there. */
  readonly status: string;
  readonly typing: boolean;
  readonly insert: boolean;
}

/** The first line shown; moves no more than needed. */
export class ViScreen {
  #top = 0;

  get top(): number {
    return this.#top;
  }

  /** Scrolls so that a line is the first one. */
  scrollTo(row: number): void {
    this.#top = Math.max(0, row);
  }

  /** A whole frame. */
  paint(buffer: TextBuffer, options: PaintOptions): string {
    const { rows, columns } = options;
    const height = Math.max(1, rows - 1);
    const margin = options.numbers ? Math.max(4, String(buffer.lines.length).length + 1) : 0;
    const width = Math.max(1, columns - margin);
    const rowsOf = (line: number) => fold(visible(buffer.lines[line] ?? ""), width);
    this.#follow(buffer, height, (line) => rowsOf(line).length);
    const frame: string[] = [];
    let cursor = { row: 0, column: 0 };
    let line = this.#top;
    for (; frame.length < height && line < buffer.lines.length; line += 1) {
      const folded = rowsOf(line);
      if (line === buffer.row) cursor = this.#cursor(buffer, width, frame.length, margin, options.insert);
      // A line that does not fit whole shows as @, as vi does it.
      if (frame.length + folded.length > height && line > this.#top) {
        while (frame.length < height) frame.push("@");
        break;
      }
      for (const [at, text] of folded.entries())
        frame.push((options.numbers ? (at === 0 ? `${String(line + 1).padStart(margin - 1)} ` : " ".repeat(margin)) : "") + text);
    }
    while (frame.length < height) frame.push("~");
    const painted = frame
      .slice(0, height)
      .map((text, at) => `\x1b[${at + 1};1H${text}\x1b[K`)
      .join("");
    const place = `${buffer.row + 1},${columnText(buffer)}`;
    const share =
      this.#top === 0
        ? line >= buffer.lines.length
          ? "All"
          : "Top"
        : line >= buffer.lines.length
          ? "Bot"
          : `${Math.floor((this.#top * 100) / Math.max(1, buffer.lines.length - height))}%`;
    const ruler =
      options.typing || columns < 40 || displayWidth(options.status) > columns - 19
        ? ""
        : `\x1b[${rows};${columns - 17}H${place.padEnd(13)} ${share}`;
    const status = fold(visible(options.status), columns - 1)[0] ?? "";
    const at = options.typing
      ? { row: rows, column: Math.min(columns, displayWidth(status) + 1) }
      : { row: Math.min(cursor.row, height - 1) + 1, column: cursor.column + 1 };
    return `\x1b[?25l${painted}\x1b[${rows};1H${status}\x1b[K${ruler}\x1b[${at.row};${at.column}H\x1b[?25h`;
  }

  #follow(buffer: TextBuffer, height: number, rowsOf: (line: number) => number): void {
    const { row } = buffer;
    if (row < this.#top) this.#top = this.#top - row > height / 2 ? Math.max(0, row - (height >> 1)) : row;
    let used = 0;
    for (let line = this.#top; line <= row; line += 1) used += rowsOf(line);
    if (used <= height) return;
    if (row - this.#top > height * 1.5) {
      this.#top = Math.max(0, Math.min(row - (height >> 1), buffer.lines.length - height));
      return;
    }
    while (used > height && this.#top < row) {
      used -= rowsOf(this.#top);
      this.#top += 1;
    }
  }

  #cursor(buffer: TextBuffer, width: number, above: number, margin: number, insert: boolean): { row: number; column: number } {
    const before = visible(buffer.line.slice(0, buffer.column));
    const folded = fold(before, width);
    const last = folded.at(-1) ?? "";
    let row = above + folded.length - 1;
    let column = displayWidth(last);
    const under = displayWidth(buffer.line.slice(buffer.column).match(/^./su)?.[0] ?? " ");
    if (column + Math.max(1, under) > width) {
      row += 1;
      column = 0;
    }
    // On a tab vi's cursor stands at its end, but for inserting at its beginning.
    if (!insert && buffer.line.charAt(buffer.column) === "\t")
      column = displayWidth(fold(visible(buffer.line.slice(0, buffer.column + 1)), width).at(-1) ?? "") - 1;
    return { row, column: column + margin };
  }
}

/** `3`, or `3-5` where the screen's column differs from the byte's, as vim's ruler has it. */
function columnText(buffer: TextBuffer): string {
  if (buffer.line === "") return "0-1";
  const byte = new TextEncoder().encode(buffer.line.slice(0, buffer.column)).length + 1;
  const column = displayWidth(visible(buffer.line.slice(0, buffer.column))) + 1;
  return byte === column ? String(byte) : `${byte}-${column}`;
}
