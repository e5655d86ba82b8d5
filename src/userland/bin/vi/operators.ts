/** d, c, y, > and < over a motion or over lines. */

import { next } from "./characters.ts";
import { insertMode } from "./insert.ts";
import { motion } from "./jump.ts";
import type { Motion } from "./motions.ts";
import type { ViSession } from "./session.ts";
import { firstNonBlank, type Register } from "./text-buffer.ts";

/** Does an operator; the same key once more means lines. Always true: the key was a command. */
export async function operate(
  session: ViSession,
  operator: string,
  key: string,
  count: number | undefined,
  register: string,
): Promise<boolean> {
  const buffer = session.state.buffer;
  const { row, column } = buffer;
  if (key === "escape") return true;
  let target: Motion | undefined;
  if (key === operator) {
    const end = row + (count ?? 1) - 1;
    if (end >= buffer.lines.length && (count ?? 1) > 1 && row === buffer.lines.length - 1) return true;
    target = { row: Math.min(end, buffer.lines.length - 1), column, linewise: true, inclusive: true };
  } else {
    // cw on a word ends with the word, as ce does.
    const motionKey =
      operator === "c" && (key === "w" || key === "W") && /\S/.test(buffer.line.charAt(column)) ? (key === "w" ? "e" : "E") : key;
    target = await motion(session, motionKey, count, true);
    if (motionKey !== key && target !== undefined && (count ?? 1) === 1 && isWordEnd(buffer.line, column, key === "W"))
      target = { ...target, row, column };
  }
  if (target === undefined) {
    await session.bell();
    return true;
  }
  const backward = target.row < row || (target.row === row && target.column < column);
  const from = backward ? target : { row, column };
  const to = backward ? { row, column } : target;
  if (operator !== "y") buffer.checkpoint();
  if (operator === ">" || operator === "<") {
    for (let line = from.row; line <= to.row; line += 1) {
      const text = buffer.lines[line] ?? "";
      buffer.lines[line] = operator === ">" ? (text === "" ? "" : `\t${text}`) : text.replace(/^(\t| {1,8})/, "");
    }
    buffer.row = from.row;
    buffer.column = firstNonBlank(buffer.line);
    return true;
  }
  if (target.linewise) return operateLines(session, operator, from.row, to.row, register);
  const end = target.inclusive && !backward ? next(buffer.lines[to.row] ?? "", to.column) : to.column;
  const place = { row: to.row, column: end };
  if (operator === "y") {
    session.registers.set(register, buffer.copy(from, place)).set('"', buffer.copy(from, place));
    buffer.row = from.row;
    buffer.column = from.column;
    return true;
  }
  const removed = buffer.cut(from, place);
  session.registers.set(register, removed).set('"', removed);
  if (operator === "c") await insertMode(session, 1);
  return true;
}

async function operateLines(session: ViSession, operator: string, from: number, to: number, register: string): Promise<boolean> {
  const buffer = session.state.buffer;
  const text: Register = { text: buffer.lines.slice(from, to + 1), linewise: true };
  session.registers.set(register, text).set('"', text);
  const many = to - from + 1;
  if (operator === "y") {
    if (many > 2) session.state.message = `${many} lines yanked`;
    buffer.row = from;
    return true;
  }
  if (operator === "c") {
    buffer.lines.splice(from, many, "");
    buffer.row = from;
    buffer.column = 0;
    await insertMode(session, 1);
    return true;
  }
  buffer.cutLines(from, to);
  buffer.column = firstNonBlank(buffer.line);
  if (many > 2) session.state.message = `${many} fewer lines`;
  return true;
}

/** Whether the character at `at` is its word's last. */
function isWordEnd(line: string, at: number, big: boolean): boolean {
  const here = line.charAt(at);
  const after = line.charAt(next(line, at));
  if (after === "" || /\s/.test(after)) return true;
  const word = /[\p{L}\p{N}_]/u;
  return !big && word.test(here) !== word.test(after);
}
