/** Parses an awk program by POSIX awk's grammar. */

import { AwkError, type Token, tokenize } from "./lexer.ts";
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from "./syntax.ts";

export function parseAwk(source: string): AwkProgram {
  return new Parser(tokenize(source)).program();
}

const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "^="]);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Within print's list `>` redirects; within for's head `in` belongs to the loop. */
  #noGreater = false;
  #noIn = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    this.#skipEnds();
    while (this.#peek().kind !== "end") {
      if (this.#take("keyword", "function")) this.#function(functions);
      else rules.push(this.#rule());
      this.#skipEnds();
    }
    return { rules, functions };
  }

  #function(functions: Map<string, AwkFunction>): void {
    const name = this.#next().text;
    this.#expect("(");
    const parameters: string[] = [];
    while (!this.#take("operator", ")")) {
      parameters.push(this.#next().text);
      this.#take("operator", ",");
      this.#skipNewlines();
    }
    this.#skipNewlines();
    functions.set(name, { parameters, body: this.#block() });
  }

  #rule(): Rule {
    if (this.#take("keyword", "BEGIN")) return { pattern: "BEGIN", body: this.#block() };
    if (this.#take("keyword", "END")) return { pattern: "END", body: this.#block() };
    if (this.#is("operator", "{")) return { pattern: "always", body: this.#block() };
    const first = this.#expression();
    let last: Expression | undefined;
    if (this.#take("operator", ",")) {
      this.#skipNewlines();
      last = this.#expression();
    }
    return { pattern: { first, last }, body: this.#is("operator", "{") ? this.#block() : undefined };
  }

  #block(): Statement {
    this.#expect("{");
    const body: Statement[] = [];
    this.#skipEnds();
    while (!this.#take("operator", "}")) {
      body.push(this.#statement());
      this.#skipEnds();
    }
    return { kind: "block", body };
  }

  #statement(): Statement {
    if (this.#is("operator", "{")) return this.#block();
    if (this.#take("operator", ";")) return { kind: "block", body: [] };
    const token = this.#peek();
    if (token.kind === "keyword") {
      switch (token.text) {
        case "if": return this.#if();
        case "while": {
          this.#next();
          const condition = this.#condition();
          return { kind: "while", condition, body: this.#body() };
        }
        case "do": {
          this.#next();
          const body = this.#body();
          this.#skipEnds();
          if (!this.#take("keyword", "while")) this.#fail();
          const condition = this.#condition();
          this.#end();
          return { kind: "do", condition, body };
        }
        case "for": return this.#for();
      }
    }
    const statement = this.#simple();
    this.#end();
    return statement;
  }

  #simple(): Statement {
    const token = this.#peek();
    if (token.kind !== "keyword" || token.text === "getline") return { kind: "expression", value: this.#expression() };
    this.#next();
    switch (token.text) {
      case "print": case "printf": return this.#print(token.text === "printf");
      case "break": case "continue": case "next": case "nextfile": return { kind: token.text };
      case "exit": case "return": return { kind: token.text, value: this.#isEnd() ? undefined : this.#expression() };
      case "delete": {
        const array = this.#next().text;
        return { kind: "delete", array, index: this.#take("operator", "[") ? this.#list("]") : undefined };
      }
      default: return this.#fail(token);
    }
  }

  #print(format: boolean): Statement {
    let parts: readonly Expression[] = [];
    const before = this.#noGreater;
    this.#noGreater = true;
    if (!this.#isEnd() && !this.#is("operator", ">") && !this.#is("operator", ">>") && !this.#is("operator", "|")) {
      const first = this.#expression();
      const list = [first];
      while (this.#take("operator", ",")) {
        this.#skipNewlines();
        list.push(this.#expression());
      }
      parts = list.length === 1 && first.kind === "group" ? first.parts : list;
    }
    let to: { readonly how: ">" | ">>" | "|"; readonly target: Expression } | undefined;
    for (const how of [">", ">>", "|"] as const) if (!to && this.#take("operator", how)) to = { how, target: this.#concatenation() };
    this.#noGreater = before;
    return { kind: "print", format, parts, to };
  }

  #if(): Statement {
    this.#next();
    const condition = this.#condition();
    const yes = this.#body();
    const mark = this.#at;
    this.#skipEnds();
    if (this.#take("keyword", "else")) return { kind: "if", condition, yes, no: this.#body() };
    this.#at = mark;
    return { kind: "if", condition, yes, no: undefined };
  }

  #for(): Statement {
    this.#next();
    this.#expect("(");
    const [name, keyword, array, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (name && keyword?.text === "in" && keyword.kind === "keyword" && array && close?.text === ")") {
      this.#at += 4;
      return { kind: "each", name: name.text, array: array.text, body: this.#body() };
    }
    const start = this.#is("operator", ";") ? undefined : this.#simple();
    this.#expect(";");
    this.#skipNewlines();
    const condition = this.#is("operator", ";") ? undefined : this.#expression();
    this.#expect(";");
    this.#skipNewlines();
    const step = this.#is("operator", ")") ? undefined : this.#simple();
    this.#expect(")");
    return { kind: "for", start, condition, step, body: this.#body() };
  }

  #body(): Statement {
    this.#skipNewlines();
    return this.#statement();
  }

  #condition(): Expression {
    this.#expect("(");
    const condition = this.#free(() => this.#expression());
    this.#expect(")");
    return condition;
  }

  /** Inside brackets `>` and `in` mean what they always do. */
  #free<T>(parse: () => T): T {
    const [greater, loop] = [this.#noGreater, this.#noIn];
    this.#noGreater = false;
    this.#noIn = false;
    const result = parse();
    this.#noGreater = greater;
    this.#noIn = loop;
    return result;
  }

  #list(close: string): readonly Expression[] {
    return this.#free(() => {
      const parts: Expression[] = [];
      this.#skipNewlines();
      while (!this.#take("operator", close)) {
        parts.push(this.#expression());
        this.#skipNewlines();
        if (!this.#take("operator", ",") && !this.#is("operator", close)) this.#fail();
        this.#skipNewlines();
      }
      return parts;
    });
  }

  #expression(): Expression {
    const condition = this.#or();
    if (this.#take("operator", "?")) {
      this.#skipNewlines();
      const yes = this.#expression();
      this.#skipNewlines();
      this.#expect(":");
      this.#skipNewlines();
      return { kind: "choice", condition, yes, no: this.#expression() };
    }
    const { kind, text } = this.#peek();
    if (kind === "operator" && ASSIGNMENTS.has(text) && isTarget(condition)) {
      this.#next();
      this.#skipNewlines();
      return { kind: "assign", operator: text, target: condition, value: this.#expression() };
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
    while (!this.#noIn && this.#is("keyword", "in")) {
      this.#next();
      left = { kind: "in", index: left.kind === "group" ? left.parts : [left], array: this.#next().text };
    }
    return left;
  }

  #match(): Expression {
    let text = this.#comparison();
    for (;;) {
      const negated = this.#is("operator", "!~");
      if (!negated && !this.#is("operator", "~")) return text;
      this.#next();
      text = { kind: "match", negated, text, pattern: this.#comparison() };
    }
  }

  #comparison(): Expression {
    const left = this.#concatenation();
    const operators = this.#noGreater ? ["<", "<=", "==", "!=", ">="] : ["<", "<=", "==", "!=", ">", ">="];
    const { kind, text } = this.#peek();
    if (kind === "operator" && operators.includes(text)) {
      this.#next();
      return { kind: "binary", operator: text, left, right: this.#concatenation() };
    }
    if (kind === "operator" && text === "|" && this.#tokens[this.#at + 1]?.text === "getline") return this.#piped(left);
    return left;
  }

  #piped(left: Expression): Expression {
    let source = left;
    while (this.#is("operator", "|") && this.#tokens[this.#at + 1]?.text === "getline") {
      this.#at += 2;
      source = { kind: "getline", from: "command", source, target: this.#getlineTarget() };
    }
    return source;
  }

  #concatenation(): Expression {
    let left = this.#sum();
    while (this.#startsOperand()) left = { kind: "binary", operator: " ", left, right: this.#sum() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#peek();
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
    for (const operator of ["!", "-", "+"] as const) if (this.#take("operator", operator)) return { kind: "unary", operator, operand: this.#unary() };
    return this.#power();
  }

  #power(): Expression {
    const left = this.#postfix();
    return this.#take("operator", "^") ? { kind: "binary", operator: "^", left, right: this.#unary() } : left;
  }

  #postfix(): Expression {
    const target = this.#primary();
    if (!isTarget(target)) return target;
    for (const operator of ["++", "--"] as const) if (this.#take("operator", operator)) return { kind: "step", operator, prefix: false, target };
    return target;
  }

  #primary(): Expression {
    const token = this.#next();
    switch (token.kind) {
      case "number": return { kind: "number", value: Number(token.text) };
      case "string": return { kind: "string", value: token.text };
      case "regex": return { kind: "regex", source: token.text };
      case "name": return this.#take("operator", "[") ? { kind: "element", array: token.text, index: this.#list("]") } : { kind: "variable", name: token.text };
      case "call": this.#expect("("); return { kind: "call", name: token.text, parts: this.#list(")") };
      case "builtin": {
        const bare = !this.#take("operator", "(");
        if (bare && token.text !== "length") this.#fail();
        return { kind: "builtin", name: token.text, parts: bare ? [] : this.#list(")"), bare };
      }
      case "keyword": return token.text === "getline" ? this.#getline() : this.#fail(token);
      case "operator": return this.#operator(token);
      default: return this.#fail(token);
    }
  }

  #operator(token: Token): Expression {
    switch (token.text) {
      case "$": {
        for (const operator of ["++", "--"] as const) if (this.#take("operator", operator)) return { kind: "field", index: { kind: "step", operator, prefix: true, target: this.#primary() } };
        if (this.#take("operator", "-")) return { kind: "field", index: { kind: "unary", operator: "-", operand: this.#primary() } };
        return { kind: "field", index: this.#primary() };
      }
      case "++": case "--": return { kind: "step", operator: token.text, prefix: true, target: this.#primary() };
      case "-": case "+": case "!": return { kind: "unary", operator: token.text, operand: this.#unary() };
      case "(": return { kind: "group", parts: this.#list(")") };
      default: return this.#fail(token);
    }
  }

  #getline(): Expression {
    const target = this.#getlineTarget();
    if (!this.#take("operator", "<")) return { kind: "getline", from: "main", source: undefined, target };
    return { kind: "getline", from: "file", source: this.#primary(), target };
  }

  #getlineTarget(): Expression | undefined {
    const { kind, text } = this.#peek();
    return kind === "name" || (kind === "operator" && text === "$") ? this.#primary() : undefined;
  }

  #chain(operators: readonly string[], operand: () => Expression, acrossLines = false): Expression {
    let left = operand();
    for (;;) {
      const { kind, text } = this.#peek();
      if (kind !== "operator" || !operators.includes(text)) return left;
      this.#next();
      if (acrossLines) this.#skipNewlines();
      left = { kind: "binary", operator: text, left, right: operand() };
    }
  }

  #isEnd(): boolean {
    const { kind, text } = this.#peek();
    return kind === "newline" || kind === "end" || (kind === "operator" && (text === ";" || text === "}"));
  }

  #end(): void {
    if (!this.#isEnd()) this.#fail();
    if (!this.#is("operator", "}")) this.#next();
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", line: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #is(kind: Token["kind"], text: string): boolean {
    const token = this.#peek();
    return token.kind === kind && token.text === text;
  }

  #take(kind: Token["kind"], text: string): boolean {
    if (!this.#is(kind, text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take("operator", text)) this.#fail();
  }

  #skipNewlines(): void {
    while (this.#peek().kind === "newline") this.#at++;
  }

  #skipEnds(): void {
    while (this.#peek().kind === "newline" || this.#is("operator", ";")) this.#at++;
  }

  #fail(token: Token = this.#peek()): never {
    const near = token.kind === "newline" ? "end of line" : token.kind === "end" ? "end of file" : token.text;
    throw new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }
}

function isTarget(expression: Expression): boolean {
  return expression.kind === "variable" || expression.kind === "element" || expression.kind === "field";
}
