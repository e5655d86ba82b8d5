/** Values of awk: numbers, strings, and input that looks like a number and compares as one. */

import { formatFloat, formatInteger, formatString } from "../tool/printf.ts";

/** `Looks` is a string from the input that may compare as a number. */
export type Value = number | string | Looks | undefined;

export class Looks {
  readonly text: string;
  readonly number: number | undefined;
  constructor(text: string) {
    this.text = text;
    this.number = NUMBER.test(text) ? Number(text.trim().replace(/^\+/, "")) : undefined;
  }
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (value === undefined) return 0;
  const text = typeof value === "string" ? value : value.text;
  return Number(/^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(text)?.[1] ?? 0);
}

export function toText(value: Value, format: string): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  if (typeof value !== "number") return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value === 0 ? 0 : value);
  return sprintf(format, [value], format);
}

export function isTrue(value: Value): boolean {
  if (typeof value === "number") return value !== 0;
  if (value === undefined) return false;
  if (typeof value === "string") return value !== "";
  return value.number === undefined ? value.text !== "" : value.number !== 0;
}

/** Below 0, 0 or above: as numbers when both are or look like numbers, else as texts. */
export function compare(left: Value, right: Value, format: string): number {
  const [a, b] = [numeric(left), numeric(right)];
  if (a !== undefined && b !== undefined) return a - b;
  const [x, y] = [toText(left, format), toText(right, format)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function numeric(value: Value): number | undefined {
  if (value === undefined) return 0;
  if (typeof value === "number") return value;
  return typeof value === "string" ? undefined : value.number;
}

/** printf of awk. `%c` of a number is the character with that code. */
export function sprintf(format: string, values: readonly Value[], convert: string): string {
  const queue = [...values];
  return format.replace(
    /%(?:(%)|([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]*([a-zA-Z]))/g,
    (whole, percent: string | undefined, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (percent) return "%";
      const wide = width === "*" ? toNumber(queue.shift()) : Number(width);
      const exact = precision === undefined ? undefined : precision === "*" ? toNumber(queue.shift()) : Number(precision);
      const conversion = { flags: wide < 0 ? `${flags}-` : flags, width: Math.abs(wide), precision: exact, letter };
      const value = queue.shift();
      if ("diouxX".includes(letter)) {
        const number = Math.trunc(toNumber(value));
        return Number.isFinite(number) ? formatInteger(conversion, BigInt(number)) : formatFloat({ ...conversion, letter: "f" }, number);
      }
      if ("eEfFgG".includes(letter)) return formatFloat(conversion, toNumber(value));
      if (letter === "c")
        return formatString(
          conversion,
          typeof value === "number" ? String.fromCodePoint(Math.trunc(value) & 0x1fffff) : (Array.from(toText(value, convert))[0] ?? ""),
        );
      if (letter === "s") return formatString(conversion, toText(value, convert));
      return whole;
    },
  );
}
