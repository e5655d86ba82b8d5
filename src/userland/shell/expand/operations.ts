import { printAssignment } from "../run/declare-print.ts";
import type { Shell } from "../run/shell.ts";
import { ansiCEscapes, type ParameterPart } from "../syntax/index.ts";
import { hasWildcard, type PatternOptions, patternRegExp, unescapePattern } from "./pattern.ts";
import { quoteIfNeeded, quoteSingle } from "./quote.ts";

/** ${x#p}, ${x##p}, ${x%p}, ${x%%p}. */
export function trim(text: string, pattern: string, side: "prefix" | "suffix", longest: boolean, options: PatternOptions): string {
  if (!hasWildcard(pattern, options.extglob)) {
    const exact = unescapePattern(pattern);
    if (side === "prefix") return text.startsWith(exact) ? text.slice(exact.length) : text;
    return exact !== "" && text.endsWith(exact) ? text.slice(0, -exact.length) : text;
  }
  const regex = patternRegExp(pattern, options);
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => (longest ? text.length - length : length));
  for (const length of lengths) {
    const piece = side === "prefix" ? text.slice(0, length) : text.slice(text.length - length);
    if (regex.test(piece)) return side === "prefix" ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

/** ${x/p/r}, ${x//p/r}, ${x/#p/r}, ${x/%p/r}. */
export function replace(
  text: string,
  pattern: string,
  replacement: string,
  anchor: "first" | "all" | "prefix" | "suffix",
  options: PatternOptions,
): string {
  if (pattern === "") return anchor === "prefix" ? replacement + text : anchor === "suffix" ? text + replacement : text;
  const whole = patternRegExp(pattern, options);
  const source = whole.source.slice(1, -1);
  const flags = `su${options.ignoreCase ? "i" : ""}`;
  if (anchor === "prefix") return text.replace(new RegExp(`^${source}`, flags), () => replacement);
  if (anchor === "suffix") return text.replace(new RegExp(`${source}$`, flags), () => replacement);
  if (anchor === "first") return text.replace(new RegExp(source, flags), () => replacement);
  // A pattern that also matches nothing only replaces where it matches something.
  return text === ""
    ? text.replace(new RegExp(source, flags), () => replacement)
    : text.replace(new RegExp(source, `${flags}g`), (match) => (match === "" ? "" : replacement));
}

/** ${x^}, ${x^^}, ${x,}, ${x,,}. */
export function changeCase(text: string, to: "upper" | "lower", all: boolean, pattern: string, options: PatternOptions): string {
  const regex = pattern === "" ? undefined : patternRegExp(pattern, options);
  return [...text]
    .map((char, i) =>
      (i === 0 || all) && (!regex || regex.test(char)) ? (to === "upper" ? char.toUpperCase() : char.toLowerCase()) : char,
    )
    .join("");
}

/** ${x:offset:length} by characters; negative counts from the end. */
export async function slice(shell: Shell, text: string, offset: number, length: number | undefined, part: ParameterPart): Promise<string> {
  const chars = [...text];
  const from = offset < 0 ? chars.length + offset : offset;
  if (from < 0 || from > chars.length) return "";
  if (length === undefined) return chars.slice(from).join("");
  const to = length < 0 ? chars.length + length : from + length;
  if (to < from)
    return shell.abort(`${part.operation?.kind === "slice" ? (part.operation.length?.text ?? "") : ""}: substring expression < 0`);
  return chars.slice(from, to).join("");
}

/** ${x@Q} and company. */
export function transform(shell: Shell, text: string, letter: string, name: string): string {
  switch (letter) {
    case "Q":
      return /[\x00-\x1f\x7f]/.test(text) ? quoteIfNeeded(text) : quoteSingle(text);
    case "E":
      return ansiCEscapes(text);
    case "U":
      return text.toUpperCase();
    case "u":
      return changeCase(text, "upper", false, "", {});
    case "L":
      return text.toLowerCase();
    case "A": {
      const variable = shell.variables.find(name);
      return variable ? printAssignment(name, variable, false) : "";
    }
    case "a": {
      const variable = shell.variables.find(name);
      if (!variable) return "";
      return `${variable.value.kind === "indexed" ? "a" : variable.value.kind === "associative" ? "A" : ""}${variable.integer ? "i" : ""}${variable.readOnly ? "r" : ""}${variable.exported ? "x" : ""}`;
    }
    case "P":
      return shell.interpreter.expandPrompt(shell, text);
    default:
      return quoteSingle(text);
  }
}
