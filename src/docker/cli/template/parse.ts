import { parseFloatText } from "../go/numbers.ts";
import { quote } from "../go/quote.ts";
import { TemplateError } from "./error.ts";
import { lex, lineAt, type Token, type TokenKind } from "./lex.ts";
import type { Command, Node, Operand, Pipeline, Template } from "./nodes.ts";

/** Parses a template; `functions` are the names it may call. Throws a TemplateError with Go's text. */
export function parseTemplate(source: string, name: string, functions: ReadonlySet<string>): Template {
  const parser = new Parser(source, name, functions);
  const nodes = parser.list([]).nodes;
  return { name, source, nodes, defined: parser.defined };
}

class Parser {
  readonly defined = new Map<string, readonly Node[]>();
  readonly #tokens: readonly Token[];
  readonly #source: string;
  readonly #name: string;
  readonly #functions: ReadonlySet<string>;
  #at = 0;
  #variables: string[] = ["$"];
  #rangeDepth = 0;
  constructor(source: string, name: string, functions: ReadonlySet<string>) {
    this.#source = source;
    this.#name = name;
    this.#functions = functions;
    this.#tokens = lex(source, name);
  }

  /** Nodes up to one of the keywords, or the end of the template when none are given. */
  list(until: readonly string[]): { readonly nodes: readonly Node[]; readonly end: string } {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === "end") {
        if (until.length > 0) throw this.#fail(token, "unexpected EOF");
        return { nodes, end: "" };
      }
      if (token.kind === "text") {
        nodes.push({ kind: "text", text: token.text });
        continue;
      }
      const word = this.#peek();
      if (word.kind === "keyword") {
        this.#next();
        if (until.includes(word.text)) return { nodes, end: word.text };
        nodes.push(...this.#control(word));
      } else nodes.push({ kind: "action", pipeline: this.#pipeline("command", "close") });
    }
  }

  #control(word: Token): Node[] {
    switch (word.text) {
      case "if":
      case "with":
      case "range":
        return [this.#branch(word, word.text)];
      case "define": {
        const name = this.#string("define clause");
        this.#expect("close", "define clause");
        this.defined.set(name, this.list(["end"]).nodes);
        this.#expect("close", "end");
        return [];
      }
      case "block": {
        const name = this.#string("block clause");
        const pipeline = this.#pipeline("block clause", "close");
        this.defined.set(name, this.list(["end"]).nodes);
        this.#expect("close", "end");
        return [{ kind: "template", at: word.at, name, pipeline }];
      }
      case "template": {
        const name = this.#string("template clause");
        if (this.#peek().kind === "close") {
          this.#next();
          return [{ kind: "template", at: word.at, name, pipeline: undefined }];
        }
        return [{ kind: "template", at: word.at, name, pipeline: this.#pipeline("template clause", "close") }];
      }
      case "break":
      case "continue":
        if (this.#rangeDepth === 0) throw this.#fail(word, `{{${word.text}}} outside {{range}}`);
        this.#expect("close", `{{${word.text}}}`);
        return [{ kind: word.text }];
      default:
        throw this.#fail(word, `unexpected {{${word.text}}}`);
    }
  }

  #branch(word: Token, kind: "if" | "with" | "range"): Node {
    const scope = [...this.#variables];
    const pipeline = this.#pipeline(kind, "close");
    if (kind === "range") this.#rangeDepth++;
    const { nodes: body, end } = this.list(["else", "end"]);
    if (kind === "range") this.#rangeDepth--;
    let otherwise: readonly Node[] = [];
    if (end === "else") {
      const next = this.#peek();
      if (next.kind === "keyword" && (next.text === "if" || next.text === "with") && kind !== "range") {
        this.#next();
        otherwise = [this.#branch(next, next.text)];
        this.#variables = scope;
        return { kind, at: word.at, pipeline, body, otherwise };
      }
      this.#expect("close", "else");
      otherwise = this.list(["end"]).nodes;
    }
    this.#expect("close", "end");
    this.#variables = scope;
    return { kind, at: word.at, pipeline, body, otherwise };
  }

  #pipeline(context: string, end: TokenKind): Pipeline {
    const { at } = this.#peek();
    const { declare, assign } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#peek();
      if (token.kind === end) {
        this.#next();
        if (commands.length === 0) throw this.#fail(token, `missing value for ${context}`);
        this.#checkPipeline(commands);
        return { at, declare, assign, commands };
      }
      if (token.kind === "end" || token.kind === "close" || token.kind === "rparen")
        throw this.#fail(token, `unexpected ${describe(token)} in ${context}`);
      commands.push(this.#command(context));
    }
  }

  #declarations(context: string): { readonly declare: readonly string[]; readonly assign: boolean } {
    const start = this.#at;
    const names: string[] = [];
    for (;;) {
      const variable = this.#peek();
      if (variable.kind !== "variable") break;
      this.#next();
      names.push(variable.text);
      const after = this.#peek();
      if (after.kind === "declare" || after.kind === "assign") {
        this.#next();
        if (after.kind === "declare") this.#variables.push(...names);
        return { declare: names, assign: after.kind === "assign" };
      }
      if (after.kind !== "comma" || context !== "range" || names.length > 1) break;
      this.#next();
    }
    this.#at = start;
    return { declare: [], assign: false };
  }

  #checkPipeline(commands: readonly Command[]): void {
    for (const command of commands.slice(1)) {
      const [first] = command.operands;
      if (first && (first.kind === "literal" || first.kind === "dot" || first.kind === "nil")) {
        throw new TemplateError(
          `template: ${this.#name}:${lineAt(this.#source, first.at)}: non executable command in pipeline stage ${commands.indexOf(command) + 1}`,
        );
      }
    }
  }

  #command(context: string): Command {
    const { at } = this.#peek();
    const operands: Operand[] = [];
    for (;;) {
      const operand = this.#operand();
      if (operand) operands.push(operand);
      const raw = this.#tokens[this.#at];
      if (raw?.kind === "space") {
        this.#at++;
        continue;
      }
      const token = this.#peek();
      if (token.kind === "close" || token.kind === "rparen") break;
      if (token.kind === "pipe") {
        this.#next();
        if (this.#peek().kind === "close") throw this.#fail(token, `missing value for ${context}`);
        break;
      }
      throw this.#fail(token, `unexpected ${describe(token)} in operand`);
    }
    if (operands.length === 0) throw this.#fail(this.#peek(), "empty command");
    return { at, operands };
  }

  #operand(): Operand | undefined {
    const token = this.#peek();
    const base = this.#term(token);
    if (!base) return undefined;
    const chain: Token[] = [];
    while (this.#tokens[this.#at]?.kind === "field") {
      const field = this.#tokens[this.#at++];
      if (field) chain.push(field);
    }
    const [first] = chain;
    if (!first) return base;
    const path = chain.map((field) => field.text.slice(1));
    if (base.kind === "field") return { ...base, at: first.at, path: [...base.path, ...path] };
    if (base.kind === "variable") return { ...base, at: first.at, path: [...base.path, ...path] };
    if (base.kind === "pipeline") return { ...base, path };
    if (base.kind === "dot") return { kind: "field", at: first.at, path };
    throw this.#fail(first, `unexpected . after term ${quote(token.text)}`);
  }

  #term(token: Token): Operand | undefined {
    const { at, text } = token;
    const take = (operand: Operand): Operand => {
      this.#next();
      return operand;
    };
    switch (token.kind) {
      case "identifier":
        if (!this.#functions.has(text)) throw this.#fail(token, `function ${quote(text)} not defined`);
        return take({ kind: "function", at, name: text });
      case "dot":
        return take({ kind: "dot", at });
      case "nil":
        return take({ kind: "nil", at });
      case "variable":
        if (!this.#variables.includes(text)) throw this.#fail(token, `undefined variable ${quote(text)}`);
        return take({ kind: "variable", at, name: text, path: [] });
      case "field":
        return take({ kind: "field", at, path: [text.slice(1)] });
      case "bool":
        return take({ kind: "literal", at, value: text === "true", text });
      case "number":
        return take({
          kind: "literal",
          at,
          value: /^[+-]?0[xX]/.test(text) ? Number(text.replaceAll("_", "")) : parseFloatText(text.replaceAll("_", "")),
          text,
        });
      case "char":
        return take({ kind: "literal", at, value: unquote(`"${text.slice(1, -1)}"`).codePointAt(0) ?? 0, text });
      case "string":
        return take({ kind: "literal", at, value: unquote(text), text });
      case "lparen": {
        this.#next();
        const pipeline = this.#pipeline("parenthesized pipeline", "rparen");
        return { kind: "pipeline", at, pipeline, path: [] };
      }
      default:
        return undefined;
    }
  }

  #string(context: string): string {
    const token = this.#next();
    if (token.kind !== "string") throw this.#fail(token, `unexpected ${describe(token)} in ${context}`);
    return unquote(token.text);
  }
  #expect(kind: TokenKind, context: string): void {
    const token = this.#next();
    if (token.kind !== kind) throw this.#fail(token, `unexpected ${describe(token)} in ${context}`);
  }
  #peek(): Token {
    const start = this.#at;
    const token = this.#next();
    this.#at = token.kind === "text" ? start : this.#tokens.indexOf(token, start);
    return token;
  }
  #next(): Token {
    for (;;) {
      const token = this.#tokens[this.#at] ?? { kind: "end", text: "", at: this.#source.length };
      if (token.kind !== "end") this.#at++;
      if (token.kind !== "space") return token;
    }
  }
  #fail(token: Token, message: string): TemplateError {
    return new TemplateError(`template: ${this.#name}:${lineAt(this.#source, token.at)}: ${message}`);
  }
}

/** How Go names a token in messages. */
function describe(token: Token): string {
  if (token.kind === "end") return "EOF";
  if (token.kind === "keyword") return `<${token.text}>`;
  return token.text.length > 10 ? `${quote(token.text.slice(0, 10))}...` : quote(token.text);
}

function unquote(text: string): string {
  if (text.startsWith("`")) return text.slice(1, -1);
  const simple: Readonly<Record<string, string>> = {
    n: "\n",
    t: "\t",
    r: "\r",
    a: "\x07",
    b: "\b",
    f: "\f",
    v: "\v",
    "\\": "\\",
    '"': '"',
    "'": "'",
  };
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[0-7]{3}|.)/g, (_, code: string) => {
    if (/^[xu]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    return /^[0-7]{3}$/.test(code) ? String.fromCodePoint(Number.parseInt(code, 8)) : (simple[code] ?? code);
  });
}
