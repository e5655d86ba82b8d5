/**
 * Draws the line under edit: knows what the terminal shows, and writes what changed. Output looks as GNU readline's
 * does where that is observable: a character typed at the end is written as it is and nothing else.
 */

import type { Glyph, Layout, Position } from "./layout.ts";
import { layoutPrompt, layoutText } from "./layout.ts";
import { codePointWidth } from "./width.ts";

export interface ScreenSize {
  readonly rows: number;
  readonly columns: number;
}

/** `readline` clears with ESC[K, `busybox` with ESC[J. */
export type ScreenStyle = "readline" | "busybox";

const HOME: Position = { row: 0, column: 0 };

/** What one `readLine` shows. Every method gives the bytes to write. */
export class LineScreen {
  #size: ScreenSize;
  readonly #style: ScreenStyle;
  #above = "";
  #promptText = "";
  #prompt: Layout = { glyphs: [], end: HOME };
  // What the terminal shows now.
  #shownPrompt: Layout = { glyphs: [], end: HOME };
  #shownText = "";
  #end: Position = HOME;
  #cursor: Position = HOME;
  #atEnd = true;

  constructor(size: ScreenSize, style: ScreenStyle) {
    this.#size = size;
    this.#style = style;
  }

  /** Sets the prompt that the next `update` draws. Only its last line is ever drawn again. */
  setPrompt(prompt: string): void {
    const cut = prompt.lastIndexOf("\n") + 1;
    this.#above = visible(prompt.slice(0, cut));
    this.#promptText = prompt.slice(cut);
    this.#prompt = layoutPrompt(this.#promptText, this.#size.columns);
  }

  /** Draws prompt and text anew from the beginning of the terminal's current row. */
  start(text: string, cursor: number): string {
    this.#forget();
    return this.#above + this.update(text, cursor);
  }

  /** Brings the terminal from what it shows to this text and cursor (an offset into the text). */
  update(text: string, cursor: number): string {
    const appended = this.#append(text, cursor);
    if (appended !== undefined) return appended;
    const after = layoutText(text, this.#prompt.end, this.#size.columns);
    const target = locate(after, text, cursor);
    const tall = Math.max(after.end.row, this.#end.row) >= this.#size.rows;
    const out = tall && this.#shownText !== "" ? this.#paint(after, target) : this.#draw(after, text) + this.#moveTo(target);
    this.#shownPrompt = this.#prompt;
    this.#shownText = text;
    this.#end = after.end;
    this.#cursor = target;
    this.#atEnd = cursor === text.length;
    return out;
  }

  /** Leaves the line: the cursor goes below its last row. */
  finish(text: string, cursor: number): string {
    let out = this.update(text, this.#end.row >= this.#size.rows ? text.length : cursor);
    // An empty last row, there because the one above is full, needs no newline of its own.
    const last = this.#end.column === 0 && this.#end.row > 0 && !text.endsWith("\n") ? this.#end.row - 1 : this.#end.row;
    const down = last - this.#cursor.row;
    out += down > 0 ? `\x1b[${down}B` : down < 0 ? "\x1b[A" : "";
    this.#forget();
    return `${out}\n`;
  }

  /** Puts the cursor behind the text, for ^C and for lists below the line. */
  toEnd(): string {
    const out = this.#moveTo(this.#end);
    this.#cursor = this.#end;
    this.#atEnd = true;
    return out;
  }

  /** After the window changed: draws everything again. */
  resized(size: ScreenSize, text: string, cursor: number): string {
    const up = this.#cursor.row > 0 ? `\x1b[${this.#cursor.row}A` : "";
    this.#size = size;
    this.#prompt = layoutPrompt(this.#promptText, size.columns);
    const tall = this.#end.row > 0;
    this.#forget();
    const drawn = this.update(text, cursor);
    if (this.#style === "busybox") return `${up}\r${tall ? "\x1b[J" : ""}${drawn}\x1b[J`;
    return `${up}\r${tall ? "\x1b[J" : "\x1b[K"}\r${drawn}`;
  }

  /** Clears the terminal and draws the line at its top (^L). */
  cleared(text: string, cursor: number): string {
    return `\x1b[H\x1b[2J${this.start(text, cursor)}`;
  }

  #forget(): void {
    this.#shownPrompt = { glyphs: [], end: HOME };
    this.#shownText = "";
    this.#end = HOME;
    this.#cursor = HOME;
    this.#atEnd = true;
  }

  // Typing at the end costs what was typed, however long the line is.
  #append(text: string, cursor: number): string | undefined {
    const shown = this.#shownText;
    if (this.#shownPrompt !== this.#prompt || !this.#atEnd || cursor !== text.length || !text.startsWith(shown)) return undefined;
    if (text.length === shown.length) return "";
    if (codePointWidth(text.codePointAt(shown.length) ?? 0) === 0) return undefined;
    const more = layoutText(text.slice(shown.length), this.#end, this.#size.columns);
    const out = this.#write(more.glyphs, this.#end, more.end, HOME);
    this.#shownText = text;
    this.#end = more.end;
    this.#cursor = more.end;
    return out;
  }

  // From the first difference on, everything is written again.
  #draw(after: Layout, text: string): string {
    const before =
      this.#shownText === "" && this.#shownPrompt.glyphs.length === 0
        ? []
        : [...this.#shownPrompt.glyphs, ...layoutText(this.#shownText, this.#shownPrompt.end, this.#size.columns).glyphs];
    const next = [...this.#prompt.glyphs, ...after.glyphs];
    let same = 0;
    while (same < before.length && same < next.length && before[same]?.text === next[same]?.text) same += 1;
    if (same === before.length && same === next.length) return "";
    // A prompt's colours are only right from its beginning.
    if (same < this.#prompt.glyphs.length && before.length > 0) same = 0;
    const previous = next[same - 1];
    const from = previous === undefined ? HOME : behind(previous, this.#size.columns);
    const out = this.#moveTo(from) + this.#write(next.slice(same), from, after.end, this.#end);
    this.#cursor = after.end;
    this.#shownText = text;
    return out;
  }

  // Writes glyphs from a position, and clears what `old` (the end of what was there) leaves behind.
  #write(glyphs: readonly Glyph[], from: Position, end: Position, old: Position): string {
    const { columns } = this.#size;
    let out = "";
    let { row, column } = from;
    for (const glyph of glyphs) {
      // A wide character that does not fit leaves the last column blank.
      if (glyph.row > row && column > 0 && column < columns) out += " ".repeat(columns - column);
      else if (glyph.text === "\n" && column === 0 && row > from.row) out += " \r";
      row = glyph.row;
      column = glyph.column;
      if (glyph.text === "\n") {
        out += old.row >= row ? "\x1b[K\n" : "\n";
        row += 1;
        column = 0;
        continue;
      }
      out += glyph.text;
      column += glyph.width;
      if (column >= columns) {
        row += 1;
        column = 0;
      }
    }
    const last = glyphs.at(-1);
    // The terminal waits with the wrap until one more character comes: bring it about.
    if (last !== undefined && last.text !== "\n" && end.column === 0 && end.row > last.row) out += " \r";
    if (old.row > end.row) out += "\x1b[J";
    else if (old.row === end.row && old.column > end.column) out += this.#style === "busybox" ? "\x1b[J" : "\x1b[K";
    return out;
  }

  // A line taller than the terminal: shows the part around the cursor, from the terminal's top.
  #paint(after: Layout, target: Position): string {
    const { rows } = this.#size;
    const top = Math.max(0, Math.min(target.row - (rows >> 1), after.end.row - rows + 1));
    const bottom = top + rows - 1;
    const glyphs = [...this.#prompt.glyphs, ...after.glyphs].filter(({ row }) => row >= top && row <= bottom);
    const lines: string[] = [];
    for (const { text, row } of glyphs) lines[row - top] = (lines[row - top] ?? "") + (text === "\n" ? "" : text);
    let out = "\x1b[H";
    for (let at = 0; at < rows; at += 1) out += `\x1b[${at + 1};1H${lines[at] ?? ""}${(lines[at] ?? "") === "" ? "\x1b[K" : ""}`;
    if (after.end.row <= bottom && after.end.column > 0) out += `\x1b[${after.end.row - top + 1};${after.end.column + 1}H\x1b[J`;
    return `${out}\x1b[${target.row - top + 1};${target.column + 1}H`;
  }

  #moveTo(to: Position): string {
    const from = this.#cursor;
    this.#cursor = to;
    let out = "";
    if (to.row < from.row) out += to.row === from.row - 1 ? "\x1b[A" : `\x1b[${from.row - to.row}A`;
    if (to.row > from.row) out += `\x1b[${to.row - from.row}B`;
    const distance = to.column - from.column;
    if (to.column === 0 && distance < 0) out += "\r";
    else if (distance < 0 && -distance <= 4) out += "\b".repeat(-distance);
    else if (distance < 0) out += `\x1b[${-distance}D`;
    else if (distance > 0) out += distance === 1 ? "\x1b[C" : `\x1b[${distance}C`;
    return out;
  }
}

function behind(glyph: Glyph, columns: number): Position {
  if (glyph.text === "\n") return { row: glyph.row + 1, column: 0 };
  const column = glyph.column + glyph.width;
  return column >= columns ? { row: glyph.row + 1, column: 0 } : { row: glyph.row, column };
}

/** A prompt without the marks of its hidden parts. */
function visible(prompt: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these mark the hidden parts
  return prompt.replace(/[\x01\x02]/g, "");
}

/** Where the cursor stands before the character at an offset. */
function locate(layout: Layout, text: string, cursor: number): Position {
  if (cursor >= text.length) return layout.end;
  let low = 0;
  let high = layout.glyphs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.glyphs[middle]?.from ?? 0) <= cursor) low = middle;
    else high = middle - 1;
  }
  return layout.glyphs[low] ?? layout.end;
}
