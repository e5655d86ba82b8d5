/** Killed text, newest last, as readline keeps it. */

const SIZE = 10;

export class KillRing {
  #slots: string[] = [];
  #at = 0;

  /** Adds killed text; `join` adds it to the newest slot, as neighbouring kills do. */
  kill(text: string, direction: "forward" | "backward", join: boolean): void {
    if (text === "") return;
    const last = this.#slots.at(-1);
    if (join && last !== undefined) {
      this.#slots[this.#slots.length - 1] = direction === "forward" ? last + text : text + last;
    } else {
      this.#slots.push(text);
      if (this.#slots.length > SIZE) this.#slots.shift();
    }
    this.#at = this.#slots.length - 1;
  }

  /** What ^Y puts in; undefined when nothing was killed yet. */
  current(): string | undefined {
    return this.#slots[this.#at];
  }

  /** Turns the ring back by one for M-y. */
  rotate(): string | undefined {
    if (this.#slots.length === 0) return undefined;
    this.#at = (this.#at + this.#slots.length - 1) % this.#slots.length;
    return this.current();
  }
}
