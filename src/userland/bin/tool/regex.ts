/** POSIX regular expressions (regex(7), with GNU's extensions) as JavaScript's: a translator, not a renaming. */

import { bracketBody, closingBracket, escapeRegExp } from "./glob.ts";

/** The pattern is wrong; the text is glibc's. */
export class RegexError extends Error {}

export type RegexSyntax = "basic" | "extended";

const WORD = "[\\p{L}\\p{N}_]";

/** The source of a RegExp (for the flag `u`) that matches what the POSIX pattern does. */
export function translate(pattern: string, syntax: RegexSyntax): string {
  return new Translator(pattern, syntax).run();
}

/** A compiled pattern. `flags` are JavaScript's besides `u`. */
export function compile(pattern: string, syntax: RegexSyntax, flags = ""): RegExp {
  return new RegExp(translate(pattern, syntax), `u${flags}`);
}

const CONTROLS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07" };

/**
 * Backslash escapes within brackets, which POSIX takes literally but sed (`[\n\t]`) and awk (every escape) don't, as the
 * characters they mean.
 */
export function expandBracketEscapes(pattern: string, which: "sed" | "awk"): string {
  let result = "";
  let inside = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    const next = pattern[at + 1];
    if (character === "\\" && next !== undefined) {
      at++;
      const control = which === "awk" || next === "n" || next === "t" ? CONTROLS[next] : undefined;
      if (inside) result += control ?? (which === "awk" ? next : `\\${next}`);
      else result += which === "awk" ? (control ?? (next === "/" || next === '"' ? next : `\\${next}`)) : `\\${next}`;
      continue;
    }
    result += character;
    if (!inside && character === "[") {
      inside = true;
      if (pattern[at + 1] === "^") result += pattern[++at];
      if (pattern[at + 1] === "]") result += pattern[++at];
    } else if (inside && character === "[" && next !== undefined && ":.=".includes(next)) {
      const end = pattern.indexOf(`${next}]`, at + 2);
      if (end >= 0) {
        result += pattern.slice(at + 1, end + 2);
        at = end + 1;
      }
    } else if (inside && character === "]") inside = false;
  }
  return result;
}

class Translator {
  readonly #pattern: string;
  readonly #basic: boolean;
  #at = 0;
  #groups = 0;
  #open = 0;
  #result = "";
  /** Where the last thing that a repetition applies to begins; -1 when there is none. */
  #atom = -1;
  readonly #starts: number[] = [];

  constructor(pattern: string, syntax: RegexSyntax) {
    this.#pattern = pattern;
    this.#basic = syntax === "basic";
  }

  run(): string {
    while (this.#at < this.#pattern.length) this.#step();
    if (this.#open > 0) throw new RegexError("Unmatched ( or \\(");
    return this.#result;
  }

  #step(): void {
    const code = this.#pattern.codePointAt(this.#at) ?? 0;
    const character = String.fromCodePoint(code);
    if (character === "\\") return this.#escape();
    if (character === "[") return this.#bracket();
    this.#at += character.length;
    if (character === ".") return this.#emit("[^]");
    if (character === "*") return this.#atom < 0 ? (this.#basic || this.#result === "" ? this.#emit("\\*") : undefined) : this.#repeat("*");
    if (character === "^" && this.#isStart()) return this.#anchor("^");
    if (character === "$" && this.#isEnd()) return this.#anchor("$");
    if (!this.#basic) {
      if (character === "(") return this.#enter();
      if (character === ")" && this.#open > 0) return this.#leave();
      if (character === "|") return this.#either();
      if (character === "+" || character === "?") return this.#atom < 0 ? this.#emit(`\\${character}`) : this.#repeat(character);
      if (character === "{") return this.#interval("}");
      if (character === "^" || character === "$") return this.#anchor(character);
    }
    this.#emit(escapeRegExp(character));
  }

  #escape(): void {
    const code = this.#pattern.codePointAt(this.#at + 1);
    if (code === undefined) throw new RegexError("Trailing backslash");
    const character = String.fromCodePoint(code);
    this.#at += 1 + character.length;
    if (/[1-9]/.test(character)) {
      if (Number(character) > this.#groups) throw new RegexError("Invalid back reference");
      return this.#emit(`(?:\\${character})`);
    }
    const special = SPECIAL[character];
    if (special !== undefined) return "<>bB`'".includes(character) ? this.#anchor(special) : this.#emit(special);
    if (this.#basic) {
      if (character === "(") return this.#enter();
      if (character === ")") return this.#open > 0 ? this.#leave() : unmatched();
      if (character === "|") return this.#either();
      if (character === "{") return this.#interval("\\}");
      if (character === "+" || character === "?") return this.#atom < 0 ? this.#emit(`\\${character}`) : this.#repeat(character);
    }
    this.#emit(character === "n" ? "\\n" : character === "t" ? "\\t" : escapeRegExp(character));
  }

  #bracket(): void {
    const end = closingBracket(this.#pattern, this.#at);
    if (end < 0) throw new RegexError("Unmatched [, [^, [:, [., or [=");
    const body = this.#pattern.slice(this.#at + 1, end);
    const negated = body.startsWith("^");
    const classes = [...body.matchAll(/\[:([^:]*):\]/g)];
    if (classes.some(([, name = ""]) => !CLASS_NAMES.has(name))) throw new RegexError("Invalid character class name");
    if (/^:[a-z]+:$/.test(body)) throw new RegexError("character class syntax is [[:space:]], not [:space:]");
    const inside = bracketBody(negated ? body.slice(1) : body);
    this.#at = end + 1;
    const source = `[${negated ? "^" : ""}${inside}]`;
    try {
      new RegExp(source, "u");
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new RegexError("Invalid range end");
    }
    this.#emit(source);
  }

  #enter(): void {
    this.#groups++;
    this.#open++;
    this.#starts.push(this.#result.length);
    this.#result += "(";
    this.#atom = -1;
  }

  #leave(): void {
    this.#open--;
    this.#result += ")";
    this.#atom = this.#starts.pop() ?? 0;
  }

  #either(): void {
    this.#result += "|";
    this.#atom = -1;
  }

  #interval(close: string): void {
    const end = this.#pattern.indexOf(close, this.#at);
    const body = end < 0 ? "" : this.#pattern.slice(this.#at, end);
    const match = /^(\d*)(,?)(\d*)$/.exec(body);
    if (end < 0 || !match || body === "" || body === ",") {
      if (this.#basic) throw new RegexError(end < 0 ? "Unmatched \\{" : "Invalid content of \\{\\}");
      return this.#emit("\\{");
    }
    if (this.#atom < 0) {
      if (this.#basic) throw new RegexError("Invalid preceding regular expression");
      return this.#emit("\\{");
    }
    const [, low, comma, high] = match;
    if (high !== "" && Number(low) > Number(high)) throw new RegexError("Invalid content of \\{\\}");
    this.#at = end + close.length;
    this.#repeat(`{${low === "" ? "0" : low}${comma}${high}}`);
  }

  #repeat(operator: string): void {
    // A second repetition of the same atom needs a group of its own in JavaScript.
    if (/[*+?}]$/.test(this.#result) && !/\\[*+?}]$/.test(this.#result))
      this.#result = `${this.#result.slice(0, this.#atom)}(?:${this.#result.slice(this.#atom)})`;
    this.#result += operator;
  }

  #emit(source: string): void {
    this.#atom = this.#result.length;
    this.#result += source;
  }

  #anchor(source: string): void {
    this.#result += source;
    this.#atom = -1;
  }

  #isStart(): boolean {
    const before = this.#pattern.slice(0, this.#at - 1);
    return !this.#basic || before === "" || /\\\($|\\\|$|\n$/.test(before);
  }

  #isEnd(): boolean {
    const after = this.#pattern.slice(this.#at);
    return !this.#basic || after === "" || /^\\\)|^\\\||^\n/.test(after);
  }
}

function unmatched(): never {
  throw new RegexError("Unmatched ) or \\)");
}

const SPECIAL: Readonly<Record<string, string>> = {
  "<": `(?<!${WORD})(?=${WORD})`,
  ">": `(?<=${WORD})(?!${WORD})`,
  b: `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`,
  B: `(?:(?<!${WORD})(?!${WORD})|(?<=${WORD})(?=${WORD}))`,
  "`": "(?<![^])",
  "'": "(?![^])",
  w: WORD,
  W: "[^\\p{L}\\p{N}_]",
  s: "\\s",
  S: "\\S",
};

const CLASS_NAMES: ReadonlySet<string> = new Set([
  "alpha",
  "digit",
  "alnum",
  "upper",
  "lower",
  "space",
  "blank",
  "punct",
  "cntrl",
  "print",
  "graph",
  "xdigit",
]);
