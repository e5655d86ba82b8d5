/** Commands of normal mode that leave the text alone, or bring an earlier one back: scrolling, undo, yank, the command line. */

import { runEx } from "./ex.ts";
import { operate } from "./operators.ts";
import type { ViSession } from "./session.ts";

/** true when the key was one. */
export async function otherCommand(session: ViSession, key: string, given: number | undefined): Promise<boolean> {
  const buffer = session.state.buffer;
  const { rows } = session.terminal.size;
  const page = Math.max(1, rows - 3);
  const scroll = (by: number) => {
    session.screen.scrollTo(Math.min(session.screen.top + by, buffer.lines.length - 1));
    buffer.row = Math.max(0, Math.min(buffer.row + by, buffer.lines.length - 1));
  };
  switch (key) {
    case "y": {
      let inner = await session.key();
      if (inner === "g") inner += await session.key();
      return operate(session, "y", inner, given, '"');
    }
    case "Y":
      return operate(session, "y", "y", given, '"');
    case "u":
      for (let done = 0; done < (given ?? 1); done += 1) if (!buffer.undo()) session.state.message = "Already at oldest change";
      return true;
    case "C-r":
      for (let done = 0; done < (given ?? 1); done += 1) if (!buffer.redo()) session.state.message = "Already at newest change";
      return true;
    case ":": {
      const text = await session.readLine(":");
      session.state.message = text === undefined || text === "" ? session.state.message : `:${text}`;
      if (text !== undefined && text !== "") runEx(session.state, text);
      return true;
    }
    case "C-f":
    case "page-down":
      scroll(page * (given ?? 1));
      return true;
    case "C-b":
    case "page-up":
      scroll(-page * (given ?? 1));
      return true;
    case "C-d":
      scroll(rows >> 1);
      return true;
    case "C-u":
      scroll(-(rows >> 1));
      return true;
    case "C-e":
      session.screen.scrollTo(Math.min(session.screen.top + 1, buffer.lines.length - 1));
      buffer.row = Math.max(buffer.row, session.screen.top);
      return true;
    case "C-y":
      session.screen.scrollTo(session.screen.top - 1);
      buffer.row = Math.min(buffer.row, session.screen.top + rows - 2);
      return true;
    case "H":
      buffer.row = Math.min(buffer.lines.length - 1, session.screen.top + (given ?? 1) - 1);
      return true;
    case "M":
      buffer.row = Math.min(buffer.lines.length - 1, session.screen.top + ((rows - 2) >> 1));
      return true;
    case "L":
      buffer.row = Math.min(buffer.lines.length - 1, session.screen.top + rows - 2);
      return true;
    case "z": {
      const how = await session.key();
      if (how === "z" || how === ".") session.screen.scrollTo(buffer.row - (rows >> 1));
      else if (how === "enter" || how === "t") session.screen.scrollTo(buffer.row);
      else if (how === "b" || how === "-") session.screen.scrollTo(buffer.row - rows + 2);
      return true;
    }
    case "Z": {
      const second = await session.key();
      if (second === "Z") runEx(session.state, "x");
      else if (second === "Q") runEx(session.state, "q!");
      return true;
    }
    case "C-g":
      runEx(session.state, "f");
      return true;
    case "C-l":
      await session.terminal.show("\x1b[2J");
      return true;
    case "C-c":
      session.state.message = "Type  :quit<Enter>  to exit Vim";
      return true;
    case "C-z":
      await session.suspend();
      return true;
    default:
      return false;
  }
}
