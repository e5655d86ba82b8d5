/** The command history as a list and as a file. */

import type { Sys } from "#abi";
import { decode, encode, isErrno } from "#abi";
import type { History } from "./types.ts";

/** A history that the editor may also change in place, as readline does with edited old lines. */
export interface EditableHistory extends History {
  replace(index: number, line: string): void;
}

/** An empty history; `limit` gives the most entries it keeps at any time (HISTSIZE). */
export function createHistory(sys: Sys, limit: () => number): EditableHistory {
  const entries: string[] = [];
  const trim = () => {
    const extra = entries.length - limit();
    if (extra > 0) entries.splice(0, extra);
  };
  return {
    entries,
    add(line) {
      entries.push(line);
      trim();
    },
    replace(index, line) {
      if (index >= 0 && index < entries.length) entries[index] = line;
    },
    load(path) {
      try {
        const text = decode(sys.readFile(path));
        if (text !== "") entries.push(...(text.endsWith("\n") ? text.slice(0, -1) : text).split("\n"));
        trim();
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    },
    save(path) {
      try {
        sys.writeFile(path, encode(entries.map((line) => `${line}\n`).join("")), { mode: 0o600 });
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    },
    clear() {
      entries.length = 0;
    },
    remove(index) {
      if (index >= 0 && index < entries.length) entries.splice(index, 1);
    },
  };
}

/** HISTSIZE as bash reads it: 500 unless a number is set, no limit when negative. */
export function historyLimit(value: string | undefined): number {
  if (value === undefined || !/^-?\d+$/.test(value)) return 500;
  const size = Number(value);
  return size < 0 ? Number.POSITIVE_INFINITY : size;
}
