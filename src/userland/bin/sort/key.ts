/** Keys of sort: `-k 2,3nr` and how two lines compare by them. */

import type { Sys } from "#abi";
import { type Compare, collation, compareVersions } from "../tool/collate.ts";
import { Failure } from "../tool/messages.ts";
import { quote } from "../tool/quote.ts";

export interface KeyOptions {
  readonly blanks: boolean;
  readonly dictionary: boolean;
  readonly fold: boolean;
  readonly nonprinting: boolean;
  readonly reverse: boolean;
  readonly kind: "text" | "numeric" | "general" | "human" | "month" | "version";
}

export const PLAIN: KeyOptions = { blanks: false, dictionary: false, fold: false, nonprinting: false, reverse: false, kind: "text" };

interface Position {
  readonly field: number;
  /** From 1; 0 in an end means the field's last. */
  readonly character: number;
}

export interface Key {
  readonly options: KeyOptions;
  readonly from: Position;
  readonly to: Position | undefined;
  readonly endBlanks: boolean;
}

/** Parses `F[.C][OPTS][,F[.C][OPTS]]`; a key without options of its own takes the global ones. */
export function parseKey(sys: Sys, text: string, global: KeyOptions): Key {
  const match = /^(\d*)(?:\.(\d+))?([bdfgiMhnRrV]*)(?:,(\d*)(?:\.(\d+))?([bdfgiMhnRrV]*))?$/.exec(text);
  if (!match || match[1] === "") throw new Failure(`invalid number at field start: invalid count at start of ${quote(sys, text)}`, 2);
  const [, field, character, startOptions = "", endField, endCharacter, endOptions = ""] = match;
  if (field === "0") throw new Failure(`-: invalid field specification ${quote(sys, text)}`.replace("-: ", "field number is zero: "), 2);
  const letters = startOptions + endOptions;
  const own: KeyOptions = {
    blanks: startOptions.includes("b"),
    dictionary: letters.includes("d"),
    fold: letters.includes("f"),
    nonprinting: letters.includes("i"),
    reverse: letters.includes("r"),
    kind: letters.includes("n")
      ? "numeric"
      : letters.includes("g")
        ? "general"
        : letters.includes("h")
          ? "human"
          : letters.includes("M")
            ? "month"
            : letters.includes("V")
              ? "version"
              : "text",
  };
  return {
    options: letters === "" ? global : own,
    from: { field: Number(field), character: Number(character ?? 1) },
    to: endField === undefined ? undefined : { field: Number(endField), character: Number(endCharacter ?? 0) },
    endBlanks: letters === "" ? global.blanks : endOptions.includes("b"),
  };
}

/** `lastResort` undefined: lines with equal keys stay as they come; else they compare whole, reversed if true. */
export function comparison(sys: Sys, keys: readonly Key[], separator: string | undefined, lastResort: boolean | undefined): Compare {
  const collate = collation(sys);
  const parts = keys.map((key) => ({ key, compare: compareKeys(key.options, collate) }));
  return (one, other) => {
    for (const { key, compare } of parts) {
      const order = compare(extract(one, key, separator), extract(other, key, separator));
      if (order !== 0) return key.options.reverse ? -order : order;
    }
    if (lastResort === undefined) return 0;
    const order = collate(one, other);
    return lastResort ? -order : order;
  };
}

function extract(line: string, key: Key, separator: string | undefined): string {
  if (key.from.field === 1 && key.from.character === 1 && key.to === undefined && !key.options.blanks) return line;
  const fields = fieldsOf(line, separator);
  const start = place(line, fields, key.from, key.options.blanks);
  if (key.to === undefined) return line.slice(start);
  const end = key.to.character === 0 ? (fields[key.to.field - 1]?.[1] ?? line.length) : place(line, fields, key.to, key.endBlanks) + 1;
  return line.slice(start, Math.max(start, end));
}

/** Where each field begins and ends. Without a separator the blanks in front belong to the field. */
function fieldsOf(line: string, separator: string | undefined): readonly (readonly [number, number])[] {
  const fields: [number, number][] = [];
  if (separator === undefined) {
    for (const match of line.matchAll(/[ \t\n]*[^ \t\n]+|[ \t\n]+$/g)) fields.push([match.index, match.index + match[0].length]);
    return fields;
  }
  let from = 0;
  for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, from)) {
    fields.push([from, at]);
    from = at + separator.length;
  }
  fields.push([from, line.length]);
  return fields;
}

function place(line: string, fields: readonly (readonly [number, number])[], position: Position, skipBlanks: boolean): number {
  const field = fields[position.field - 1];
  if (!field) return line.length;
  let [start] = field;
  if (skipBlanks) while (line[start] === " " || line[start] === "\t") start++;
  return Math.min(line.length, start + Math.max(0, position.character - 1));
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

function compareKeys(options: KeyOptions, collate: Compare): Compare {
  switch (options.kind) {
    case "numeric":
      return (a, b) => numeric(a) - numeric(b);
    case "general":
      return (a, b) => general(a) - general(b);
    case "human":
      return (a, b) => human(a) - human(b);
    case "month":
      return (a, b) => month(a) - month(b);
    case "version":
      return compareVersions;
    case "text":
      return (a, b) => collate(prepare(a, options), prepare(b, options));
  }
}

function prepare(text: string, options: KeyOptions): string {
  let result = options.blanks ? text.replace(/^[ \t]+/, "") : text;
  if (options.dictionary) result = result.replace(/[^\p{L}\p{N}\s]/gu, "");
  if (options.nonprinting) result = result.replace(/[\x00-\x1f\x7f]/g, "");
  return options.fold ? result.toUpperCase() : result;
}

function numeric(text: string): number {
  return Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] || 0) || 0;
}

function general(text: string): number {
  const found = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i.exec(text)?.[1];
  return found === undefined ? -Number.MAX_VALUE : Number(found);
}

function human(text: string): number {
  const match = /^\s*(-?\d*\.?\d*)\s*([kKMGTPEZY]?)/.exec(text);
  const value = Number(match?.[1] || 0) || 0;
  return value * 1024 ** ("KMGTPEZY".indexOf((match?.[2] ?? "").toUpperCase() || "-") + 1);
}

function month(text: string): number {
  return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
}
