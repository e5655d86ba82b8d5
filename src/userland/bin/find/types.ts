/** What the parts of find share. */

import type { Stat, Sys } from "#abi";

/** A file that the walk came to. */
export interface Found {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** The starting point it lies under. */
  readonly root: string;
  readonly stat: Stat;
  /** -prune was met: don't descend. */
  pruned: boolean;
}

/** The expression is wrong; the text follows `find: `. */
export class FindError extends Error {}

export interface Settings {
  maxDepth: number;
  minDepth: number;
  depthFirst: boolean;
}

/** One primary or a combination; resolves with whether it holds. */
export type Node = (found: Found) => Promise<boolean> | boolean;

/** What primaries share while they are parsed and run. */
export interface Run {
  readonly sys: Sys;
  readonly settings: Settings;
  /** Commands collected for `{} +`, run at the end. */
  readonly pending: (() => Promise<void>)[];
  acts: boolean;
  quit: boolean;
  failed: boolean;
}

/** The argument of a primary. */
export function argument(word: string, words: string[]): string {
  const value = words.shift();
  if (value === undefined) throw new FindError(`missing argument to \`${word}'`);
  return value;
}
