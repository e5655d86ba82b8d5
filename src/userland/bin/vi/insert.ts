/** Insert and replace mode. */

import { next, previous } from "./characters.ts";
import type { ViSession } from "./session.ts";

/** Insert and replace mode, until Escape; with a count what was typed comes so many times. */
export async function insertMode(session: ViSession, count: number): Promise<void> {
  const buffer = session.state.buffer;
  if (session.mode === "normal") session.mode = "insert";
  const replaced: string[] = [];
  let typed: string[] = [""];
  for (;;) {
    const key = await session.key();
    if (key === "escape" || key === "C-c") break;
    switch (key) {
      case "enter":
      case "C-j": {
        const indent = session.state.autoIndent ? (/^\s*/.exec(buffer.line)?.[0] ?? "") : "";
        buffer.insert(buffer, ["", indent]);
        typed.push(indent);
        break;
      }
      case "backspace":
        if (session.mode === "replace" && replaced.length > 0) {
          const start = previous(buffer.line, buffer.column);
          buffer.lines[buffer.row] = buffer.line.slice(0, start) + (replaced.pop() ?? "") + buffer.line.slice(buffer.column);
          buffer.column = start;
        } else if (buffer.column > 0) buffer.cut({ row: buffer.row, column: previous(buffer.line, buffer.column) }, buffer);
        else if (buffer.row > 0) buffer.cut({ row: buffer.row - 1, column: (buffer.lines[buffer.row - 1] ?? "").length }, buffer);
        typed = [...typed.slice(0, -1), (typed.at(-1) ?? "").slice(0, -1)];
        break;
      case "delete":
        if (buffer.column < buffer.line.length) buffer.cut(buffer, { row: buffer.row, column: next(buffer.line, buffer.column) });
        break;
      case "C-w": {
        const start = buffer.line.slice(0, buffer.column).replace(/(\s+|[\p{L}\p{N}_]+\s*|[^\s\p{L}\p{N}_]+\s*)$/u, "").length;
        buffer.cut({ row: buffer.row, column: start }, buffer);
        break;
      }
      case "C-u":
        buffer.cut({ row: buffer.row, column: 0 }, buffer);
        break;
      case "left":
      case "right":
      case "up":
      case "down":
      case "home":
      case "end": {
        typed = [""];
        moveInserting(session, key);
        break;
      }
      case "tab":
        put(session, "\t", replaced);
        typed[typed.length - 1] += "\t";
        break;
      case "C-v": {
        const literal = await session.key();
        put(session, literal === "escape" ? "\x1b" : literal === "enter" ? "\r" : literal === "tab" ? "\t" : literal, replaced);
        break;
      }
      default:
        if ([...key].length > 1) break;
        put(session, key, replaced);
        typed[typed.length - 1] += key;
    }
  }
  for (let done = 1; done < count; done += 1) buffer.insert(buffer, typed);
  session.mode = "normal";
  if (buffer.column > 0) buffer.column = previous(buffer.line, buffer.column);
  session.wanted = buffer.column;
}

function put(session: ViSession, text: string, replaced: string[]): void {
  const buffer = session.state.buffer;
  if (session.mode === "replace" && buffer.column < buffer.line.length) {
    const end = next(buffer.line, buffer.column);
    replaced.push(buffer.line.slice(buffer.column, end));
    buffer.cut(buffer, { row: buffer.row, column: end });
  } else replaced.push("");
  buffer.insert(buffer, [text]);
}

function moveInserting(session: ViSession, key: string): void {
  const buffer = session.state.buffer;
  if (key === "left") buffer.column = previous(buffer.line, buffer.column);
  else if (key === "right") buffer.column = next(buffer.line, buffer.column);
  else if (key === "home") buffer.column = 0;
  else if (key === "end") buffer.column = buffer.line.length;
  else buffer.row += key === "up" ? -1 : 1;
  buffer.clamp(true);
}
