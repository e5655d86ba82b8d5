/** Searching one file and printing what was found. */

import type { Fd, Sys } from "#abi";
import { meter, SPEED } from "../tool/cpu.ts";
import { lineBatches } from "../tool/lines.ts";
import { complain } from "../tool/messages.ts";
import { stdout } from "../tool/output.ts";
import { bytesOf } from "../tool/text.ts";
import type { Matcher } from "./matcher.ts";

export interface Search {
  readonly sys: Sys;
  readonly matcher: Matcher;
  readonly invert: boolean;
  readonly most: number;
  readonly offset: boolean;
  readonly numbers: boolean;
  readonly lineBuffered: boolean;
  readonly withName: boolean;
  readonly only: boolean;
  readonly quiet: boolean;
  readonly without: boolean;
  readonly names: boolean;
  readonly count: boolean;
  readonly tab: boolean;
  readonly nul: boolean;
  readonly zero: boolean;
  readonly before: number;
  readonly after: number;
  readonly label: string;
  readonly binaryFiles: "binary" | "text" | "skip";
  readonly color: boolean;
  readonly state: { separated: boolean; matched: boolean };
}

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

/** Reads to the end (or as far as needed) and prints as asked for. */
export async function searchFile(search: Search, fd: Fd, name: string): Promise<void> {
  const { sys, state } = search;
  const out = stdout(sys);
  const silent = search.quiet || search.names || search.without || search.count;
  const account = meter(sys, SPEED.search);
  const held: Line[] = [];
  let selected = 0;
  let number = 0;
  let offset = 0;
  let last = 0;
  let trailing = 0;
  let binary = false;
  const end = search.zero ? 0 : 10;
  for await (const { lines } of lineBatches(sys, fd, end)) {
    await account(lines.reduce((sum, line) => sum + line.length + 1, 0));
    binary ||= search.binaryFiles !== "text" && lines.some((line) => (!search.zero && line.includes("\0")) || /[\udc80-\udcff]/.test(line));
    if (binary && search.binaryFiles === "skip") break;
    for (const text of lines) {
      const line: Line = { text, number: ++number, offset };
      offset += search.offset ? bytesOf(text).length + 1 : 0;
      if (search.matcher.test(text) === search.invert || selected >= search.most) {
        if (silent || binary) continue;
        if (trailing > 0) {
          trailing--;
          await printLine(search, name, line, "-");
          last = line.number;
        } else if (search.before > 0) {
          held.push(line);
          if (held.length > search.before) held.shift();
        }
        continue;
      }
      selected++;
      state.matched = true;
      if (search.quiet || search.names || (search.without && !search.count)) break;
      if (silent) continue;
      if (binary) break;
      if (search.before > 0 || search.after > 0) {
        const first = held[0]?.number ?? line.number;
        if (state.separated && (last === 0 || first > last + 1)) await out.print(search.color ? "\x1b[36m\x1b[K--\x1b[m\x1b[K\n" : "--\n");
        state.separated = true;
        for (const earlier of held.splice(0)) await printLine(search, name, earlier, "-");
      }
      await printLine(search, name, line, ":");
      last = line.number;
      trailing = search.after;
      if (search.lineBuffered) await out.flush();
    }
    if ((silent && !search.count && selected > 0) || (binary && selected > 0 && !silent)) break;
    if (selected >= search.most && trailing === 0) break;
    await out.settle();
  }
  await conclude(search, name, selected, binary);
}

async function conclude(search: Search, name: string, selected: number, binary: boolean): Promise<void> {
  const out = stdout(search.sys);
  const suffix = search.nul ? "\0" : "\n";
  if (search.quiet) return;
  if (search.names) return selected > 0 ? out.print(paint(search, name, "35") + suffix) : undefined;
  if (search.without) {
    search.state.matched = search.state.matched || selected === 0;
    return selected === 0 ? out.print(paint(search, name, "35") + suffix) : undefined;
  }
  if (search.count)
    return out.print(`${search.withName ? paint(search, name, "35") + (search.nul ? "\0" : paint(search, ":", "36")) : ""}${selected}\n`);
  if (binary && selected > 0 && search.binaryFiles === "binary") await complain(search.sys, `${name}: binary file matches`);
}

async function printLine(search: Search, name: string, line: Line, mark: ":" | "-"): Promise<void> {
  const out = stdout(search.sys);
  const end = search.zero ? "\0" : "\n";
  const prefix = (offset: number) => {
    const separator = paint(search, mark, "36");
    let text = search.withName ? paint(search, name, "35") + (search.nul ? "\0" : separator) : "";
    if (search.numbers) text += paint(search, String(line.number), "32") + separator;
    if (search.offset) text += paint(search, String(offset), "32") + separator;
    return text === "" || !search.tab ? text : `${text}\t`;
  };
  if (search.only) {
    if (search.invert || mark === "-") return;
    for (const [from, to] of search.matcher.matches(line.text)) {
      const at = search.offset ? line.offset + bytesOf(line.text.slice(0, from)).length : 0;
      await out.print(prefix(at) + paint(search, line.text.slice(from, to), "01;31") + end);
    }
    return;
  }
  await out.print(prefix(line.offset) + highlight(search, line.text, mark) + end);
}

function highlight(search: Search, text: string, mark: ":" | "-"): string {
  if (!search.color || search.invert || mark === "-") return text;
  let result = "";
  let at = 0;
  for (const [from, to] of search.matcher.matches(text)) {
    result += text.slice(at, from) + paint(search, text.slice(from, to), "01;31");
    at = to;
  }
  return result + text.slice(at);
}

function paint({ color }: Search, text: string, code: string): string {
  return color ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text;
}
