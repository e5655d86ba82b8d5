/** The state of one `readLine`: the line, the place in the history, the kill ring, and what the last command was. */

import { LineBuffer } from "./buffer.ts";
import type { EditableHistory } from "./history.ts";
import type { KillRing } from "./kill-ring.ts";

/** What the command before did: some commands go on with it. */
export type Continuation = "kill" | "yank" | "last-argument" | "tab" | "other";

export class EditSession {
  readonly history: EditableHistory;
  readonly kills: KillRing;
  /** Index into the history; its length is the new line. */
  place: number;
  last: Continuation = "other";
  /** Length of what the last yank put in before the cursor. */
  yanked = 0;
  /** How many entries back M-. looked last. */
  argumentBack = 0;
  /** Numeric argument being typed (M-3), as readline shows it. */
  argument: string | undefined;
  #lines = new Map<number, LineBuffer>();

  constructor(history: EditableHistory, kills: KillRing) {
    this.history = history;
    this.kills = kills;
    this.place = history.entries.length;
  }

  /** The line under edit. */
  get line(): LineBuffer {
    let line = this.#lines.get(this.place);
    if (line === undefined) {
      line = new LineBuffer(this.history.entries[this.place] ?? "");
      this.#lines.set(this.place, line);
    }
    return line;
  }

  /** Goes to a history entry (or the new line) and its end; false when there is none. */
  visit(place: number): boolean {
    if (place < 0 || place > this.history.entries.length) return false;
    this.line.endGroup();
    this.place = place;
    this.line.move(this.line.text.length);
    return true;
  }

  /** Ends the session: edited old lines stay edited in the history, all but the one that was accepted. */
  accept(): string {
    const text = this.line.text;
    for (const [place, line] of this.#lines) {
      if (place !== this.place && place < this.history.entries.length && line.modified) this.history.replace(place, line.text);
    }
    return text;
  }
}
