/** The shell's syntax tree: what the parser makes and the interpreter walks. Nodes are never changed, so subshells share them. */

/** A word as written. `parts` are expanded left to right and joined; `text` is the source, for messages and `type`. */
export interface Word {
  readonly parts: readonly Part[];
  readonly text: string;
  /** Set when the word looks like `name=value`; used in assignment position and by declare, export and company. */
  readonly assignment?: Assignment;
}

export type Part =
  /** Unquoted literal: globs, braces and tildes in it are live. */
  | { readonly kind: "text"; readonly text: string }
  /** '…', $'…' and \c. */
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "double"; readonly parts: readonly Part[] }
  | ParameterPart
  | { readonly kind: "command"; readonly body: Command | undefined }
  | { readonly kind: "arithmetic"; readonly expression: Word }
  /** <(…) and >(…). */
  | { readonly kind: "process"; readonly direction: "<" | ">"; readonly body: Command | undefined };

export interface ParameterPart {
  readonly kind: "parameter";
  readonly name: string;
  readonly subscript?: Subscript;
  /** ${!name…} */
  readonly indirect?: boolean;
  readonly operation?: Operation;
  /** As written, for `bad substitution`. */
  readonly text: string;
}

/** [@], [*] or [expression]. */
export type Subscript = { readonly kind: "all"; readonly joined: boolean } | { readonly kind: "at"; readonly index: Word };

export type Operation =
  | { readonly kind: "length" }
  | { readonly kind: "default" | "assign" | "error" | "alternative"; readonly colon: boolean; readonly word: Word }
  | { readonly kind: "trim"; readonly side: "prefix" | "suffix"; readonly longest: boolean; readonly pattern: Word }
  | { readonly kind: "replace"; readonly anchor: "first" | "all" | "prefix" | "suffix"; readonly pattern: Word; readonly replacement: Word }
  | { readonly kind: "case"; readonly to: "upper" | "lower"; readonly all: boolean; readonly pattern: Word }
  | { readonly kind: "slice"; readonly offset: Word; readonly length: Word | undefined }
  | { readonly kind: "transform"; readonly letter: string }
  /** ${!prefix*} and ${!prefix@}. */
  | { readonly kind: "names"; readonly joined: boolean }
  | { readonly kind: "bad" };

export interface Assignment {
  readonly name: string;
  readonly index: Word | undefined;
  readonly append: boolean;
  readonly value: Word | ArrayLiteral;
}
export interface ArrayLiteral {
  readonly kind: "array";
  readonly items: readonly { readonly index: Word | undefined; readonly append: boolean; readonly value: Word }[];
}

export type RedirectOperator = "<" | ">" | ">>" | ">|" | "<>" | "<&" | ">&" | "&>" | "&>>" | "<<<" | "<<";

export interface Redirect {
  readonly operator: RedirectOperator;
  /** The number or {variable} before the operator. */
  readonly fd: number | { readonly variable: string } | undefined;
  /** Where to; of a here-document, its body. */
  readonly target: Word;
  /** Here-documents: the delimiter, and whether it was quoted or `<<-`. */
  readonly here?: { readonly delimiter: string; readonly quoted: boolean; readonly strip: boolean };
}

export interface Simple {
  readonly kind: "simple";
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly line: number;
}
export interface Pipeline {
  readonly kind: "pipeline";
  readonly negate: boolean;
  readonly timed: "no" | "bash" | "posix";
  readonly stages: readonly Command[];
}
export interface Sequence {
  readonly kind: "sequence";
  readonly items: readonly { readonly command: Command; readonly background: boolean }[];
}

interface Redirectable {
  readonly redirects: readonly Redirect[];
  readonly line: number;
}
export interface CaseBranch {
  readonly patterns: readonly Word[];
  readonly body: Command | undefined;
  readonly end: ";;" | ";&" | ";;&";
}
export type Compound =
  | (Redirectable & { readonly kind: "subshell" | "group"; readonly body: Command })
  | (Redirectable & { readonly kind: "if"; readonly condition: Command; readonly then: Command; readonly otherwise: Command | undefined })
  | (Redirectable & { readonly kind: "while" | "until"; readonly condition: Command; readonly body: Command })
  | (Redirectable & {
      readonly kind: "for" | "select";
      readonly variable: string;
      readonly words: readonly Word[] | undefined;
      readonly body: Command;
    })
  | (Redirectable & {
      readonly kind: "for-arithmetic";
      readonly start: Word;
      readonly test: Word;
      readonly step: Word;
      readonly body: Command;
    })
  | (Redirectable & { readonly kind: "case"; readonly word: Word; readonly branches: readonly CaseBranch[] })
  | (Redirectable & { readonly kind: "conditional"; readonly test: Test })
  | (Redirectable & { readonly kind: "arithmetic"; readonly expression: Word });

export interface FunctionDefinition {
  readonly kind: "function";
  readonly name: string;
  readonly body: Command;
  readonly line: number;
}

export type Command =
  | Simple
  | Pipeline
  | Sequence
  | Compound
  | FunctionDefinition
  | { readonly kind: "and-or"; readonly operator: "&&" | "||"; readonly left: Command; readonly right: Command };

/** What [[ … ]] asks. */
export type Test =
  | { readonly kind: "not"; readonly test: Test }
  | { readonly kind: "and" | "or"; readonly left: Test; readonly right: Test }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Word }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Word; readonly right: Word };

/** The one unquoted literal that a word consists of, as reserved words must; undefined otherwise. */
export function bareText(word: Word): string | undefined {
  const [only] = word.parts;
  return word.parts.length === 1 && only?.kind === "text" ? only.text : undefined;
}

/** The word's text if nothing in it needs expanding (quotes allowed): function names, here-document delimiters. */
export function literalText(word: Word): string | undefined {
  let text = "";
  for (const part of word.parts) {
    if (part.kind === "text" || part.kind === "quoted") text += part.text;
    else if (part.kind === "double" && part.parts.every((inner) => inner.kind === "text" || inner.kind === "quoted")) {
      for (const inner of part.parts) if (inner.kind === "text" || inner.kind === "quoted") text += inner.text;
    } else return undefined;
  }
  return text;
}
