import { ArithmeticError } from "../arithmetic/parse.ts";
import { elementNumber, makeIndexed, setElement } from "../expand/elements.ts";
import { expandSingle, expandWords } from "../expand/expand.ts";
import { evaluate } from "../expand/number.ts";
import type { ArrayLiteral, Assignment, Word } from "../syntax/index.ts";
import type { Shell } from "./shell.ts";
import { Unwind } from "./unwind.ts";
import { applyCase, ReadOnlyError, type Variable } from "./variables.ts";

/** An array literal whose words are expanded; items without an index follow the one before. */
export type ArrayValue = readonly { readonly index: string | undefined; readonly append: boolean; readonly text: string }[];

/** An assignment whose words are expanded. */
export interface ReadyAssignment {
  readonly name: string;
  readonly index: string | undefined;
  readonly append: boolean;
  readonly value: string | ArrayValue;
  /** The index as written, for messages. */
  readonly indexText?: string | undefined;
}

export async function expandAssignment(shell: Shell, one: Assignment): Promise<ReadyAssignment> {
  const index = one.index ? await expandSingle(shell, one.index) : undefined;
  const value = isArray(one.value) ? await expandArray(shell, one.value) : await expandSingle(shell, one.value, "assignment");
  return { name: one.name, index, append: one.append, value, indexText: one.index?.text };
}

function isArray(value: Word | ArrayLiteral): value is ArrayLiteral {
  return "kind" in value;
}

async function expandArray(shell: Shell, literal: ArrayLiteral): Promise<ArrayValue> {
  const items: { index: string | undefined; append: boolean; text: string }[] = [];
  for (const item of literal.items) {
    if (item.index)
      items.push({
        index: await expandSingle(shell, item.index),
        append: item.append,
        text: await expandSingle(shell, item.value, "assignment"),
      });
    else for (const text of await expandWords(shell, [item.value])) items.push({ index: undefined, append: false, text });
  }
  return items;
}

/** Carries an assignment out; what can't be assigned is reported and the command line given up. */
export async function assign(shell: Shell, one: ReadyAssignment): Promise<void> {
  try {
    await assignTo(shell, one);
  } catch (error) {
    if (error instanceof ReadOnlyError) {
      await shell.complain(shell.flavour.readOnly(error.variable));
      throw new Unwind(shell.flavour.strict && !shell.interactive ? { kind: "exit", status: 2 } : { kind: "abort", status: 1 });
    }
    if (error instanceof ArithmeticError) await shell.abort(shell.flavour.arithmeticError(error));
    if (error instanceof RangeError) await shell.abort(error.message);
    throw error;
  }
  if (shell.option("allexport")) shell.variables.export(one.name);
}

/** The same without the messages: throws ReadOnlyError, ArithmeticError or RangeError. */
export async function assignTo(shell: Shell, one: ReadyAssignment): Promise<void> {
  const { variables } = shell;
  if (typeof one.value !== "string") {
    assignArray(shell, variables.writable(one.name), one.value, one.append);
    return;
  }
  const variable = variables.find(one.name);
  if (one.index === "" && variable?.value.kind === "associative")
    throw new RangeError(`${one.name}[${one.indexText ?? ""}]: bad array subscript`);
  let text = one.value;
  if (variable?.integer) {
    const sum = one.append ? `${current(shell, one) || "0"}+(${text || "0"})` : text;
    text = String(await evaluate(shell, sum));
  } else if (one.append) text = current(shell, one) + text;
  setElement(shell, one.name, one.index, text);
}

function current(shell: Shell, one: ReadyAssignment): string {
  const variable = shell.variables.find(one.name);
  if (one.index === undefined || !variable) return shell.variables.get(one.name) ?? "";
  if (variable.value.kind === "associative") return variable.value.items.get(one.index) ?? "";
  const number = elementNumber(shell, variable, one.index);
  if (number === undefined) return "";
  return (variable.value.kind === "indexed" ? variable.value.items.get(number) : number === 0 ? variable.value.text : undefined) ?? "";
}

function assignArray(shell: Shell, variable: Variable, items: ArrayValue, append: boolean): void {
  if (variable.value.kind === "associative") {
    const { items: map } = variable.value;
    if (!append) map.clear();
    // Without indices the words are keys and values in turn.
    if (items.every((item) => item.index === undefined)) {
      for (let i = 0; i < items.length; i += 2) map.set(items[i]?.text ?? "", applyCase(variable, items[i + 1]?.text ?? ""));
      return;
    }
    for (const item of items)
      if (item.index !== undefined) map.set(item.index, applyCase(variable, (item.append ? (map.get(item.index) ?? "") : "") + item.text));
    return;
  }
  const map = append ? makeIndexed(variable) : new Map<number, string>();
  if (!append) variable.value = { kind: "indexed", items: map };
  let next = Math.max(-1, ...map.keys()) + 1;
  for (const item of items) {
    if (item.index !== undefined) {
      const at = elementNumber(shell, variable, item.index);
      if (at === undefined) throw new RangeError(`[${item.index}]=${item.text}: bad array subscript`);
      next = at;
    }
    map.set(next, applyCase(variable, (item.append ? (map.get(next) ?? "") : "") + item.text));
    next += 1;
  }
}
