import { type FileType, isErrno, type Program, type Stat, type Sys } from "#abi";
import { complain, useFullName } from "./tool/messages.ts";
import { quote } from "./tool/quote.ts";

/** test and [: check file types and compare values. Models GNU's executables; the shells have their own built in. */
export const test: Program = (sys) => {
  useFullName(sys);
  return judge(sys, sys.argv.slice(1));
};

export const bracket: Program = async (sys) => {
  useFullName(sys);
  const words = sys.argv.slice(1);
  if (words.pop() === "]") return judge(sys, words);
  await complain(sys, "missing ']'");
  return 2;
};

class TestError extends Error {}

async function judge(sys: Sys, words: readonly string[]): Promise<number> {
  try {
    return evaluate(sys, words) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    await complain(sys, error.message);
    return 2;
  }
}

/** By number of words, as POSIX wants, and as a grammar for more than four. */
function evaluate(sys: Sys, words: readonly string[]): boolean {
  const [one = "", two = "", three = ""] = words;
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return one !== "";
    case 2:
      return one === "!" ? two === "" : unary(sys, one, two);
    case 3:
      if (isBinary(two)) return binary(sys, one, two, three);
      if (one === "!") return !evaluate(sys, words.slice(1));
      if (one === "(" && three === ")") return two !== "";
      throw new TestError(`${quote(sys, two)}: binary operator expected`);
    case 4:
      if (one === "!") return !evaluate(sys, words.slice(1));
      if (one === "(" && words[3] === ")") return evaluate(sys, words.slice(1, 3));
  }
  const rest = [...words];
  const result = either(sys, rest);
  if (rest.length > 0) throw new TestError(`extra argument ${quote(sys, rest[0] ?? "")}`);
  return result;
}

function either(sys: Sys, words: string[]): boolean {
  let result = both(sys, words);
  while (words[0] === "-o") {
    words.shift();
    const right = both(sys, words);
    result ||= right;
  }
  return result;
}

function both(sys: Sys, words: string[]): boolean {
  let result = primary(sys, words);
  while (words[0] === "-a") {
    words.shift();
    const right = primary(sys, words);
    result &&= right;
  }
  return result;
}

function primary(sys: Sys, words: string[]): boolean {
  const [one, two, three] = words;
  if (one === undefined) throw new TestError("argument expected");
  if (two !== undefined && three !== undefined && isBinary(two)) {
    words.splice(0, 3);
    return binary(sys, one, two, three);
  }
  words.shift();
  if (one === "!") return !primary(sys, words);
  if (one === "(") {
    const result = either(sys, words);
    if (words.shift() !== ")") throw new TestError("')' expected");
    return result;
  }
  if (/^-[a-zA-Z]$/.test(one) && two !== undefined) {
    words.shift();
    return unary(sys, one, two);
  }
  return one !== "";
}

function unary(sys: Sys, operator: string, operand: string): boolean {
  const type = (wanted: FileType) => statOf(sys, operand)?.type === wanted;
  const may = (want: { readonly read?: boolean; readonly write?: boolean; readonly execute?: boolean }) => {
    try {
      sys.access(operand, want);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  };
  const has = (bits: number) => ((statOf(sys, operand)?.mode ?? 0) & bits) !== 0;
  switch (operator) {
    case "-n":
      return operand !== "";
    case "-z":
      return operand === "";
    case "-a":
    case "-e":
      return statOf(sys, operand) !== undefined;
    case "-f":
      return type("file");
    case "-d":
      return type("directory");
    case "-b":
      return type("block");
    case "-c":
      return type("char");
    case "-p":
      return type("fifo");
    case "-S":
      return type("socket");
    case "-h":
    case "-L":
      return statOf(sys, operand, false)?.type === "symlink";
    case "-s":
      return (statOf(sys, operand)?.size ?? 0) > 0;
    case "-r":
      return may({ read: true });
    case "-w":
      return may({ write: true });
    case "-x":
      return may({ execute: true });
    case "-u":
      return has(0o4000);
    case "-g":
      return has(0o2000);
    case "-k":
      return has(0o1000);
    case "-O":
      return statOf(sys, operand)?.uid === sys.credentials().euid;
    case "-G":
      return statOf(sys, operand)?.gid === sys.credentials().egid;
    case "-N": {
      const stat = statOf(sys, operand);
      return stat !== undefined && stat.mtime > stat.atime;
    }
    case "-t":
      return /^\d+$/.test(operand) && sys.isatty(Number(operand));
    default:
      throw new TestError(`${quote(sys, operator)}: unary operator expected`);
  }
}

const BINARY = ["=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"];

function isBinary(word: string): boolean {
  return BINARY.includes(word);
}

function binary(sys: Sys, left: string, operator: string, right: string): boolean {
  const [one, other] = [statOf(sys, left), statOf(sys, right)];
  switch (operator) {
    case "=":
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "-nt":
      return one !== undefined && (other === undefined || one.mtime > other.mtime);
    case "-ot":
      return other !== undefined && (one === undefined || one.mtime < other.mtime);
    case "-ef":
      return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
  }
  const [a, b] = [integer(sys, left), integer(sys, right)];
  switch (operator) {
    case "-eq":
      return a === b;
    case "-ne":
      return a !== b;
    case "-lt":
      return a < b;
    case "-le":
      return a <= b;
    case "-gt":
      return a > b;
    default:
      return a >= b;
  }
}

function integer(sys: Sys, text: string): bigint {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new TestError(`invalid integer ${quote(sys, text)}`);
  return BigInt(text.trim().replace(/^\+/, ""));
}

function statOf(sys: Sys, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
