import { quote } from "../go/quote.ts";
import { TemplateError } from "./error.ts";
import { type Functions, ShortCircuit } from "./functions.ts";
import { lineAt } from "./lex.ts";
import { type Command, commandText, type Node, nodeText, type Operand, type Pipeline, type Template } from "./nodes.ts";
import { GoMap, GoObject, goType, isMapName, isRecord, mapEntries, NO_VALUE, nilOf, printValue, truth } from "./values.ts";

export interface ExecOptions {
  readonly functions: Functions;
  /** Every object is a map, and a missing key an error: what `docker inspect` falls back to. */
  readonly raw?: boolean;
}

/** Fields of typed answers that JSON leaves out when they are empty. */
const OMITTED: Readonly<Record<string, unknown>> = {
  Health: null,
  Healthcheck: null,
  StopSignal: "",
  StopTimeout: null,
  Shell: [],
  MacAddress: "",
  Init: null,
  Mounts: [],
  Tmpfs: new GoMap(new Map()),
  Sysctls: new GoMap(new Map()),
  Annotations: new GoMap(new Map()),
  StorageOpt: new GoMap(new Map()),
  SizeRw: null,
  SizeRootFs: null,
  OnBuild: [],
  NetworkDisabled: false,
  Variant: "",
  Author: "",
  Comment: "",
  Container: "",
  Parent: "",
  Gateway: "",
  Runtime: "",
  OOMKilled: false,
  Log: [],
};

/** Executes a template on a value. Throws a TemplateError with Go's text. */
export function execTemplate(template: Template, data: unknown, options: ExecOptions): string {
  const run = new Execution(template, options);
  run.walk(template.nodes, data, [{ name: "$", value: data }]);
  return run.output;
}

interface Variable {
  readonly name: string;
  value: unknown;
}
type Branch = Extract<Node, { readonly pipeline: Pipeline; readonly body: readonly Node[] }>;
type Flow = "next" | "break" | "continue";

class Execution {
  output = "";
  readonly #template: Template;
  readonly #options: ExecOptions;
  #depth = 0;
  constructor(template: Template, options: ExecOptions) {
    this.#template = template;
    this.#options = options;
  }

  walk(nodes: readonly Node[], dot: unknown, scope: readonly Variable[]): Flow {
    const variables = [...scope];
    for (const node of nodes) {
      switch (node.kind) {
        case "text":
          this.output += node.text;
          break;
        case "action": {
          const value = this.#pipeline(node.pipeline, dot, variables);
          if (node.pipeline.declare.length === 0) this.output += this.#options.raw ? printRaw(value) : printValue(value);
          break;
        }
        case "break":
        case "continue":
          return node.kind;
        case "template":
          this.#call(node, dot, variables);
          break;
        default: {
          const flow = this.#branch(node, dot, [...variables]);
          if (flow !== "next") return flow;
        }
      }
    }
    return "next";
  }

  #call(node: Node & { kind: "template" }, dot: unknown, variables: Variable[]): void {
    const body = this.#template.defined.get(node.name);
    if (!body) throw this.#fail(node.at, node.name, `template ${quote(node.name)} not defined`);
    if (++this.#depth > 1000) throw this.#fail(node.at, node.name, "exceeded maximum template depth (100000)");
    const value = node.pipeline ? this.#pipeline(node.pipeline, dot, variables) : null;
    this.walk(body, value, [{ name: "$", value }]);
    this.#depth--;
  }

  #branch(node: Branch, dot: unknown, variables: Variable[]): Flow {
    if (node.kind === "range") return this.#range(node, dot, variables);
    const value = this.#pipeline(node.pipeline, dot, variables);
    if (truth(value)) return this.walk(node.body, node.kind === "with" ? value : dot, variables);
    return this.walk(node.otherwise, dot, variables);
  }

  #range(node: Branch, dot: unknown, variables: Variable[]): Flow {
    const value = this.#pipeline({ ...node.pipeline, declare: [] }, dot, variables);
    const items = this.#items(node, value);
    for (const [key, item] of items) {
      const [first, second] = node.pipeline.declare;
      const inner = [...variables];
      if (first !== undefined) inner.push({ name: first, value: second === undefined ? item : key });
      if (second !== undefined) inner.push({ name: second, value: item });
      if (this.walk(node.body, item, inner) === "break") break;
    }
    return items.length === 0 ? this.walk(node.otherwise, dot, variables) : "next";
  }

  #items(node: Branch, value: unknown): readonly (readonly [unknown, unknown])[] {
    if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
    if (value instanceof GoMap) return [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    if (isRecord(value) && this.#options.raw) return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    if (value === null || value === NO_VALUE || value === undefined) return [];
    throw this.#fail(node.at, node.pipeline.commands.map(commandText).join(" | "), `range can't iterate over ${printValue(value)}`);
  }

  #pipeline(pipeline: Pipeline, dot: unknown, variables: Variable[]): unknown {
    let value: unknown = NO_VALUE;
    let piped = false;
    for (const command of pipeline.commands) {
      value = this.#command(command, dot, variables, piped ? [value] : []);
      piped = true;
    }
    const [name] = pipeline.declare;
    if (name !== undefined) {
      const known = pipeline.assign ? variables.findLast((variable) => variable.name === name) : undefined;
      if (known) known.value = value;
      else variables.push({ name, value });
    }
    return value;
  }

  #command(command: Command, dot: unknown, variables: Variable[], final: readonly unknown[]): unknown {
    const [first, ...rest] = command.operands;
    if (!first) return NO_VALUE;
    if (first.kind === "function") return this.#function(first, rest, dot, variables, final);
    if (rest.length > 0 || final.length > 0) {
      if (first.kind === "field" || first.kind === "variable") {
        const name = first.path.at(-1) ?? nodeText(first);
        const start = first.kind === "field" ? dot : (variables.findLast((variable) => variable.name === first.name)?.value ?? NO_VALUE);
        const receiver = this.#fields(first, start, first.path.slice(0, -1));
        const method = receiver instanceof GoObject || receiver instanceof GoMap ? receiver.methods.get(name) : undefined;
        const args = [...rest.map((one) => this.#operand(one, dot, variables)), ...final];
        if (method && args.length !== 1)
          throw this.#fail(first.at, nodeText(first), `wrong number of args for ${name}: want 1 got ${args.length}`);
        if (method) return method(String(args[0]));
        throw this.#fail(first.at, nodeText(first), `${name} has arguments but cannot be invoked as function`);
      }
      throw this.#fail(first.at, nodeText(first), `can't give argument to non-function ${nodeText(first)}`);
    }
    if (first.kind === "nil") throw this.#fail(first.at, "nil", "nil is not a command");
    return this.#operand(first, dot, variables);
  }

  #function(
    operand: Operand & { kind: "function" },
    rest: readonly Operand[],
    dot: unknown,
    variables: Variable[],
    final: readonly unknown[],
  ): unknown {
    const found = this.#options.functions.get(operand.name);
    if (!found) throw this.#fail(operand.at, operand.name, `${quote(operand.name)} is not a defined function`);
    const count = rest.length + final.length;
    if (count < found.least || (found.most !== undefined && count > found.most)) {
      const want = found.most === found.least ? `want ${found.least}` : `want at least ${found.least}`;
      throw this.#fail(operand.at, operand.name, `wrong number of args for ${operand.name}: ${want} got ${count}`);
    }
    try {
      if (found.kind === "lazy")
        return found.call([...rest.map((one) => () => this.#operand(one, dot, variables)), ...final.map((value) => () => value)]);
      return found.call([...rest.map((one) => this.#operand(one, dot, variables)), ...final]);
    } catch (error) {
      if (!(error instanceof ShortCircuit)) throw error;
      throw this.#fail(
        operand.at,
        commandText({ at: operand.at, operands: [operand, ...rest] }),
        error.calling ? `error calling ${operand.name}: ${error.message}` : error.message,
      );
    }
  }

  #operand(operand: Operand, dot: unknown, variables: Variable[]): unknown {
    switch (operand.kind) {
      case "dot":
        return dot;
      case "nil":
        return null;
      case "literal":
        return operand.value;
      case "field":
        return this.#fields(operand, dot, operand.path);
      case "variable":
        return this.#fields(operand, variables.findLast((variable) => variable.name === operand.name)?.value ?? NO_VALUE, operand.path);
      case "pipeline":
        return this.#fields(operand, this.#pipeline(operand.pipeline, dot, [...variables]), operand.path);
      case "function":
        return this.#function(operand, [], dot, variables, []);
    }
  }

  #fields(operand: Operand, start: unknown, path: readonly string[]): unknown {
    let value = start;
    for (const name of path) value = this.#field(operand, value, name);
    return value;
  }

  #field(operand: Operand, receiver: unknown, name: string): unknown {
    const fail = (message: string): TemplateError => this.#fail(operand.at, nodeText(operand), message);
    if (receiver === NO_VALUE || receiver === undefined) {
      if (this.#options.raw) throw fail(`nil data; no entry for key ${quote(name)}`);
      return NO_VALUE;
    }
    if (receiver === null) throw fail(`nil pointer evaluating interface {}.${name}`);
    if (receiver instanceof GoObject) {
      const field = receiver.fields.get(name);
      if (!field && receiver.methods.has(name)) throw fail(`wrong number of args for ${name}: want 1 got 0`);
      if (!field) throw fail(`can't evaluate field ${name} in type ${receiver.type}`);
      return wrap(name, field(), this.#options.raw);
    }
    if (receiver instanceof GoMap)
      return receiver.entries.has(name) ? wrap(name, receiver.entries.get(name), this.#options.raw) : this.#missing(fail, name);
    if (isRecord(receiver)) {
      if (Object.hasOwn(receiver, name)) return wrap(name, receiver[name], this.#options.raw);
      if (this.#options.raw) return this.#missing(fail, name);
      if (Object.hasOwn(OMITTED, name)) return OMITTED[name];
      throw fail(`can't evaluate field ${name} in type *types.Response`);
    }
    throw fail(`can't evaluate field ${name} in type ${this.#options.raw ? "interface {}" : goType(receiver)}`);
  }

  #missing(fail: (message: string) => TemplateError, name: string): unknown {
    if (this.#options.raw) throw fail(`map has no entry for key ${quote(name)}`);
    return NO_VALUE;
  }

  #fail(at: number, text: string, message: string): TemplateError {
    const { name, source } = this.#template;
    const column = at - (source.lastIndexOf("\n", at - 1) + 1);
    return new TemplateError(`template: ${name}:${lineAt(source, at)}:${column}: executing ${quote(name)} at <${text}>: ${message}`);
  }
}

/** JSON objects under the names of Go's maps become maps, and so do nulls. */
function wrap(name: string, value: unknown, raw: boolean | undefined): unknown {
  if (raw) return value;
  if (value === null) return nilOf(name);
  return isRecord(value) && isMapName(name, value) ? new GoMap(new Map(mapEntries(name, value))) : value;
}

function printRaw(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printRaw).join(" ")}]`;
  if (!isRecord(value)) return printValue(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${printRaw(item)}`).join(" ")}]`;
}
