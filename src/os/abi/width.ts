/** Cells that a character takes on a terminal: wcwidth(3). */

/** First and last code points of East Asian wide and full-width blocks. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
const NO_CELL = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** 0 for control and combining characters, 2 for wide ones, else 1. */
export function characterWidth(code: number): 0 | 1 | 2 {
  if (code < 0x300) return code < 0x20 || (code >= 0x7f && code < 0xa0) ? 0 : 1;
  if (code >= 0x1160 && code <= 0x11ff) return 0;
  if (code >= 0x1100 && WIDE.some(([first, last]) => code >= first && code <= last)) return 2;
  const character = String.fromCodePoint(code);
  if (NO_CELL.test(character)) return 0;
  return code >= 0x231a && EMOJI.test(character) ? 2 : 1;
}
