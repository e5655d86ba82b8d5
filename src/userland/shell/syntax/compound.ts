import type { CaseBranch, Command, Word } from "./ast.ts";
import { bareText, literalText } from "./ast.ts";
import { parseTest } from "./conditional.ts";
import type { Parser } from "./parser.ts";
import { ShellSyntaxError } from "./syntax-error.ts";
import { tryArithmetic } from "./words.ts";

/** The compound command that comes next, or undefined when it is a simple one. */
export function parseCompound(parser: Parser, expecting?: string): Command | undefined {
  const token = parser.lexer.peek();
  const line = parser.scanner.line(token.at);
  if (token.kind === "operator" && token.text === "(") {
    if (parser.options.dialect.bash && parser.scanner.peek() === "(") {
      const expression = tryArithmetic(parser.scanner, parser.scanner.at + 1);
      if (expression) {
        parser.lexer.take();
        return { kind: "arithmetic", expression, redirects: parser.redirects(), line };
      }
    }
    parser.lexer.take();
    const body = parser.list(true, ")");
    if (!parser.atOperator(")")) parser.unexpected(parser.lexer.peek(), ")");
    parser.lexer.take();
    return { kind: "subshell", body, redirects: parser.redirects(), line };
  }
  const reserved = parser.reserved();
  switch (reserved) {
    case undefined:
    case "!":
    case "time":
      return undefined;
    case "{": {
      parser.lexer.take();
      const body = parser.list(true, "}");
      parser.expectReserved("}");
      return { kind: "group", body, redirects: parser.redirects(), line };
    }
    case "if":
      parser.lexer.take();
      return { ...parseIf(parser), line, redirects: parser.redirects() };
    case "while":
    case "until": {
      parser.lexer.take();
      const condition = parser.list(true, "do");
      const body = parseDo(parser);
      return { kind: reserved, condition, body, redirects: parser.redirects(), line };
    }
    case "for":
    case "select":
      parser.lexer.take();
      return parseFor(parser, reserved, line);
    case "case":
      parser.lexer.take();
      return parseCase(parser, line);
    case "function":
      parser.lexer.take();
      return parseFunction(parser, line);
    case "[[": {
      parser.lexer.take();
      const test = parseTest(parser);
      return { kind: "conditional", test, redirects: parser.redirects(), line };
    }
    default:
      return parser.unexpected(token, token.kind === "end" ? expecting : undefined);
  }
}

function parseDo(parser: Parser): Command {
  parser.expectReserved("do");
  const body = parser.list(true, "done");
  parser.expectReserved("done");
  return body;
}

function parseIf(parser: Parser): { kind: "if"; condition: Command; then: Command; otherwise: Command | undefined } {
  const condition = parser.list(true, "then");
  parser.expectReserved("then");
  const then = parser.list(true, "fi");
  const next = parser.reserved();
  if (next === "elif") {
    const line = parser.scanner.line(parser.lexer.take().at);
    return { kind: "if", condition, then, otherwise: { ...parseIf(parser), redirects: [], line } };
  }
  let otherwise: Command | undefined;
  if (next === "else") {
    parser.lexer.take();
    otherwise = parser.list(true, "fi");
  }
  parser.expectReserved("fi");
  return { kind: "if", condition, then, otherwise };
}

function parseFor(parser: Parser, kind: "for" | "select", line: number): Command {
  if (kind === "for" && parser.options.dialect.bash && parser.atOperator("(") && parser.scanner.peek() === "(")
    return parseForArithmetic(parser, line);
  const token = parser.lexer.peek();
  const name = token.kind === "word" ? bareText(token.word) : undefined;
  if (token.kind !== "word" && parser.options.dialect.bash) parser.unexpected(token);
  if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) {
    throw new ShellSyntaxError(
      { kind: "bad-for-variable", name: token.kind === "word" ? token.word.text : "" },
      parser.scanner.line(token.at),
    );
  }
  parser.lexer.take();
  parser.skipNewlines();
  let words: Word[] | undefined;
  const next = parser.lexer.peek();
  if (next.kind === "word" && bareText(next.word) === "in") {
    parser.lexer.take();
    words = [];
    for (let word = parser.lexer.peek(); word.kind === "word"; word = parser.lexer.peek()) {
      words.push({ parts: word.word.parts, text: word.word.text });
      parser.lexer.take();
    }
    if (parser.atOperator(";")) parser.lexer.take();
    else if (parser.lexer.peek().kind !== "newline") parser.unexpected(parser.lexer.peek(), "do");
  } else if (parser.atOperator(";")) parser.lexer.take();
  parser.skipNewlines();
  const body = parser.reserved() === "{" && parser.options.dialect.bash ? braced(parser) : parseDo(parser);
  return { kind, variable: name, words, body, redirects: parser.redirects(), line };
}

function braced(parser: Parser): Command {
  parser.lexer.take();
  const body = parser.list(true, "}");
  parser.expectReserved("}");
  return body;
}

function parseForArithmetic(parser: Parser, line: number): Command {
  const { scanner } = parser;
  const expression = tryArithmetic(scanner, scanner.at + 1);
  if (!expression) throw new ShellSyntaxError({ kind: "unmatched", delimiter: ")", construct: "arithmetic" }, line);
  parser.lexer.take();
  const pieces = splitAtSemicolons(expression);
  if (pieces.length !== 3) throw new ShellSyntaxError({ kind: "unexpected-token", token: ";" }, line);
  const [start, test, step] = pieces;
  if (parser.atOperator(";")) parser.lexer.take();
  parser.skipNewlines();
  const body = parser.reserved() === "{" ? braced(parser) : parseDo(parser);
  const none: Word = { parts: [], text: "" };
  return {
    kind: "for-arithmetic",
    start: start ?? none,
    test: test ?? none,
    step: step ?? none,
    body,
    redirects: parser.redirects(),
    line,
  };
}

function splitAtSemicolons(word: Word): Word[] {
  const pieces: Word["parts"][number][][] = [[]];
  for (const part of word.parts) {
    const texts = part.kind === "text" ? part.text.split(";") : undefined;
    if (!texts) pieces.at(-1)?.push(part);
    else
      texts.forEach((text, i) => {
        if (i > 0) pieces.push([]);
        if (text !== "") pieces.at(-1)?.push({ kind: "text", text });
      });
  }
  const texts = word.text.split(";");
  return pieces.map((parts, i) => ({ parts, text: texts[i] ?? "" }));
}

function parseCase(parser: Parser, line: number): Command {
  const token = parser.lexer.peek();
  if (token.kind !== "word") return parser.unexpected(token);
  parser.lexer.take();
  parser.skipNewlines();
  const inToken = parser.lexer.peek();
  if (inToken.kind !== "word" || bareText(inToken.word) !== "in") parser.unexpected(inToken, "in");
  parser.lexer.take();
  const branches: CaseBranch[] = [];
  for (;;) {
    parser.skipNewlines();
    if (parser.reserved() === "esac") break;
    branches.push(parseBranch(parser));
    if (branches.at(-1)?.end === ";;" && parser.reserved() === "esac") break;
  }
  parser.expectReserved("esac");
  return { kind: "case", word: token.word, branches, redirects: parser.redirects(), line };
}

function parseBranch(parser: Parser): CaseBranch {
  if (parser.atOperator("(")) parser.lexer.take();
  const patterns: Word[] = [];
  for (;;) {
    const token = parser.lexer.peek();
    if (token.kind !== "word") return parser.unexpected(token, ")");
    parser.lexer.take();
    patterns.push({ parts: token.word.parts, text: token.word.text });
    if (!parser.atOperator("|")) break;
    parser.lexer.take();
  }
  if (!parser.atOperator(")")) parser.unexpected(parser.lexer.peek(), ")");
  parser.lexer.take();
  parser.skipNewlines();
  const empty = parser.atOperator(";;", ";&", ";;&") || parser.reserved() === "esac";
  const body = empty ? undefined : parser.list(true, ";;");
  const token = parser.lexer.peek();
  if (token.kind === "operator" && (token.text === ";;" || token.text === ";&" || token.text === ";;&")) {
    parser.lexer.take();
    parser.skipNewlines();
    return { patterns, body, end: token.text };
  }
  if (parser.reserved() !== "esac") parser.unexpected(token, ";;");
  return { patterns, body, end: ";;" };
}

function parseFunction(parser: Parser, line: number): Command {
  const token = parser.lexer.peek();
  if (token.kind !== "word") return parser.unexpected(token);
  const name = literalText(token.word);
  if (name === undefined) throw new ShellSyntaxError({ kind: "bad-function-name", name: token.word.text }, line);
  parser.lexer.take();
  if (parser.atOperator("(")) {
    parser.lexer.take();
    if (!parser.atOperator(")")) parser.unexpected(parser.lexer.peek());
    parser.lexer.take();
  }
  return parser.functionBody(name, line);
}
