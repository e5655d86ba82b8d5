/** The current record and its fields: each follows the other lazily. */

import { compile, expandBracketEscapes } from "../tool/regex.ts";
import { Looks, type Value } from "./values.ts";

export class AwkRecord {
  #text = "";
  #fields: Value[] | undefined = [];
  #stale = false;

  /** Sets $0. */
  set(text: string): void {
    this.#text = text;
    this.#fields = undefined;
    this.#stale = false;
  }

  count(separator: string): number {
    return this.#split(separator).length;
  }

  get(index: number, separator: string, join: (fields: readonly Value[]) => string): Value {
    if (index === 0) return new Looks(this.text(join));
    return this.#split(separator)[index - 1];
  }

  text(join: (fields: readonly Value[]) => string): string {
    if (this.#stale && this.#fields) {
      this.#text = join(this.#fields);
      this.#stale = false;
    }
    return this.#text;
  }

  setField(index: number, value: Value, separator: string): void {
    const fields = this.#split(separator);
    while (fields.length < index) fields.push(new Looks(""));
    fields[index - 1] = value;
    this.#stale = true;
  }

  setCount(count: number, separator: string): void {
    const fields = this.#split(separator);
    while (fields.length < count) fields.push(new Looks(""));
    fields.length = count;
    this.#stale = true;
  }

  #split(separator: string): Value[] {
    this.#fields ??= splitText(this.#text, separator).map((field) => new Looks(field));
    return this.#fields;
  }
}

const expressions = new Map<string, RegExp>();

/** A POSIX extended expression, compiled once. */
export function expressionOf(source: string): RegExp {
  let expression = expressions.get(source);
  if (!expression) {
    expression = compile(expandBracketEscapes(source, "awk"), "extended", "g");
    expressions.set(source, expression);
  }
  expression.lastIndex = 0;
  return expression;
}

/** Fields by FS: blanks, one character, or a regular expression. */
export function splitText(text: string, separator: string | RegExp): string[] {
  if (text === "") return [];
  if (separator === " ") {
    const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
    return trimmed === "" ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (separator === "") return Array.from(text);
  if (typeof separator === "string" && separator.length === 1 && separator !== "\\") return text.split(separator);
  // Groups of the separator must not become fields.
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(typeof separator === "string" ? expressionOf(separator) : separator)) {
    if (match[0] === "") continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}
