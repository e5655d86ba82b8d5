import { quoteDouble, quoteIfNeeded } from "../expand/quote.ts";
import { elementsOf, isSet, keysOf, type Variable } from "./variables.ts";

/** Attribute letters of a variable as `declare -p` shows them: `--`, `-x`, `-ar`. */
export function attributes(variable: Variable): string {
  const kind = variable.value.kind === "indexed" ? "a" : variable.value.kind === "associative" ? "A" : "";
  const letters = `${kind}${variable.integer ? "i" : ""}${variable.letterCase === "lower" ? "l" : ""}${variable.reference ? "n" : ""}${variable.readOnly ? "r" : ""}${variable.letterCase === "upper" ? "u" : ""}${variable.exported ? "x" : ""}`;
  return `-${letters === "" ? "-" : letters}`;
}

/** The value as bash writes it into a declaration. */
export function printValue(variable: Variable): string {
  if (variable.value.kind === "scalar") return quoteDouble(variable.value.text ?? "");
  const keys = keysOf(variable.value);
  const elements = elementsOf(variable.value);
  const associative = variable.value.kind === "associative";
  const inside = keys.map((key, i) => `[${associative ? quoteIfNeeded(key) : key}]=${quoteDouble(elements[i] ?? "")}`).join(" ");
  return `(${inside}${associative && keys.length > 0 ? " " : ""})`;
}

/** `declare -x NAME="value"`; with `full` false the form of ${x@A}. */
export function printAssignment(name: string, variable: Variable, full = true): string {
  if (!full && attributes(variable) === "--") return `${name}='${variable.value.kind === "scalar" ? (variable.value.text ?? "") : ""}'`;
  return `declare ${attributes(variable)} ${name}${isSet(variable) ? `=${printValue(variable)}` : ""}`;
}
