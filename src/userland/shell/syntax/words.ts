import type { Part, Word } from "./ast.ts";
import { ansiCEscapes } from "./escapes.ts";
import { readBraced } from "./parameters.ts";
import type { Scanner } from "./scanner.ts";
import { ShellSyntaxError } from "./syntax-error.ts";

/** How a stretch of text is to be read. */
export interface Reading {
  /** Called at each character that is not quoted: true ends the stretch before it. May count brackets. */
  readonly stop: (char: string) => boolean;
  /** As between double quotes: single quotes, tildes and globs mean nothing. */
  readonly double?: boolean;
  /** Double quotes mean nothing either: here-documents. */
  readonly here?: boolean;
}

// Everything that neither ends a word nor starts something: gobbled at once.
const PLAIN = /[^\\'"$`\s;&|<>(){}[\]=?*+@!,:/^%#~-]+/y;

/** Reads parts up to a stop or the end of the text. */
export function readParts(scanner: Scanner, reading: Reading): Part[] {
  const parts: Part[] = [];
  let literal = "";
  const flush = () => {
    if (literal !== "") parts.push({ kind: "text", text: literal });
    literal = "";
  };
  while (!scanner.ended) {
    const plain = scanner.match(PLAIN);
    if (plain) {
      literal += plain[0];
      continue;
    }
    const char = scanner.peek();
    if (reading.stop(char)) break;
    const part = readSpecial(scanner, reading, char);
    if (part === undefined) {
      literal += char;
      scanner.at += 1;
    } else if (part !== "nothing") {
      flush();
      parts.push(part);
    }
  }
  flush();
  return parts;
}

function readSpecial(scanner: Scanner, reading: Reading, char: string): Part | "nothing" | undefined {
  switch (char) {
    case "\\":
      return readBackslash(scanner, reading);
    case "'":
      return reading.double ? undefined : readSingle(scanner);
    case '"':
      return reading.here ? undefined : readDouble(scanner);
    case "$":
      return readDollar(scanner, reading);
    case "`":
      return readBackquote(scanner, reading);
    case "<":
    case ">":
      if (!reading.double && scanner.dialect.bash && scanner.peek(1) === "(") {
        scanner.at += 2;
        return { kind: "process", direction: char, body: scanner.parseNested(scanner) };
      }
      return undefined;
    default:
      return undefined;
  }
}

function readBackslash(scanner: Scanner, reading: Reading): Part | "nothing" | undefined {
  const next = scanner.peek(1);
  if (next === "\n") {
    scanner.at += 2;
    return "nothing";
  }
  if (next === "") return undefined;
  // Between double quotes a backslash stays unless it hides something special; "}" so that "${x:-a\}b}" can be written.
  if (reading.double && !("$`\\".includes(next) || (next === '"' && !reading.here) || (next === "}" && reading.stop("}"))))
    return undefined;
  scanner.at += 2;
  return { kind: "quoted", text: next };
}

function unmatched(
  scanner: Scanner,
  delimiter: string,
  construct: "quote" | "parameter" | "command" | "arithmetic" | "backquote",
  start: number,
): never {
  throw new ShellSyntaxError({ kind: "unmatched", delimiter, construct }, scanner.line(start));
}

function readSingle(scanner: Scanner): Part {
  const start = scanner.at;
  const end = scanner.text.indexOf("'", start + 1);
  if (end < 0) unmatched(scanner, "'", "quote", start);
  scanner.at = end + 1;
  return { kind: "quoted", text: scanner.text.slice(start + 1, end) };
}

function readDouble(scanner: Scanner): Part {
  const start = scanner.at;
  scanner.at += 1;
  const parts = readParts(scanner, { double: true, stop: (char) => char === '"' });
  if (scanner.ended) unmatched(scanner, '"', "quote", start);
  scanner.at += 1;
  return { kind: "double", parts };
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

function readDollar(scanner: Scanner, reading: Reading): Part | undefined {
  const start = scanner.at;
  const next = scanner.peek(1);
  if (next === "{") return readBraced(scanner, reading.double === true, readParts);
  if (next === "(") {
    if (scanner.peek(2) === "(") {
      const expression = tryArithmetic(scanner, start + 3);
      if (expression) return { kind: "arithmetic", expression };
    }
    scanner.at = start + 2;
    try {
      return { kind: "command", body: scanner.parseNested(scanner) };
    } catch (error) {
      if (scanner.text.startsWith("$((", start) && error instanceof ShellSyntaxError) unmatched(scanner, ")", "arithmetic", start);
      throw error;
    }
  }
  if (!reading.double && (scanner.dialect.bash || scanner.dialect.someBash)) {
    if (next === "'") return readAnsiC(scanner);
    if (next === '"' && scanner.dialect.bash) {
      scanner.at += 1;
      return readDouble(scanner);
    }
  }
  scanner.at += 1;
  const name = scanner.match(NAME)?.[0] ?? (/[0-9@*#?$!-]/.test(next) && next !== "" ? next : undefined);
  if (name === undefined) {
    scanner.at = start;
    return undefined;
  }
  if (name.length === 1 && !/[A-Za-z_]/.test(name)) scanner.at = start + 2;
  return { kind: "parameter", name, text: `$${name}` };
}

/** The expression after `$((` or `((`, if a matching `))` follows; the scanner then stands behind that. */
export function tryArithmetic(scanner: Scanner, from: number): Word | undefined {
  const back = scanner.at;
  scanner.at = from;
  let depth = 0;
  const parts = readParts(scanner, {
    double: true,
    stop: (char) => {
      if (char === "(") depth += 1;
      else if (char === ")") {
        if (depth === 0) return true;
        depth -= 1;
      }
      return false;
    },
  });
  if (!scanner.startsWith("))")) {
    scanner.at = back;
    return undefined;
  }
  const text = scanner.text.slice(from, scanner.at);
  scanner.at += 2;
  return { parts, text };
}

function readAnsiC(scanner: Scanner): Part {
  const start = scanner.at;
  let end = start + 2;
  while (end < scanner.text.length && scanner.text[end] !== "'") end += scanner.text[end] === "\\" ? 2 : 1;
  if (end >= scanner.text.length) unmatched(scanner, "'", "quote", start);
  scanner.at = end + 1;
  return { kind: "quoted", text: ansiCEscapes(scanner.text.slice(start + 2, end)) };
}

function readBackquote(scanner: Scanner, reading: Reading): Part {
  const start = scanner.at;
  let text = "";
  let at = start + 1;
  for (;;) {
    const char = scanner.text.charAt(at);
    if (char === "") unmatched(scanner, "`", "backquote", start);
    if (char === "`") break;
    if (char === "\\") {
      const next = scanner.text.charAt(at + 1);
      text += "$`\\".includes(next) || (reading.double && next === '"') ? next : `\\${next}`;
      at += 2;
    } else {
      text += char;
      at += 1;
    }
  }
  scanner.at = at + 1;
  return { kind: "command", body: scanner.parseText(text, scanner.line(start)) };
}
