/** Shell patterns: fnmatch(3) without flags (`*` matches `/` too, as find -path and --exclude want). */

export function globPattern(pattern: string, caseless = false): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "\\" && at + 1 < pattern.length) source += escapeRegExp(pattern[++at] ?? "");
    else if (character === "[") {
      const end = closingBracket(pattern, at);
      if (end < 0) source += "\\[";
      else {
        source += bracket(pattern.slice(at + 1, end));
        at = end;
      }
    } else source += escapeRegExp(character);
  }
  return new RegExp(`^${source}$`, caseless ? "iu" : "u");
}

/** A text that matches itself in a RegExp. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: "\\p{L}",
  digit: "0-9",
  alnum: "\\p{L}0-9",
  upper: "\\p{Lu}",
  lower: "\\p{Ll}",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  cntrl: "\\x00-\\x1f\\x7f",
  print: "\\x20-\\x7e\\u{a0}-\\u{10ffff}",
  graph: "\\x21-\\x7e\\u{a1}-\\u{10ffff}",
  xdigit: "0-9A-Fa-f",
};

/** The inside of a RegExp's brackets for a POSIX bracket expression's inside (without `[`, `!` or `^`, `]`). */
export function bracketBody(body: string): string {
  let result = "";
  for (let at = 0; at < body.length; at++) {
    const named = /^\[([:.=])(.*?)\1\]/.exec(body.slice(at));
    if (named) {
      const name = named[2] ?? "";
      result += named[1] === ":" ? (CLASSES[name] ?? "") : escapeInBracket(name);
      at += named[0].length - 1;
      continue;
    }
    const code = body.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(code);
    at += character.length - 1;
    const isRange = character === "-" && at > 0 && at < body.length - 1;
    result += isRange ? "-" : escapeInBracket(character);
  }
  return result;
}

/** Index of the `]` that ends the bracket expression that starts at `start`; -1 when there is none. */
export function closingBracket(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === "!" || pattern[at] === "^") at++;
  if (pattern[at] === "]") at++;
  for (; at < pattern.length; at++) {
    if (pattern[at] === "]") return at;
    const kind = pattern[at + 1];
    if (pattern[at] === "[" && kind !== undefined && ":.=".includes(kind)) {
      const end = pattern.indexOf(`${kind}]`, at + 2);
      if (end >= 0) at = end + 1;
    }
  }
  return -1;
}

function bracket(body: string): string {
  const negated = body.startsWith("!") || body.startsWith("^");
  const inside = bracketBody(negated ? body.slice(1) : body);
  if (inside === "") return negated ? "[^]" : "[]";
  return `[${negated ? "^" : ""}${inside}]`;
}

function escapeInBracket(text: string): string {
  return text.replace(/[\\^\-\][&~|]/g, "\\$&");
}
