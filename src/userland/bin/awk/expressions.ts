/** Parses the expressions of awk, from the loosest operator to the tightest. */

import type { Token } from "./lexer.ts";
import type { Expression } from "./syntax.ts";
import type { TokenReader } from "./token-reader.ts";

const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "^="]);

export class ExpressionParser {
  readonly #tokens: TokenReader;
  /** Within print's list `>` redirects. */
  #noGreater = false;

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
  }

  /** Parses what `print` prints, where `>` isn't a comparison. */
  printed<T>(parse: () => T): T {
    const before = this.#noGreater;
    this.#noGreater = true;
    const result = parse();
    this.#noGreater = before;
    return result;
  }

  /** Inside brackets `>` compares again. */
  free<T>(parse: () => T): T {
    const before = this.#noGreater;
    this.#noGreater = false;
    const result = parse();
    this.#noGreater = before;
    return result;
  }

  list(close: string): readonly Expression[] {
    return this.free(() => {
      const parts: Expression[] = [];
      this.#tokens.skipNewlines();
      while (!this.#tokens.take("operator", close)) {
        parts.push(this.expression());
        this.#tokens.skipNewlines();
        if (!this.#tokens.take("operator", ",") && !this.#tokens.is("operator", close)) this.#tokens.fail();
        this.#tokens.skipNewlines();
      }
      return parts;
    });
  }

  expression(): Expression {
    const condition = this.#or();
    if (this.#tokens.take("operator", "?")) {
      this.#tokens.skipNewlines();
      const yes = this.expression();
      this.#tokens.skipNewlines();
      this.#tokens.expect(":");
      this.#tokens.skipNewlines();
      return { kind: "choice", condition, yes, no: this.expression() };
    }
    const { kind, text } = this.#tokens.peek();
    if (kind === "operator" && ASSIGNMENTS.has(text) && isTarget(condition)) {
      this.#tokens.next();
      this.#tokens.skipNewlines();
      return { kind: "assign", operator: text, target: condition, value: this.expression() };
    }
    return condition;
  }

  #or(): Expression {
    return this.#chain(["||"], () => this.#and(), true);
  }

  #and(): Expression {
    return this.#chain(["&&"], () => this.#in(), true);
  }

  #in(): Expression {
    let left = this.#match();
    while (this.#tokens.is("keyword", "in")) {
      this.#tokens.next();
      left = { kind: "in", index: left.kind === "group" ? left.parts : [left], array: this.#tokens.next().text };
    }
    return left;
  }

  #match(): Expression {
    let text = this.#comparison();
    for (;;) {
      const negated = this.#tokens.is("operator", "!~");
      if (!negated && !this.#tokens.is("operator", "~")) return text;
      this.#tokens.next();
      text = { kind: "match", negated, text, pattern: this.#comparison() };
    }
  }

  #comparison(): Expression {
    const left = this.concatenation();
    const operators = this.#noGreater ? ["<", "<=", "==", "!=", ">="] : ["<", "<=", "==", "!=", ">", ">="];
    const { kind, text } = this.#tokens.peek();
    if (kind === "operator" && operators.includes(text)) {
      this.#tokens.next();
      return { kind: "binary", operator: text, left, right: this.concatenation() };
    }
    if (kind === "operator" && text === "|" && this.#tokens.ahead(1)?.text === "getline") return this.#piped(left);
    return left;
  }

  #piped(left: Expression): Expression {
    let source = left;
    while (this.#tokens.is("operator", "|") && this.#tokens.ahead(1)?.text === "getline") {
      this.#tokens.skip(2);
      source = { kind: "getline", from: "command", source, target: this.#getlineTarget() };
    }
    return source;
  }

  concatenation(): Expression {
    let left = this.#sum();
    while (this.#startsOperand()) left = { kind: "binary", operator: " ", left, right: this.#sum() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#tokens.peek();
    if (["number", "string", "regex", "name", "call", "builtin"].includes(kind)) return true;
    return kind === "operator" && ["$", "!", "(", "-", "+", "++", "--"].includes(text);
  }

  #sum(): Expression {
    return this.#chain(["+", "-"], () => this.#product());
  }

  #product(): Expression {
    return this.#chain(["*", "/", "%"], () => this.#unary());
  }

  #unary(): Expression {
    for (const operator of ["!", "-", "+"] as const)
      if (this.#tokens.take("operator", operator)) return { kind: "unary", operator, operand: this.#unary() };
    return this.#power();
  }

  #power(): Expression {
    const left = this.#postfix();
    return this.#tokens.take("operator", "^") ? { kind: "binary", operator: "^", left, right: this.#unary() } : left;
  }

  #postfix(): Expression {
    const target = this.#primary();
    if (!isTarget(target)) return target;
    for (const operator of ["++", "--"] as const)
      if (this.#tokens.take("operator", operator)) return { kind: "step", operator, prefix: false, target };
    return target;
  }

  #primary(): Expression {
    const token = this.#tokens.next();
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text) };
      case "string":
        return { kind: "string", value: token.text };
      case "regex":
        return { kind: "regex", source: token.text };
      case "name":
        return this.#tokens.take("operator", "[")
          ? { kind: "element", array: token.text, index: this.list("]") }
          : { kind: "variable", name: token.text };
      case "call":
        this.#tokens.expect("(");
        return { kind: "call", name: token.text, parts: this.list(")") };
      case "builtin": {
        const bare = !this.#tokens.take("operator", "(");
        if (bare && token.text !== "length") this.#tokens.fail();
        return { kind: "builtin", name: token.text, parts: bare ? [] : this.list(")"), bare };
      }
      case "keyword":
        return token.text === "getline" ? this.#getline() : this.#tokens.fail(token);
      case "operator":
        return this.#operator(token);
      default:
        return this.#tokens.fail(token);
    }
  }

  #operator(token: Token): Expression {
    switch (token.text) {
      case "$": {
        for (const operator of ["++", "--"] as const)
          if (this.#tokens.take("operator", operator))
            return { kind: "field", index: { kind: "step", operator, prefix: true, target: this.#primary() } };
        if (this.#tokens.take("operator", "-")) return { kind: "field", index: { kind: "unary", operator: "-", operand: this.#primary() } };
        return { kind: "field", index: this.#primary() };
      }
      case "++":
      case "--":
        return { kind: "step", operator: token.text, prefix: true, target: this.#primary() };
      case "-":
      case "+":
      case "!":
        return { kind: "unary", operator: token.text, operand: this.#unary() };
      case "(":
        return { kind: "group", parts: this.list(")") };
      default:
        return this.#tokens.fail(token);
    }
  }

  #getline(): Expression {
    const target = this.#getlineTarget();
    if (!this.#tokens.take("operator", "<")) return { kind: "getline", from: "main", source: undefined, target };
    return { kind: "getline", from: "file", source: this.#primary(), target };
  }

  #getlineTarget(): Expression | undefined {
    const { kind, text } = this.#tokens.peek();
    return kind === "name" || (kind === "operator" && text === "$") ? this.#primary() : undefined;
  }

  #chain(operators: readonly string[], operand: () => Expression, acrossLines = false): Expression {
    let left = operand();
    for (;;) {
      const { kind, text } = this.#tokens.peek();
      if (kind !== "operator" || !operators.includes(text)) return left;
      this.#tokens.next();
      if (acrossLines) this.#tokens.skipNewlines();
      left = { kind: "binary", operator: text, left, right: operand() };
    }
  }
}

function isTarget(expression: Expression): boolean {
  return expression.kind === "variable" || expression.kind === "element" || expression.kind === "field";
}
