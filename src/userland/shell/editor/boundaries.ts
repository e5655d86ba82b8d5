/** Where characters (as a person sees them) and words begin and end in a line. Offsets are UTF-16 units. */

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
// No grapheme that a person types is longer; segmenting only this much keeps long lines cheap.
const WINDOW = 64;

/** Start of the character before `at`. */
export function previousCharacter(text: string, at: number): number {
  if (at <= 0) return 0;
  const from = Math.max(0, at - WINDOW);
  let start = from;
  for (const segment of segmenter.segment(text.slice(from, at))) start = from + segment.index;
  return start;
}

/** Start of the character after the one at `at`. */
export function nextCharacter(text: string, at: number): number {
  for (const { segment } of segmenter.segment(text.slice(at, at + WINDOW))) return at + segment.length;
  return text.length;
}

const WORD = /[\p{L}\p{N}\p{M}]/u;

function isWordAt(text: string, at: number): boolean {
  return WORD.test(String.fromCodePoint(text.codePointAt(at) ?? 0x20));
}

/** readline's forward-word: the end of the word at or after `at`; words are letters and digits. */
export function wordEnd(text: string, at: number): number {
  let to = at;
  while (to < text.length && !isWordAt(text, to)) to = nextCharacter(text, to);
  while (to < text.length && isWordAt(text, to)) to = nextCharacter(text, to);
  return to;
}

/** readline's backward-word: the start of the word before `at`. */
export function wordStart(text: string, at: number): number {
  let to = at;
  while (to > 0 && !isWordAt(text, previousCharacter(text, to))) to = previousCharacter(text, to);
  while (to > 0 && isWordAt(text, previousCharacter(text, to))) to = previousCharacter(text, to);
  return to;
}

/** unix-word-rubout's word: what white space bounds. */
export function blankWordStart(text: string, at: number): number {
  let to = at;
  while (to > 0 && /\s/.test(text.charAt(to - 1))) to -= 1;
  while (to > 0 && !/\s/.test(text.charAt(to - 1))) to -= 1;
  return to;
}
