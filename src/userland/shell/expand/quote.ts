/** Writing a text so that the shell reads it back as one word. */

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;
const SINGLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
  "\x1b": "\\E",
  "\\": "\\\\",
  "'": "\\'",
};

/** As `set`, `declare -p`, `trap -p` and `alias` write it: single quotes where needed. */
export function quoteSingle(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As `set` and `export -p` of dash do: bare if harmless. */
export function quoteIfNeeded(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteAnsiC(text);
  return SAFE.test(text) ? text : quoteSingle(text);
}

/** $'…'. */
export function quoteAnsiC(text: string): string {
  return `$'${text.replace(/[\x00-\x1f\x7f\\']/g, (char) => SINGLE_ESCAPES[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`)}'`;
}

/** As printf %q and ${x@Q}-less do: backslashes. */
export function quoteBackslash(text: string): string {
  if (text === "") return "''";
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteAnsiC(text);
  return text.replace(/[^A-Za-z0-9_@%+=:./\-\u0080-\u{10ffff}]/gu, "\\$&").replace(/^~/, "\\~");
}

/** As declare -p writes values: double quotes. */
export function quoteDouble(text: string): string {
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) return quoteAnsiC(text);
  return `"${text.replace(/["$`\\]/g, "\\$&")}"`;
}
