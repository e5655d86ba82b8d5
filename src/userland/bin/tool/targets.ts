/** The operands of cp, mv and install: sources and where they go. */

import type { Sys } from "#abi";
import { errorText, Failure, t, UsageFailure } from "./messages.ts";
import { isDirectory, statOrUndefined } from "./prompt.ts";
import { quoteAlways } from "./quote.ts";

export interface Targets {
  readonly sources: readonly string[];
  readonly target: string;
  readonly intoDirectory: boolean;
}

export function targetsOf(sys: Sys, operands: readonly string[], directory: string | undefined, noDirectory: boolean): Targets {
  const [first, second, third] = operands;
  if (first === undefined) throw new UsageFailure(t(sys)`missing file operand`);
  if (directory !== undefined) {
    if (!isDirectory(sys, directory)) throw new Failure(`target directory ${quoteAlways(sys, directory)}: ${absence(sys, directory)}`);
    return { sources: operands, target: directory, intoDirectory: true };
  }
  if (second === undefined) throw new UsageFailure(t(sys)`missing destination file operand after ${quoteAlways(sys, first)}`);
  if (noDirectory && third !== undefined) throw new UsageFailure(t(sys)`extra operand ${quoteAlways(sys, third)}`);
  const target = operands.at(-1) ?? second;
  const intoDirectory = !noDirectory && isDirectory(sys, target);
  if (third !== undefined && !intoDirectory) throw new Failure(`target ${quoteAlways(sys, target)}: ${absence(sys, target)}`);
  return { sources: operands.slice(0, -1), target, intoDirectory };
}

function absence(sys: Sys, path: string): string {
  return errorText(sys, statOrUndefined(sys, path) ? "ENOTDIR" : "ENOENT");
}
