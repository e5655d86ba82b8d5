/** The line being edited: text, cursor and what undo needs. */

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

// readline undoes typing in groups of at most this many characters.
const UNDO_GROUP = 20;

/** One line under edit. The cursor is an offset in UTF-16 units. */
export class LineBuffer {
  text: string;
  cursor: number;
  #undo: Snapshot[] = [];
  #typed = 0;

  constructor(text = "") {
    this.text = text;
    this.cursor = text.length;
  }

  get modified(): boolean {
    return this.#undo.length > 0;
  }

  /** What the text was before any edit. */
  get original(): string {
    return this.#undo[0]?.text ?? this.text;
  }

  /** Inserts typed text at the cursor; neighbouring calls form one undo group. */
  type(text: string): void {
    if (this.#typed === 0 || this.#typed + text.length > UNDO_GROUP) {
      this.#remember();
      this.#typed = 0;
    }
    this.#typed += text.length;
    this.#splice(this.cursor, this.cursor, text);
  }

  /** Replaces a range as one undoable edit; the cursor goes behind what was put in. Returns what was removed. */
  replace(from: number, to: number, text: string): string {
    const removed = this.text.slice(from, to);
    if (removed === "" && text === "") return "";
    this.#remember();
    this.#splice(from, to, text);
    return removed;
  }

  move(to: number): void {
    this.#typed = 0;
    this.cursor = Math.max(0, Math.min(to, this.text.length));
  }

  /** Ends a group of typed characters, so that undo stops here. */
  endGroup(): void {
    this.#typed = 0;
  }

  /** Takes the last edit back; false when there is none. */
  undo(): boolean {
    const last = this.#undo.pop();
    if (last === undefined) return false;
    this.text = last.text;
    this.cursor = last.cursor;
    this.#typed = 0;
    return true;
  }

  undoAll(): void {
    while (this.undo());
  }

  #remember(): void {
    this.#undo.push({ text: this.text, cursor: this.cursor });
    this.#typed = 0;
  }

  #splice(from: number, to: number, text: string): void {
    this.text = from === this.text.length ? this.text + text : this.text.slice(0, from) + text + this.text.slice(to);
    this.cursor = from + text.length;
  }
}
