/** Quoting of completed names, as readline and bash do it. */

const SPECIAL = /[ \t\n\\"'@<>=;|&()#$`?*[!:{]/g;

/** A file name as it has to be typed within an open quote, or with backslashes outside of one. */
export function quoteName(name: string, quote: "" | "'" | '"'): string {
  if (quote === "'") return name.replaceAll("'", "'\\''");
  if (quote === '"') return name.replace(/["$`\\]/g, "\\$&");
  const escaped = name.replace(SPECIAL, "\\$&");
  return escaped.startsWith("~") ? `\\${escaped}` : escaped;
}

/** What all of these begin with, never half a character. */
export function commonPrefix(names: readonly string[]): string {
  const [first = "", ...rest] = names;
  let length = first.length;
  for (const name of rest) {
    let same = 0;
    while (same < length && name.charCodeAt(same) === first.charCodeAt(same)) same += 1;
    length = same;
  }
  return length < first.length && /[\ud800-\udbff]/.test(first.charAt(length - 1)) ? first.slice(0, length - 1) : first.slice(0, length);
}
