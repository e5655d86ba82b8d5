/** How many columns a character takes on a terminal: wcwidth(3) with the widths of Unicode 11. */

// East Asian Width W and F, as first,last pairs; emoji come from the engine's own tables.
const WIDE: readonly number[] = [
  0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900,
  0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x16fe1, 0x17000, 0x18aff, 0x1b000, 0x1b2fb, 0x1f200,
  0x1f265, 0x20000, 0x2fffd, 0x30000, 0x3fffd,
];
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** Columns of one code point: 0 for combining and control characters, 2 for wide ones, else 1. */
export function codePointWidth(code: number): 0 | 1 | 2 {
  if (code < 0x300) return code < 0x20 || (code >= 0x7f && code < 0xa0) ? 0 : 1;
  if (code >= 0x1100) {
    // The vowels and finals of decomposed Hangul are drawn into the leading consonant's cell.
    if (code >= 0x1160 && code <= 0x11ff) return 0;
    for (let at = 0; at < WIDE.length && code >= (WIDE[at] ?? 0); at += 2) if (code <= (WIDE[at + 1] ?? 0)) return 2;
  }
  const text = String.fromCodePoint(code);
  if (ZERO.test(text)) return 0;
  return code >= 0x231a && EMOJI.test(text) ? 2 : 1;
}

/** Columns of a text without control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += codePointWidth(character.codePointAt(0) ?? 0);
  return width;
}
