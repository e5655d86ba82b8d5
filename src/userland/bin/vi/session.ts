/** One visit in vi: the terminal, the modes and what lasts from command to command. */

import { STDIN } from "#abi";
import { RawScreen } from "../terminal/raw-screen.ts";
import { previous } from "./characters.ts";
import type { ViState } from "./ex.ts";
import { ViScreen } from "./paint.ts";
import type { Register } from "./text-buffer.ts";

/** The terminal went away. */
export class EndOfInput extends Error {}

const ENTER = "\x1b[?1049h\x1b[?1h\x1b=\x1b[H\x1b[2J";

export class ViSession {
  readonly state: ViState;
  readonly terminal: RawScreen;
  readonly screen = new ViScreen();
  readonly registers = new Map<string, Register>();
  mode: "normal" | "insert" | "replace" = "normal";
  /** The column that j and k keep to. */
  wanted = 0;
  lastFind: { readonly kind: string; readonly character: string } | undefined;
  searchStep: 1 | -1 = 1;
  /** Keys of the command under way, and of the last one that changed the text. */
  recorded: string[] = [];
  lastChange: readonly string[] = [];
  /** Keys to be taken before the terminal's: `.` puts them here. */
  replay: string[] = [];
  #commandLine: string | undefined;

  constructor(state: ViState) {
    this.state = state;
    this.terminal = new RawScreen(state.sys, STDIN);
  }

  async enter(): Promise<void> {
    await this.terminal.enter(false);
    await this.terminal.show(ENTER);
  }

  async leave(): Promise<void> {
    await this.terminal.show(`\x1b[${this.terminal.size.rows};1H\x1b[K${this.state.message}\x1b[?1l\x1b>\x1b[?1049l`);
    await this.terminal.leave();
  }

  /** ^Z: gives the terminal back and stops until somebody continues us. */
  async suspend(): Promise<void> {
    const { sys } = this.state;
    await this.leave();
    sys.kill(0, "SIGTSTP");
    await sys.sleep(0);
    await this.enter();
  }

  bell(): Promise<void> {
    return this.terminal.show("\x07");
  }

  /** The next key; draws before it waits. Throws EndOfInput. */
  async key(): Promise<string> {
    const again = this.replay.shift();
    if (again !== undefined) return again;
    for (;;) {
      if (!this.terminal.busy) await this.#draw();
      const event = await this.terminal.next();
      if (event.kind === "end") throw new EndOfInput();
      if (event.kind === "interrupt") return "C-c";
      if (event.kind === "key") {
        this.recorded.push(event.key);
        return event.key;
      }
    }
  }

  /** A line typed at the bottom; undefined when it was given up. */
  async readLine(prompt: string): Promise<string | undefined> {
    let text = "";
    try {
      for (;;) {
        this.#commandLine = prompt + text;
        const key = await this.key();
        if (key === "enter" || key === "C-j") return text;
        if (key === "escape" || key === "C-c") return undefined;
        if (key === "backspace") {
          if (text === "") return undefined;
          text = text.slice(0, previous(text, text.length));
        } else if (key === "C-u") text = "";
        else if (key === "C-w") text = text.replace(/\S*\s*$/, "");
        else if (key === "tab") text += "\t";
        else if ([...key].length === 1) text += key;
      }
    } finally {
      this.#commandLine = undefined;
    }
  }

  async #draw(): Promise<void> {
    const { rows, columns } = this.terminal.size;
    const mode = this.mode === "insert" ? "-- INSERT --" : this.mode === "replace" ? "-- REPLACE --" : this.state.message;
    const frame = this.screen.paint(this.state.buffer, {
      rows,
      columns,
      numbers: this.state.numbers,
      status: this.#commandLine ?? mode,
      typing: this.#commandLine !== undefined,
      insert: this.mode !== "normal",
    });
    await this.terminal.show(frame);
  }
}
