import { quote } from "./quote.ts";

/** strconv: what it refuses it tells in an Error with Go's text. */

export function parseBool(text: string): boolean {
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return true;
  if (["0", "f", "F", "FALSE", "false", "False"].includes(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
}

/** ParseInt in base 0 (prefixes 0x, 0o, 0b, underscores) or 10, checked against the size in bits. */
export function parseInteger(text: string, bits: number, base: 0 | 10 = 0, name: string = "ParseInt"): number {
  const failed = (why: string): Error => new Error(`strconv.${name}: parsing ${quote(text)}: ${why}`);
  const match = /^([+-]?)(.+)$/s.exec(text);
  if (!match) throw failed("invalid syntax");
  const value = unsigned(match[2] ?? "", base);
  if (value === undefined) throw failed("invalid syntax");
  const signed = match[1] === "-" ? -value : value;
  const limit = 1n << BigInt(bits - 1);
  if (signed >= limit || signed < -limit) throw failed("value out of range");
  return Number(signed);
}

/** ParseUint in base 0 or 10. */
export function parseUnsigned(text: string, bits: number, base: 0 | 10 | 8 = 0): number {
  const value = unsigned(text, base);
  if (value === undefined) throw new Error(`strconv.ParseUint: parsing ${quote(text)}: invalid syntax`);
  if (value >= 1n << BigInt(bits)) throw new Error(`strconv.ParseUint: parsing ${quote(text)}: value out of range`);
  return Number(value);
}

function unsigned(text: string, base: 0 | 10 | 8): bigint | undefined {
  if (base === 10) return /^\d+$/.test(text) ? BigInt(text) : undefined;
  if (base === 8) return /^[0-7]+$/.test(text) ? BigInt(`0o${text}`) : undefined;
  const prefixed = /^0([xXoObB])_?([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/.exec(text);
  if (prefixed) {
    const digits = (prefixed[2] ?? "").replaceAll("_", "");
    const kind = (prefixed[1] ?? "").toLowerCase();
    if (kind === "o" && /[^0-7]/.test(digits)) return undefined;
    if (kind === "b" && /[^01]/.test(digits)) return undefined;
    return BigInt(`0${kind}${digits}`);
  }
  if (/^0_?[0-7]+(_[0-7]+)*$/.test(text)) return BigInt(`0o${text.replaceAll("_", "").slice(1)}`);
  return /^(0|[1-9]\d*(_\d+)*)$/.test(text) ? BigInt(text.replaceAll("_", "")) : undefined;
}

/** strconv.Atoi. */
export function atoi(text: string): number {
  return parseInteger(text, 64, 10, "Atoi");
}

/** strconv.ParseFloat for decimal numbers. */
export function parseFloatText(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) throw new Error(`strconv.ParseFloat: parsing ${quote(text)}: invalid syntax`);
  return Number(text);
}

/**
 * `%.4g`: at most `precision` significant digits, without trailing zeros.
 */
export function formatG(value: number, precision: number): string {
  if (value === 0) return "0";
  const exponential = value.toExponential(precision - 1);
  const [mantissa = "", exponentText = "0"] = exponential.split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= precision) {
    const digits = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
    return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const fixed = value.toFixed(Math.max(0, precision - 1 - exponent));
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
}
