import { quote } from "../go/quote.ts";
import { sprintf } from "./printf.ts";
import { GoMap, goType, isRecord, NO_VALUE, printValue, toJson, truth } from "./values.ts";

/** A failed call; `calling` prefixes the message with `error calling NAME: `. */
export class ShortCircuit extends Error {
  readonly calling: boolean;
  constructor(message: string, calling: boolean = true) {
    super(message);
    this.calling = calling;
  }
}

export type TemplateFunction =
  | {
      readonly kind: "plain";
      readonly least: number;
      readonly most: number | undefined;
      readonly call: (args: readonly unknown[]) => unknown;
    }
  | {
      readonly kind: "lazy";
      readonly least: number;
      readonly most: number | undefined;
      readonly call: (args: readonly (() => unknown)[]) => unknown;
    };
export type Functions = ReadonlyMap<string, TemplateFunction>;

type Plain = (args: readonly unknown[]) => unknown;
const plain = (least: number, most: number | undefined, call: Plain): TemplateFunction => ({ kind: "plain", least, most, call });

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new ShortCircuit(`wrong type for value; expected string; got ${goType(value)}`, false);
}
function int(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new ShortCircuit(`wrong type for value; expected int; got ${goType(value)}`, false);
}

const BUILTIN: readonly (readonly [string, TemplateFunction])[] = [
  ["and", { kind: "lazy", least: 1, most: undefined, call: (args) => lastUntil(args, false) }],
  ["or", { kind: "lazy", least: 1, most: undefined, call: (args) => lastUntil(args, true) }],
  ["not", plain(1, 1, ([value]) => !truth(value))],
  ["len", plain(1, 1, ([value]) => length(value))],
  ["index", plain(1, undefined, ([value, ...keys]) => keys.reduce(indexOf, value))],
  ["slice", plain(1, 4, ([value, from, to]) => slice(value, from, to))],
  [
    "print",
    plain(0, undefined, (args) =>
      args.map((arg, i) => (i > 0 && typeof arg !== "string" && typeof args[i - 1] !== "string" ? " " : "") + printValue(arg)).join(""),
    ),
  ],
  ["println", plain(0, undefined, (args) => `${args.map((arg) => printValue(arg)).join(" ")}\n`)],
  ["printf", plain(1, undefined, ([format, ...args]) => sprintf(text(format), args))],
  [
    "html",
    plain(0, undefined, (args) =>
      args
        .map((arg) => printValue(arg))
        .join("")
        .replaceAll("&", "&amp;")
        .replaceAll("'", "&#39;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&#34;"),
    ),
  ],
  ["urlquery", plain(0, undefined, (args) => encodeURIComponent(args.map((arg) => printValue(arg)).join("")).replaceAll("%20", "+"))],
  ["eq", plain(2, undefined, ([left, ...rest]) => rest.some((right) => compare(left, right, "eq") === 0))],
  ["ne", plain(2, 2, ([left, right]) => compare(left, right, "ne") !== 0)],
  ["lt", plain(2, 2, ([left, right]) => compare(left, right, "lt") < 0)],
  ["le", plain(2, 2, ([left, right]) => compare(left, right, "le") <= 0)],
  ["gt", plain(2, 2, ([left, right]) => compare(left, right, "gt") > 0)],
  ["ge", plain(2, 2, ([left, right]) => compare(left, right, "ge") >= 0)],
  // Docker's own.
  ["json", plain(1, 1, ([value]) => toJson(value))],
  ["split", plain(2, 2, ([value, separator]) => text(value).split(text(separator)))],
  ["join", plain(2, 2, ([value, separator]) => join(value, text(separator)))],
  [
    "title",
    plain(1, 1, ([value]) =>
      text(value).replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
    ),
  ],
  ["lower", plain(1, 1, ([value]) => text(value).toLowerCase())],
  ["upper", plain(1, 1, ([value]) => text(value).toUpperCase())],
  ["pad", plain(3, 3, ([value, before, after]) => (value === "" ? "" : " ".repeat(int(before)) + text(value) + " ".repeat(int(after))))],
  ["truncate", plain(2, 2, ([value, most]) => text(value).slice(0, int(most)))],
];

/** Go's functions and docker's. */
export const FUNCTIONS: Functions = new Map(BUILTIN);

const keep: TemplateFunction = plain(1, 3, ([value]) => value);

/** For the headings of a table, which stay as they are. */
export const HEADER_FUNCTIONS: Functions = new Map([
  ...BUILTIN,
  ...["json", "split", "join", "title", "lower", "upper", "truncate"].map((name) => [name, keep] as const),
]);

function lastUntil(args: readonly (() => unknown)[], stop: boolean): unknown {
  let value: unknown = NO_VALUE;
  for (const arg of args) {
    value = arg();
    if (truth(value) === stop) return value;
  }
  return value;
}

function length(value: unknown): number {
  if (typeof value === "string") return new TextEncoder().encode(value).length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof GoMap) return value.entries.size;
  if (isRecord(value)) return Object.keys(value).length;
  if (value === null || value === NO_VALUE) throw new ShortCircuit("len of nil pointer");
  throw new ShortCircuit(`len of type ${goType(value)}`);
}

function indexOf(value: unknown, key: unknown): unknown {
  if (value === null || value === NO_VALUE || value === undefined) throw new ShortCircuit("index of untyped nil");
  if (Array.isArray(value)) {
    if (typeof key !== "number") throw new ShortCircuit(`cannot index slice/array with type ${goType(key)}`);
    if (key < 0 || key > value.length) throw new ShortCircuit(`index out of range: ${key}`);
    // Go checks against the length that slicing may have.
    if (key === value.length) throw new ShortCircuit("reflect: slice index out of range");
    return value[key];
  }
  if (typeof key !== "string") throw new ShortCircuit(`value has type ${goType(key)}; should be string`);
  if (value instanceof GoMap) return value.entries.has(key) ? value.entries.get(key) : emptyOf(value);
  if (isRecord(value)) return Object.hasOwn(value, key) ? value[key] : NO_VALUE;
  throw new ShortCircuit(`can't index item of type ${goType(value)}`);
}

/** The zero value of a map's elements, judged by those that it has. */
function emptyOf(map: GoMap): unknown {
  const [first] = map.entries.values();
  if (first === undefined || typeof first === "string") return "";
  return Array.isArray(first) ? [] : NO_VALUE;
}

function slice(value: unknown, from: unknown, to: unknown): unknown {
  if (typeof value === "string" || Array.isArray(value)) {
    const end = to === undefined ? value.length : int(to);
    const start = from === undefined ? 0 : int(from);
    if (start < 0 || start > value.length) throw new ShortCircuit(`index out of range: ${start}`);
    if (end < 0 || end > value.length) throw new ShortCircuit(`index out of range: ${end}`);
    if (end < start) throw new ShortCircuit(`invalid slice index: ${start} > ${end}`);
    return value.slice(start, end);
  }
  throw new ShortCircuit(`can't slice item of type ${goType(value)}`);
}

function join(value: unknown, separator: string): string {
  if (Array.isArray(value)) return value.map((item) => printValue(item)).join(separator);
  if (value === null || value === NO_VALUE) return "";
  throw new ShortCircuit(`wrong type for value; expected []string; got ${goType(value)}`, false);
}

function compare(left: unknown, right: unknown, name: string): number {
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "boolean" && typeof right === "boolean") {
    if (name !== "eq" && name !== "ne") throw new ShortCircuit("invalid type for comparison");
    return left === right ? 0 : 1;
  }
  if ((name === "eq" || name === "ne") && [left, right].some((one) => one === null || one === NO_VALUE)) return left === right ? 0 : 1;
  const basic = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
  if (!basic(left) || !basic(right)) throw new ShortCircuit("invalid type for comparison");
  throw new ShortCircuit("incompatible types for comparison");
}

/** Names that a template may call. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set([...FUNCTIONS.keys(), "js", "call"]);

/** For messages of printf. */
export function quoted(value: unknown): string {
  return typeof value === "string" ? quote(value) : printValue(value);
}
