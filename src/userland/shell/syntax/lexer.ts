import type { ArrayLiteral, Assignment, Part, Redirect, RedirectOperator, Word } from "./ast.ts";
import { literalText } from "./ast.ts";
import { readIndex } from "./parameters.ts";
import type { Scanner } from "./scanner.ts";
import { ShellSyntaxError } from "./syntax-error.ts";
import { readParts } from "./words.ts";

export type Token =
  | { readonly kind: "word"; readonly word: Word; readonly at: number }
  /** Control operators and redirections. */
  | { readonly kind: "operator"; readonly text: string; readonly at: number }
  /** The number or {name} in front of a redirection. */
  | { readonly kind: "descriptor"; readonly fd: number | { readonly variable: string }; readonly text: string; readonly at: number }
  | { readonly kind: "newline"; readonly at: number }
  | { readonly kind: "end"; readonly at: number };

const BLANKS = /(?:[ \t\r]|\\\n)+/y;
const OPERATOR = /&>>|<<<|<<-|;;&|&&|\|\||\|&|;;|;&|<<|>>|<&|>&|<>|>\||&>|[;&|<>()]/y;
const SMALL_OPERATOR = /<<-|&&|\|\||;;|<<|>>|<&|>&|<>|>\||[;&|<>()]/y;
const DESCRIPTOR = /(?:(\d{1,9})|\{([A-Za-z_]\w*)\})(?=[<>])/y;
const ENDS_WORD = " \t\n\r;&|<>()";

export const REDIRECTS: ReadonlySet<string> = new Set<RedirectOperator | "<<-">([
  "<",
  ">",
  ">>",
  ">|",
  "<>",
  "<&",
  ">&",
  "&>",
  "&>>",
  "<<<",
  "<<",
  "<<-",
]);

/** A here-document whose body begins after the next newline. */
interface PendingHere {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly strip: boolean;
  readonly body: { parts: readonly Part[]; text: string };
}

/** Cuts a program text into tokens, one at a time, because aliases and constructs change what follows. */
export class Lexer {
  readonly scanner: Scanner;
  #pending: PendingHere[] = [];
  #next: Token | undefined;
  /** Called when a here-document ended with the text. */
  onUnterminatedHere: ((delimiter: string, line: number) => void) | undefined;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  peek(): Token {
    this.#next ??= this.#read();
    return this.#next;
  }

  take(): Token {
    const token = this.peek();
    this.#next = undefined;
    return token;
  }

  /** Forgets the token looked at; the scanner goes back to where it begins, or further on. */
  rewind(to: number): void {
    this.#next = undefined;
    this.scanner.at = to;
  }

  skipBlanks(): void {
    this.scanner.match(BLANKS);
  }

  #read(): Token {
    const scanner = this.scanner;
    this.skipBlanks();
    if (scanner.peek() === "#") scanner.match(/[^\n]*/y);
    const at = scanner.at;
    if (scanner.ended) {
      if (this.#pending.length > 0) this.#readBodies();
      return { kind: "end", at };
    }
    if (scanner.peek() === "\n") {
      scanner.at += 1;
      this.#readBodies();
      return { kind: "newline", at };
    }
    const descriptor = scanner.match(DESCRIPTOR);
    if (descriptor && (descriptor[1] !== undefined || scanner.dialect.bash)) {
      const fd = descriptor[1] !== undefined ? Number(descriptor[1]) : { variable: descriptor[2] ?? "" };
      return { kind: "descriptor", fd, text: descriptor[0], at };
    }
    if (descriptor) scanner.at = at;
    const process = scanner.dialect.bash && (scanner.startsWith("<(") || scanner.startsWith(">("));
    const operator = process ? undefined : scanner.match(scanner.dialect.bash ? OPERATOR : SMALL_OPERATOR);
    if (operator) return { kind: "operator", text: operator[0], at };
    return { kind: "word", word: this.readWord(), at };
  }

  /** Reads a word here; in an assignment's place it also knows itself as one. */
  readWord(): Word {
    const scanner = this.scanner;
    const start = scanner.at;
    const prefix = this.#assignmentPrefix();
    if (prefix && scanner.peek() === "(" && scanner.dialect.bash) {
      const value = this.#readArray();
      const text = scanner.text.slice(start, scanner.at);
      return { parts: [{ kind: "text", text }], text, assignment: { ...prefix, value } };
    }
    if (prefix && prefix.index === undefined) {
      const valueStart = scanner.at;
      const value = this.#plainWord(valueStart);
      const text = scanner.text.slice(start, scanner.at);
      return {
        parts: [{ kind: "text", text: scanner.text.slice(start, valueStart) }, ...value.parts],
        text,
        assignment: { ...prefix, value },
      };
    }
    if (prefix) {
      const value = this.#plainWord(scanner.at);
      const assignment: Assignment = { ...prefix, value };
      scanner.at = start;
      return { ...this.#plainWord(start), assignment };
    }
    return this.#plainWord(start);
  }

  #plainWord(start: number): Word {
    const scanner = this.scanner;
    let depth = 0;
    const parts = readParts(scanner, {
      stop: (char) => {
        // With extglob a group such as @(a|b) belongs to the word.
        if (scanner.dialect.extglob) {
          if (char === "(" && (depth > 0 || (scanner.at > start && "?*+@!".includes(scanner.peek(-1))))) {
            depth += 1;
            return false;
          }
          if (char === ")" && depth > 0) {
            depth -= 1;
            return false;
          }
          if (depth > 0 && char !== "\n") return false;
        }
        if ((char === "<" || char === ">") && scanner.dialect.bash && scanner.peek(1) === "(") return false;
        return ENDS_WORD.includes(char);
      },
    });
    return { parts, text: scanner.text.slice(start, scanner.at) };
  }

  #assignmentPrefix(): Pick<Assignment, "name" | "index" | "append"> | undefined {
    const scanner = this.scanner;
    const start = scanner.at;
    const name = scanner.match(/[A-Za-z_]\w*/y)?.[0];
    if (name === undefined) return undefined;
    let index: Word | undefined;
    if (scanner.peek() === "[" && scanner.dialect.bash) {
      scanner.at += 1;
      index = readIndex(scanner, readParts);
      if (scanner.peek() === "]") scanner.at += 1;
    }
    const equals = scanner.match(scanner.dialect.bash ? /\+?=/y : /=/y)?.[0];
    if (equals === undefined) {
      scanner.at = start;
      return undefined;
    }
    return { name, index, append: equals === "+=" };
  }

  #readArray(): ArrayLiteral {
    const scanner = this.scanner;
    const start = scanner.at;
    scanner.at += 1;
    const items: { index: Word | undefined; append: boolean; value: Word }[] = [];
    for (;;) {
      scanner.match(/(?:[ \t\r\n]|\\\n|(?<=[\s(])#[^\n]*)+/y);
      if (scanner.ended) throw new ShellSyntaxError({ kind: "unmatched", delimiter: ")", construct: "command" }, scanner.line(start));
      if (scanner.peek() === ")") break;
      const at = scanner.at;
      let index: Word | undefined;
      let append = false;
      if (scanner.peek() === "[") {
        scanner.at += 1;
        index = readIndex(scanner, readParts);
        const equals = scanner.match(/\]\+?=/y)?.[0];
        append = equals === "]+=";
        if (equals === undefined) {
          index = undefined;
          scanner.at = at;
        }
      }
      const value = this.#plainWord(scanner.at);
      if (scanner.at === at) throw new ShellSyntaxError({ kind: "unexpected-token", token: scanner.peek() }, scanner.line());
      items.push({ index, append, value });
    }
    scanner.at += 1;
    return { kind: "array", items };
  }

  /** Remembers a here-document; the redirection's body is filled when its line is over. */
  addHere(delimiter: Word, strip: boolean): { readonly target: Word; readonly here: NonNullable<Redirect["here"]> } {
    const text = literalText(delimiter) ?? delimiter.text;
    const quoted = delimiter.parts.some((part) => part.kind === "quoted" || part.kind === "double");
    const body = { parts: [], text: "" };
    this.#pending.push({ delimiter: text, quoted, strip, body });
    return { target: body, here: { delimiter: text, quoted, strip } };
  }

  #readBodies(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const here of pending) this.#readBody(here);
  }

  #readBody(here: PendingHere): void {
    const scanner = this.scanner;
    const startLine = scanner.line() - 1;
    let body = "";
    for (;;) {
      if (scanner.ended) {
        if (!scanner.final) throw new ShellSyntaxError({ kind: "unexpected-end" }, scanner.line());
        this.onUnterminatedHere?.(here.delimiter, startLine);
        break;
      }
      const newline = scanner.text.indexOf("\n", scanner.at);
      const end = newline < 0 ? scanner.text.length : newline;
      let line = scanner.text.slice(scanner.at, end);
      scanner.at = newline < 0 ? end : end + 1;
      if (here.strip) line = line.replace(/^\t+/, "");
      if (line === here.delimiter) break;
      body += newline < 0 ? line : `${line}\n`;
    }
    here.body.text = body;
    if (here.quoted) here.body.parts = [{ kind: "quoted", text: body }];
    else here.body.parts = readParts(scanner.over(body), { double: true, here: true, stop: () => false });
  }
}
