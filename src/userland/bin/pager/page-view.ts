/** What part of a text the pager shows, and how: folding or cutting, line numbers, marks on what was searched for. */

import { fold, slice, visible } from "../terminal/cut.ts";
import { displayWidth } from "../tool/text.ts";
import type { LineSource } from "./line-source.ts";

export interface ViewOptions {
  numbers: boolean;
  chop: boolean;
  raw: boolean;
  ignoreCase: boolean;
}

/** A row of the text: line and row within the folded line. */
export interface Place {
  readonly line: number;
  readonly row: number;
}

const SGR = /\x1b\[[0-9;]*m/g;

export class PageView {
  source: LineSource;
  readonly options: ViewOptions;
  top: Place = { line: 0, row: 0 };
  left = 0;
  /** Rows for text, and columns. */
  rows = 23;
  columns = 80;
  pattern: RegExp | undefined;

  constructor(source: LineSource, options: ViewOptions) {
    this.source = source;
    this.options = options;
  }

  get #textColumns(): number {
    return this.options.numbers ? Math.max(1, this.columns - 8) : this.columns;
  }

  /** How a line looks: folded into rows, or one row cut to the screen. */
  rowsOf(line: number): readonly string[] {
    const text = this.source.lines[line] ?? "";
    const shown = this.options.raw ? text : visible(text);
    if (this.options.raw && text.includes("\x1b")) return [this.options.chop ? cutColoured(shown, this.left, this.#textColumns) : shown];
    if (this.options.chop) return [slice(shown, this.left, this.#textColumns)];
    return fold(shown, this.#textColumns);
  }

  /** Moves by rows, down when positive; never above the first row. */
  async move(count: number): Promise<void> {
    let { line, row } = this.top;
    for (let left = count; left > 0; left -= 1) {
      await this.source.need(line + 2);
      if (row + 1 < this.rowsOf(line).length) row += 1;
      else if (line + 1 < this.source.lines.length) {
        line += 1;
        row = 0;
      } else break;
    }
    for (let left = count; left < 0; left += 1) {
      if (row > 0) row -= 1;
      else if (line > 0) {
        line -= 1;
        row = this.rowsOf(line).length - 1;
      } else break;
    }
    this.top = { line, row };
  }

  /** Goes down by rows, but not past the text's last screenful. */
  async forward(count: number): Promise<boolean> {
    const before = this.top;
    await this.source.need(this.top.line + this.rows + count + 1);
    await this.move(count);
    const bottom = this.#lastTop();
    if (this.source.ended && isAfter(this.top, bottom)) this.top = isAfter(before, bottom) ? before : bottom;
    return this.top.line !== before.line || this.top.row !== before.row;
  }

  /** Shows the end of the text. */
  async toEnd(): Promise<void> {
    await this.source.need(Number.POSITIVE_INFINITY);
    this.top = this.#lastTop();
  }

  /** The place whose screenful ends with the text's last row. */
  #lastTop(): Place {
    let left = this.rows;
    for (let line = this.source.lines.length - 1; line >= 0; line -= 1) {
      const rows = this.rowsOf(line).length;
      if (rows >= left) return { line, row: rows - left };
      left -= rows;
    }
    return { line: 0, row: 0 };
  }

  /** Whether the last row of the text can be seen. */
  get atEnd(): boolean {
    return this.source.ended && !isAfter(this.#lastTop(), this.top);
  }

  /** Finds the next line that fits, from a line on; undefined when there is none. */
  async find(pattern: RegExp, from: number, step: 1 | -1): Promise<number | undefined> {
    for (let line = from; line >= 0; line += step) {
      if (step > 0 && line >= this.source.lines.length && !(await this.source.need(line + 200))) return undefined;
      const text = this.source.lines[line];
      if (text === undefined) return undefined;
      if (pattern.test(text.replace(SGR, ""))) return line;
    }
    return undefined;
  }

  /** The rows of the screen, marked and numbered. */
  async screen(): Promise<readonly string[]> {
    await this.source.need(this.top.line + this.rows + 1);
    const out: string[] = [];
    let { line, row } = this.top;
    while (out.length < this.rows && line < this.source.lines.length) {
      const rows = this.rowsOf(line);
      for (; row < rows.length && out.length < this.rows; row += 1) {
        const number = this.options.numbers ? (row === 0 ? `${String(line + 1).padStart(7)} ` : " ".repeat(8)) : "";
        out.push(number + this.#mark(rows[row] ?? ""));
      }
      line += 1;
      row = 0;
    }
    while (out.length < this.rows) out.push("~");
    return out;
  }

  #mark(text: string): string {
    const { pattern } = this;
    if (pattern === undefined || text.includes("\x1b")) return text;
    return text.replace(new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`), (found) =>
      found === "" ? "" : `\x1b[7m${found}\x1b[27m`,
    );
  }
}

function isAfter(a: Place, b: Place): boolean {
  return a.line > b.line || (a.line === b.line && a.row > b.row);
}

/** Cuts a text with colour sequences to the screen; the sequences take no room. */
function cutColoured(text: string, from: number, width: number): string {
  let column = 0;
  let out = "";
  for (const part of text.split(/(\x1b\[[0-9;]*m)/)) {
    if (part.startsWith("\x1b[")) {
      out += part;
      continue;
    }
    for (const character of part) {
      const cells = displayWidth(character);
      if (column >= from && column + cells <= from + width) out += character;
      column += cells;
    }
  }
  return `${out}\x1b[m`;
}
