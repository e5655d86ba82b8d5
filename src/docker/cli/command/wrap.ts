import type { FlagSpec } from "#releases";
import { quote } from "../go/quote.ts";

/** pflag's FlagUsagesWrapped: flags with their help texts in a column, broken at `columns`. */
export function flagUsages(flags: readonly FlagSpec[], columns: number): string {
  const rows = flags.map((flag) => ({ head: flagHead(flag), text: flagText(flag) }));
  const widest = Math.max(0, ...rows.map((row) => row.head.length + 1));
  return rows.map(({ head, text }) => `${head} ${" ".repeat(widest - head.length)} ${wrap(widest + 2, columns, text)}\n`).join("");
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  bool: "",
  float64: "float",
  int64: "int",
  uint64: "uint",
  stringSlice: "strings",
  intSlice: "ints",
  uintSlice: "uints",
  boolSlice: "bools",
};

/** A name in backquotes inside the help text replaces the type. */
function valueName(flag: FlagSpec): { readonly name: string; readonly usage: string } {
  const [, , type, , usage] = flag;
  const quoted = /`([^`]*)`/.exec(usage);
  if (quoted) return { name: quoted[1] ?? "", usage: usage.replace(quoted[0], quoted[1] ?? "") };
  return { name: TYPE_NAMES[type] ?? type, usage };
}

function flagHead(flag: FlagSpec): string {
  const [name, shorthand, type, , , more] = flag;
  const short = shorthand !== "" && more?.shorthandDeprecated === undefined;
  const value = valueName(flag).name;
  const head = `${short ? `  -${shorthand}, --` : "      --"}${name}${value === "" ? "" : ` ${value}`}`;
  if (more?.noValue === undefined) return head;
  return type === "string" ? `${head}[="${more.noValue}"]` : `${head}[=${more.noValue}]`;
}

function flagText(flag: FlagSpec): string {
  const [, , type, preset, , more] = flag;
  const { usage } = valueName(flag);
  const withDefault = isZero(type, preset) ? usage : `${usage} (default ${type === "string" ? quote(preset) : preset})`;
  return more?.deprecated === undefined ? withDefault : `${withDefault} (DEPRECATED: ${more.deprecated})`;
}

function isZero(type: string, preset: string): boolean {
  if (type === "bool") return preset === "false";
  if (type === "duration") return preset === "" || preset === "0" || preset === "0s";
  if (["stringSlice", "stringArray", "intSlice"].includes(type)) return preset === "" || preset === "[]";
  return preset === "false" || preset === "<nil>" || preset === "" || preset === "0";
}

/** Breaks a text that starts in column `indent` so that it ends before `columns`; a last word may go over a little. */
function wrap(indent: number, columns: number, text: string): string {
  let from = indent;
  let width = columns - from;
  let out = "";
  if (width < 24) {
    from = 16;
    width = columns - from;
    out = `\n${" ".repeat(from)}`;
  }
  if (width < 24) return text.replaceAll("\n", out);
  const slop = 5;
  width -= slop;
  const pad = `\n${" ".repeat(from)}`;
  let [line, rest] = wrapLine(width, slop, text);
  out += line.replaceAll("\n", pad);
  while (rest !== "") {
    [line, rest] = wrapLine(width, slop, rest);
    out += pad + line.replaceAll("\n", pad);
  }
  return out;
}

function wrapLine(width: number, slop: number, text: string): readonly [string, string] {
  if (width + slop > text.length) return [text, ""];
  const head = text.slice(0, width);
  const at = Math.max(head.lastIndexOf(" "), head.lastIndexOf("\t"), head.lastIndexOf("\n"));
  if (at <= 0) return [text, ""];
  const newline = head.lastIndexOf("\n");
  const cut = newline > 0 && newline < at ? newline : at;
  return [text.slice(0, cut), text.slice(cut + 1)];
}
