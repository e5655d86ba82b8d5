/** Characters as a person sees them, and vi's words. Offsets are UTF-16 units. */

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Start of the character after the one at `at`. */
export function next(text: string, at: number): number {
  for (const { segment } of segmenter.segment(text.slice(at, at + 64))) return at + segment.length;
  return text.length;
}

/** Start of the character before `at`. */
export function previous(text: string, at: number): number {
  const from = Math.max(0, at - 64);
  let start = from;
  for (const segment of segmenter.segment(text.slice(from, at))) start = from + segment.index;
  return start;
}

/** Start of the last character; 0 in an empty line. */
export function last(text: string): number {
  return previous(text, text.length);
}

type Kind = "blank" | "word" | "hangul" | "other";

/** What a word is made of: letters and digits, Hangul, or other signs; with `big` all that is not blank. */
export function kindAt(text: string, at: number, big: boolean): Kind {
  const character = text.charAt(at);
  if (character === "" || /\s/.test(character)) return "blank";
  if (big) return "word";
  if (/[\u1100-\u11ff\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff]/.test(character)) return "hangul";
  return /[\p{L}\p{N}_]/u.test(character) ? "word" : "other";
}
