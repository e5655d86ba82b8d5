/** The arithmetic of bc: numbers as integers scaled by powers of ten. */

/** A decimal number: `digits` divided by ten to the `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export interface Machine {
  readonly variables: Map<string, Decimal>;
  scale: number;
  inputBase: number;
  outputBase: number;
  last: Decimal;
}

export interface Outcome {
  readonly output: string;
  /** As bc tells it, the place included. */
  readonly error: string | undefined;
  readonly quit: boolean;
}

/** Longer results would stop the machine. */
const MOST_DIGITS = 200_000;

class BcError extends Error {}

/** Found while calculating, not while reading. */
class RuntimeError extends BcError {
  constructor(text: string) {
    super(`Runtime error (func=(main), adr=3): ${text}`);
  }
}

const ZERO: Decimal = { digits: 0n, scale: 0 };

export function newMachine(scale: number): Machine {
  return { variables: new Map(), scale, inputBase: 10, outputBase: 10, last: ZERO };
}

/** Runs the statements of one line. */
export function calculate(machine: Machine, line: string): Outcome {
  let output = "";
  try {
    for (const statement of line.split(";").map((one) => one.trim())) {
      if (statement === "") continue;
      if (statement === "quit" || statement === "halt") return { output, error: undefined, quit: true };
      const text = /^"([^"]*)"$|^print\s+"([^"]*)"$/.exec(statement);
      if (text) {
        output += (text[1] ?? text[2] ?? "").replaceAll("\\n", "\n");
        continue;
      }
      const parser = new Parser(machine, statement.replace(/^print\s+/, ""));
      const value = parser.all();
      if (!parser.silent) {
        machine.last = value;
        output += `${format(value, machine.outputBase)}\n`;
      }
    }
    return { output, error: undefined, quit: false };
  } catch (error) {
    if (!(error instanceof BcError)) throw error;
    return { output, error: error instanceof RuntimeError ? error.message : `(standard_in) 1: ${error.message}`, quit: false };
  }
}

const TOKEN = /\s*(?:((?:[0-9A-F]+\.?[0-9A-F]*|\.[0-9A-F]+))|([a-z][a-z0-9_]*)|(\+\+|--|[-+*/%^]=|==|!=|<=|>=|&&|\|\||[-+*/%^=<>!()]))/y;

class Parser {
  readonly #machine: Machine;
  readonly #tokens: string[] = [];
  #at = 0;
  /** The statement was an assignment: bc prints nothing. */
  silent = false;

  constructor(machine: Machine, text: string) {
    this.#machine = machine;
    TOKEN.lastIndex = 0;
    let end = 0;
    for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
      this.#tokens.push(match[1] ?? match[2] ?? match[3] ?? "");
      end = TOKEN.lastIndex;
    }
    const rest = text.slice(end).trim();
    if (rest !== "") throw new BcError(/^[A-Z0-9a-z]/.test(rest) ? "syntax error" : `illegal character: ${rest[0]}`);
  }

  all(): Decimal {
    this.silent = /^[a-z]/.test(this.#tokens[0] ?? "") && /^([-+*/%^]?=)$/.test(this.#tokens[1] ?? "");
    const value = this.#assignment();
    if (this.#at < this.#tokens.length) throw new BcError("syntax error");
    return value;
  }

  #assignment(): Decimal {
    const [name = "", operator = ""] = this.#tokens.slice(this.#at, this.#at + 2);
    if (!/^[a-z]/.test(name) || !/^([-+*/%^]?=)$/.test(operator)) return this.#or();
    this.#at += 2;
    const right = this.#assignment();
    const value = operator === "=" ? right : this.#apply(operator[0] ?? "", this.#get(name), right);
    this.#set(name, value);
    return value;
  }

  #or(): Decimal {
    let left = this.#and();
    while (this.#take("||")) left = truth(left.digits !== 0n || this.#and().digits !== 0n);
    return left;
  }

  #and(): Decimal {
    let left = this.#comparison();
    while (this.#take("&&")) {
      const right = this.#comparison();
      left = truth(left.digits !== 0n && right.digits !== 0n);
    }
    return left;
  }

  #comparison(): Decimal {
    const left = this.#sum();
    for (const operator of ["<=", ">=", "==", "!=", "<", ">"]) {
      if (!this.#take(operator)) continue;
      const right = this.#sum();
      const [a, b] = align(left, right);
      return truth(
        operator === "<="
          ? a <= b
          : operator === ">="
            ? a >= b
            : operator === "=="
              ? a === b
              : operator === "!="
                ? a !== b
                : operator === "<"
                  ? a < b
                  : a > b,
      );
    }
    return left;
  }

  #sum(): Decimal {
    let left = this.#product();
    for (;;) {
      const operator = this.#tokens[this.#at];
      if (operator !== "+" && operator !== "-") return left;
      this.#at++;
      left = this.#apply(operator, left, this.#product());
    }
  }

  #product(): Decimal {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens[this.#at];
      if (operator !== "*" && operator !== "/" && operator !== "%") return left;
      this.#at++;
      left = this.#apply(operator, left, this.#unary());
    }
  }

  #unary(): Decimal {
    if (this.#take("-")) {
      const value = this.#unary();
      return { digits: -value.digits, scale: value.scale };
    }
    if (this.#take("!")) return truth(this.#unary().digits === 0n);
    return this.#power();
  }

  #power(): Decimal {
    const left = this.#primary();
    return this.#take("^") ? this.#apply("^", left, this.#unary()) : left;
  }

  #primary(): Decimal {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new BcError("syntax error");
    if (token === "(") {
      const value = this.#assignment();
      if (!this.#take(")")) throw new BcError("syntax error");
      return value;
    }
    if (token === "++" || token === "--") {
      const name = this.#tokens[this.#at++] ?? "";
      this.#set(name, this.#apply(token === "++" ? "+" : "-", this.#get(name), { digits: 1n, scale: 0 }));
      return this.#get(name);
    }
    if (/^[0-9A-F.]/.test(token)) return parseNumber(token, this.#machine.inputBase);
    if (!/^[a-z]/.test(token)) throw new BcError("syntax error");
    if (this.#take("(")) {
      const argument = this.#assignment();
      if (!this.#take(")")) throw new BcError("syntax error");
      return this.#call(token, argument);
    }
    const value = this.#get(token);
    for (const operator of ["++", "--"])
      if (this.#take(operator)) this.#set(token, this.#apply(operator[0] ?? "", value, { digits: 1n, scale: 0 }));
    return value;
  }

  #call(name: string, argument: Decimal): Decimal {
    const { scale } = this.#machine;
    switch (name) {
      case "sqrt": {
        if (argument.digits < 0n) throw new RuntimeError("Square root of a negative number");
        const places = Math.max(scale, argument.scale);
        return { digits: root(rescale(argument, places * 2).digits), scale: places };
      }
      case "length":
        return { digits: BigInt(argument.digits.toString().replace("-", "").length), scale: 0 };
      case "scale":
        return { digits: BigInt(argument.scale), scale: 0 };
      case "s":
        return fromNumber(Math.sin(toFloat(argument)), scale);
      case "c":
        return fromNumber(Math.cos(toFloat(argument)), scale);
      case "a":
        return fromNumber(Math.atan(toFloat(argument)), scale);
      case "l":
        return fromNumber(Math.log(toFloat(argument)), scale);
      case "e":
        return fromNumber(Math.exp(toFloat(argument)), scale);
      default:
        throw new RuntimeError(`Function ${name} not defined.`);
    }
  }

  #apply(operator: string, left: Decimal, right: Decimal): Decimal {
    const { scale } = this.#machine;
    switch (operator) {
      case "+":
      case "-": {
        const [a, b] = align(left, right);
        return { digits: operator === "+" ? a + b : a - b, scale: Math.max(left.scale, right.scale) };
      }
      case "*": {
        const full = left.scale + right.scale;
        return rescale({ digits: left.digits * right.digits, scale: full }, Math.min(full, Math.max(scale, left.scale, right.scale)));
      }
      case "/":
        return divide(left, right, scale);
      case "%": {
        const quotient = divide(left, right, scale);
        const product = { digits: quotient.digits * right.digits, scale: quotient.scale + right.scale };
        const places = Math.max(scale + right.scale, left.scale);
        const [a, b] = align(left, product);
        return rescale({ digits: a - b, scale: Math.max(left.scale, product.scale) }, places);
      }
      default: {
        const exponent = Number(rescale(right, 0).digits);
        if (Math.abs(exponent) * left.digits.toString().length > MOST_DIGITS) throw new RuntimeError("exponent too large in raise");
        if (exponent < 0)
          return divide({ digits: 1n, scale: 0 }, { digits: left.digits ** BigInt(-exponent), scale: left.scale * -exponent }, scale);
        const power = { digits: left.digits ** BigInt(exponent), scale: left.scale * exponent };
        return rescale(power, Math.min(power.scale, Math.max(scale, left.scale)));
      }
    }
  }

  #get(name: string): Decimal {
    const machine = this.#machine;
    if (name === "scale") return { digits: BigInt(machine.scale), scale: 0 };
    if (name === "ibase") return { digits: BigInt(machine.inputBase), scale: 0 };
    if (name === "obase") return { digits: BigInt(machine.outputBase), scale: 0 };
    return name === "last" ? machine.last : (machine.variables.get(name) ?? ZERO);
  }

  #set(name: string, value: Decimal): void {
    const number = Number(rescale(value, 0).digits);
    if (name === "scale") this.#machine.scale = Math.max(0, number);
    else if (name === "ibase") this.#machine.inputBase = Math.min(16, Math.max(2, number));
    else if (name === "obase") this.#machine.outputBase = Math.max(2, number);
    else this.#machine.variables.set(name, value);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

function truth(holds: boolean): Decimal {
  return { digits: holds ? 1n : 0n, scale: 0 };
}

function rescale({ digits, scale }: Decimal, to: number): Decimal {
  return { digits: to >= scale ? digits * 10n ** BigInt(to - scale) : digits / 10n ** BigInt(scale - to), scale: to };
}

function align(left: Decimal, right: Decimal): readonly [bigint, bigint] {
  const scale = Math.max(left.scale, right.scale);
  return [rescale(left, scale).digits, rescale(right, scale).digits];
}

function divide(left: Decimal, right: Decimal, scale: number): Decimal {
  if (right.digits === 0n) throw new RuntimeError("Divide by zero");
  return {
    digits:
      rescale(left, scale + right.scale + Math.max(0, left.scale - scale - right.scale)).digits /
      right.digits /
      10n ** BigInt(Math.max(0, left.scale - scale - right.scale)),
    scale,
  };
}

function root(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const better = (guess + value / guess) >> 1n;
    if (better >= guess) return guess;
    guess = better;
  }
}

function parseNumber(text: string, base: number): Decimal {
  const [whole = "", fraction = ""] = text.split(".");
  if (base === 10 && !/[A-F]/.test(text)) return { digits: BigInt(whole + fraction || "0"), scale: fraction.length };
  const value = (digits: string) => Array.from(digits).reduce((sum, digit) => sum * BigInt(base) + BigInt(Number.parseInt(digit, 16)), 0n);
  const part = fraction === "" ? 0n : (value(fraction) * 10n ** BigInt(fraction.length)) / BigInt(base) ** BigInt(fraction.length);
  return { digits: value(whole) * 10n ** BigInt(fraction.length) + part, scale: fraction.length };
}

function toFloat({ digits, scale }: Decimal): number {
  return Number(digits) / 10 ** scale;
}

/** Only as exact as a double is: fifteen digits. */
function fromNumber(value: number, scale: number): Decimal {
  const places = Math.min(scale, 15);
  return rescale({ digits: BigInt(Math.trunc(value * 10 ** places)), scale: places }, scale);
}

function format(value: Decimal, base: number): string {
  const negative = value.digits < 0n;
  const digits = negative ? -value.digits : value.digits;
  const unit = 10n ** BigInt(value.scale);
  const whole = digits / unit;
  let text = whole === 0n && value.scale > 0 && digits !== 0n ? "" : base <= 16 ? whole.toString(base).toUpperCase() : whole.toString();
  if (value.scale > 0 && digits !== 0n) text += `.${fractionText(digits % unit, value.scale, base)}`;
  const full = (negative && digits !== 0n ? "-" : "") + text;
  return full.length > 69 ? (full.match(/.{1,68}/g) ?? []).join("\\\n") : full;
}

function fractionText(digits: bigint, scale: number, base: number): string {
  if (base === 10 || base > 16) return digits.toString().padStart(scale, "0");
  let text = "";
  let rest = digits;
  const unit = 10n ** BigInt(scale);
  for (let places = Math.ceil((scale * Math.log(10)) / Math.log(base)); places > 0; places--) {
    rest *= BigInt(base);
    text += (rest / unit).toString(base).toUpperCase();
    rest %= unit;
  }
  return text;
}
