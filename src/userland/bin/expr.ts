import type { Program, Sys } from "#abi";
import { Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { compile, RegexError } from "./tool/regex.ts";
import { utility } from "./tool/utility.ts";

/** expr: evaluate expressions. Models GNU expr. */
export const expr: Program = utility({
  name: "expr",
  summary: "Print the value of EXPRESSION to standard output.",
  usage: ["EXPRESSION", "OPTION"],
  usageStatus: 2,
  permute: false,
  rewrite: (args) => ["--", ...(args[0] === "--" ? args.slice(1) : args)],
  options: {},
  async run(sys, { operands }) {
    if (operands.length === 0) throw new UsageFailure("missing operand");
    const words = [...operands];
    const value = either(sys, words);
    if (words.length > 0) throw new Failure(`syntax error: unexpected argument ${quote(sys, words[0] ?? "")}`, 2);
    await stdout(sys).print(`${value}\n`);
    return isNull(value) ? 1 : 0;
  },
});

function isNull(value: string): boolean {
  return value === "" || /^-?0+$/.test(value);
}

function either(sys: Sys, words: string[]): string {
  let left = both(sys, words);
  while (words[0] === "|") {
    words.shift();
    const right = both(sys, words);
    left = isNull(left) ? (isNull(right) ? "0" : right) : left;
  }
  return left;
}

function both(sys: Sys, words: string[]): string {
  let left = comparison(sys, words);
  while (words[0] === "&") {
    words.shift();
    const right = comparison(sys, words);
    left = isNull(left) || isNull(right) ? "0" : left;
  }
  return left;
}

function comparison(sys: Sys, words: string[]): string {
  let left = sum(sys, words);
  while (["<", "<=", "=", "==", "!=", ">=", ">"].includes(words[0] ?? "")) {
    const operator = words.shift();
    const right = sum(sys, words);
    const numbers = isInteger(left) && isInteger(right);
    const order = numbers ? Number(BigInt(left) - BigInt(right)) : left < right ? -1 : left > right ? 1 : 0;
    const holds =
      operator === "<"
        ? order < 0
        : operator === "<="
          ? order <= 0
          : operator === ">"
            ? order > 0
            : operator === ">="
              ? order >= 0
              : operator === "!="
                ? order !== 0
                : order === 0;
    left = holds ? "1" : "0";
  }
  return left;
}

function sum(sys: Sys, words: string[]): string {
  let left = product(sys, words);
  while (words[0] === "+" || words[0] === "-") {
    const operator = words.shift();
    const [a, b] = [integer(left), integer(product(sys, words))];
    left = String(operator === "+" ? a + b : a - b);
  }
  return left;
}

function product(sys: Sys, words: string[]): string {
  let left = match(sys, words);
  while (words[0] === "*" || words[0] === "/" || words[0] === "%") {
    const operator = words.shift();
    const [a, b] = [integer(left), integer(match(sys, words))];
    if (b === 0n && operator !== "*") throw new Failure("division by zero", 2);
    left = String(operator === "*" ? a * b : operator === "/" ? a / b : a % b);
  }
  return left;
}

function match(sys: Sys, words: string[]): string {
  let left = primary(sys, words);
  while (words[0] === ":") {
    words.shift();
    left = matched(left, primary(sys, words));
  }
  return left;
}

function matched(text: string, pattern: string): string {
  try {
    const found = compile(`^${pattern.replace(/^\^/, "")}`, "basic").exec(text);
    const hasGroup = /(?:^|[^\\])(?:\\\\)*\\\(/.test(pattern);
    return hasGroup ? (found?.[1] ?? "") : String(found ? Array.from(found[0]).length : 0);
  } catch (error) {
    if (error instanceof RegexError) throw new Failure(error.message, 2);
    throw error;
  }
}

function primary(sys: Sys, words: string[]): string {
  const word = words.shift();
  if (word === undefined) throw new Failure(`syntax error: missing argument after ${quote(sys, sys.argv.at(-1) ?? "")}`, 2);
  const next = () => primary(sys, words);
  if (word === "(") {
    const value = either(sys, words);
    if (words.shift() !== ")") throw new Failure("syntax error: expecting ')'", 2);
    return value;
  }
  if (words.length === 0) return word;
  switch (word) {
    case "+":
      return words.shift() ?? "";
    case "length":
      return String(Array.from(next()).length);
    case "match":
      return matched(next(), next());
    case "index": {
      const [text, characters] = [Array.from(next()), next()];
      return String(text.findIndex((character) => characters.includes(character)) + 1);
    }
    case "substr": {
      const [text, from, length] = [Array.from(next()), Number(next()), Number(next())];
      return from >= 1 && length >= 1 ? text.slice(from - 1, from - 1 + length).join("") : "";
    }
    default:
      return word;
  }
}

function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

function integer(text: string): bigint {
  if (!isInteger(text)) throw new Failure("non-integer argument", 2);
  return BigInt(text);
}
