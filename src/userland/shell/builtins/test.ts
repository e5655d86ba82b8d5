import { compare, isVariableSet } from "../run/comparison.ts";
import { compareFiles, fileTest } from "../run/file-tests.ts";
import type { Builtin, Shell } from "../run/shell.ts";

const UNARY = /^-[abcdefghknoprstuvwxzGLNOSR]$/;
const BINARY: ReadonlySet<string> = new Set([
  "=",
  "==",
  "!=",
  "<",
  ">",
  "-eq",
  "-ne",
  "-lt",
  "-le",
  "-gt",
  "-ge",
  "-nt",
  "-ot",
  "-ef",
  "-a",
  "-o",
]);

class TestError extends Error {}

function run(name: "test" | "["): Builtin["run"] {
  return async (shell, argv) => {
    let words = argv.slice(1);
    if (name === "[") {
      if (words.at(-1) !== "]") {
        await shell.complain(shell.flavour.name === "bash" ? "missing `]'" : "missing ]", shell.flavour.name === "ash" ? undefined : "[");
        return 2;
      }
      words = words.slice(0, -1);
    }
    try {
      return new Expression(shell, words).truth() ? 0 : 1;
    } catch (error) {
      if (!(error instanceof TestError)) throw error;
      await shell.complain(error.message, shell.flavour.name === "ash" ? undefined : name);
      return 2;
    }
  };
}

export const test: Builtin = { run: run("test") };
export const bracket: Builtin = { run: run("[") };

/** POSIX's rules by the number of arguments; more than four are parsed as an expression. */
class Expression {
  readonly #shell: Shell;
  readonly #words: readonly string[];
  #at = 0;
  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell;
    this.#words = words;
  }

  truth(): boolean {
    return this.#by(this.#words);
  }

  #by(words: readonly string[]): boolean {
    const [a = "", b = "", c = ""] = words;
    switch (words.length) {
      case 0:
        return false;
      case 1:
        return a !== "";
      case 2:
        if (a === "!") return b === "";
        if (UNARY.test(a)) return this.#unary(a, b);
        throw new TestError(this.#say(`${a}: unary operator expected`, `${a}: unexpected operator`, `${b}: unknown operand`));
      case 3:
        if (BINARY.has(b)) return this.#binary(a, b, c);
        if (a === "!") return !this.#by([b, c]);
        if (a === "(" && c === ")") return b !== "";
        throw new TestError(this.#say(`${b}: binary operator expected`, `${a}: unexpected operator`, `${b}: unknown operand`));
      case 4:
        if (a === "!") return !this.#by([b, c, words[3] ?? ""]);
        if (a === "(" && words[3] === ")") return this.#by([b, c]);
        return this.#whole();
      default:
        return this.#whole();
    }
  }

  #say(bash: string, dash: string, ash: string): string {
    return this.#shell.flavour.name === "bash" ? bash : this.#shell.flavour.name === "dash" ? dash : ash;
  }

  #whole(): boolean {
    this.#at = 0;
    const value = this.#or();
    if (this.#at < this.#words.length)
      throw new TestError(
        this.#say("too many arguments", `${this.#words[0] ?? ""}: unexpected operator`, `${this.#words[this.#at] ?? ""}: unknown operand`),
      );
    return value;
  }
  #or(): boolean {
    let value = this.#and();
    while (this.#words[this.#at] === "-o") {
      this.#at += 1;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }
  #and(): boolean {
    let value = this.#term();
    while (this.#words[this.#at] === "-a") {
      this.#at += 1;
      const right = this.#term();
      value = value && right;
    }
    return value;
  }
  #term(): boolean {
    const word = this.#words[this.#at];
    if (word === undefined) throw new TestError("argument expected");
    const next = this.#words[this.#at + 1];
    if (next !== undefined && next !== "-a" && next !== "-o" && BINARY.has(next) && this.#at + 2 < this.#words.length) {
      const right = this.#words[this.#at + 2] ?? "";
      this.#at += 3;
      return this.#binary(word, next, right);
    }
    this.#at += 1;
    if (word === "!") return !this.#term();
    if (word === "(") {
      const value = this.#or();
      if (this.#words[this.#at] !== ")") throw new TestError("`)' expected");
      this.#at += 1;
      return value;
    }
    if (UNARY.test(word) && next !== undefined) {
      this.#at += 1;
      return this.#unary(word, next);
    }
    return word !== "";
  }

  #unary(operator: string, operand: string): boolean {
    switch (operator) {
      case "-n":
        return operand !== "";
      case "-z":
        return operand === "";
      case "-o":
        return this.#shell.option(operand);
      case "-v":
        return isVariableSet(this.#shell, operand);
      case "-t":
        this.#number(operand);
        return fileTest(this.#shell.sys, operator, operand);
      default:
        return operand !== "" && fileTest(this.#shell.sys, operator, operand);
    }
  }

  #binary(left: string, operator: string, right: string): boolean {
    switch (operator) {
      case "=":
      case "==":
        if (operator === "==" && this.#shell.flavour.name === "dash") throw new TestError(`${left}: unexpected operator`);
        return left === right;
      case "!=":
        return left !== right;
      case "<":
        return left < right;
      case ">":
        return left > right;
      case "-a":
        return left !== "" && right !== "";
      case "-o":
        return left !== "" || right !== "";
      case "-nt":
      case "-ot":
      case "-ef":
        return compareFiles(this.#shell.sys, operator, left, right);
      default:
        return compare(operator, this.#number(left), this.#number(right));
    }
  }

  #number(text: string): bigint {
    if (!/^\s*[-+]?\d+\s*$/.test(text))
      throw new TestError(this.#say(`${text}: integer expression expected`, `Illegal number: ${text}`, `${text}: bad number`));
    return BigInt(text.trim().replace(/^\+/, ""));
  }
}
