/** Commands of normal mode that change the text. */

import { next } from "./characters.ts";
import { insertMode } from "./insert.ts";
import { swapCase } from "./jump.ts";
import { operate } from "./operators.ts";
import type { ViSession } from "./session.ts";
import { firstNonBlank } from "./text-buffer.ts";

/** Commands that change the text; true when the key was one. */
export async function changeCommand(session: ViSession, key: string, given: number | undefined, register: string): Promise<boolean> {
  const buffer = session.state.buffer;
  const count = given ?? 1;
  const insertAt = async (column: number) => {
    buffer.checkpoint();
    buffer.column = column;
    await insertMode(session, count);
  };
  switch (key) {
    case "i":
    case "insert":
      await insertAt(buffer.column);
      return true;
    case "I":
      await insertAt(buffer.line.trim() === "" ? buffer.line.length : firstNonBlank(buffer.line));
      return true;
    case "a":
      await insertAt(buffer.line === "" ? 0 : next(buffer.line, buffer.column));
      return true;
    case "A":
      await insertAt(buffer.line.length);
      return true;
    case "o":
    case "O": {
      buffer.checkpoint();
      const indent = session.state.autoIndent ? (/^\s*/.exec(buffer.line)?.[0] ?? "") : "";
      const at = buffer.row + (key === "o" ? 1 : 0);
      buffer.lines.splice(at, 0, indent);
      buffer.row = at;
      buffer.column = indent.length;
      await insertMode(session, 1);
      return true;
    }
    case "R":
      buffer.checkpoint();
      session.mode = "replace";
      await insertMode(session, 1);
      return true;
    case "r": {
      const character = await session.key();
      if (character === "escape" || buffer.line === "") return true;
      buffer.checkpoint();
      if (character === "enter") buffer.cut(buffer, { row: buffer.row, column: next(buffer.line, buffer.column) });
      if (character === "enter") {
        buffer.insert({ row: buffer.row, column: buffer.column }, ["", ""]);
        return true;
      }
      for (let done = 0; done < count; done += 1) {
        const end = next(buffer.line, buffer.column);
        buffer.lines[buffer.row] = buffer.line.slice(0, buffer.column) + character + buffer.line.slice(end);
        if (done < count - 1) buffer.column += character.length;
      }
      return true;
    }
    case "J": {
      buffer.checkpoint();
      for (let done = 0; done < Math.max(1, count - 1) && buffer.row < buffer.lines.length - 1; done += 1) {
        const below = (buffer.lines[buffer.row + 1] ?? "").trimStart();
        const above = buffer.line.trimEnd();
        buffer.column = Math.max(0, above.length);
        buffer.lines.splice(buffer.row, 2, below === "" ? above : `${above}${above === "" || below.startsWith(")") ? "" : " "}${below}`);
      }
      return true;
    }
    case "~": {
      buffer.checkpoint();
      for (let done = 0; done < count && buffer.column < buffer.line.length; done += 1) {
        const end = next(buffer.line, buffer.column);
        buffer.lines[buffer.row] =
          buffer.line.slice(0, buffer.column) + swapCase(buffer.line.slice(buffer.column, end)) + buffer.line.slice(end);
        buffer.column = end;
      }
      return true;
    }
    case "p":
    case "P": {
      const content = session.registers.get(register);
      if (content === undefined) {
        session.state.message = `E353: Nothing in register ${register}`;
        return true;
      }
      buffer.checkpoint();
      buffer.put(content, key === "p", count);
      return true;
    }
    case "x":
    case "delete":
      return operate(session, "d", "l", count, register);
    case "X":
      return operate(session, "d", "h", count, register);
    case "D":
      return operate(session, "d", "$", count, register);
    case "C":
      return operate(session, "c", "$", count, register);
    case "s":
      return operate(session, "c", "l", count, register);
    case "S":
      return operate(session, "c", "c", count, register);
    case "d":
    case "c":
    case ">":
    case "<": {
      let inner = await session.key();
      let own: number | undefined;
      while (/^[1-9]$/.test(inner) || (inner === "0" && own !== undefined)) {
        own = (own ?? 0) * 10 + Number(inner);
        inner = await session.key();
      }
      if (inner === "g") inner += await session.key();
      const total = given === undefined && own === undefined ? undefined : (given ?? 1) * (own ?? 1);
      return operate(session, key, inner, total, register);
    }
    default:
      return false;
  }
}
