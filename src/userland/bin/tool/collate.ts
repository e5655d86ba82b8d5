/** The order of texts in the process' locale: by bytes in C, else as glibc's locales sort. */

import type { Sys } from "#abi";
import { sortsByBytes } from "./locale.ts";

export type Compare = (one: string, other: string) => number;

export function collation(sys: Sys): Compare {
  if (sortsByBytes(sys)) return compareBytes;
  // glibc 2.17 skips punctuation at first and puts lower case before upper.
  const collator = new Intl.Collator("en", { ignorePunctuation: true, caseFirst: "lower" });
  return (one, other) => collator.compare(one, other) || compareBytes(one, other);
}

/** By code points, which is the order of the UTF-8 bytes. */
export function compareBytes(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return isSurrogate(a) !== isSurrogate(b) ? (isSurrogate(a) ? 1 : -1) : a - b;
  }
  return one.length - other.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Names with numbers in them, numbers by value: `sort -V`, `ls -v`. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.match(/\d+|\D+/g) ?? []);
  if (!a || !b) return 0;
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [x = "", y = ""] = [a[at], b[at]];
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    const order = numbers ? Number(x) - Number(y) : x === y ? 0 : compareBytes(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length || compareBytes(one, other);
}
