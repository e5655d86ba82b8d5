/** Runs an awk program. */

import type { Sys } from "#abi";
import { stdout } from "../tool/output.ts";
import { callBuiltin } from "./builtins.ts";
import { AwkError } from "./lexer.ts";
import { AwkRecord, expressionOf } from "./record.ts";
import { Streams } from "./streams.ts";
import type { AwkProgram, Expression, Rule, Statement } from "./syntax.ts";
import { compare, isTrue, Looks, sprintf, toNumber, toText, type Value } from "./values.ts";

export type AwkArray = Map<string, Value>;

/** Where records come from; undefined at the end of all input. */
export interface RecordSource {
  next(): Promise<string | undefined>;
  skipFile(): void;
}

/** How a statement ended other than by running through. */
type Jump = "break" | "continue" | "next" | "nextfile" | "exit" | "return" | undefined;
type Frame = Map<string, Value | AwkArray>;

/** Account processor time after this many statements. */
const BATCH = 4096;

export class Interpreter {
  readonly sys: Sys;
  readonly streams: Streams;
  readonly #program: AwkProgram;
  readonly #globals: Frame = new Map();
  readonly #record = new AwkRecord();
  readonly #ranges = new Set<Rule>();
  readonly #source: RecordSource;
  #frame: Frame | undefined;
  #result: Value;
  #count = 0;
  status = 0;

  constructor(sys: Sys, program: AwkProgram, source: RecordSource) {
    this.sys = sys;
    this.#program = program;
    this.#source = source;
    this.streams = new Streams(sys);
    for (const [name, value] of Object.entries({
      FS: " ",
      OFS: " ",
      ORS: "\n",
      RS: "\n",
      NR: 0,
      FNR: 0,
      SUBSEP: "\x1c",
      CONVFMT: "%.6g",
      OFMT: "%.6g",
      RSTART: 0,
      RLENGTH: -1,
      FILENAME: "",
    }))
      this.#globals.set(name, value);
  }

  async run(): Promise<number> {
    const { rules } = this.#program;
    let jump: Jump;
    for (const rule of rules) if (rule.pattern === "BEGIN" && rule.body && jump !== "exit") jump = await this.#statement(rule.body);
    if (jump !== "exit" && rules.some((rule) => rule.pattern !== "BEGIN")) jump = await this.#main();
    if (this.#exiting !== "end") {
      this.#exiting = "end";
      for (const rule of rules) if (rule.pattern === "END" && rule.body && (await this.#statement(rule.body)) === "exit") break;
    }
    await this.streams.closeAll();
    return this.status;
  }

  #exiting: "no" | "end" = "no";

  async #main(): Promise<Jump> {
    for (;;) {
      const text = await this.#source.next();
      if (text === undefined) return undefined;
      this.advance();
      this.#record.set(text);
      for (const rule of this.#program.rules) {
        if (rule.pattern === "BEGIN" || rule.pattern === "END" || !(await this.#selects(rule))) continue;
        const jump = rule.body ? await this.#statement(rule.body) : await this.#print();
        if (jump === "exit") return jump;
        if (jump === "nextfile") this.#source.skipFile();
        if (jump === "next" || jump === "nextfile") break;
      }
    }
  }

  /** Another record was read. */
  advance(): void {
    this.set("NR", toNumber(this.get("NR")) + 1);
    this.set("FNR", toNumber(this.get("FNR")) + 1);
  }

  async #selects(rule: Rule): Promise<boolean> {
    if (typeof rule.pattern === "string") return true;
    const { first, last } = rule.pattern;
    if (!last) return isTrue(await this.evaluate(first));
    if (!this.#ranges.has(rule) && !isTrue(await this.evaluate(first))) return false;
    this.#ranges.add(rule);
    if (isTrue(await this.evaluate(last))) this.#ranges.delete(rule);
    return true;
  }

  get(name: string): Value {
    if (name === "NF") return this.#record.count(this.text(this.get("FS")));
    const value = this.#frame?.has(name) ? this.#frame.get(name) : this.#globals.get(name);
    if (value instanceof Map) throw new AwkError(`can't use array '${name}' in scalar context`);
    return value;
  }

  set(name: string, value: Value): void {
    if (name === "NF") this.#record.setCount(toNumber(value), this.text(this.get("FS")));
    else if (this.#frame?.has(name)) this.#frame.set(name, value);
    else this.#globals.set(name, value);
  }

  array(name: string): AwkArray {
    const frame = this.#frame?.has(name) ? this.#frame : this.#globals;
    const found = frame.get(name);
    if (found instanceof Map) return found;
    if (found !== undefined) throw new AwkError(`can't use scalar '${name}' as array`);
    const made: AwkArray = new Map();
    frame.set(name, made);
    return made;
  }

  text(value: Value): string {
    if (typeof value === "string") return value;
    return toText(value, toText(this.#globals.get("CONVFMT") as Value, "%.6g"));
  }

  setRecord(text: string): void {
    this.#record.set(text);
  }

  async #statement(statement: Statement): Promise<Jump> {
    if (++this.#count % BATCH === 0) await this.sys.cpu(0.5);
    switch (statement.kind) {
      case "block":
        for (const one of statement.body) {
          const jump = await this.#statement(one);
          if (jump) return jump;
        }
        return undefined;
      case "expression":
        await this.evaluate(statement.value);
        return undefined;
      case "print":
        return this.#printTo(statement);
      case "if": {
        if (isTrue(await this.evaluate(statement.condition))) return this.#statement(statement.yes);
        return statement.no && this.#statement(statement.no);
      }
      case "while":
      case "do":
      case "for":
      case "each":
        return this.#loop(statement);
      case "delete":
        if (statement.index === undefined) this.array(statement.array).clear();
        else this.array(statement.array).delete(await this.#index(statement.index));
        return undefined;
      case "exit":
        if (statement.value) this.status = toNumber(await this.evaluate(statement.value)) & 0xff;
        return "exit";
      case "return":
        this.#result = statement.value && (await this.evaluate(statement.value));
        return "return";
      default:
        return statement.kind;
    }
  }

  async #loop(loop: Extract<Statement, { readonly kind: "while" | "do" | "for" | "each" }>): Promise<Jump> {
    const outer = (jump: Jump) => jump !== undefined && jump !== "break" && jump !== "continue";
    if (loop.kind === "each") {
      for (const key of [...this.array(loop.array).keys()]) {
        this.set(loop.name, new Looks(key));
        const jump = await this.#statement(loop.body);
        if (outer(jump)) return jump;
        if (jump === "break") break;
      }
      return undefined;
    }
    if (loop.kind === "for" && loop.start) await this.#statement(loop.start);
    for (let first = true; ; first = false) {
      if (!(loop.kind === "do" && first) && loop.condition && !isTrue(await this.evaluate(loop.condition))) return undefined;
      const jump = await this.#statement(loop.body);
      if (outer(jump)) return jump;
      if (jump === "break") return undefined;
      if (loop.kind === "for" && loop.step) await this.#statement(loop.step);
    }
  }

  async #print(): Promise<undefined> {
    await stdout(this.sys).print(this.#wholeRecord() + this.text(this.get("ORS")));
  }

  async #printTo(statement: Extract<Statement, { readonly kind: "print" }>): Promise<undefined> {
    const values: Value[] = [];
    for (const part of statement.parts) values.push(await this.evaluate(part));
    const output = (value: Value) => (typeof value === "number" ? toText(value, this.text(this.get("OFMT"))) : this.text(value));
    let text: string;
    if (statement.format) text = sprintf(this.text(values[0]), values.slice(1), this.text(this.get("CONVFMT")));
    else
      text = (values.length === 0 ? this.#wholeRecord() : values.map(output).join(this.text(this.get("OFS")))) + this.text(this.get("ORS"));
    if (!statement.to) await stdout(this.sys).print(text);
    else await this.streams.write(statement.to.how, this.text(await this.evaluate(statement.to.target)), text);
  }

  #wholeRecord(): string {
    return this.#record.text((fields) => fields.map((field) => this.text(field)).join(this.text(this.get("OFS"))));
  }

  #field(index: number): Value {
    if (index < 0) throw new AwkError(`trying to access out of range field ${index}`);
    if (index === 0) return new Looks(this.#wholeRecord());
    return this.#record.get(index, this.text(this.get("FS")), () => "");
  }

  async #index(parts: readonly Expression[]): Promise<string> {
    const keys: string[] = [];
    for (const part of parts) keys.push(this.text(await this.evaluate(part)));
    return keys.join(this.text(this.get("SUBSEP")));
  }

  async assign(target: Expression, value: Value): Promise<void> {
    switch (target.kind) {
      case "variable":
        return this.set(target.name, value);
      case "element":
        return void this.array(target.array).set(await this.#index(target.index), value);
      case "field": {
        const index = toNumber(await this.evaluate(target.index));
        if (index === 0) this.#record.set(this.text(value));
        else this.#record.setField(index, value, this.text(this.get("FS")));
        return;
      }
      case "group":
        if (target.parts[0]) return this.assign(target.parts[0], value);
        throw new AwkError("illegal assignment");
      default:
        throw new AwkError("illegal assignment");
    }
  }

  /** The pattern of a match: a regular expression's own source, or a text. */
  async pattern(expression: Expression): Promise<RegExp> {
    return expressionOf(expression.kind === "regex" ? expression.source : this.text(await this.evaluate(expression)));
  }

  async evaluate(expression: Expression): Promise<Value> {
    switch (expression.kind) {
      case "number":
      case "string":
        return expression.value;
      case "regex":
        return expressionOf(expression.source).test(this.#wholeRecord()) ? 1 : 0;
      case "variable":
        return this.get(expression.name);
      case "element": {
        const array = this.array(expression.array);
        const key = await this.#index(expression.index);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case "field":
        return this.#field(Math.trunc(toNumber(await this.evaluate(expression.index))));
      case "assign": {
        const right = await this.evaluate(expression.value);
        const value =
          expression.operator === "="
            ? right
            : arithmetic(expression.operator.slice(0, -1), toNumber(await this.evaluate(expression.target)), toNumber(right));
        await this.assign(expression.target, value);
        return value;
      }
      case "step": {
        const old = toNumber(await this.evaluate(expression.target));
        const value = expression.operator === "++" ? old + 1 : old - 1;
        await this.assign(expression.target, value);
        return expression.prefix ? value : old;
      }
      case "unary": {
        const value = await this.evaluate(expression.operand);
        return expression.operator === "!" ? (isTrue(value) ? 0 : 1) : expression.operator === "-" ? -toNumber(value) : toNumber(value);
      }
      case "binary":
        return this.#binary(expression.operator, expression.left, expression.right);
      case "match": {
        const text = this.text(await this.evaluate(expression.text));
        return (await this.pattern(expression.pattern)).test(text) !== expression.negated ? 1 : 0;
      }
      case "in":
        return this.array(expression.array).has(await this.#index(expression.index)) ? 1 : 0;
      case "choice":
        return this.evaluate(isTrue(await this.evaluate(expression.condition)) ? expression.yes : expression.no);
      case "group": {
        const [only] = expression.parts;
        return only && expression.parts.length === 1 ? this.evaluate(only) : this.#index(expression.parts);
      }
      case "builtin":
        return callBuiltin(this, expression);
      case "call":
        return this.#call(expression.name, expression.parts);
      case "getline":
        return this.#getline(expression);
    }
  }

  async #binary(operator: string, left: Expression, right: Expression): Promise<Value> {
    const one = await this.evaluate(left);
    if (operator === "&&") return isTrue(one) && isTrue(await this.evaluate(right)) ? 1 : 0;
    if (operator === "||") return isTrue(one) || isTrue(await this.evaluate(right)) ? 1 : 0;
    const other = await this.evaluate(right);
    if (operator === " ") return this.text(one) + this.text(other);
    if (!["<", "<=", "==", "!=", ">", ">="].includes(operator)) return arithmetic(operator, toNumber(one), toNumber(other));
    const order = compare(one, other, this.text(this.get("CONVFMT")));
    const holds =
      operator === "<"
        ? order < 0
        : operator === "<="
          ? order <= 0
          : operator === "=="
            ? order === 0
            : operator === "!="
              ? order !== 0
              : operator === ">"
                ? order > 0
                : order >= 0;
    return holds ? 1 : 0;
  }

  async #call(name: string, parts: readonly Expression[]): Promise<Value> {
    const called = this.#program.functions.get(name);
    if (!called) throw new AwkError(`calling undefined function ${name}`);
    const frame: Frame = new Map();
    for (const [at, parameter] of called.parameters.entries()) {
      const part = parts[at];
      if (part?.kind !== "variable") frame.set(parameter, part && (await this.evaluate(part)));
      else {
        // A name may stand for an array that the function fills.
        const holder = this.#frame?.has(part.name) ? this.#frame : this.#globals;
        const value = part.name === "NF" ? this.get("NF") : holder.get(part.name);
        if (value === undefined && usesAsArray(called.body, parameter)) frame.set(parameter, this.array(part.name));
        else frame.set(parameter, value);
      }
    }
    const outer = this.#frame;
    this.#frame = frame;
    this.#result = undefined;
    const jump = await this.#statement(called.body);
    this.#frame = outer;
    const result = this.#result;
    this.#result = undefined;
    if (jump === "exit") throw new ExitCall();
    return result;
  }

  async #getline({ from, source, target }: Extract<Expression, { readonly kind: "getline" }>): Promise<Value> {
    const line =
      from === "main" ? await this.#source.next() : await this.streams.read(from, this.text(source && (await this.evaluate(source))));
    if (line === -1) return -1;
    if (line === undefined) return 0;
    if (from !== "file") this.advance();
    if (target) await this.assign(target, new Looks(line));
    else this.#record.set(line);
    return 1;
  }
}

/** exit within a function ends everything at once. */
export class ExitCall extends Error {}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      if (right === 0) throw new AwkError("division by zero");
      return left / right;
    case "%":
      if (right === 0) throw new AwkError("division by zero in %");
      return left % right;
    default:
      return left ** right;
  }
}

/** Whether a function's body uses one of its parameters as an array. */
function usesAsArray(body: Statement, parameter: string): boolean {
  return (
    JSON.stringify(body).includes(`"array":${JSON.stringify(parameter)}`) ||
    new RegExp(`"name":"(?:split|length|asorti?)","parts":\\[[^\\]]*\\{"kind":"variable","name":${JSON.stringify(parameter)}`).test(
      JSON.stringify(body),
    )
  );
}
