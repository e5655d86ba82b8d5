/** Arithmetic of $(( )), (( )), let and subscripts: C's operators over 64-bit integers (bash(1), ARITHMETIC EVALUATION). */

export type Expression =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "variable"; readonly name: string; readonly index: string | undefined }
  | { readonly kind: "unary"; readonly operator: "+" | "-" | "!" | "~"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly rightText: string;
    }
  | { readonly kind: "conditional"; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
  | {
      readonly kind: "assign";
      readonly target: Variable;
      readonly operator: string;
      readonly value: Expression;
      readonly rightText: string;
    }
  | { readonly kind: "step"; readonly target: Variable; readonly by: 1n | -1n; readonly before: boolean };
export type Variable = Extract<Expression, { kind: "variable" }>;

/** `token` is the rest of the text from where it went wrong, as bash shows it. */
export class ArithmeticError extends Error {
  readonly problem:
    | "operand expected"
    | "expression"
    | "division by 0"
    | "value too great for base"
    | "assignment to non-variable"
    | "missing parenthesis"
    | "colon expected"
    | "recursion"
    | "invalid base"
    | "exponent less than 0"
    | "number";
  readonly expression: string;
  readonly token: string;
  constructor(problem: ArithmeticError["problem"], expression: string, token: string) {
    super(problem);
    this.problem = problem;
    this.expression = expression;
    this.token = token;
  }
}

const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];
const ASSIGN = /(?:[-+*/%&^|]|<<|>>)?=(?!=)/y;
const TOKEN = /\s*/y;

const cache = new Map<string, Expression | undefined>();

/** Parses an expression; undefined when it is blank. Throws ArithmeticError. */
export function parseArithmetic(text: string): Expression | undefined {
  if (cache.has(text)) return cache.get(text);
  const parsed = new ArithmeticParser(text).whole();
  if (cache.size > 500) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

class ArithmeticParser {
  readonly #text: string;
  #at = 0;
  #lastToken = 0;
  constructor(text: string) {
    this.#text = text;
  }

  whole(): Expression | undefined {
    this.#blanks();
    if (this.#at >= this.#text.length) return undefined;
    const expression = this.#comma();
    this.#blanks();
    if (this.#at < this.#text.length) {
      if (ASSIGN.test(this.#from())) this.#fail("assignment to non-variable");
      this.#fail("expression");
    }
    return expression;
  }

  #from(): string {
    ASSIGN.lastIndex = 0;
    return this.#text.slice(this.#at);
  }
  #blanks(): void {
    TOKEN.lastIndex = this.#at;
    this.#at += TOKEN.exec(this.#text)?.[0].length ?? 0;
  }
  #match(pattern: RegExp): string | undefined {
    this.#blanks();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) {
      this.#lastToken = this.#at;
      this.#at += found.length;
    }
    return found;
  }
  #fail(problem: ArithmeticError["problem"], from = this.#at): never {
    // bash points at the last token read when the text ended too soon.
    const at = from >= this.#text.trimEnd().length ? this.#lastToken : from;
    throw new ArithmeticError(problem, this.#text, this.#text.slice(at));
  }

  #comma(): Expression {
    let left = this.#assignment();
    while (this.#match(/,/y)) left = { kind: "binary", operator: ",", left, right: this.#assignment(), rightText: "" };
    return left;
  }

  #assignment(): Expression {
    const left = this.#conditional();
    this.#blanks();
    const at = this.#at;
    const operator = this.#match(ASSIGN);
    if (operator === undefined) return left;
    if (left.kind !== "variable") {
      this.#fail("assignment to non-variable", at);
    }
    this.#blanks();
    const start = this.#at;
    const value = this.#assignment();
    return { kind: "assign", target: left, operator: operator.slice(0, -1), value, rightText: this.#text.slice(start) };
  }

  #conditional(): Expression {
    const test = this.#binary(0);
    if (!this.#match(/\?/y)) return test;
    const then = this.#comma();
    if (!this.#match(/:/y)) this.#fail("colon expected");
    return { kind: "conditional", test, then, otherwise: this.#assignment() };
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      this.#blanks();
      const operator = operators.find((one) => this.#text.startsWith(one, this.#at) && !this.#belongsToLonger(one));
      if (operator === undefined) return left;
      this.#lastToken = this.#at;
      this.#at += operator.length;
      this.#blanks();
      const start = this.#at;
      const right = this.#binary(level + 1);
      left = { kind: "binary", operator, left, right, rightText: this.#text.slice(start) };
    }
  }

  #belongsToLonger(operator: string): boolean {
    const next = this.#text.charAt(this.#at + operator.length);
    if (operator.length === 2) return next === "=" && (operator === "<<" || operator === ">>");
    if (next === "=" && !"<>".includes(operator)) return true;
    if ("|&<>*".includes(operator) && next === operator) return true;
    return false;
  }

  #power(): Expression {
    const base = this.#unary();
    if (!this.#match(/\*\*(?!=)/y)) return base;
    this.#blanks();
    const start = this.#at;
    return { kind: "binary", operator: "**", left: base, right: this.#power(), rightText: this.#text.slice(start) };
  }

  #unary(): Expression {
    const step = this.#match(/\+\+|--/y);
    if (step) {
      const operand = this.#unary();
      const by = step === "++" ? 1n : -1n;
      if (operand.kind === "variable") return { kind: "step", target: operand, by, before: true };
      const sign = step === "++" ? "+" : "-";
      return { kind: "unary", operator: sign, operand: { kind: "unary", operator: sign, operand } };
    }
    const operator = this.#match(/[-+!~]/y);
    if (operator) return { kind: "unary", operator: operator as "+", operand: this.#unary() };
    return this.#postfix();
  }

  #postfix(): Expression {
    if (this.#match(/\(/y)) {
      const inner = this.#comma();
      if (!this.#match(/\)/y)) this.#fail("missing parenthesis");
      return inner;
    }
    const name = this.#match(/[A-Za-z_]\w*/y);
    if (name !== undefined) {
      const target: Variable = { kind: "variable", name, index: this.#index() };
      const after = this.#match(/\+\+|--/y);
      return after ? { kind: "step", target, by: after === "++" ? 1n : -1n, before: false } : target;
    }
    const number = this.#match(/\d[\w@]*(?:#[\w@]+)?/y);
    if (number === undefined) this.#fail("operand expected");
    return { kind: "number", value: this.#number(number) };
  }

  #index(): string | undefined {
    if (this.#text.charAt(this.#at) !== "[") return undefined;
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; at += 1) {
      const char = this.#text.charAt(at);
      if (char === "[") depth += 1;
      else if (char === "]" && --depth === 0) {
        const index = this.#text.slice(this.#at + 1, at);
        this.#at = at + 1;
        return index;
      }
    }
    return this.#fail("expression");
  }

  #number(text: string): bigint {
    const value = parseInteger(text);
    if (typeof value === "bigint") return value;
    this.#at = this.#lastToken;
    return this.#fail(value, this.#lastToken);
  }
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A constant: decimal, 0octal, 0xhex or base#digits. */
export function parseInteger(text: string): bigint | "value too great for base" | "invalid base" {
  const hash = /^(\d+)#(.+)$/.exec(text);
  let base = 10;
  let digits = text;
  if (hash) {
    base = Number(hash[1]);
    digits = hash[2] ?? "";
    if (base < 2 || base > 64) return "invalid base";
  } else if (/^0[xX]/.test(text)) {
    base = 16;
    digits = text.slice(2);
  } else if (/^0./.test(text)) {
    base = 8;
    digits = text.slice(1);
  }
  let value = 0n;
  for (const char of digits) {
    const digit = digitValue(char, base);
    if (digit < 0 || digit >= base) return "value too great for base";
    value = value * BigInt(base) + BigInt(digit);
  }
  return BigInt.asIntN(64, value);
}

function digitValue(char: string, base: number): number {
  if (base <= 36) return DIGITS.indexOf(char.toLowerCase());
  if (char >= "A" && char <= "Z") return 36 + char.charCodeAt(0) - 65;
  return char === "@" ? 62 : char === "_" ? 63 : DIGITS.indexOf(char);
}
