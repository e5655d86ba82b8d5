/** Counts with a sign in front, as head and tail take them. */

import type { Sys } from "#abi";
import { Failure } from "./messages.ts";
import { quote } from "./quote.ts";
import { parseSize } from "./size.ts";

export interface Count {
  readonly sign: "" | "+" | "-";
  readonly value: number;
}

/** Fails with `invalid number of lines: ‘x’`. */
export function parseCount(sys: Sys, text: string, what: "lines" | "bytes"): Count {
  const sign = text.startsWith("+") ? "+" : text.startsWith("-") ? "-" : "";
  const value = parseSize(text.slice(sign.length));
  if (value === undefined || !/\d/.test(text)) throw new Failure(`invalid number of ${what}: ${quote(sys, text)}`);
  return { sign, value };
}
