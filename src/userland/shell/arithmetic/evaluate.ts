import { ArithmeticError, type Expression, parseArithmetic, type Variable } from "./parse.ts";

/** Where an expression finds its variables. */
export interface ArithmeticScope {
  get(name: string, index: string | undefined): string | undefined;
  set(name: string, index: string | undefined, value: string): void;
  /** Called for a variable that is not set, where that is an error (set -u). */
  unset?(name: string): void;
}

const truth = (value: boolean) => (value ? 1n : 0n);
const wrap = (value: bigint) => BigInt.asIntN(64, value);

/** Value of an expression's text; blank is 0. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, scope: ArithmeticScope): bigint {
  return evaluateText(text, scope, 0);
}

function evaluateText(text: string, scope: ArithmeticScope, depth: number): bigint {
  if (/^-?[1-9]\d{0,15}$|^0$/.test(text)) return BigInt(text);
  if (depth > 200) throw new ArithmeticError("recursion", text, text);
  const expression = parseArithmetic(text);
  return expression ? new Evaluation(text, scope, depth).value(expression) : 0n;
}

class Evaluation {
  readonly #text: string;
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
  }

  value(of: Expression): bigint {
    switch (of.kind) {
      case "number":
        return of.value;
      case "variable":
        return this.#read(of);
      case "unary":
        return this.#unary(of.operator, this.value(of.operand));
      case "conditional":
        return this.value(of.test) !== 0n ? this.value(of.then) : this.value(of.otherwise);
      case "assign": {
        const right = this.value(of.value);
        const result = of.operator === "" ? right : this.#binary(of.operator, this.#read(of.target), right, of.rightText);
        return this.#write(of.target, result);
      }
      case "step": {
        const before = this.#read(of.target);
        const after = this.#write(of.target, wrap(before + of.by));
        return of.before ? after : before;
      }
      case "binary": {
        const left = this.value(of.left);
        if (of.operator === "&&") return truth(left !== 0n && this.value(of.right) !== 0n);
        if (of.operator === "||") return truth(left !== 0n || this.value(of.right) !== 0n);
        return this.#binary(of.operator, left, this.value(of.right), of.rightText);
      }
    }
  }

  #read(variable: Variable): bigint {
    const text = this.#scope.get(variable.name, variable.index);
    if (text === undefined) this.#scope.unset?.(variable.name);
    return text === undefined ? 0n : evaluateText(text.trim(), this.#scope, this.#depth + 1);
  }

  #write(variable: Variable, value: bigint): bigint {
    this.#scope.set(variable.name, variable.index, String(value));
    return value;
  }

  #unary(operator: "+" | "-" | "!" | "~", value: bigint): bigint {
    if (operator === "!") return truth(value === 0n);
    return wrap(operator === "-" ? -value : operator === "~" ? ~value : value);
  }

  #binary(operator: string, left: bigint, right: bigint, rightText: string): bigint {
    switch (operator) {
      case ",":
        return right;
      case "+":
        return wrap(left + right);
      case "-":
        return wrap(left - right);
      case "*":
        return wrap(left * right);
      case "/":
      case "%":
        if (right === 0n) throw new ArithmeticError("division by 0", this.#text, rightText);
        return wrap(operator === "/" ? left / right : left % right);
      case "**":
        if (right < 0n) throw new ArithmeticError("exponent less than 0", this.#text, rightText);
        return power(left, right);
      case "<<":
        return wrap(left << (right & 63n));
      case ">>":
        return wrap(left >> (right & 63n));
      case "&":
        return left & right;
      case "|":
        return left | right;
      case "^":
        return left ^ right;
      case "==":
        return truth(left === right);
      case "!=":
        return truth(left !== right);
      case "<":
        return truth(left < right);
      case ">":
        return truth(left > right);
      case "<=":
        return truth(left <= right);
      default:
        return truth(left >= right);
    }
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = wrap(result * square);
    square = wrap(square * square);
  }
  return result;
}
