/** Where each character of a text comes to stand on a screen of a given width. */

import { codePointWidth } from "./width.ts";

export interface Position {
  readonly row: number;
  readonly column: number;
}

/** What is drawn together: a character with its combining marks, `^X` for a control character, or `\n`. */
export interface Glyph {
  readonly text: string;
  readonly row: number;
  readonly column: number;
  readonly width: number;
  /** Offset of the character in the text; -1 within a prompt. */
  readonly from: number;
}

export interface Layout {
  readonly glyphs: readonly Glyph[];
  readonly end: Position;
}

/** How a character looks in a line under edit. */
function shape(code: number, character: string, column: number): { readonly text: string; readonly width: number } {
  if (code === 0x09) {
    const width = 8 - (column % 8);
    return { text: " ".repeat(width), width };
  }
  if (code < 0x20) return { text: `^${String.fromCharCode(code + 64)}`, width: 2 };
  if (code === 0x7f) return { text: "^?", width: 2 };
  if (code > 0x7f && code < 0xa0) return { text: `\\${code.toString(8)}`, width: 4 };
  return { text: character, width: codePointWidth(code) };
}

/** Lays out a text from `start` on. A row that was filled to its end goes on in the next one. */
export function layoutText(text: string, start: Position, columns: number): Layout {
  const glyphs: Glyph[] = [];
  let { row, column } = start;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(code);
    if (code === 0x0a) {
      glyphs.push({ text: "\n", row, column, width: 0, from: at });
      row += 1;
      column = 0;
      at += 1;
      continue;
    }
    const { text: drawn, width } = shape(code, character, column);
    const last = glyphs.at(-1);
    if (width === 0 && last !== undefined && last.text !== "\n") {
      glyphs[glyphs.length - 1] = { ...last, text: last.text + drawn };
    } else {
      if (column + width > columns && width <= columns) {
        row += 1;
        column = 0;
      }
      glyphs.push({ text: drawn, row, column, width, from: at });
      column += width;
      if (column >= columns) {
        row += 1;
        column = 0;
      }
    }
    at += character.length;
  }
  return { glyphs, end: { row, column } };
}

/**
 * Lays out the last line of an expanded prompt from the screen's left edge. What stands between \x01 and \x02, and
 * colour sequences outside of them, belong to the glyph that follows and take no room.
 */
export function layoutPrompt(prompt: string, columns: number): Layout {
  const glyphs: Glyph[] = [];
  let row = 0;
  let column = 0;
  let hidden = "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these mark the hidden parts
  for (const part of prompt.split(/(\x01[^\x02]*\x02?|\x1b\[[0-9;?]*[A-Za-z])/)) {
    if (part.startsWith("\x01") || part.startsWith("\x1b[")) {
      hidden += part.startsWith("\x01") ? part.slice(1).replace("\x02", "") : part;
      continue;
    }
    for (const glyph of layoutText(part, { row, column }, columns).glyphs) {
      glyphs.push({ ...glyph, text: hidden + glyph.text, from: -1 });
      hidden = "";
    }
    ({ row, column } = layoutText(part, { row, column }, columns).end);
  }
  if (hidden !== "") glyphs.push({ text: hidden, row, column, width: 0, from: -1 });
  return { glyphs, end: { row, column } };
}
