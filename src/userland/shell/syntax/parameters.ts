import type { Operation, ParameterPart, Part, Subscript, Word } from "./ast.ts";
import type { Scanner } from "./scanner.ts";
import { ShellSyntaxError } from "./syntax-error.ts";

/** Reads parts up to a stop: readParts of words.ts, handed in because words and parameters contain each other. */
export type ReadParts = (scanner: Scanner, reading: { readonly stop: (char: string) => boolean; readonly double?: boolean }) => Part[];

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]/y;

/** Reads ${…}; the scanner stands on the dollar. `double`: the whole stands between double quotes. */
export function readBraced(scanner: Scanner, double: boolean, readParts: ReadParts): ParameterPart {
  const start = scanner.at;
  const line = scanner.line();
  scanner.at += 2;
  const finish = (part: Omit<ParameterPart, "kind" | "text">): ParameterPart => {
    if (scanner.peek() !== "}") {
      // Something that is no operation: a bad substitution when it is carried out, not a syntax error.
      readWord(scanner, double, "}", readParts);
      if (scanner.ended) unmatched(line);
      scanner.at += 1;
      return { kind: "parameter", name: "", operation: { kind: "bad" }, text: scanner.text.slice(start, scanner.at) };
    }
    scanner.at += 1;
    return { kind: "parameter", ...part, text: scanner.text.slice(start, scanner.at) };
  };
  if (scanner.ended) unmatched(line);

  if (scanner.peek() === "#" && !/^[}:%=+#?-]|^$/.test(scanner.peek(1))) return finishLength();
  if (scanner.peek() === "#" && scanner.peek(1) === "#" && scanner.peek(2) === "}") return finishLength();
  const indirect = scanner.peek() === "!" && /[A-Za-z_0-9@*#]/.test(scanner.peek(1)) && scanner.dialect.bash;
  if (indirect) scanner.at += 1;
  const name = scanner.match(NAME)?.[0];
  if (name === undefined) return finish({ name: "", operation: { kind: "bad" } });
  if (indirect && (scanner.startsWith("*}") || scanner.startsWith("@}"))) {
    const joined = scanner.peek() === "*";
    scanner.at += 1;
    return finish({ name, operation: { kind: "names", joined } });
  }
  const subscript = readSubscript(scanner, readParts);
  const operation = readOperation(scanner, double, readParts);
  return finish({ name, ...(subscript ? { subscript } : {}), ...(indirect ? { indirect } : {}), ...(operation ? { operation } : {}) });

  function finishLength(): ParameterPart {
    scanner.at += 1;
    const of = scanner.match(NAME)?.[0];
    if (of === undefined) return finish({ name: "", operation: { kind: "bad" } });
    const at = readSubscript(scanner, readParts);
    return finish({ name: of, ...(at ? { subscript: at } : {}), operation: { kind: "length" } });
  }
  function unmatched(at: number): never {
    throw new ShellSyntaxError({ kind: "unmatched", delimiter: "}", construct: "parameter" }, at);
  }
}

function readSubscript(scanner: Scanner, readParts: ReadParts): Subscript | undefined {
  if (!scanner.dialect.bash || scanner.peek() !== "[") return undefined;
  scanner.at += 1;
  if (scanner.startsWith("@]") || scanner.startsWith("*]")) {
    const joined = scanner.peek() === "*";
    scanner.at += 2;
    return { kind: "all", joined };
  }
  const index = readIndex(scanner, readParts);
  if (scanner.peek() === "]") scanner.at += 1;
  return { kind: "at", index };
}

/** The text of a subscript up to its closing bracket, which is left standing. */
export function readIndex(scanner: Scanner, readParts: ReadParts): Word {
  const start = scanner.at;
  let depth = 0;
  const parts = readParts(scanner, {
    stop: (char) => {
      if (char === "[") depth += 1;
      else if (char === "]") {
        if (depth === 0) return true;
        depth -= 1;
      }
      return char === "\n";
    },
  });
  return { parts, text: scanner.text.slice(start, scanner.at) };
}

function readWord(scanner: Scanner, double: boolean, end: string, readParts: ReadParts): Word {
  const start = scanner.at;
  const parts = readParts(scanner, { double, stop: (char) => end.includes(char) });
  return { parts, text: scanner.text.slice(start, scanner.at) };
}

const DEFAULTS = { "-": "default", "=": "assign", "?": "error", "+": "alternative" } as const;

function readOperation(scanner: Scanner, double: boolean, readParts: ReadParts): Operation | undefined {
  const start = scanner.at;
  const line = scanner.line();
  const operation = operationHere(scanner, double, readParts);
  if (scanner.ended) throw new ShellSyntaxError({ kind: "unmatched", delimiter: "}", construct: "parameter" }, line);
  if (operation === undefined) scanner.at = start;
  return operation;
}

function operationHere(scanner: Scanner, double: boolean, readParts: ReadParts): Operation | undefined {
  const test = scanner.match(/(:?)([-=?+])/y);
  if (test) {
    const kind = DEFAULTS[test[2] as keyof typeof DEFAULTS];
    return { kind, colon: test[1] === ":", word: readWord(scanner, double, "}", readParts) };
  }
  const trim = scanner.match(/##?|%%?/y)?.[0];
  if (trim)
    return {
      kind: "trim",
      side: trim.startsWith("#") ? "prefix" : "suffix",
      longest: trim.length === 2,
      pattern: readWord(scanner, false, "}", readParts),
    };
  if (!scanner.dialect.bash && !scanner.dialect.someBash) return undefined;
  const replace = scanner.match(/\/[/#%]?/y)?.[0];
  if (replace) {
    const anchor = replace === "//" ? "all" : replace === "/#" ? "prefix" : replace === "/%" ? "suffix" : "first";
    const pattern = readWord(scanner, false, "}/", readParts);
    const hasReplacement = scanner.peek() === "/";
    if (hasReplacement) scanner.at += 1;
    const replacement = hasReplacement ? readWord(scanner, false, "}", readParts) : { parts: [], text: "" };
    return { kind: "replace", anchor, pattern, replacement };
  }
  if (scanner.peek() === ":") {
    scanner.at += 1;
    const offset = readArithmeticUntil(scanner, ":}", readParts);
    if (scanner.peek() !== ":") return { kind: "slice", offset, length: undefined };
    scanner.at += 1;
    return { kind: "slice", offset, length: readArithmeticUntil(scanner, "}", readParts) };
  }
  if (!scanner.dialect.bash) return undefined;
  const letterCase = scanner.match(/\^\^?|,,?/y)?.[0];
  if (letterCase)
    return {
      kind: "case",
      to: letterCase.startsWith("^") ? "upper" : "lower",
      all: letterCase.length === 2,
      pattern: readWord(scanner, false, "}", readParts),
    };
  const transform = scanner.match(/@([QEPAaUuLKk])(?=\})/y);
  if (transform) return { kind: "transform", letter: transform[1] ?? "" };
  return undefined;
}

// A ":" that belongs to a conditional expression or stands in brackets doesn't end an offset.
function readArithmeticUntil(scanner: Scanner, end: string, readParts: ReadParts): Word {
  const start = scanner.at;
  let depth = 0;
  let questions = 0;
  const parts = readParts(scanner, {
    double: true,
    stop: (char) => {
      if (char === "(") depth += 1;
      else if (char === ")") depth -= 1;
      else if (char === "?") questions += 1;
      else if (char === "}") return true;
      else if (char === ":" && depth === 0 && end.includes(":")) {
        if (questions === 0) return true;
        questions -= 1;
      }
      return false;
    },
  });
  return { parts, text: scanner.text.slice(start, scanner.at) };
}
