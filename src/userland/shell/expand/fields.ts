import { escapePattern } from "./pattern.ts";

/** A stretch of an expanded word: quoted text has no special characters. */
export interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}
export type Field = readonly Piece[];

/** Collects what a word expands to, cutting it into fields where IFS says so. */
export class FieldBuilder {
  readonly #ifs: string;
  /** false: everything stays one field (assignments, here-documents, patterns). */
  readonly splitting: boolean;
  readonly #fields: Field[] = [];
  #current: Piece[] | undefined;

  constructor(ifs: string, splitting: boolean) {
    this.#ifs = ifs;
    this.splitting = splitting;
  }

  /** Text that is taken as it is; makes a field even when empty. */
  quoted(text: string): void {
    this.#current ??= [];
    this.#current.push({ text, quoted: true });
  }

  /** Text of the program itself: never split. */
  literal(text: string): void {
    if (text === "") return;
    this.#current ??= [];
    this.#current.push({ text, quoted: false });
  }

  /** What an unquoted expansion gave. */
  expanded(text: string): void {
    if (!this.splitting || this.#ifs === "") {
      this.literal(text);
      return;
    }
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (!this.#ifs.includes(text.charAt(at))) continue;
      this.literal(text.slice(from, at));
      at = this.#delimiter(text, at);
      from = at;
      at -= 1;
    }
    this.literal(text.slice(from));
  }

  // One delimiter: blanks of IFS around at most one other character of it.
  #delimiter(text: string, start: number): number {
    let at = this.#skipBlanks(text, start);
    const char = text.charAt(at);
    if (char !== "" && this.#ifs.includes(char)) {
      at = this.#skipBlanks(text, at + 1);
      this.#current ??= [];
    }
    this.break();
    return at;
  }

  #skipBlanks(text: string, start: number): number {
    let at = start;
    while (at < text.length && " \t\n".includes(text.charAt(at)) && this.#ifs.includes(text.charAt(at))) at += 1;
    return at;
  }

  /** Ends the field, as between the parameters of "$@". */
  break(): void {
    if (this.#current) this.#fields.push(this.#current);
    this.#current = undefined;
  }

  finish(): readonly Field[] {
    this.break();
    return this.#fields;
  }
}

/** Separates words where a field can't be cut: `x="$@"`. */
export function fieldText(field: Field): string {
  let text = "";
  for (const piece of field) text += piece.text;
  return text;
}

/** The field as a pattern: what was quoted is escaped. */
export function fieldPattern(field: Field): string {
  let pattern = "";
  for (const piece of field) pattern += piece.quoted ? escapePattern(piece.text) : piece.text;
  return pattern;
}
