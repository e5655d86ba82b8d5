/** The text under edit: lines, cursor and what undo needs. */

import { last } from "./characters.ts";

export interface Cursor {
  readonly row: number;
  readonly column: number;
}

interface Snapshot extends Cursor {
  readonly lines: readonly string[];
}

/** What was yanked or deleted; whole lines or a part of one. */
export interface Register {
  readonly text: readonly string[];
  readonly linewise: boolean;
}

export class TextBuffer {
  lines: string[];
  row = 0;
  column = 0;
  modified = false;
  #undo: Snapshot[] = [];
  #redo: Snapshot[] = [];

  constructor(lines: readonly string[]) {
    this.lines = lines.length > 0 ? [...lines] : [""];
  }

  get line(): string {
    return this.lines[this.row] ?? "";
  }

  /** Remembers the present state before a change. */
  checkpoint(): void {
    this.#undo.push({ lines: [...this.lines], row: this.row, column: this.column });
    this.#redo = [];
    this.modified = true;
  }

  /** Takes the last change back; false when there is none. */
  undo(): boolean {
    return this.#restore(this.#undo, this.#redo);
  }

  redo(): boolean {
    return this.#restore(this.#redo, this.#undo);
  }

  #restore(from: Snapshot[], to: Snapshot[]): boolean {
    const snapshot = from.pop();
    if (snapshot === undefined) return false;
    to.push({ lines: this.lines, row: this.row, column: this.column });
    this.lines = [...snapshot.lines];
    let row = 0;
    const before = to.at(-1)?.lines ?? [];
    while (row < this.lines.length - 1 && this.lines[row] === before[row]) row += 1;
    this.row = this.lines[snapshot.row] !== before[snapshot.row] ? snapshot.row : row;
    this.column = snapshot.column;
    this.modified = true;
    return true;
  }

  /** Keeps the cursor within the text; in normal mode on a character. */
  clamp(insert: boolean): void {
    this.row = Math.max(0, Math.min(this.row, this.lines.length - 1));
    this.column = Math.max(0, Math.min(this.column, insert ? this.line.length : last(this.line)));
  }

  /** Removes what lies between two places (the second not included) and gives it. */
  cut(from: Cursor, to: Cursor): Register {
    const text = this.copy(from, to);
    const head = (this.lines[from.row] ?? "").slice(0, from.column);
    const tail = (this.lines[to.row] ?? "").slice(to.column);
    this.lines.splice(from.row, to.row - from.row + 1, head + tail);
    this.row = from.row;
    this.column = from.column;
    return text;
  }

  copy(from: Cursor, to: Cursor): Register {
    if (from.row === to.row) return { text: [(this.lines[from.row] ?? "").slice(from.column, to.column)], linewise: false };
    const middle = this.lines.slice(from.row + 1, to.row);
    return {
      text: [(this.lines[from.row] ?? "").slice(from.column), ...middle, (this.lines[to.row] ?? "").slice(0, to.column)],
      linewise: false,
    };
  }

  cutLines(from: number, to: number): Register {
    const text = this.lines.splice(from, to - from + 1);
    if (this.lines.length === 0) this.lines.push("");
    this.row = Math.min(from, this.lines.length - 1);
    return { text, linewise: true };
  }

  /** Puts a register in, before or after the cursor. */
  put({ text, linewise }: Register, after: boolean, count: number): void {
    if (linewise) {
      const at = this.row + (after ? 1 : 0);
      for (let done = 0; done < count; done += 1) this.lines.splice(at, 0, ...text);
      this.row = at;
      this.column = firstNonBlank(this.line);
      return;
    }
    const at = this.line === "" ? 0 : this.column + (after ? Math.max(1, this.line.slice(this.column).match(/^./su)?.[0].length ?? 1) : 0);
    const repeated = text.length === 1 ? [(text[0] ?? "").repeat(count)] : text;
    this.insert({ row: this.row, column: at }, repeated);
    if (text.length === 1) this.column = Math.max(0, this.column - 1);
    else {
      this.row -= text.length - 1;
      this.column = at;
    }
  }

  /** Inserts lines of text; the cursor goes behind them. */
  insert(at: Cursor, text: readonly string[]): void {
    const line = this.lines[at.row] ?? "";
    const head = line.slice(0, at.column);
    const tail = line.slice(at.column);
    const [first = "", ...rest] = text;
    if (rest.length === 0) {
      this.lines[at.row] = head + first + tail;
      this.row = at.row;
      this.column = at.column + first.length;
      return;
    }
    const end = rest.at(-1) ?? "";
    this.lines.splice(at.row, 1, head + first, ...rest.slice(0, -1), end + tail);
    this.row = at.row + rest.length;
    this.column = end.length;
  }
}

export function firstNonBlank(line: string): number {
  const at = line.search(/\S/);
  return at < 0 ? Math.max(0, line.length - 1) : at;
}
