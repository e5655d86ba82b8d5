/** redis-cli's line: drawn anew after each key, as its editor (linenoise) does, with history on the arrow keys. */

import { print, STDIN, type Sys, textDecoder } from "#abi";

export interface LineEditor {
  /** The line without its end; undefined at end of file (^D on an empty line) or on ^C. */
  read(prompt: string): Promise<string | undefined>;
}

const LETTERS: Readonly<Record<string, Move>> = {
  "\x01": "home",
  "\x05": "end",
  "\x02": "left",
  "\x06": "right",
  "\x10": "up",
  "\x0e": "down",
  "\x0b": "kill",
  "\x15": "clear",
  "\x17": "word",
  "\x7f": "erase",
  "\b": "erase",
};
const SEQUENCES: Readonly<Record<string, Move>> = {
  "[A": "up",
  "[B": "down",
  "[C": "right",
  "[D": "left",
  "[H": "home",
  "[F": "end",
  OH: "home",
  OF: "end",
  "[3~": "delete",
  "[1~": "home",
  "[4~": "end",
};
type Move = "home" | "end" | "left" | "right" | "up" | "down" | "kill" | "clear" | "word" | "erase" | "delete";

export function lineEditor(sys: Sys): LineEditor {
  const text = textDecoder();
  const history: string[] = [];
  /** Typed ahead of the current line. */
  let ahead = "";
  const next = async (): Promise<string | undefined> => {
    while (ahead === "") {
      const chunk = await sys.read(STDIN);
      if (chunk.length === 0) return undefined;
      ahead += text.decode(chunk);
    }
    const key = /^\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])|^[\s\S]/u.exec(ahead)?.[0] ?? "";
    ahead = ahead.slice(key.length);
    return key;
  };
  const edit = async (prompt: string): Promise<string | undefined> => {
    let before = "";
    let after = "";
    let place = history.length;
    const draw = () => print(sys, `\r${prompt}${before}${after}\x1b[0K\r\x1b[${[...prompt, ...before].length}C`);
    await print(sys, prompt);
    for (;;) {
      const key = await next();
      if (key === undefined || key === "\x03" || (key === "\x04" && before + after === "")) return undefined;
      if (key === "\r" || key === "\n") {
        before += after;
        after = "";
        await draw();
        if (before !== "" && history.at(-1) !== before) history.push(before);
        return before;
      }
      const move = LETTERS[key] ?? (key === "\x04" ? "delete" : SEQUENCES[key.slice(1)]);
      if (move === "up" || move === "down") {
        place = Math.max(0, Math.min(history.length, place + (move === "up" ? -1 : 1)));
        before = history[place] ?? "";
        after = "";
      } else if (move !== undefined) [before, after] = moved(move, [...before], [...after]);
      else if (key >= " ") before += key;
      await draw();
    }
  };
  return {
    async read(prompt) {
      const settings = sys.tcgetattr(STDIN);
      await sys.tcsetattr(STDIN, { icanon: false, echo: false, isig: false, icrnl: false, ixon: false, iexten: false });
      const line = await edit(prompt);
      await sys.tcsetattr(STDIN, settings);
      await print(sys, "\n");
      return line;
    },
  };
}

/** What stands before and after the cursor after an editing key. */
function moved(move: Exclude<Move, "up" | "down">, before: readonly string[], after: readonly string[]): [string, string] {
  const all = [...before, ...after].join("");
  const [left, right] = [before.join(""), after.join("")];
  switch (move) {
    case "home":
      return ["", all];
    case "end":
      return [all, ""];
    case "left":
      return [before.slice(0, -1).join(""), (before.at(-1) ?? "") + right];
    case "right":
      return [left + (after[0] ?? ""), after.slice(1).join("")];
    case "erase":
      return [before.slice(0, -1).join(""), right];
    case "delete":
      return [left, after.slice(1).join("")];
    case "kill":
      return [left, ""];
    case "clear":
      return ["", ""];
    case "word":
      return [left.replace(/\S+\s*$/, ""), right];
  }
}
