/** strconv.Quote, as `%q` prints a string. */
export function quote(text: string): string {
  return `"${escapes(text, '"')}"`;
}

/** `%q` of a character. */
export function quoteChar(char: string): string {
  return `'${escapes(char, "'")}'`;
}

const SHORT: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

function escapes(text: string, delimiter: string): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === delimiter) out += `\\${char}`;
    else if (SHORT[char] !== undefined) out += SHORT[char];
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code === 0xfffd || (code >= 0x80 && code < 0xa1) || code === 0xad) out += `\\u${code.toString(16).padStart(4, "0")}`;
    else out += char;
  }
  return out;
}
