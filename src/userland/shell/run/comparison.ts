/** What `test` and `[[` ask alike. */

import type { Shell } from "./shell.ts";

/** -v: name, or name[index]. */
export function isVariableSet(shell: Shell, operand: string): boolean {
  const match = /^(\w+)\[(.*)\]$/s.exec(operand);
  if (!match) return /^\d+$/.test(operand) ? shell.positional.length >= Number(operand) : shell.variables.get(operand) !== undefined;
  const value = shell.variables.find(match[1] ?? "")?.value;
  const index = match[2] ?? "";
  if (!value || value.kind === "scalar") return value?.text !== undefined && index === "0";
  if (index === "@" || index === "*") return value.items.size > 0;
  return value.kind === "associative" ? value.items.has(index) : value.items.has(Number(index));
}

/** -eq, -ne, -lt, -le, -gt, -ge. */
export function compare(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case "-eq":
      return left === right;
    case "-ne":
      return left !== right;
    case "-lt":
      return left < right;
    case "-le":
      return left <= right;
    case "-gt":
      return left > right;
    default:
      return left >= right;
  }
}
