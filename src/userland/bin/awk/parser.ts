/** Parses an awk program by POSIX awk's grammar. */

import { ExpressionParser } from "./expressions.ts";
import { tokenize } from "./lexer.ts";
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from "./syntax.ts";
import { TokenReader } from "./token-reader.ts";

export function parseAwk(source: string): AwkProgram {
  return new Parser(new TokenReader(tokenize(source))).program();
}

class Parser {
  readonly #tokens: TokenReader;
  readonly #expressions: ExpressionParser;

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
    this.#expressions = new ExpressionParser(tokens);
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    this.#tokens.skipEnds();
    while (this.#tokens.peek().kind !== "end") {
      if (this.#tokens.take("keyword", "function")) this.#function(functions);
      else rules.push(this.#rule());
      this.#tokens.skipEnds();
    }
    return { rules, functions };
  }

  #function(functions: Map<string, AwkFunction>): void {
    const name = this.#tokens.next().text;
    this.#tokens.expect("(");
    const parameters: string[] = [];
    while (!this.#tokens.take("operator", ")")) {
      parameters.push(this.#tokens.next().text);
      this.#tokens.take("operator", ",");
      this.#tokens.skipNewlines();
    }
    this.#tokens.skipNewlines();
    functions.set(name, { parameters, body: this.#block() });
  }

  #rule(): Rule {
    if (this.#tokens.take("keyword", "BEGIN")) return { pattern: "BEGIN", body: this.#block() };
    if (this.#tokens.take("keyword", "END")) return { pattern: "END", body: this.#block() };
    if (this.#tokens.is("operator", "{")) return { pattern: "always", body: this.#block() };
    const first = this.#expressions.expression();
    let last: Expression | undefined;
    if (this.#tokens.take("operator", ",")) {
      this.#tokens.skipNewlines();
      last = this.#expressions.expression();
    }
    return { pattern: { first, last }, body: this.#tokens.is("operator", "{") ? this.#block() : undefined };
  }

  #block(): Statement {
    this.#tokens.expect("{");
    const body: Statement[] = [];
    this.#tokens.skipEnds();
    while (!this.#tokens.take("operator", "}")) {
      body.push(this.#statement());
      this.#tokens.skipEnds();
    }
    return { kind: "block", body };
  }

  #statement(): Statement {
    if (this.#tokens.is("operator", "{")) return this.#block();
    if (this.#tokens.take("operator", ";")) return { kind: "block", body: [] };
    const token = this.#tokens.peek();
    if (token.kind === "keyword") {
      switch (token.text) {
        case "if":
          return this.#if();
        case "while": {
          this.#tokens.next();
          const condition = this.#condition();
          return { kind: "while", condition, body: this.#body() };
        }
        case "do": {
          this.#tokens.next();
          const body = this.#body();
          this.#tokens.skipEnds();
          if (!this.#tokens.take("keyword", "while")) this.#tokens.fail();
          const condition = this.#condition();
          this.#tokens.end();
          return { kind: "do", condition, body };
        }
        case "for":
          return this.#for();
      }
    }
    const statement = this.#simple();
    this.#tokens.end();
    return statement;
  }

  #simple(): Statement {
    const token = this.#tokens.peek();
    if (token.kind !== "keyword" || token.text === "getline") return { kind: "expression", value: this.#expressions.expression() };
    this.#tokens.next();
    switch (token.text) {
      case "print":
      case "printf":
        return this.#print(token.text === "printf");
      case "break":
      case "continue":
      case "next":
      case "nextfile":
        return { kind: token.text };
      case "exit":
      case "return":
        return { kind: token.text, value: this.#tokens.isEnd() ? undefined : this.#expressions.expression() };
      case "delete": {
        const array = this.#tokens.next().text;
        return { kind: "delete", array, index: this.#tokens.take("operator", "[") ? this.#expressions.list("]") : undefined };
      }
      default:
        return this.#tokens.fail(token);
    }
  }

  #print(format: boolean): Statement {
    return this.#expressions.printed(() => this.#printed(format));
  }

  #printed(format: boolean): Statement {
    let parts: readonly Expression[] = [];
    if (
      !this.#tokens.isEnd() &&
      !this.#tokens.is("operator", ">") &&
      !this.#tokens.is("operator", ">>") &&
      !this.#tokens.is("operator", "|")
    ) {
      const first = this.#expressions.expression();
      const list = [first];
      while (this.#tokens.take("operator", ",")) {
        this.#tokens.skipNewlines();
        list.push(this.#expressions.expression());
      }
      parts = list.length === 1 && first.kind === "group" ? first.parts : list;
    }
    let to: { readonly how: ">" | ">>" | "|"; readonly target: Expression } | undefined;
    for (const how of [">", ">>", "|"] as const)
      if (!to && this.#tokens.take("operator", how)) to = { how, target: this.#expressions.concatenation() };
    return { kind: "print", format, parts, to };
  }

  #if(): Statement {
    this.#tokens.next();
    const condition = this.#condition();
    const yes = this.#body();
    const mark = this.#tokens.mark();
    this.#tokens.skipEnds();
    if (this.#tokens.take("keyword", "else")) return { kind: "if", condition, yes, no: this.#body() };
    this.#tokens.back(mark);
    return { kind: "if", condition, yes, no: undefined };
  }

  #for(): Statement {
    this.#tokens.next();
    this.#tokens.expect("(");
    const [name, keyword, array, close] = [0, 1, 2, 3].map((count) => this.#tokens.ahead(count));
    if (name && keyword?.text === "in" && keyword.kind === "keyword" && array && close?.text === ")") {
      this.#tokens.skip(4);
      return { kind: "each", name: name.text, array: array.text, body: this.#body() };
    }
    const start = this.#tokens.is("operator", ";") ? undefined : this.#simple();
    this.#tokens.expect(";");
    this.#tokens.skipNewlines();
    const condition = this.#tokens.is("operator", ";") ? undefined : this.#expressions.expression();
    this.#tokens.expect(";");
    this.#tokens.skipNewlines();
    const step = this.#tokens.is("operator", ")") ? undefined : this.#simple();
    this.#tokens.expect(")");
    return { kind: "for", start, condition, step, body: this.#body() };
  }

  #body(): Statement {
    this.#tokens.skipNewlines();
    return this.#statement();
  }

  #condition(): Expression {
    this.#tokens.expect("(");
    const condition = this.#expressions.free(() => this.#expressions.expression());
    this.#tokens.expect(")");
    return condition;
  }
}
