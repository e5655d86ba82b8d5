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
  for (const character of decode(bytes.subarray(start, start + MEASURED))) {
    const code = character.codePointAt(0) ?? 0;
    if (code === TAB) at += 8 - (at % 8);
    else if (code === BACKSPACE) at = Math.max(0, at - 1);
    else at += characterWidth(code);
  }
  return at;
}
