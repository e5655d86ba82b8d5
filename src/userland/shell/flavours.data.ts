import type { Dialect, SyntaxProblem } from "./syntax/index.ts";
import type { ArithmeticError } from "./arithmetic/parse.ts";
import { ASH_OPTIONS, BASH_OPTIONS, DASH_OPTIONS, type SetOption } from "./run/options.ts";

/** What the prefix of a message depends on. */
export interface Speaker {
  readonly name: string;
  readonly typed: boolean;
  readonly line: number;
  readonly mode: "c" | "stdin" | "file";
  readonly login: boolean;
  readonly frames: readonly { readonly kind: string; readonly source: string }[];
}

/** One of the shells that we imitate: what it says and how it differs. Versions: bash 5.2, dash 0.5.12, busybox 1.35. */
export interface Flavour {
  readonly name: "bash" | "dash" | "ash";
  readonly dialect: Dialect;
  readonly options: readonly SetOption[];
  readonly prompt: { readonly ps1: string; readonly rootPs1: string; readonly ps2: string; readonly ps4: string };
  readonly prefix: (speaker: Speaker, builtin?: string) => string;
  /** The lines of a syntax error after the prefix; `source` is the offending line. */
  readonly syntaxError: (problem: SyntaxProblem, source: string) => readonly string[];
  readonly arithmeticError: (error: ArithmeticError) => string;
  readonly notFound: (name: string) => string;
  readonly cannotExecute: (name: string, reason: string, slash: boolean) => string;
  readonly cannotOpen: (path: string, reason: string, code: string, writing: boolean) => string;
  readonly unbound: (name: string) => string;
  readonly readOnly: (name: string) => string;
  readonly badSubstitution: (text: string) => string;
  /** Errors of special builtins, and failed redirections of them, end a shell that isn't interactive. */
  readonly strict: boolean;
  /** Printed when an interactive shell ends by ^D or exit. */
  readonly exitText: (login: boolean) => string;
  /** Whose echo: which options and escapes it knows. */
  readonly echoBuiltin: "bash" | "dash" | "ash";
}

const ARITHMETIC_TEXT: Readonly<Record<ArithmeticError["problem"], string>> = {
  "operand expected": "syntax error: operand expected",
  expression: "syntax error in expression",
  "division by 0": "division by 0",
  "value too great for base": "value too great for base",
  "assignment to non-variable": "attempted assignment to non-variable",
  "missing parenthesis": "missing `)'",
  "colon expected": "`:' expected for conditional expression",
  recursion: "expression recursion level exceeded",
  "invalid base": "invalid arithmetic base",
  "exponent less than 0": "exponent less than 0",
  number: "invalid number",
};

const DASH_ARITHMETIC: Readonly<Record<string, string>> = { "operand expected": "expecting primary", expression: "expecting EOF", "division by 0": "division by zero", "missing parenthesis": "expecting ')'" };

function unmatchedInDash(construct: string): string {
  switch (construct) {
    case "quote":
      return "Unterminated quoted string";
    case "parameter":
      return "Missing '}'";
    case "arithmetic":
      return "Missing '))'";
    case "backquote":
      return "EOF in backquote substitution";
    default:
      return 'end of file unexpected (expecting ")")';
  }
}

function base(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

export const BASH: Flavour = {
  name: "bash",
  dialect: { bash: true, someBash: true, extglob: false },
  options: BASH_OPTIONS,
  prompt: { ps1: "\\s-\\v\\$ ", rootPs1: "\\s-\\v\\$ ", ps2: "> ", ps4: "+ " },
  prefix: (speaker, builtin) => {
    const source = speaker.frames.at(-1);
    const name = speaker.typed && source?.kind !== "source" ? base(speaker.name) : source?.kind === "source" || source?.kind === "function" ? source.source : speaker.name;
    return `${name}: ${speaker.typed && source?.kind !== "source" ? "" : `line ${speaker.line}: `}${builtin ? `${builtin}: ` : ""}`;
  },
  syntaxError: (problem, source) => {
    switch (problem.kind) {
      case "unexpected-token":
        return [`syntax error near unexpected token \`${problem.token}'`, `\`${source}'`];
      case "unexpected-end":
        return ["syntax error: unexpected end of file"];
      case "unmatched":
        return [`unexpected EOF while looking for ${problem.construct === "conditional" ? "" : "matching "}\`${problem.delimiter}'`];
      case "conditional":
        return [problem.text];
      case "bad-for-variable":
        return [`\`${problem.name}': not a valid identifier`];
      case "bad-function-name":
        return [`\`${problem.name}': not a valid identifier`];
    }
  },
  arithmeticError: (error) => `${error.expression.trimStart()}: ${ARITHMETIC_TEXT[error.problem]}${error.problem === "missing parenthesis" || error.problem === "colon expected" ? "" : ""} (error token is "${error.token}")`,
  notFound: (name) => (name.includes("/") ? `${name}: No such file or directory` : `${name}: command not found`),
  cannotExecute: (name, reason) => `${name}: ${reason}`,
  cannotOpen: (path, reason) => `${path}: ${reason}`,
  unbound: (name) => `${name}: unbound variable`,
  readOnly: (name) => `${name}: readonly variable`,
  badSubstitution: (text) => `${text}: bad substitution`,
  strict: false,
  exitText: (login) => (login ? "logout\n" : "exit\n"),
  echoBuiltin: "bash",
};

export const DASH: Flavour = {
  name: "dash",
  dialect: { bash: false, someBash: false, extglob: false },
  options: DASH_OPTIONS,
  prompt: { ps1: "$ ", rootPs1: "# ", ps2: "> ", ps4: "+ " },
  prefix: (speaker, builtin) => `${speaker.name}: ${Math.max(1, speaker.line)}: ${builtin ? `${builtin}: ` : ""}`,
  syntaxError: (problem) => {
    switch (problem.kind) {
      case "unexpected-token": {
        const token = problem.token === "newline" || problem.token === "redirection" ? problem.token : problem.word && !/^(?:then|else|elif|fi|do|done|esac|\}|in)$/.test(problem.token) ? "word" : `"${problem.token}"`;
        return [`Syntax error: ${token} unexpected${problem.expecting ? ` (expecting "${problem.expecting}")` : ""}`];
      }
      case "unexpected-end":
        return [`Syntax error: end of file unexpected${problem.expecting ? ` (expecting "${problem.expecting}")` : ""}`];
      case "unmatched":
        return [`Syntax error: ${unmatchedInDash(problem.construct)}`];
      case "conditional":
        return [problem.text];
      case "bad-for-variable":
        return ["Syntax error: Bad for loop variable"];
      case "bad-function-name":
        return ["Syntax error: Bad function name"];
    }
  },
  arithmeticError: (error) => `arithmetic expression: ${DASH_ARITHMETIC[error.problem] ?? error.problem}: "${error.expression}"`,
  notFound: (name) => `${name}: not found`,
  cannotExecute: (name, reason) => `${name}: ${reason === "Is a directory" ? "Permission denied" : reason}`,
  cannotOpen: (path, reason, code, writing) =>
    `${writing ? "cannot create" : "cannot open"} ${path}: ${code === "ENOENT" ? (writing ? "Directory nonexistent" : "No such file") : reason}`,
  unbound: (name) => `${name}: parameter not set`,
  readOnly: (name) => `${name}: is read only`,
  badSubstitution: () => "Bad substitution",
  strict: true,
  exitText: () => "",
  echoBuiltin: "dash",
};

export const ASH: Flavour = {
  name: "ash",
  dialect: { bash: false, someBash: true, extglob: false },
  options: ASH_OPTIONS,
  prompt: { ps1: "\\w \\$ ", rootPs1: "\\w \\$ ", ps2: "> ", ps4: "+ " },
  prefix: (speaker, builtin) => {
    const line = speaker.typed ? "" : `line ${speaker.mode === "c" ? speaker.line - 1 : speaker.line}: `;
    if (speaker.mode === "file") return `${speaker.name}: ${builtin ? `${builtin}: ` : ""}${line}`;
    return builtin ? `${speaker.name}: ${builtin}: ${line}` : `${speaker.name}: `;
  },
  syntaxError: (problem, source) => DASH.syntaxError(problem, source).map((text) => text.replace(/^S/, "s").replace(/: ("[^"]*"|word|redirection|newline|end of file) unexpected/, ": unexpected $1").replace(/: ([A-Z])(?!OF)/, (_, letter: string) => `: ${letter.toLowerCase()}`)),
  arithmeticError: (error) => (error.problem === "division by 0" ? "divide by zero" : "arithmetic syntax error"),
  notFound: (name) => `${name}: not found`,
  cannotExecute: (name, reason) => `${name}: ${reason === "Is a directory" ? "Permission denied" : reason}`,
  cannotOpen: (path, reason, code, writing) => `can't ${writing ? "create" : "open"} ${path}: ${code === "ENOENT" ? (writing ? "nonexistent directory" : "no such file") : reason}`,
  unbound: (name) => `${name}: parameter not set`,
  readOnly: (name) => `${name}: is read only`,
  badSubstitution: () => "syntax error: bad substitution",
  strict: true,
  exitText: () => "",
  echoBuiltin: "ash",
};
