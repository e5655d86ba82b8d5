import { humanSize } from "./go/units.ts";

/** The last line of a prune. */
export function totalReclaimed(bytes: number): string {
  return `Total reclaimed space: ${humanSize(bytes)}\n`;
}

/** A titled list of what a prune deleted; empty when there is nothing. */
export function deletedList(title: string, names: readonly string[] | null): string {
  return names && names.length > 0 ? `Deleted ${title}:\n${names.map((name) => `${name}\n`).join("")}` : "";
}
