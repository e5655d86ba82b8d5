import type { Test, Word } from "./ast.ts";
import { bareText } from "./ast.ts";
import type { Parser } from "./parser.ts";
import { ShellSyntaxError } from "./syntax-error.ts";
import { readParts } from "./words.ts";

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = new Set(["=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"]);

/** What stands behind `[[`, with the closing `]]`. */
export function parseTest(parser: Parser): Test {
  const line = parser.scanner.line();
  const test = parseOr(parser);
  const token = parser.lexer.peek();
  if (token.kind === "word" && bareText(token.word) === "]]") {
    parser.lexer.take();
    return test;
  }
  if (token.kind === "end" || token.kind === "newline")
    throw new ShellSyntaxError({ kind: "unmatched", delimiter: "]]", construct: "conditional" }, line);
  return fail(parser, `syntax error in conditional expression: unexpected token \`${tokenText(parser)}'`);
}

function fail(parser: Parser, text: string): never {
  throw new ShellSyntaxError({ kind: "conditional", text }, parser.scanner.line());
}

function tokenText(parser: Parser): string {
  const token = parser.lexer.peek();
  return token.kind === "word" ? token.word.text : token.kind === "newline" || token.kind === "end" ? "newline" : token.text;
}

function parseOr(parser: Parser): Test {
  const left = parseAnd(parser);
  parser.skipNewlines();
  if (!parser.atOperator("||")) return left;
  parser.lexer.take();
  parser.skipNewlines();
  return { kind: "or", left, right: parseOr(parser) };
}

function parseAnd(parser: Parser): Test {
  const left = parsePrimary(parser);
  parser.skipNewlines();
  if (!parser.atOperator("&&")) return left;
  parser.lexer.take();
  parser.skipNewlines();
  return { kind: "and", left, right: parseAnd(parser) };
}

function parsePrimary(parser: Parser): Test {
  parser.skipNewlines();
  if (parser.atOperator("(")) {
    parser.lexer.take();
    const inner = parseOr(parser);
    parser.skipNewlines();
    if (!parser.atOperator(")")) fail(parser, "expected `)'");
    parser.lexer.take();
    return inner;
  }
  const token = parser.lexer.peek();
  if (token.kind === "end") return parser.unexpected(token);
  if (token.kind !== "word") return fail(parser, `unexpected argument \`${tokenText(parser)}' to conditional unary operator`);
  const bare = bareText(token.word);
  if (bare === "!") {
    parser.lexer.take();
    return { kind: "not", test: parsePrimary(parser) };
  }
  parser.lexer.take();
  const next = parser.lexer.peek();
  if (bare !== undefined && UNARY.test(bare) && next.kind === "word" && bareText(next.word) !== "]]" && !isBinary(parser)) {
    parser.lexer.take();
    return { kind: "unary", operator: bare, operand: plain(next.word) };
  }
  const left = plain(token.word);
  const operator = next.kind === "word" ? bareText(next.word) : next.kind === "operator" ? next.text : undefined;
  if (operator !== undefined && BINARY.has(operator)) {
    if (operator === "=~") return { kind: "binary", operator, left, right: readRegex(parser) };
    parser.lexer.take();
    const right = parser.lexer.peek();
    if (right.kind !== "word" || bareText(right.word) === "]]")
      return fail(parser, `unexpected argument \`${tokenText(parser)}' to conditional binary operator`);
    parser.lexer.take();
    return { kind: "binary", operator, left, right: plain(right.word) };
  }
  if (next.kind === "end") parser.unexpected(next);
  if (next.kind === "word" && bareText(next.word) !== "]]") return fail(parser, "conditional binary operator expected");
  if (next.kind === "newline") return fail(parser, "unexpected token `newline', conditional binary operator expected");
  return { kind: "unary", operator: "-n", operand: left };
}

function isBinary(parser: Parser): boolean {
  const token = parser.lexer.peek();
  const text = token.kind === "word" ? bareText(token.word) : undefined;
  return text !== undefined && BINARY.has(text);
}

function plain(word: Word): Word {
  return { parts: word.parts, text: word.text };
}

/** The right side of =~ has its own lexical rules: parentheses and bars belong to it. */
function readRegex(parser: Parser): Word {
  const { scanner } = parser;
  parser.lexer.take();
  parser.lexer.skipBlanks();
  const start = scanner.at;
  let depth = 0;
  const parts = readParts(scanner, {
    stop: (char) => {
      if (char === "(") depth += 1;
      else if (char === ")") {
        if (depth === 0) return true;
        depth -= 1;
      }
      return char === "\n" || (depth === 0 && (char === " " || char === "\t"));
    },
  });
  return { parts, text: scanner.text.slice(start, scanner.at) };
}
