/** The script of sed: text into commands. */

import { expandBracketEscapes, RegexError, translate } from "../tool/regex.ts";

export type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "last" }
  | { readonly kind: "regex"; readonly regex: RegExp | undefined }
  | { readonly kind: "step"; readonly first: number; readonly step: number };
export type RangeEnd = Address | { readonly kind: "count"; readonly count: number } | { readonly kind: "multiple"; readonly of: number };

export interface Substitution {
  readonly regex: RegExp | undefined;
  readonly replacement: readonly Piece[];
  readonly global: boolean;
  readonly nth: number;
  readonly print: boolean;
  readonly file: string | undefined;
}
export type Piece = string | { readonly group: number } | { readonly mode: "U" | "L" | "u" | "l" | "E" };

export interface Command {
  readonly name: string;
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
  readonly negated: boolean;
  /** Text of a i c, label of b t T :, file of r w, numbers of l q Q. */
  readonly text: string;
  readonly substitution: Substitution | undefined;
  /** y: what becomes what. */
  readonly map: ReadonlyMap<string, string> | undefined;
  /** Index of the matching } of a {. */
  target: number;
  /** The range is being matched; the line where it ends where that is known. */
  active: boolean;
  until: number | undefined;
}

/** Wrong script; the text follows `sed: -e expression #1, char N: `. */
export class ScriptError extends Error {}

export function parseScript(script: string, extended: boolean): readonly Command[] {
  return new ScriptParser(script, extended).run();
}

class ScriptParser {
  readonly #script: string;
  readonly #extended: boolean;
  #at = 0;

  constructor(script: string, extended: boolean) {
    this.#script = script;
    this.#extended = extended;
  }

  run(): readonly Command[] {
    const commands: Command[] = [];
    const open: number[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#script.length) break;
      if (this.#script[this.#at] === "#") {
        this.#line();
        continue;
      }
      const command = this.#command();
      if (command.name === "{") open.push(commands.length);
      if (command.name === "}") {
        const start = open.pop();
        if (start === undefined) this.#fail("unexpected `}'");
        const opening = commands[start ?? 0];
        if (opening) opening.target = commands.length;
      }
      commands.push(command);
    }
    if (open.length > 0) throw new ScriptError(`char 0: unmatched \`{'`);
    const labels = new Map(commands.flatMap((command, at) => (command.name === ":" ? [[command.text, at] as const] : [])));
    for (const command of commands) {
      if (!"btT".includes(command.name)) continue;
      const target = command.text === "" ? commands.length : labels.get(command.text);
      if (target === undefined) throw new ScriptError(`can't find label for jump to \`${command.text}'`);
      command.target = target;
    }
    return commands;
  }

  #command(): Command {
    const from = this.#address();
    let to: RangeEnd | undefined;
    this.#skip(/\s/);
    if (from && this.#script[this.#at] === ",") {
      this.#at++;
      this.#skip(/\s/);
      to = this.#rangeEnd() ?? this.#fail("unexpected `,'");
      this.#skip(/\s/);
    }
    let negated = false;
    while (this.#script[this.#at] === "!") {
      negated = true;
      this.#at++;
      this.#skip(/\s/);
    }
    const name = this.#script[this.#at++];
    const command = { from, to, negated, text: "", substitution: undefined, map: undefined, target: 0, active: false, until: undefined };
    if (name === undefined) return this.#fail("missing command");
    if ("{=dDgGhHnNpPxzF".includes(name)) {
      if (name !== "{") this.#end();
      return { ...command, name };
    }
    if (name === "}") {
      if (from) this.#fail("} doesn't want any addresses");
      this.#end();
      return { ...command, name };
    }
    if ("aic".includes(name)) return { ...command, name, text: this.#insertion() };
    if (name === ":") {
      if (from) this.#fail(": doesn't want any addresses");
      return { ...command, name, text: this.#word() || this.#fail('":" lacks a label') };
    }
    if ("btT".includes(name)) return { ...command, name, text: this.#word() };
    if ("rRwW".includes(name)) return { ...command, name, text: this.#line().trim() || this.#fail("missing filename in r/R/w/W commands") };
    if ("lqQL".includes(name)) return { ...command, name, text: this.#word() };
    if (name === "s") return { ...command, name, substitution: this.#substitution() };
    if (name === "y") return { ...command, name, map: this.#transliteration() };
    return this.#fail(`unknown command: \`${name}'`);
  }

  #address(): Address | undefined {
    const rest = this.#script.slice(this.#at);
    const step = /^(\d+)~(\d+)/.exec(rest);
    if (step) {
      this.#at += step[0].length;
      return { kind: "step", first: Number(step[1]), step: Number(step[2]) };
    }
    const line = /^\d+/.exec(rest);
    if (line) {
      this.#at += line[0].length;
      return { kind: "line", line: Number(line[0]) };
    }
    if (rest.startsWith("$")) {
      this.#at++;
      return { kind: "last" };
    }
    if (!rest.startsWith("/") && !(rest.startsWith("\\") && rest.length > 1)) return undefined;
    if (rest.startsWith("\\")) this.#at++;
    const delimiter = this.#script[this.#at++] ?? "";
    const pattern = this.#until(delimiter, true) ?? this.#fail("unterminated address regex");
    const flags = /^[IM]*/.exec(this.#script.slice(this.#at))?.[0] ?? "";
    this.#at += flags.length;
    return { kind: "regex", regex: this.#regex(pattern, flags) };
  }

  #rangeEnd(): RangeEnd | undefined {
    const match = /^([+~])(\d+)/.exec(this.#script.slice(this.#at));
    if (!match) return this.#address();
    this.#at += match[0].length;
    return match[1] === "+" ? { kind: "count", count: Number(match[2]) } : { kind: "multiple", of: Number(match[2]) };
  }

  #substitution(): Substitution {
    const delimiter = this.#script[this.#at++] ?? this.#fail("unterminated `s' command");
    const pattern = this.#until(delimiter, true) ?? this.#fail("unterminated `s' command");
    const replacement = this.#until(delimiter, false) ?? this.#fail("unterminated `s' command");
    let global = false;
    let print = false;
    let nth = 1;
    let flags = "";
    let file: string | undefined;
    for (;;) {
      const flag = this.#script[this.#at];
      if (flag === undefined || /[\s;}#]/.test(flag)) break;
      const digits = /^\d+/.exec(this.#script.slice(this.#at))?.[0];
      if (digits !== undefined) {
        nth = Number(digits) || this.#fail("number option to `s' command may not be zero");
        this.#at += digits.length;
        continue;
      }
      this.#at++;
      if (flag === "g") global = true;
      else if (flag === "p") print = true;
      else if (flag === "i" || flag === "I") flags += "I";
      else if (flag === "m" || flag === "M") flags += "M";
      else if (flag === "w") {
        file = this.#line().trim();
        break;
      } else this.#fail("unknown option to `s'");
    }
    if (file === undefined) this.#end();
    return { regex: this.#regex(pattern, flags), replacement: this.#pieces(replacement), global, nth, print, file };
  }

  #transliteration(): ReadonlyMap<string, string> {
    const delimiter = this.#script[this.#at++] ?? "";
    const [from, to] = [this.#until(delimiter, false), this.#until(delimiter, false)];
    if (from === undefined || to === undefined) return this.#fail("unterminated `y' command");
    const letters = (text: string) => Array.from(text.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter)));
    const [one, other] = [letters(from), letters(to)];
    if (one.length !== other.length) this.#fail("strings for `y' command are different lengths");
    this.#end();
    return new Map(one.map((letter, at) => [letter, other[at] ?? ""]));
  }

  /** Text up to a delimiter that isn't escaped; the delimiter itself loses its backslash. */
  #until(delimiter: string, regex: boolean): string | undefined {
    let text = "";
    let bracket = false;
    for (; this.#at < this.#script.length; this.#at++) {
      const character = this.#script[this.#at] ?? "";
      if (character === "\\") {
        const next = this.#script[++this.#at] ?? "";
        text += next === delimiter && !/[+?(){}|]/.test(next) ? next : next === "\n" && regex ? "\n" : `\\${next}`;
        continue;
      }
      if (regex && character === "[" && !bracket) {
        bracket = true;
        text += character;
        if (this.#script[this.#at + 1] === "^") text += this.#script[++this.#at];
        if (this.#script[this.#at + 1] === "]") text += this.#script[++this.#at];
        continue;
      }
      if (bracket && character === "]") bracket = false;
      if (character === delimiter && !bracket) {
        this.#at++;
        return text;
      }
      text += character;
    }
    return undefined;
  }

  #regex(pattern: string, flags: string): RegExp | undefined {
    if (pattern === "") return undefined;
    try {
      return new RegExp(
        translate(expandBracketEscapes(pattern, "sed"), this.#extended ? "extended" : "basic"),
        `gu${flags.includes("I") ? "i" : ""}${flags.includes("M") ? "m" : ""}`,
      );
    } catch (error) {
      if (error instanceof RegexError || error instanceof SyntaxError)
        return this.#fail(error instanceof RegexError ? error.message : "Invalid regular expression");
      throw error;
    }
  }

  #pieces(text: string): readonly Piece[] {
    const pieces: Piece[] = [];
    for (const [whole, digit, mode, newline, escaped] of text.matchAll(/\\(\d)|\\([ULulE])|\\(n)|\\([^])|&|[^\\&]+|\\/g)) {
      if (digit !== undefined) pieces.push({ group: Number(digit) });
      else if (mode === "U" || mode === "L" || mode === "u" || mode === "l" || mode === "E") pieces.push({ mode });
      else if (newline !== undefined) pieces.push("\n");
      else if (escaped !== undefined) pieces.push(escaped === "t" ? "\t" : escaped);
      else pieces.push(whole === "&" ? { group: 0 } : whole);
    }
    return pieces;
  }

  /** The text of a, i and c: one-line (`a text`) or classic (`a\` and the next lines). */
  #insertion(): string {
    this.#skip(/[ \t]/);
    if (this.#script[this.#at] === "\\") {
      this.#at++;
      this.#skip(/[ \t]/);
      if (this.#script[this.#at] === "\n") this.#at++;
    }
    if (this.#at >= this.#script.length) this.#fail("expected \\ after `a', `c' or `i'");
    let text = "";
    for (; this.#at < this.#script.length; this.#at++) {
      const character = this.#script[this.#at] ?? "";
      if (character === "\n") break;
      if (character === "\\" && this.#at + 1 < this.#script.length) text += this.#script[++this.#at] ?? "";
      else text += character;
    }
    return `${text}\n`;
  }

  #word(): string {
    this.#skip(/[ \t]/);
    const word = /^[^\s;}]*/.exec(this.#script.slice(this.#at))?.[0] ?? "";
    this.#at += word.length;
    return word;
  }

  #line(): string {
    const end = this.#script.indexOf("\n", this.#at);
    const line = this.#script.slice(this.#at, end < 0 ? undefined : end);
    this.#at += line.length;
    return line;
  }

  #end(): void {
    this.#skip(/[ \t]/);
    const next = this.#script[this.#at];
    if (next !== undefined && !/[\n;}#]/.test(next)) {
      this.#at++;
      this.#fail("extra characters after command");
    }
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#script.length && what.test(this.#script[this.#at] ?? "")) this.#at++;
  }

  #fail(text: string): never {
    throw new ScriptError(`char ${this.#at}: ${text}`);
  }
}
