/**
 * Shell patterns (glob(7)). A pattern is a text in which a backslash takes away a character's special meaning;
 * quoted parts of words arrive escaped that way.
 */

export interface PatternOptions {
  readonly extglob?: boolean;
  readonly ignoreCase?: boolean;
  /** For file names: `/` is never matched, nor a leading dot by a wildcard. */
  readonly fileName?: boolean;
  readonly dotGlob?: boolean;
}

const SPECIAL = /[*?[\]\\]|[@!+]\(/;
const REGEX_SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/** A text with everything in it escaped that patterns give a meaning. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\()|!@+^-]/g, "\\$&");
}

/** Whether a pattern can match anything but itself. */
export function hasWildcard(pattern: string, extglob = false): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === "\\") at += 1;
    else if (char === "*" || char === "?") return true;
    else if (char === "[" && pattern.indexOf("]", at + 2) > 0) return true;
    else if (extglob && SPECIAL.test(char + pattern.charAt(at + 1)) && pattern.charAt(at + 1) === "(") return true;
  }
  return false;
}

/** A pattern without wildcards as the text it matches. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, "$1");
}

const cache = new Map<string, RegExp>();

/** The regular expression that matches what the pattern matches, whole. */
export function patternRegExp(pattern: string, options: PatternOptions = {}): RegExp {
  const key = `${options.extglob ? "e" : ""}${options.ignoreCase ? "i" : ""}${options.fileName ? "f" : ""}${options.dotGlob ? "d" : ""}:${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  const start = options.fileName && !options.dotGlob && /^(?:[*?[]|[@+!]\()/.test(pattern) ? "(?!\\.)" : "";
  const regex = new RegExp(`^${start}(?:${translate(pattern, options)})$`, options.ignoreCase ? "isu" : "su");
  if (cache.size > 500) cache.clear();
  cache.set(key, regex);
  return regex;
}

export function matchesPattern(pattern: string, text: string, options: PatternOptions = {}): boolean {
  return patternRegExp(pattern, options).test(text);
}

function translate(pattern: string, options: PatternOptions): string {
  let regex = "";
  for (let at = 0; at < pattern.length; ) {
    const char = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    const group = options.extglob && "?*+@!".includes(char) && pattern.charAt(at + 1) === "(" ? closing(pattern, at + 1) : -1;
    if (group > 0) {
      regex += translateGroup(char, pattern.slice(at + 2, group), options);
      at = group + 1;
    } else if (char === "*") {
      while (pattern.charAt(at) === "*" && !(options.extglob && pattern.charAt(at + 1) === "(")) at += 1;
      regex += options.fileName ? "[^/]*" : ".*";
    } else if (char === "?") {
      regex += options.fileName ? "[^/]" : ".";
      at += 1;
    } else if (char === "[") {
      const bracket = translateBracket(pattern, at);
      regex += bracket ? bracket.regex : "\\[";
      at = bracket ? bracket.end : at + 1;
    } else if (char === "\\" && at + 1 < pattern.length) {
      const next = String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0);
      regex += literal(next);
      at += 1 + next.length;
    } else {
      regex += literal(char);
      at += char.length;
    }
  }
  return regex;
}

function literal(text: string): string {
  return text.replace(REGEX_SPECIAL, (char) => (char === "-" ? "\\x2d" : `\\${char}`));
}

/** Position of the parenthesis that closes the one at `open`; -1 when none does. */
function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === "\\") at += 1;
    else if (char === "(") depth += 1;
    else if (char === ")" && --depth === 0) return at;
  }
  return -1;
}

function translateGroup(kind: string, inner: string, options: PatternOptions): string {
  const alternatives: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < inner.length; at += 1) {
    const char = inner.charAt(at);
    if (char === "\\") at += 1;
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (char === "|" && depth === 0) {
      alternatives.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  alternatives.push(inner.slice(from));
  const any = alternatives.map((one) => translate(one, options)).join("|");
  const dot = options.fileName ? "[^/]" : ".";
  if (kind === "!") return `(?:(?!(?:${any})$)${dot}*)`;
  return `(?:${any})${kind === "@" ? "" : kind}`;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: "\\p{L}",
  digit: "0-9",
  alnum: "\\p{L}\\p{Nd}",
  upper: "\\p{Lu}",
  lower: "\\p{Ll}",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  print: "\\x20-\\x7e\\u00a0-\\uffff",
  graph: "\\x21-\\x7e\\u00a1-\\uffff",
  cntrl: "\\x00-\\x1f\\x7f",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
};

function translateBracket(pattern: string, start: number): { regex: string; end: number } | undefined {
  let at = start + 1;
  const negated = pattern.charAt(at) === "!" || pattern.charAt(at) === "^";
  if (negated) at += 1;
  let inside = "";
  let previous: number | undefined;
  for (let first = true; ; first = false) {
    const char = pattern.charAt(at);
    if (char === "") return undefined;
    if (char === "]" && !first) break;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named) {
      inside += CLASSES[named[1] ?? ""] ?? "";
      at += named[0].length;
      previous = undefined;
      continue;
    }
    if (char === "-" && previous !== undefined && pattern.charAt(at + 1) !== "]" && pattern.charAt(at + 1) !== "") {
      const to = escaped(pattern, at + 1);
      if (to.code < previous) inside = inside.slice(0, inside.lastIndexOf("\\u{"));
      else inside += `-${codeUnit(to.code)}`;
      at = to.end;
      previous = undefined;
      continue;
    }
    const one = escaped(pattern, at);
    inside += codeUnit(one.code);
    previous = one.code;
    at = one.end;
  }
  if (inside === "") return { regex: negated ? "." : "(?!)", end: at + 1 };
  return { regex: `[${negated ? "^" : ""}${inside}]`, end: at + 1 };
}

function escaped(pattern: string, at: number): { code: number; end: number } {
  const from = pattern.charAt(at) === "\\" && at + 1 < pattern.length ? at + 1 : at;
  const code = pattern.codePointAt(from) ?? 0;
  return { code, end: from + (code > 0xffff ? 2 : 1) };
}

function codeUnit(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
