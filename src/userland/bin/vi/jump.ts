/** Motions that need more than their key: to a character, a pattern or the word under the cursor. */

import { last } from "./characters.ts";
import { findInLine, type Motion, motionOf } from "./motions.ts";
import { viPattern } from "./search.ts";
import type { ViSession } from "./session.ts";
import type { TextBuffer } from "./text-buffer.ts";

/** Where a key moves to; undefined when it is no motion or leads nowhere. */
export async function motion(session: ViSession, key: string, count: number | undefined, operator: boolean): Promise<Motion | undefined> {
  const buffer = session.state.buffer;
  if ("fFtT;,".includes(key) && key.length === 1) return findMotion(session, key, count ?? 1);
  if (key === "/" || key === "?") {
    const text = await session.readLine(key);
    if (text === undefined) return undefined;
    session.searchStep = key === "/" ? 1 : -1;
    if (text !== "") session.state.pattern = text.replace(new RegExp(`(?<!\\\\)\\${key}.*$`), "");
    return searchMotion(session, session.searchStep, count ?? 1);
  }
  if (key === "n" || key === "N")
    return searchMotion(session, key === "n" ? session.searchStep : session.searchStep === 1 ? -1 : 1, count ?? 1);
  if (key === "*" || key === "#") {
    const word = /[\p{L}\p{N}_]+/gu;
    let found: string | undefined;
    for (const match of buffer.line.matchAll(word))
      if (match.index + match[0].length > buffer.column) {
        found = match[0];
        break;
      }
    if (found === undefined) return undefined;
    session.state.pattern = found;
    session.searchStep = key === "*" ? 1 : -1;
    return searchMotion(session, session.searchStep, count ?? 1);
  }
  return motionOf(key, { buffer, count, operator, wantedColumn: (row) => Math.min(session.wanted, last(buffer.lines[row] ?? "")) });
}

async function findMotion(session: ViSession, key: string, count: number): Promise<Motion | undefined> {
  let kind = key;
  if (key === ";" || key === ",") {
    if (session.lastFind === undefined) return undefined;
    kind = key === ";" ? session.lastFind.kind : swapCase(session.lastFind.kind);
  } else session.lastFind = { kind, character: await session.key() };
  const { line, column, row } = session.state.buffer;
  const target = findInLine(line, column, kind, session.lastFind?.character ?? "", count);
  return target === undefined ? undefined : { row, column: target, linewise: false, inclusive: kind === "f" || kind === "t" };
}

function searchMotion(session: ViSession, step: 1 | -1, count: number): Motion | undefined {
  const { pattern: source, ignoreCase } = session.state;
  if (source === undefined) {
    session.state.message = "E35: No previous regular expression";
    return undefined;
  }
  let { row, column } = session.state.buffer;
  try {
    const pattern = viPattern(source, ignoreCase);
    for (let done = 0; done < count; done += 1) {
      const found = findMatch(session.state.buffer, pattern, row, column, step);
      if (found === undefined) {
        session.state.message = `E486: Pattern not found: ${source}`;
        return undefined;
      }
      if (found.wrapped) session.state.message = step > 0 ? "search hit BOTTOM, continuing at TOP" : "search hit TOP, continuing at BOTTOM";
      else session.state.message = `${step > 0 ? "/" : "?"}${source}`;
      ({ row, column } = found);
    }
    return { row, column, linewise: false, inclusive: false };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    session.state.message = `E486: Pattern not found: ${source}`;
    return undefined;
  }
}

function findMatch(
  buffer: TextBuffer,
  pattern: RegExp,
  row: number,
  column: number,
  step: 1 | -1,
): { row: number; column: number; wrapped: boolean } | undefined {
  const total = buffer.lines.length;
  for (let done = 0; done <= total; done += 1) {
    const at = (((row + done * step) % total) + total) % total;
    const found = [...(buffer.lines[at] ?? "").matchAll(pattern)].map(({ index }) => index);
    const fitting = done === 0 ? found.filter((index) => (step > 0 ? index > column : index < column)) : found;
    const target = step > 0 ? fitting[0] : fitting.at(-1);
    if (target !== undefined)
      return {
        row: at,
        column: target,
        wrapped: step > 0 ? at < row || (at === row && target <= column) : at > row || (at === row && target >= column),
      };
  }
  return undefined;
}

/** A letter in the other case. */
export function swapCase(text: string): string {
  const lower = text.toLowerCase();
  return text === lower ? text.toUpperCase() : lower;
}
