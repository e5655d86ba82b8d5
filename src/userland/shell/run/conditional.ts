import { expandField, expandPattern, expandSingle } from "../expand/expand.ts";
import { evaluateCommand } from "../expand/number.ts";
import { matchesPattern } from "../expand/pattern.ts";
import { quoteIfNeeded } from "../expand/quote.ts";
import type { Test, Word } from "../syntax/index.ts";
import { compare, isVariableSet } from "./comparison.ts";
import { setArray } from "./dynamic.ts";
import { compareFiles, fileTest } from "./file-tests.ts";
import type { Shell } from "./shell.ts";
import { trace } from "./trace.ts";

/** Status of [[ … ]]: 0 true, 1 false, 2 wrong. */
export async function evaluateTest(shell: Shell, test: Test): Promise<number> {
  await shell.sys.cpu(0.02);
  const result = await ask(shell, test);
  return result === undefined ? 2 : result ? 0 : 1;
}

async function ask(shell: Shell, test: Test): Promise<boolean | undefined> {
  switch (test.kind) {
    case "not": {
      const inner = await ask(shell, test.test);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
      return (await ask(shell, test.left)) ? ask(shell, test.right) : false;
    case "or":
      return (await ask(shell, test.left)) ? true : ask(shell, test.right);
    case "unary": {
      const operand = await expandSingle(shell, test.operand);
      if (shell.option("xtrace")) await trace(shell, ["[[", test.operator, operand === "" ? "''" : quoteIfNeeded(operand), "]]"]);
      return unary(shell, test.operator, operand);
    }
    case "binary":
      return binary(shell, test.operator, test.left, test.right);
  }
}

function unary(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case "-n":
      return operand !== "";
    case "-z":
      return operand === "";
    case "-o":
      return shell.option(operand);
    case "-v":
      return isVariableSet(shell, operand);
    case "-R":
      return shell.variables.findOwn(operand)?.reference === true;
    default:
      return fileTest(shell.sys, operator, operand);
  }
}

async function binary(shell: Shell, operator: string, leftWord: Word, rightWord: Word): Promise<boolean | undefined> {
  const left = await expandSingle(shell, leftWord);
  const ignoreCase = shell.shopt("nocasematch");
  if (operator === "=~") return matchRegex(shell, left, rightWord, ignoreCase);
  if (shell.option("xtrace"))
    await trace(shell, ["[[", left === "" ? "''" : quoteIfNeeded(left), operator, await expandPattern(shell, rightWord), "]]"]);
  switch (operator) {
    case "=":
    case "==":
      return matchesPattern(await expandPattern(shell, rightWord), left, { extglob: true, ignoreCase });
    case "!=":
      return !matchesPattern(await expandPattern(shell, rightWord), left, { extglob: true, ignoreCase });
    case "<":
      return left < (await expandSingle(shell, rightWord));
    case ">":
      return left > (await expandSingle(shell, rightWord));
    case "-nt":
    case "-ot":
    case "-ef":
      return compareFiles(shell.sys, operator, left, await expandSingle(shell, rightWord));
    default:
      return compareNumbers(shell, operator, left, await expandSingle(shell, rightWord));
  }
}

async function compareNumbers(shell: Shell, operator: string, leftText: string, rightText: string): Promise<boolean | undefined> {
  const left = await evaluateCommand(shell, leftText, "[[");
  const right = left === undefined ? undefined : await evaluateCommand(shell, rightText, "[[");
  if (left === undefined || right === undefined) return undefined;
  return compare(operator, left, right);
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: "A-Za-z",
  digit: "0-9",
  alnum: "A-Za-z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
  cntrl: "\\x00-\\x1f\\x7f",
  print: "\\x20-\\x7e",
  graph: "\\x21-\\x7e",
};

async function matchRegex(shell: Shell, text: string, word: Word, ignoreCase: boolean): Promise<boolean | undefined> {
  const field = await expandField(shell, word, "word");
  const source = field
    .map((piece) => (piece.quoted ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : extendedRegex(piece.text)))
    .join("");
  let regex: RegExp;
  try {
    regex = new RegExp(source, ignoreCase ? "is" : "s");
  } catch {
    return undefined;
  }
  const match = regex.exec(text);
  setArray(shell, "BASH_REMATCH", match ? match.map((group) => group ?? "") : []);
  return match !== null;
}

/** A POSIX extended regular expression in JavaScript's notation. */
function extendedRegex(text: string): string {
  return text.replace(/\[(\^?)(\]?)((?:\[:\w+:\]|[^\]])*)\]/g, (_, not: string, bracket: string, inside: string) => {
    const body = inside.replace(/\[:(\w+):\]|[\\[]/g, (part, name: string | undefined) =>
      name === undefined ? `\\${part}` : (CLASSES[name] ?? ""),
    );
    return `[${not}${bracket === "" ? "" : "\\]"}${body}]`;
  });
}
