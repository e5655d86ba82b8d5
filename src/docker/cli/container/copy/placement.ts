import { StatusError } from "../../command/errors.ts";
import { base, cleanPath, hasTrailing, parent } from "./paths.ts";

/** One end of a copy. */
export interface End {
  readonly path: string;
  readonly exists: boolean;
  readonly directory: boolean;
}

/** Where an archive goes, and what its entries are called there. */
export interface Placement {
  readonly extractTo: string;
  readonly rename: (name: string) => string;
}

/**
 * PrepareArchiveCopy: into a directory, over a file, or to a new name.
 * Throws a StatusError: `cannot copy directory`, `no such directory`.
 */
export function place(
  source: { readonly path: string; readonly directory: boolean; readonly renamed?: string | undefined },
  target: End,
): Placement {
  if (target.exists && target.directory) return { extractTo: target.path, rename: (name) => name };
  if (target.exists && source.directory) throw new StatusError("cannot copy directory");
  if (!target.exists && !source.directory && hasTrailing(target.path)) throw new StatusError("no such directory");
  const from = source.renamed ?? lastName(source.path);
  const to = lastName(target.path);
  return { extractTo: directoryOf(target.path), rename: (name) => name.replace(from === "/" ? "" : from, () => to) };
}

/** `.` for a path that ends in it. */
export function lastName(path: string): string {
  return path.endsWith("/.") || path === "." ? "." : base(path);
}

export function directoryOf(path: string): string {
  return path.endsWith("/.") ? cleanPath(path) : parent(path);
}
