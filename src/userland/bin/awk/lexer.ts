/** Words of an awk program: POSIX awk's lexical rules. */

export interface Token {
  readonly kind: "number" | "string" | "regex" | "name" | "call" | "builtin" | "keyword" | "operator" | "newline" | "end";
  readonly text: string;
  readonly line: number;
}

export class AwkError extends Error {}

const KEYWORDS = new Set([
  "BEGIN",
  "END",
  "function",
  "func",
  "if",
  "else",
  "while",
  "for",
  "do",
  "break",
  "continue",
  "next",
  "nextfile",
  "exit",
  "return",
  "delete",
  "in",
  "getline",
  "print",
  "printf",
  "switch",
  "case",
  "default",
]);
export const BUILTINS: ReadonlySet<string> = new Set([
  "length",
  "substr",
  "index",
  "split",
  "sub",
  "gsub",
  "gensub",
  "match",
  "sprintf",
  "sin",
  "cos",
  "atan2",
  "exp",
  "log",
  "sqrt",
  "int",
  "rand",
  "srand",
  "tolower",
  "toupper",
  "system",
  "close",
  "fflush",
  "systime",
  "strftime",
  "and",
  "or",
  "xor",
  "lshift",
  "rshift",
  "strtonum",
  "asort",
  "asorti",
]);
const OPERATORS = [
  "**=",
  "&&",
  "||",
  "++",
  "--",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "^=",
  "**",
  "==",
  "<=",
  ">=",
  "!=",
  "!~",
  ">>",
  "|&",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ";",
  ",",
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
  "!",
  ">",
  "<",
  "|",
  "?",
  ":",
  "~",
  "$",
  "=",
];

export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const push = (kind: Token["kind"], text: string) => tokens.push({ kind, text, line });
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t\r]|\\\r?\n|#[^\n]*)+/.exec(rest);
    if (blank) {
      line += blank[0].split("\n").length - 1;
      at += blank[0].length;
      continue;
    }
    if (rest.startsWith("\n")) {
      push("newline", "\n");
      line++;
      at++;
      continue;
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(rest);
    if (number) {
      push("number", number[0]);
      at += number[0].length;
      continue;
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name !== undefined) {
      at += name.length;
      if (KEYWORDS.has(name)) push("keyword", name === "func" ? "function" : name);
      else if (BUILTINS.has(name)) push("builtin", name);
      else push(source[at] === "(" ? "call" : "name", name);
      continue;
    }
    if (rest.startsWith('"')) {
      const string = /^"((?:[^"\\\n]|\\[^])*)"/.exec(rest);
      if (!string) throw new AwkError(`unterminated string ${rest.slice(0, 20).split("\n")[0]}... at source line ${line}`);
      push("string", unescapeString(string[1] ?? ""));
      at += string[0].length;
      continue;
    }
    if (rest.startsWith("/") && isRegexPlace(tokens.at(-1))) {
      const regex = /^\/((?:[^/\\\n[]|\\[^]|\[\^?\]?(?:[^\]\\\n]|\\[^]|\[:[a-z]+:\])*\])*)\//.exec(rest);
      if (!regex) throw new AwkError(`regular expression compile failed (missing '/') at source line ${line}`);
      push("regex", regex[1] ?? "");
      at += regex[0].length;
      continue;
    }
    const operator = OPERATORS.find((one) => rest.startsWith(one));
    if (operator === undefined) throw new AwkError(`unexpected character '${rest[0]}' at source line ${line}`);
    push("operator", operator === "**" ? "^" : operator === "**=" ? "^=" : operator);
    at += operator.length;
  }
  push("newline", "\n");
  push("end", "");
  return tokens;
}

/** A slash begins an expression where an operand is wanted; behind an operand it divides. */
function isRegexPlace(last: Token | undefined): boolean {
  if (!last) return true;
  if (["number", "string", "name", "builtin", "regex"].includes(last.kind)) return false;
  return !(last.kind === "operator" && [")", "]", "$", "++", "--"].includes(last.text));
}

/** Escapes of strings; a backslash before anything else stays, for regular expressions in strings. */
export function unescapeString(text: string): string {
  const names: Readonly<Record<string, string>> = {
    n: "\n",
    t: "\t",
    r: "\r",
    "\\": "\\",
    '"': '"',
    "/": "/",
    a: "\x07",
    b: "\b",
    f: "\f",
    v: "\v",
  };
  return text.replace(/\\(?:([0-7]{1,3})|\n|([^]))/g, (whole, octal: string | undefined, letter: string | undefined) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return letter === undefined ? "" : (names[letter] ?? whole);
  });
}
