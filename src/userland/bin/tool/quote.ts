/** How the GNU tools show names in messages: quotearg(3) of gnulib. */

import type { Sys } from "#abi";
import { flavourOf } from "./flavour.ts";
import { isUtf8 } from "./locale.ts";

const PLAIN = /^[A-Za-z0-9_@%+=,./\-\u0080-\u{10ffff}]+$/u;
const CONTROL = /[\x00-\x1f\x7f]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
};

/** Always quoted as a shell would read it: `'a b'`, `"it's"` (quoteaf). Busybox doesn't quote. */
export function quoteAlways(sys: Sys, name: string): string {
  return flavourOf(sys) === "busybox" ? name : shellQuote(name);
}

/** Quoted only where a shell would need it (quotef): the name at the start of `cat: NAME: No such file`. */
export function quoteIfNeeded(sys: Sys, name: string): string {
  return flavourOf(sys) === "busybox" || PLAIN.test(name) ? name : shellQuote(name);
}

/** Quotes of the locale (quote): ‘x’ in UTF-8, 'x' otherwise. For operands that aren't file names. */
export function quote(sys: Sys, text: string): string {
  if (flavourOf(sys) === "busybox") return `'${text}'`;
  return isUtf8(sys) ? `‘${text}’` : `'${text}'`;
}

/** The name as ls shows it on a terminal: in quotes when a shell would need them. */
export function shellQuoteIfNeeded(name: string): string {
  if (name !== "" && /^[^\s!"#$&'()*;<=>?[\\^`{|}~\x00-\x1f\x7f][^\s!"$&'()*;<>?[\\^`|\x00-\x1f\x7f]*$/.test(name)) return name;
  return shellQuote(name);
}

/** Shell quoting: single quotes, double ones around an apostrophe, `$'\n'` for control characters. */
export function shellQuote(name: string): string {
  if (!CONTROL.test(name)) {
    if (!name.includes("'")) return `'${name}'`;
    if (!/["$`\\!]/.test(name)) return `"${name}"`;
    return `'${name.replaceAll("'", "'\\''")}'`;
  }
  return `'${name
    .replaceAll("'", "'\\''")
    .replace(/[\x00-\x1f\x7f]+/g, (run) => `'$'${Array.from(run, (character) => ESCAPES[character] ?? octal(character)).join("")}''`)}'`;
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}
