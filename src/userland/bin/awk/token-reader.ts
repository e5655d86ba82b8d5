/** Reads the words of an awk program one by one. */

import { AwkError, type Token } from "./lexer.ts";

export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The word after the next few. */
  ahead(count: number): Token | undefined {
    return this.#tokens[this.#at + count];
  }

  /** A place to come back to. */
  mark(): number {
    return this.#at;
  }

  back(mark: number): void {
    this.#at = mark;
  }

  skip(count: number): void {
    this.#at += count;
  }

  isEnd(): boolean {
    const { kind, text } = this.peek();
    return kind === "newline" || kind === "end" || (kind === "operator" && (text === ";" || text === "}"));
  }

  end(): void {
    if (!this.isEnd()) this.fail();
    if (!this.is("operator", "}")) this.next();
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", line: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  is(kind: Token["kind"], text: string): boolean {
    const token = this.peek();
    return token.kind === kind && token.text === text;
  }

  take(kind: Token["kind"], text: string): boolean {
    if (!this.is(kind, text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string): void {
    if (!this.take("operator", text)) this.fail();
  }

  skipNewlines(): void {
    while (this.peek().kind === "newline") this.#at++;
  }

  skipEnds(): void {
    while (this.peek().kind === "newline" || this.is("operator", ";")) this.#at++;
  }

  fail(token: Token = this.peek()): never {
    const near = token.kind === "newline" ? "end of line" : token.kind === "end" ? "end of file" : token.text;
    throw new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }
}
