import { quoteChar } from "../go/quote.ts";
import { TemplateError } from "./error.ts";

/** text/template's tokens. `at` is the offset in the template, for error messages. */
export type TokenKind =
  | "text"
  | "open"
  | "close"
  | "field"
  | "variable"
  | "identifier"
  | "keyword"
  | "dot"
  | "nil"
  | "bool"
  | "string"
  | "char"
  | "number"
  | "pipe"
  | "lparen"
  | "rparen"
  | "declare"
  | "assign"
  | "comma"
  | "space"
  | "end";
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const KEYWORDS = ["if", "else", "end", "range", "with", "define", "block", "template", "break", "continue"];

/** Cuts a template into tokens. Throws a TemplateError with Go's text. */
export function lex(source: string, name: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    let text = open < 0 ? source.slice(at) : source.slice(at, open);
    const start = at;
    if (trimNext) text = text.replace(/^[ \t\r\n]+/, "");
    trimNext = false;
    const trimLeft = open >= 0 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4));
    if (trimLeft) text = text.replace(/[ \t\r\n]+$/, "");
    if (text !== "") tokens.push({ kind: "text", text, at: start });
    if (open < 0) break;
    at = open + 2 + (trimLeft ? 2 : 0);
    if (source.startsWith("/*", at)) {
      const end = source.indexOf("*/", at);
      if (end < 0) throw new TemplateError(`template: ${name}:${lineAt(source, at)}: unclosed comment`);
      const close = /^([ \t\r\n]-)?\}\}/.exec(source.slice(end + 2));
      if (!close) throw new TemplateError(`template: ${name}:${lineAt(source, at)}: comment ends before closing delimiter`);
      trimNext = close[1] !== undefined;
      at = end + 2 + close[0].length;
      continue;
    }
    tokens.push({ kind: "open", text: "{{", at: open });
    at = lexAction(source, at, name, tokens);
    trimNext = tokens.at(-1)?.text === " -}}";
  }
  tokens.push({ kind: "end", text: "", at: source.length });
  return tokens;
}

function lexAction(source: string, from: number, name: string, tokens: Token[]): number {
  let at = from;
  let depth = 0;
  const fail = (message: string): TemplateError => new TemplateError(`template: ${name}:${lineAt(source, at)}: ${message}`);
  for (;;) {
    const rest = source.slice(at);
    const close = /^([ \t\r\n]+-)?\}\}/.exec(rest);
    if (close) {
      if (depth > 0) throw fail("unclosed left paren");
      tokens.push({ kind: "close", text: close[1] === undefined ? "}}" : " -}}", at });
      return at + close[0].length;
    }
    if (rest === "") throw fail("unclosed action");
    const token = scan(rest, at, fail);
    if (token.kind === "lparen") depth++;
    if (token.kind === "rparen" && --depth < 0) throw fail("unexpected right paren");
    tokens.push(token);
    at += token.text.length;
  }
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /^[ \t\r\n]+/],
  ["declare", /^:=/],
  ["assign", /^=/],
  ["pipe", /^\|/],
  ["comma", /^,/],
  ["lparen", /^\(/],
  ["rparen", /^\)/],
  ["string", /^"(?:[^"\\\n]|\\.)*"/],
  ["string", /^`[^`]*`/],
  ["char", /^'(?:[^'\\\n]|\\.)+'/],
  ["variable", /^\$[\p{L}\p{N}_]*/u],
  ["field", /^\.[\p{L}_][\p{L}\p{N}_]*/u],
  ["number", /^[+-]?(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/],
  ["dot", /^\./],
  ["identifier", /^[\p{L}_][\p{L}\p{N}_]*/u],
];

function scan(rest: string, at: number, fail: (message: string) => TemplateError): Token {
  for (const [kind, pattern] of PATTERNS) {
    const text = pattern.exec(rest)?.[0];
    if (text === undefined) continue;
    if (kind !== "identifier") return { kind, text, at };
    if (KEYWORDS.includes(text)) return { kind: "keyword", text, at };
    if (text === "true" || text === "false") return { kind: "bool", text, at };
    return { kind: text === "nil" ? "nil" : "identifier", text, at };
  }
  const [char = ""] = rest;
  if (char === '"') throw fail("unterminated quoted string");
  if (char === "`") throw fail("unterminated raw quoted string");
  if (char === "'") throw fail("unterminated character constant");
  if (char === ":") throw fail("expected :=");
  throw fail(
    `unrecognized character in action: U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} ${quoteChar(char)}`,
  );
}

/** Line number of an offset, from 1. */
export function lineAt(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}
