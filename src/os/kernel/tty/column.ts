import { characterWidth, decode } from "#abi";

const NEWLINE = 10;
const RETURN = 13;
const BACKSPACE = 8;
const TAB = 9;
/** Lines longer than this are not measured to the end. */
const MEASURED = 8192;

/** Where the cursor stands after output, in cells from the left; escape sequences are counted as text, as Linux does. */
export function columnAfter(bytes: Uint8Array, column: number): number {
  const start = Math.max(bytes.lastIndexOf(NEWLINE), bytes.lastIndexOf(RETURN)) + 1;
  let at = start > 0 ? 0 : column;
  if (start === bytes.length) return at;
  let from = start;
  // A character may be cut in two: it is counted where it begins.
  while (start === 0 && isContinuation(bytes[from])) from++;
  const cut = cutCharacter(bytes);
  at += cut.width;
  for (const character of decode(bytes.subarray(from, Math.min(cut.at, from + MEASURED)))) {
    const code = character.codePointAt(0) ?? 0;
    if (code === TAB) at += 8 - (at % 8);
    else if (code === BACKSPACE) at = Math.max(0, at - 1);
    else at += characterWidth(code);
  }
  return at;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Where an incomplete character at the end begins, and how wide it will probably be. */
function cutCharacter(bytes: Uint8Array): { readonly at: number; readonly width: number } {
  let at = bytes.length - 1;
  while (at > 0 && isContinuation(bytes[at]) && bytes.length - at < 4) at--;
  const lead = bytes[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - at < length ? { at, width: lead > 0xe0 ? 2 : 1 } : { at: bytes.length, width: 0 };
}
