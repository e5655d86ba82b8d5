/** Incremental search through the history (^R and ^S). */

import type { EditSession } from "./session.ts";

type Direction = -1 | 1;

/** What a key did to a search: it goes on, is given up, or ends with the found line and maybe a key still to be done. */
export type SearchStep =
  | { readonly kind: "on"; readonly bell: boolean }
  | { readonly kind: "cancelled" }
  | { readonly kind: "done"; readonly again: boolean };

/** A search under way; it moves the session to what it finds. */
export class HistorySearch {
  readonly #session: EditSession;
  readonly #from: { readonly place: number; readonly cursor: number };
  readonly #apostrophe: string;
  #direction: Direction;
  #wanted = "";
  #failed = false;

  /** `previous` is what the last search looked for: ^R twice takes it up again. */
  constructor(session: EditSession, direction: Direction, style: "readline" | "busybox") {
    this.#session = session;
    this.#direction = direction;
    this.#from = { place: session.place, cursor: session.line.cursor };
    this.#apostrophe = style === "readline" ? "`" : "'";
  }

  get wanted(): string {
    return this.#wanted;
  }

  get prompt(): string {
    const failed = this.#failed ? "failed " : "";
    return `(${failed}${this.#direction < 0 ? "reverse-" : ""}i-search)${this.#apostrophe}${this.#wanted}': `;
  }

  /** Does a key; `previous` is the string of the search before this one. */
  key(name: string, text: string | undefined, previous: string): SearchStep {
    if (text !== undefined) {
      this.#wanted += text;
      return this.#find(true);
    }
    switch (name) {
      case "C-r":
      case "C-s":
        this.#direction = name === "C-r" ? -1 : 1;
        if (this.#wanted === "") {
          this.#wanted = previous;
          return this.#find(true);
        }
        return this.#find(false);
      case "backspace":
      case "C-h":
        if (this.#wanted === "") return { kind: "on", bell: true };
        this.#wanted = [...this.#wanted].slice(0, -1).join("");
        this.#back();
        return this.#wanted === "" ? { kind: "on", bell: false } : this.#find(true);
      case "C-g":
        this.#back();
        return { kind: "cancelled" };
      case "enter":
        return { kind: "done", again: true };
      case "M-C-[":
        return { kind: "done", again: false };
      default:
        return { kind: "done", again: true };
    }
  }

  #back(): void {
    this.#failed = false;
    this.#session.visit(this.#from.place);
    this.#session.line.move(this.#from.cursor);
  }

  #find(stay: boolean): SearchStep {
    if (this.#wanted === "") return { kind: "on", bell: false };
    const { history, place, line } = this.#session;
    for (let at = place; at >= 0 && at <= history.entries.length; at += this.#direction) {
      const here = at === place;
      const text = here ? line.text : (history.entries[at] ?? "");
      const found = this.#within(text, here ? line.cursor : undefined, here && !stay);
      if (found < 0) continue;
      this.#session.visit(at);
      this.#session.line.move(found);
      this.#failed = false;
      return { kind: "on", bell: false };
    }
    this.#failed = true;
    return { kind: "on", bell: true };
  }

  #within(text: string, cursor: number | undefined, beyond: boolean): number {
    if (this.#direction < 0) {
      if (cursor === undefined) return text.lastIndexOf(this.#wanted);
      if (beyond && cursor === 0) return -1;
      return text.lastIndexOf(this.#wanted, beyond ? cursor - 1 : cursor);
    }
    return text.indexOf(this.#wanted, cursor === undefined ? 0 : beyond ? cursor + 1 : cursor);
  }
}
