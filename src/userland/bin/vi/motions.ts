/** vi's motions: where a command moves to. */

import { kindAt, last, next, previous } from "./characters.ts";
import { type Cursor, firstNonBlank, type TextBuffer } from "./text-buffer.ts";

export interface Motion extends Cursor {
  readonly linewise: boolean;
  /** Whether an operator takes the character at the end too. */
  readonly inclusive: boolean;
}

const to = (row: number, column: number, inclusive = false): Motion => ({ row, column, linewise: false, inclusive });
const lineTo = (row: number, column: number): Motion => ({ row, column, linewise: true, inclusive: false });

function wordForward(buffer: TextBuffer, from: Cursor, big: boolean, stayInLine: boolean): Cursor {
  let { row, column } = from;
  let line = buffer.lines[row] ?? "";
  const kind = kindAt(line, column, big);
  if (kind !== "blank") while (column < line.length && kindAt(line, column, big) === kind) column = next(line, column);
  for (;;) {
    while (column < line.length && kindAt(line, column, big) === "blank") column = next(line, column);
    if (column < line.length) return { row, column };
    if (row >= buffer.lines.length - 1 || stayInLine) return { row, column: line.length };
    row += 1;
    line = buffer.lines[row] ?? "";
    column = 0;
    if (line === "") return { row, column };
  }
}

function wordBackward(buffer: TextBuffer, from: Cursor, big: boolean): Cursor {
  let { row, column } = from;
  let line = buffer.lines[row] ?? "";
  for (;;) {
    column = previous(line, column);
    while (column > 0 && kindAt(line, column, big) === "blank") column = previous(line, column);
    if (kindAt(line, column, big) !== "blank" && (column < from.column || row < from.row)) break;
    if (row === 0) return { row, column: 0 };
    row -= 1;
    line = buffer.lines[row] ?? "";
    column = line.length;
    if (line === "") return { row, column: 0 };
  }
  const kind = kindAt(line, column, big);
  while (column > 0 && kindAt(line, previous(line, column), big) === kind) column = previous(line, column);
  return { row, column };
}

function wordEnd(buffer: TextBuffer, from: Cursor, big: boolean): Cursor {
  let { row } = from;
  let line = buffer.lines[row] ?? "";
  let column = next(line, from.column);
  for (;;) {
    while (column < line.length && kindAt(line, column, big) === "blank") column = next(line, column);
    if (column < line.length) break;
    if (row >= buffer.lines.length - 1) return { row, column: last(line) };
    row += 1;
    line = buffer.lines[row] ?? "";
    column = 0;
  }
  const kind = kindAt(line, column, big);
  while (next(line, column) < line.length && kindAt(line, next(line, column), big) === kind) column = next(line, column);
  return { row, column };
}

function paragraph(buffer: TextBuffer, row: number, step: 1 | -1): number {
  let at = row + step;
  while (at > 0 && at < buffer.lines.length - 1 && buffer.lines[at] === "") at += step;
  while (at > 0 && at < buffer.lines.length - 1 && buffer.lines[at] !== "") at += step;
  return Math.max(0, Math.min(at, buffer.lines.length - 1));
}

const PAIRS = "()[]{}";

function matching(buffer: TextBuffer): Motion | undefined {
  let { row } = buffer;
  let column = buffer.column;
  while (column < buffer.line.length && !PAIRS.includes(buffer.line.charAt(column))) column += 1;
  const open = buffer.line.charAt(column);
  const index = PAIRS.indexOf(open);
  if (open === "" || index < 0) return undefined;
  const step = index % 2 === 0 ? 1 : -1;
  const close = PAIRS.charAt(index + step);
  for (let depth = 0; ; ) {
    const character = (buffer.lines[row] ?? "").charAt(column);
    if (character === open) depth += 1;
    if (character === close) depth -= 1;
    if (depth === 0) return to(row, column, true);
    column += step;
    while (column < 0 || column >= (buffer.lines[row] ?? "").length) {
      row += step;
      const line = buffer.lines[row];
      if (line === undefined) return undefined;
      column = step > 0 ? 0 : line.length - 1;
      if (line !== "") break;
    }
  }
}

export interface MotionContext {
  readonly buffer: TextBuffer;
  /** undefined when no count was typed. */
  readonly count: number | undefined;
  /** Whether an operator waits: `w` then stays in the line for its last word. */
  readonly operator: boolean;
  readonly wantedColumn: (row: number) => number;
}

/** Motions of one key; undefined when the key is none or it leads nowhere. */
export function motionOf(key: string, { buffer, count: given, operator, wantedColumn }: MotionContext): Motion | undefined {
  const count = given ?? 1;
  const { row, column, line } = buffer;
  const repeat = (step: (from: Cursor, isLast: boolean) => Cursor): Cursor => {
    let at: Cursor = { row, column };
    for (let done = 0; done < count; done += 1) at = step(at, done === count - 1);
    return at;
  };
  const vertical = (target: number): Motion | undefined => {
    if (target < 0 || target >= buffer.lines.length) return undefined;
    return lineTo(target, wantedColumn(target));
  };
  const clampRow = (target: number) => Math.max(0, Math.min(target, buffer.lines.length - 1));
  const start = (target: number) => lineTo(clampRow(target), firstNonBlank(buffer.lines[clampRow(target)] ?? ""));
  switch (key) {
    case "h":
    case "left":
    case "backspace": {
      const at = repeat((from) => ({ row, column: previous(line, from.column) }));
      return at.column === column ? undefined : to(row, at.column);
    }
    case "l":
    case "right":
    case " ": {
      const limit = operator ? line.length : last(line);
      const at = repeat((from) => ({ row, column: Math.min(limit, next(line, from.column)) }));
      return at.column === column ? undefined : to(row, at.column);
    }
    case "j":
    case "down":
    case "C-n":
    case "C-j":
      return vertical(row + count);
    case "k":
    case "up":
    case "C-p":
      return vertical(row - count);
    case "+":
    case "enter":
      return row + count < buffer.lines.length ? start(row + count) : undefined;
    case "-":
      return row - count >= 0 ? start(row - count) : undefined;
    case "_":
      return start(row + count - 1);
    case "0":
    case "home":
      return to(row, 0);
    case "^":
      return to(row, firstNonBlank(line));
    case "$":
    case "end":
      return to(clampRow(row + count - 1), last(buffer.lines[clampRow(row + count - 1)] ?? ""), true);
    case "|":
      return to(row, Math.min(count - 1, last(line)));
    case "w":
    case "W": {
      const at = repeat((from, isLast) => wordForward(buffer, from, key === "W", operator && isLast));
      return to(at.row, at.column);
    }
    case "b":
    case "B": {
      const at = repeat((from) => wordBackward(buffer, from, key === "B"));
      return to(at.row, at.column);
    }
    case "e":
    case "E": {
      const at = repeat((from) => wordEnd(buffer, from, key === "E"));
      return to(at.row, at.column, true);
    }
    case "G":
      return start(given === undefined ? buffer.lines.length - 1 : count - 1);
    case "gg":
      return start(count - 1);
    case "{":
      return to(repeat((from) => ({ row: paragraph(buffer, from.row, -1), column: 0 })).row, 0);
    case "}":
      return to(repeat((from) => ({ row: paragraph(buffer, from.row, 1), column: 0 })).row, 0);
    case "%":
      return matching(buffer);
    default:
      return undefined;
  }
}

/** f, F, t and T: to a character in the line. */
export function findInLine(line: string, column: number, kind: string, wanted: string, count: number): number | undefined {
  let at = column;
  for (let done = 0; done < count; done += 1) {
    at = kind === "f" || kind === "t" ? line.indexOf(wanted, next(line, at)) : at === 0 ? -1 : line.lastIndexOf(wanted, at - 1);
    if (at < 0) return undefined;
  }
  if (kind === "t") return previous(line, at);
  return kind === "T" ? next(line, at) : at;
}
