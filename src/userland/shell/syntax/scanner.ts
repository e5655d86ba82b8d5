import type { Command } from "./ast.ts";

/** What of the language is spoken. */
export interface Dialect {
  /** bash: arrays, [[ ]], (( )), <( ), $'…', &>, <<<, {a,b}, function. */
  readonly bash: boolean;
  /** Of those, what busybox has too: [[ ]], $'…', <<<-less, function, ${x//a/b}, ${x:1:2}. */
  readonly someBash: boolean;
  extglob: boolean;
}

/** A place in a program text that moves forward. Parsers of nested commands share their parent's scanner. */
export class Scanner {
  text: string;
  at = 0;
  readonly dialect: Dialect;
  /** No more lines will come: an open here-document ends with the text. */
  readonly final: boolean;
  /** Parses the commands of $( … ) or <( … ) up to and including the closing parenthesis. */
  readonly parseNested: (scanner: Scanner) => Command | undefined;
  /** Parses the text of a `…` substitution, whose line is given. */
  readonly parseText: (text: string, line: number) => Command | undefined;
  readonly #firstLine: number;
  #knownAt = 0;
  #knownLine: number;

  constructor(
    text: string,
    options: {
      readonly dialect: Dialect;
      readonly final: boolean;
      readonly firstLine: number;
      readonly parseNested: (scanner: Scanner) => Command | undefined;
      readonly parseText: (text: string, line: number) => Command | undefined;
    },
  ) {
    this.text = text;
    this.dialect = options.dialect;
    this.final = options.final;
    this.parseNested = options.parseNested;
    this.parseText = options.parseText;
    this.#firstLine = options.firstLine;
    this.#knownLine = options.firstLine;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The character here, or `ahead` further; empty at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  startsWith(what: string): boolean {
    return this.text.startsWith(what, this.at);
  }

  /** Matches a sticky pattern here and moves behind it. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at += match[0].length;
    return match ?? undefined;
  }

  /** Line of a position, by default of this one. */
  line(at: number = this.at): number {
    if (at < this.#knownAt) {
      this.#knownAt = 0;
      this.#knownLine = this.#firstLine;
    }
    for (let i = this.text.indexOf("\n", this.#knownAt); i >= 0 && i < at; i = this.text.indexOf("\n", i + 1)) this.#knownLine += 1;
    this.#knownAt = at;
    return this.#knownLine;
  }

  /** A scanner over another text of the same dialect: bodies of here-documents. */
  over(text: string): Scanner {
    return new Scanner(text, {
      dialect: this.dialect,
      final: true,
      firstLine: this.line(),
      parseNested: this.parseNested,
      parseText: this.parseText,
    });
  }

  /** Puts other text in the place of what lies between two positions (aliases), and goes there. */
  replace(from: number, to: number, text: string): void {
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    this.at = from;
  }
}
