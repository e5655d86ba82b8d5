import { formatG } from "../go/numbers.ts";
import { quote } from "../go/quote.ts";
import { NO_VALUE, printValue } from "./values.ts";

/** fmt.Sprintf for the values that templates have. */
export function sprintf(format: string, args: readonly unknown[]): string {
  let next = 0;
  const out = format.replace(
    /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])/g,
    (whole, flags: string, widthText: string | undefined, precisionText: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      const width = widthText === "*" ? Number(args[next++]) : Number(widthText ?? 0);
      const precision = precisionText === undefined ? undefined : precisionText === "*" ? Number(args[next++]) : Number(precisionText);
      if (next >= args.length) return `%!${verb}(MISSING)`;
      return pad(one(verb, flags, precision, args[next++], whole), width, flags);
    },
  );
  const extra = args.slice(next);
  return extra.length === 0 ? out : `${out}%!(EXTRA ${extra.map((arg) => `${kind(arg)}=${printValue(arg)}`).join(", ")})`;
}

function one(verb: string, flags: string, precision: number | undefined, value: unknown, whole: string): string {
  const sign = flags.includes("+") && typeof value === "number" && value >= 0 ? "+" : "";
  const bad = `%!${verb}(${kind(value)}=${printValue(value)})`;
  switch (verb) {
    case "v":
      return value === NO_VALUE ? "<nil>" : sign + printValue(value);
    case "s":
      return typeof value === "number" || typeof value === "boolean" ? bad : printValue(value).slice(0, precision);
    case "d":
      return typeof value === "number" ? sign + printValue(value) : bad;
    case "q":
      return typeof value === "string"
        ? quote(value)
        : Array.isArray(value)
          ? `[${value.map((item) => quote(printValue(item))).join(" ")}]`
          : bad;
    case "t":
      return typeof value === "boolean" ? String(value) : bad;
    case "x":
    case "X": {
      const hex =
        typeof value === "number"
          ? value.toString(16)
          : [...new TextEncoder().encode(printValue(value))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return verb === "X" ? hex.toUpperCase() : hex;
    }
    case "o":
      return typeof value === "number" ? value.toString(8) : bad;
    case "b":
      return typeof value === "number" ? value.toString(2) : bad;
    case "f":
      return typeof value === "number" ? sign + value.toFixed(precision ?? 6) : bad;
    case "g":
      return typeof value === "number" ? sign + (precision === undefined ? String(value) : formatG(value, precision)) : bad;
    case "T":
      return kind(value);
    default:
      return whole === "" ? "" : bad;
  }
}

function pad(text: string, width: number, flags: string): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  return flags.includes("0") && /^[+-]?\d/.test(text) ? text.replace(/^([+-]?)/, `$1${"0".repeat(missing)}`) : " ".repeat(missing) + text;
}

function kind(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
  if (value === null || value === NO_VALUE) return "<nil>";
  return Array.isArray(value) ? "[]string" : "map[string]string";
}
