import type { FlagSpec } from "#releases";
import { csvFields } from "../go/csv.ts";
import { parseDuration } from "../go/duration.ts";
import { parseBool, parseFloatText, parseInteger, parseUnsigned } from "../go/numbers.ts";
import { ramInBytes } from "../go/units.ts";
import { checkListItem, checkSysctl } from "./list-values.ts";

/** What checking a flag's value may need to know. */
export interface ValueContext {
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** go-units of later releases refuses suffixes in words of their own. */
  readonly strictSizes: boolean;
  /** Wording of the release. */
  readonly texts: {
    readonly notAnIp: string;
    readonly sysctlRefused: string;
    readonly gpuCount: string;
    readonly addHostEquals: string;
    readonly upperCase: string;
  };
  /** Types whose code is loaded only for the commands that have them. */
  readonly types: ReadonlyMap<string, (text: string, context: ValueContext) => void>;
}

/**
 * Checks a value against its flag's type and gives the text to keep; undefined keeps nothing.
 * Throws an Error with the text that pflag, go-units or docker's own types have for it.
 */
export function checkValue(spec: FlagSpec, text: string, context: ValueContext): string | undefined {
  const [name, , type] = spec;
  switch (type) {
    case "bool":
      return String(parseBool(text));
    case "int":
    case "int64":
      return String(parseInteger(text, 64));
    case "uint":
    case "uint64":
      return String(parseUnsigned(text, 64));
    case "uint32":
      return String(parseUnsigned(text, 32));
    case "uint16":
      return String(parseUnsigned(text, 16));
    case "float":
      return String(parseFloatText(text));
    case "duration":
      parseDuration(text);
      return text;
    case "bytes":
      if (text !== "-1" || name !== "memory-swap") ramInBytes(text, context.strictSizes);
      return text;
    case "decimal":
      parseCpus(text);
      return text;
    case "filter":
      return checkFilter(text);
    case "list":
      return checkListItem(name, text, context);
    case "map":
      return name === "sysctl" ? checkSysctl(text, context) : text;
    case "stringSlice":
      sliceItems([text]);
      return text;
    default:
      context.types.get(type)?.(text, context);
      return text;
  }
}

/** The items of a stringSlice flag: each value is a line of comma-separated fields. */
export function sliceItems(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => (value === "" ? [] : csvFields(value)));
}

function checkFilter(text: string): string | undefined {
  if (text === "") return undefined;
  const at = text.indexOf("=");
  if (at < 0) throw new Error("bad format of filter (expected name=value)");
  return `${text.slice(0, at).trim().toLowerCase()}=${text.slice(at + 1).trim()}`;
}

/** ParseCPUs: a decimal or a ratio, in billionths. Throws an Error with docker's text. */
export function parseCpus(text: string): number {
  const ratio = /^([+-]?\d+)\/(\d+)$/.exec(text);
  const decimal = /^([+-]?)(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.exec(text);
  if (ratio && Number(ratio[2]) !== 0) {
    const nano = (Number(ratio[1]) * 1e9) / Number(ratio[2]);
    if (!Number.isInteger(nano)) throw new Error("value is too precise");
    return nano;
  }
  if (!decimal) throw new Error(`failed to parse ${text} as a rational number`);
  const [, sign = "", digits = "", exponentText = "e0"] = decimal;
  const [whole = "", fraction = ""] = digits.split(".");
  const shift = 9 - fraction.length + Number(exponentText.slice(1));
  const all = `${whole}${fraction}`;
  const cut = shift < 0 ? all.slice(shift) : "";
  if (/[1-9]/.test(cut)) throw new Error("value is too precise");
  const nano = Number(shift < 0 ? all.slice(0, shift) || "0" : all + "0".repeat(shift));
  return sign === "-" ? -nano : nano;
}
