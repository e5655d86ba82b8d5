import type { Command, Redirect, RedirectOperator, Word } from "./ast.ts";
import { bareText } from "./ast.ts";
import { parseCompound } from "./compound.ts";
import { Lexer, REDIRECTS, type Token } from "./lexer.ts";
import { type Dialect, Scanner } from "./scanner.ts";
import { ShellSyntaxError } from "./syntax-error.ts";
import { readParts } from "./words.ts";

const RESERVED: ReadonlySet<string> = new Set([
  "if",
  "then",
  "else",
  "elif",
  "fi",
  "do",
  "done",
  "case",
  "esac",
  "while",
  "until",
  "for",
  "{",
  "}",
  "!",
]);
const BASH_RESERVED: ReadonlySet<string> = new Set(["[[", "]]", "function", "select", "time", "coproc"]);
const CLOSERS: ReadonlySet<string> = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}"]);
const DECLARATIONS: ReadonlySet<string> = new Set(["declare", "typeset", "local", "export", "readonly"]);

export interface ParseOptions {
  readonly dialect: Dialect;
  /** No more text will come. */
  readonly final?: boolean;
  readonly firstLine?: number;
  /** Looks an alias up; absent where aliases aren't expanded. */
  readonly alias?: ((name: string) => string | undefined) | undefined;
  readonly onUnterminatedHere?: (delimiter: string, line: number, endLine: number) => void;
}

/** Parses a program text command by command, so that what ran before may change how the rest is read. */
export class Parser {
  readonly lexer: Lexer;
  readonly scanner: Scanner;
  readonly options: ParseOptions;
  /** Aliases being expanded, with the end of their text: none expands within itself. */
  #expanding: { name: string; rest: number }[] = [];
  #aliasNext = false;

  constructor(text: string, options: ParseOptions) {
    this.options = options;
    this.scanner = new Scanner(text, {
      dialect: options.dialect,
      final: options.final === true,
      firstLine: options.firstLine ?? 1,
      parseNested: (scanner) => new NestedParser(scanner, options).commands(),
      parseText: (inner, line) => new Parser(inner, { ...options, final: true, firstLine: line }).all(),
    });
    this.lexer = new Lexer(this.scanner);
    this.#watchHere();
  }

  #watchHere(): void {
    this.lexer.onUnterminatedHere = (delimiter, line) => this.options.onUnterminatedHere?.(delimiter, line, this.scanner.line());
  }

  /** Where the next command begins in the (alias-expanded) text. */
  get rest(): string {
    return this.scanner.text.slice(this.scanner.at);
  }
  get line(): number {
    return this.scanner.line();
  }

  /** The next complete line of commands; undefined at the end. Throws ShellSyntaxError. */
  next(): Command | undefined {
    this.skipNewlines();
    if (this.lexer.peek().kind === "end") return undefined;
    const command = this.list(false);
    const token = this.lexer.peek();
    if (token.kind !== "newline" && token.kind !== "end") this.unexpected(token);
    // Consumed without looking further: what comes next is read after this has run.
    this.lexer.take();
    return command;
  }

  /** Everything as one command. */
  all(): Command | undefined {
    const items: Command[] = [];
    for (let command = this.next(); command; command = this.next()) items.push(command);
    const [only] = items;
    return items.length <= 1 ? only : { kind: "sequence", items: items.map((command) => ({ command, background: false })) };
  }

  /** A text as it would be read between double quotes, quotes in it being plain: prompts, PS4. */
  textWord(text: string): Word {
    return { parts: readParts(this.scanner.over(text), { double: true, here: true, stop: () => false }), text };
  }

  skipNewlines(): void {
    while (this.lexer.peek().kind === "newline") this.lexer.take();
  }

  unexpected(token: Token, expecting?: string): never {
    if (token.kind === "end") throw new ShellSyntaxError({ kind: "unexpected-end", expecting }, this.scanner.line(token.at));
    const text = token.kind === "newline" ? "newline" : token.kind === "word" ? token.word.text : token.text;
    throw new ShellSyntaxError(
      { kind: "unexpected-token", token: text, expecting, word: token.kind === "word" },
      this.scanner.line(token.at),
    );
  }

  /** The reserved word that comes next, if one does. */
  reserved(): string | undefined {
    const token = this.lexer.peek();
    if (token.kind !== "word") return undefined;
    const text = bareText(token.word);
    if (text === undefined) return undefined;
    const { dialect } = this.options;
    if (RESERVED.has(text)) return text;
    if (BASH_RESERVED.has(text) && (dialect.bash || (dialect.someBash && (text === "[[" || text === "function")) || text === "time")) {
      return text === "time" && !dialect.bash ? undefined : text;
    }
    return undefined;
  }

  expectReserved(word: string): void {
    if (this.reserved() !== word) this.unexpected(this.lexer.peek(), word);
    this.lexer.take();
  }

  atOperator(...operators: string[]): boolean {
    const token = this.lexer.peek();
    return token.kind === "operator" && operators.includes(token.text);
  }

  /** One or more commands; with `lines` newlines separate too, up to a word or operator that closes. */
  list(lines: boolean, expecting?: string): Command {
    const items: { command: Command; background: boolean }[] = [];
    if (lines) this.skipNewlines();
    for (;;) {
      const command = this.andOr(expecting);
      const background = this.atOperator("&");
      items.push({ command, background });
      if (this.atOperator("&", ";")) this.lexer.take();
      else if (!(lines && this.lexer.peek().kind === "newline")) break;
      if (lines) this.skipNewlines();
      const token = this.lexer.peek();
      if (token.kind === "end" || token.kind === "newline") break;
      if (token.kind === "operator" && (token.text === ")" || token.text.startsWith(";;") || token.text === ";&")) break;
      const reserved = this.reserved();
      if (reserved !== undefined && CLOSERS.has(reserved)) break;
    }
    const [only] = items;
    if (items.length === 1 && only && !only.background) return only.command;
    return { kind: "sequence", items };
  }

  andOr(expecting?: string): Command {
    let left = this.pipeline(expecting);
    while (this.atOperator("&&", "||")) {
      const token = this.lexer.take();
      const operator = token.kind === "operator" && token.text === "&&" ? "&&" : "||";
      this.skipNewlines();
      left = { kind: "and-or", operator, left, right: this.pipeline() };
    }
    return left;
  }

  pipeline(expecting?: string): Command {
    let negate = false;
    let timed: "no" | "bash" | "posix" = "no";
    for (;;) {
      const reserved = this.reserved();
      if (reserved === "!") negate = !negate;
      else if (reserved === "time" && timed === "no") timed = "bash";
      else break;
      this.lexer.take();
      const token = this.lexer.peek();
      if (timed === "bash" && token.kind === "word" && token.word.text === "-p") {
        this.lexer.take();
        timed = "posix";
      }
    }
    const empty = (negate || timed !== "no") && this.options.dialect.bash && this.#endsCommand();
    if (empty) return { kind: "pipeline", negate, timed, stages: [] };
    const first = this.command(expecting);
    const stages: Command[] = [first];
    while (this.atOperator("|", "|&")) {
      const token = this.lexer.take();
      if (token.kind === "operator" && token.text === "|&") stages.push(withErrorsToo(stages.pop() ?? first));
      this.skipNewlines();
      stages.push(this.command());
    }
    return stages.length === 1 && !negate && timed === "no" ? first : { kind: "pipeline", negate, timed, stages };
  }

  #endsCommand(): boolean {
    const token = this.lexer.peek();
    return (
      token.kind === "end" || token.kind === "newline" || (token.kind === "operator" && !REDIRECTS.has(token.text) && token.text !== "(")
    );
  }

  command(expecting?: string): Command {
    this.#expandAliases();
    const compound = parseCompound(this, expecting);
    return compound ?? this.simple(expecting);
  }

  simple(expecting?: string): Command {
    const words: Word[] = [];
    const assignments: NonNullable<Word["assignment"]>[] = [];
    const redirects: Redirect[] = [];
    const start = this.lexer.peek();
    const line = this.scanner.line(start.at);
    let declares = false;
    for (;;) {
      if (words.length === 0 || this.#aliasNext) this.#expandAliases();
      const token = this.lexer.peek();
      const redirect = this.redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      if (token.kind !== "word") break;
      const { word } = token;
      if (words.length === 0 && word.assignment) assignments.push(word.assignment);
      else {
        if (word.assignment?.value && "kind" in word.assignment.value && !declares) {
          throw new ShellSyntaxError({ kind: "unexpected-token", token: "(" }, this.scanner.line(token.at));
        }
        // Aliases are behind us: a later "if" is a plain word.
        if (words.length === 0) declares = DECLARATIONS.has(bareText(word) ?? "");
        words.push(declares || !word.assignment ? word : { parts: word.parts, text: word.text });
      }
      this.lexer.take();
      const [first] = words;
      if (words.length === 1 && first && assignments.length === 0 && redirects.length === 0 && this.atOperator("("))
        return this.functionAfter(first, line);
    }
    if (words.length + assignments.length + redirects.length === 0) this.unexpected(start, start.kind === "end" ? expecting : undefined);
    const last = this.lexer.peek();
    if (last.kind === "operator" && last.text === "(") this.unexpected(last, expecting);
    return { kind: "simple", assignments, words, redirects, line };
  }

  functionAfter(nameWord: Word, line: number): Command {
    const open = this.lexer.take();
    if (!this.atOperator(")"))
      this.unexpected(this.options.dialect.bash && this.lexer.peek().kind !== "end" ? this.#afterOpen(open) : this.lexer.peek(), ")");
    this.lexer.take();
    const name = bareText(nameWord);
    if (name === undefined) throw new ShellSyntaxError({ kind: "bad-function-name", name: nameWord.text }, line);
    return this.functionBody(name, line);
  }

  // bash names the word after the parenthesis, and the parenthesis itself when that starts a word's group.
  #afterOpen(open: Token): Token {
    const next = this.lexer.peek();
    return next.kind === "operator" && next.text === "(" ? open : next;
  }

  functionBody(name: string, line: number): Command {
    this.skipNewlines();
    const body = parseCompound(this) ?? (this.options.dialect.bash ? this.unexpected(this.lexer.peek()) : this.simple());
    return { kind: "function", name, body, line };
  }

  /** A redirection, if one comes next. */
  redirect(): Redirect | undefined {
    let token = this.lexer.peek();
    let fd: Redirect["fd"];
    if (token.kind === "descriptor") {
      fd = token.fd;
      this.lexer.take();
      token = this.lexer.peek();
    }
    if (token.kind !== "operator" || !REDIRECTS.has(token.text)) return undefined;
    this.lexer.take();
    const target = this.lexer.peek();
    if (target.kind === "operator" && REDIRECTS.has(target.text) && !this.options.dialect.bash)
      throw new ShellSyntaxError({ kind: "unexpected-token", token: "redirection", word: true }, this.scanner.line(target.at));
    if (target.kind !== "word") this.unexpected(target);
    if (target.kind !== "word") return undefined;
    // The body of a here-document must be known as pending before the newline behind its delimiter is looked at.
    this.lexer.take();
    if (token.text === "<<" || token.text === "<<-")
      return { operator: "<<", fd, ...this.lexer.addHere(target.word, token.text === "<<-") };
    return { operator: token.text as RedirectOperator, fd, target: { parts: target.word.parts, text: target.word.text } };
  }

  redirects(): Redirect[] {
    const all: Redirect[] = [];
    for (let one = this.redirect(); one; one = this.redirect()) all.push(one);
    return all;
  }

  #expandAliases(): void {
    const lookUp = this.options.alias;
    this.#aliasNext = false;
    if (!lookUp) return;
    for (;;) {
      const token = this.lexer.peek();
      if (token.kind !== "word") return;
      const name = bareText(token.word);
      if (name === undefined || token.word.text !== name) return;
      const left = this.scanner.text.length - token.at;
      this.#expanding = this.#expanding.filter((one) => left > one.rest);
      if (this.#expanding.some((one) => one.name === name)) return;
      const value = lookUp(name);
      if (value === undefined) return;
      const end = token.at + name.length;
      this.#expanding.push({ name, rest: this.scanner.text.length - end });
      this.lexer.rewind(token.at);
      this.scanner.replace(token.at, end, value);
      if (/[ \t]$/.test(value)) this.#aliasNext = true;
    }
  }
}

class NestedParser extends Parser {
  readonly #outer: Scanner;
  constructor(outer: Scanner, options: ParseOptions) {
    super(outer.text, { ...options, final: outer.final, firstLine: 1 });
    this.#outer = outer;
    this.scanner.at = outer.at;
  }
  /** The commands up to the parenthesis that closes; the outer scanner goes on behind it. */
  commands(): Command | undefined {
    this.skipNewlines();
    const body = this.atOperator(")") ? undefined : this.#body();
    const token = this.lexer.peek();
    if (token.kind === "end")
      throw new ShellSyntaxError({ kind: "unmatched", delimiter: ")", construct: "command" }, this.#outer.line(token.at));
    if (!this.atOperator(")")) this.unexpected(token, ")");
    this.lexer.take();
    if (this.scanner.text !== this.#outer.text) this.#outer.text = this.scanner.text;
    this.#outer.at = this.scanner.at;
    return body;
  }
  #body(): Command {
    try {
      return this.list(true, ")");
    } catch (error) {
      if (error instanceof ShellSyntaxError && error.problem.kind === "unexpected-end") {
        throw new ShellSyntaxError({ kind: "unmatched", delimiter: ")", construct: "command" }, error.line);
      }
      throw error;
    }
  }
}

/** `a |& b`: the stage's errors go into the pipe too. */
function withErrorsToo(command: Command): Command {
  const both: Redirect = { operator: ">&", fd: 2, target: { parts: [{ kind: "text", text: "1" }], text: "1" } };
  if ("redirects" in command) return { ...command, redirects: [...command.redirects, both] };
  return { kind: "group", body: command, redirects: [both], line: 0 };
}
