/** How typed bytes look on the screen, and how many cells they take. */

import { characterWidth, decode } from "#abi";

const TAB = 9;
const NEWLINE = 10;
const TAB_WIDTH = 8;
const CARET = 94;

const isControl = (byte: number): boolean => byte < 32 || byte === 127;

/** The echo of one byte: control characters as ^X, others as they are. */
export function echoOf(byte: number, echoctl: boolean): readonly number[] {
  return isControl(byte) && echoctl && byte !== TAB && byte !== NEWLINE ? [CARET, byte ^ 64] : [byte];
}

/** Cells that a line takes whose first character stands in `column`. */
export function cellsOf(line: readonly number[], column: number, echoctl: boolean): number {
  let cells = 0;
  for (const character of decode(Uint8Array.from(line))) {
    const code = character.codePointAt(0) ?? 0;
    if (code === TAB) cells += TAB_WIDTH - ((column + cells) % TAB_WIDTH);
    else if (isControl(code)) cells += echoctl ? 2 : 0;
    else cells += characterWidth(code);
  }
  return cells;
}

/** Where the last character of a line begins: bytes 0x80 to 0xbf go on with the one before. */
export function lastCharacter(line: readonly number[], utf8: boolean): number {
  let at = line.length - 1;
  while (utf8 && at > 0 && ((line[at] ?? 0) & 0xc0) === 0x80) at--;
  return Math.max(0, at);
}

/** Where the last word of a line begins: what is no letter or digit behind it goes too, as in Linux. */
export function wordStart(line: readonly number[], utf8: boolean): number {
  let at = line.length;
  let hasWord = false;
  while (at > 0) {
    const before = lastCharacter(line.slice(0, at), utf8);
    const isWord = isWordByte(line[before] ?? 0);
    if (hasWord && !isWord) break;
    hasWord ||= isWord;
    at = before;
  }
  return at;
}

function isWordByte(byte: number): boolean {
  return byte >= 0x80 || byte === 95 || (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}
