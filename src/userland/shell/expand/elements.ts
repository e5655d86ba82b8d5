import { evaluateArithmetic } from "../arithmetic/evaluate.ts";
import type { Shell } from "../run/shell.ts";
import { applyCase, type Variable } from "../run/variables.ts";

function scope(shell: Shell) {
  return {
    get: (name: string, index: string | undefined) => getElement(shell, name, index),
    set: (name: string, index: string | undefined, value: string) => setElement(shell, name, index, value),
  };
}

/** Number of an indexed array's element: an expression; negative counts from the end. Undefined when before the start. */
export function elementNumber(shell: Shell, variable: Variable | undefined, index: string): number | undefined {
  const number = Number(evaluateArithmetic(index, scope(shell)));
  if (number >= 0) return number;
  const highest = variable?.value.kind === "indexed" ? Math.max(-1, ...variable.value.items.keys()) : variable ? 0 : -1;
  const at = highest + 1 + number;
  return at < 0 ? undefined : at;
}

/** Value of a variable or array element; throws ArithmeticError for a wrong index. */
export function getElement(shell: Shell, name: string, index: string | undefined): string | undefined {
  if (index === undefined) return shell.variables.get(name);
  const variable = shell.variables.find(name);
  if (!variable) {
    const computed = shell.variables.get(name);
    return computed !== undefined && Number(evaluateArithmetic(index, scope(shell))) === 0 ? computed : undefined;
  }
  if (variable.value.kind === "associative") return variable.value.items.get(index);
  const number = elementNumber(shell, variable, index);
  if (number === undefined) return undefined;
  if (variable.value.kind === "indexed") return variable.value.items.get(number);
  return number === 0 ? variable.value.text : undefined;
}

/** Sets a variable or array element; a scalar becomes an array. Throws ReadOnlyError, ArithmeticError, RangeError (bad subscript). */
export function setElement(shell: Shell, name: string, index: string | undefined, text: string): void {
  if (index === undefined) {
    shell.variables.set(name, text);
    return;
  }
  const variable = shell.variables.writable(name);
  const cased = applyCase(variable, text);
  if (variable.value.kind === "associative") {
    variable.value.items.set(index, cased);
    return;
  }
  const number = elementNumber(shell, variable, index);
  if (number === undefined) throw new RangeError(`${name}[${index}]: bad array subscript`);
  makeIndexed(variable).set(number, cased);
}

/** Turns a variable into an indexed array, keeping a scalar's value as element 0. */
export function makeIndexed(variable: Variable): Map<number, string> {
  if (variable.value.kind === "indexed") return variable.value.items;
  const items = new Map<number, string>();
  if (variable.value.kind === "scalar" && variable.value.text !== undefined) items.set(0, variable.value.text);
  variable.value = { kind: "indexed", items };
  return items;
}
