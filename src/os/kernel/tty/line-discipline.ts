/**
 * The line discipline: what a terminal makes of typed bytes before a program reads them (termios(3), Linux's n_tty).
 * Knows no processes: signals, echo and flow control go to the terminal that owns it.
 */

import { concat, decode, EMPTY, encode, type Termios } from "#abi";
import { cellsOf, echoOf, lastCharacter, wordStart } from "./echo.ts";
import {
  BELL,
  CTRL_BACKSLASH,
  CTRL_C,
  CTRL_D,
  CTRL_H,
  CTRL_Q,
  CTRL_R,
  CTRL_S,
  CTRL_U,
  CTRL_V,
  CTRL_W,
  CTRL_Z,
  DELETE,
  NEWLINE,
  RETURN,
} from "./keys.ts";

/** Bytes that may wait to be read; a line can't be longer. */
export const INPUT_SIZE = 4096;

export interface DisciplineOwner {
  readonly termios: Termios;
  /** Where the cursor stands in its line, in cells: for erasing tabs. */
  readonly column: number;
  echo(bytes: Uint8Array): void;
  signal(signal: "SIGINT" | "SIGQUIT" | "SIGTSTP"): void;
  /** Throws away what was printed and not shown yet. */
  dropOutput(): void;
  /** ^S and ^Q. */
  setStopped(stopped: boolean): void;
}

const SIGNALS: ReadonlyMap<number, "SIGINT" | "SIGQUIT" | "SIGTSTP"> = new Map([
  [CTRL_C, "SIGINT"],
  [CTRL_BACKSLASH, "SIGQUIT"],
  [CTRL_Z, "SIGTSTP"],
]);

export class LineDiscipline {
  readonly #owner: DisciplineOwner;
  /** What can be read: lines in canonical mode, stretches of bytes in raw mode. An empty one is an end of file. */
  #ready: Uint8Array[] = [];
  #readyLength = 0;
  /** The line that is being edited. */
  #line: number[] = [];
  #startColumn = 0;
  #isLiteral = false;
  /** Echo of the present batch. */
  #echoes: number[] = [];

  constructor(owner: DisciplineOwner) {
    this.#owner = owner;
  }

  /** Whether no more can be taken until somebody reads. A partial line alone never blocks: it could not be ended then. */
  get isFull(): boolean {
    return this.#ready.length > 0 && this.#readyLength + this.#line.length >= INPUT_SIZE;
  }

  /** Whether enough was read to ask for more: not for each line of a long paste. */
  get hasRoom(): boolean {
    return this.#ready.length === 0 || this.#readyLength + this.#line.length <= INPUT_SIZE / 2;
  }

  get isReadable(): boolean {
    return this.#ready.length > 0;
  }

  /** Takes typed bytes until it is full; says how many. */
  type(bytes: Uint8Array): number {
    let at = 0;
    const { termios } = this.#owner;
    if (!termios.icanon && !termios.echo && !termios.isig && !termios.ixon && !termios.icrnl) return this.#typeRaw(bytes);
    const batch: number[] = [];
    for (; at < bytes.length && !this.isFull; at++) {
      this.#take(bytes[at] ?? 0, batch);
      if (batch.length + this.#readyLength >= INPUT_SIZE) this.#release(batch);
    }
    this.#release(batch);
    this.#flushEcho();
    return at;
  }

  /** At most `max` bytes: of one line in canonical mode. Undefined when there is nothing; empty at end of file. */
  read(max: number): Uint8Array | undefined {
    const first = this.#ready[0];
    if (first === undefined) return undefined;
    if (!this.#owner.termios.icanon && this.#ready.length > 1) {
      this.#ready = [concat(this.#ready)];
      return this.read(max);
    }
    if (first.length > max) {
      this.#ready[0] = first.subarray(max);
      this.#readyLength -= max;
      return first.subarray(0, max);
    }
    this.#ready.shift();
    this.#readyLength -= first.length;
    return first;
  }

  /** What the next read begins with. */
  get next(): Uint8Array {
    return this.#ready[0] ?? EMPTY;
  }

  /** Throws away all that was typed and not read. */
  flush(): void {
    this.#ready = [];
    this.#readyLength = 0;
    this.#line = [];
    this.#isLiteral = false;
  }

  /** Canonical mode was switched: what was being edited becomes readable. */
  modeChanged(): void {
    if (this.#line.length > 0) this.#finishLine();
    if (!this.#owner.termios.icanon) this.#ready = this.#ready.filter((chunk) => chunk.length > 0);
    this.#isLiteral = false;
  }

  /** Where the first byte is that makes a signal now; -1 if there is none. */
  firstSignal(bytes: Uint8Array): number {
    if (!this.#owner.termios.isig) return -1;
    let first = -1;
    for (const key of SIGNALS.keys()) {
      const at = bytes.indexOf(key);
      if (at >= 0 && (first < 0 || at < first)) first = at;
    }
    return first;
  }

  #typeRaw(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, Math.max(0, INPUT_SIZE - this.#readyLength));
    if (taken.length > 0) this.#push(taken);
    return taken.length;
  }

  #take(typed: number, batch: number[]): void {
    const { termios } = this.#owner;
    if (this.#isLiteral) {
      this.#isLiteral = false;
      this.#insert(typed, batch);
      return;
    }
    const byte = typed === RETURN && termios.icrnl ? NEWLINE : typed;
    if (termios.ixon && (byte === CTRL_S || byte === CTRL_Q)) {
      this.#owner.setStopped(byte === CTRL_S);
      return;
    }
    const signal = termios.isig ? SIGNALS.get(byte) : undefined;
    if (signal !== undefined) {
      batch.length = 0;
      this.flush();
      this.#echoes = [];
      this.#owner.dropOutput();
      this.#echo(byte);
      this.#flushEcho();
      this.#owner.signal(signal);
      if (termios.ixon) this.#owner.setStopped(false);
      return;
    }
    if (termios.icanon && this.#edit(byte)) return;
    if (termios.iexten && termios.icanon && byte === CTRL_V) {
      this.#isLiteral = true;
      if (termios.echo && termios.echoctl) this.#echoText("^\b");
      return;
    }
    this.#insert(byte, batch);
  }

  /** Canonical mode's own keys; true when the byte was one. */
  #edit(byte: number): boolean {
    const { termios } = this.#owner;
    switch (byte) {
      case DELETE:
      case CTRL_H:
        if (this.#line.length > 0) this.#erase(lastCharacter(this.#line, termios.iutf8), byte);
        return true;
      case CTRL_U:
        if (this.#line.length > 0) this.#erase(0, byte);
        return true;
      case CTRL_W:
        if (!termios.iexten) return false;
        if (this.#line.length > 0) this.#erase(wordStart(this.#line, termios.iutf8), byte);
        return true;
      case CTRL_R:
        if (!termios.iexten || !termios.echo) return false;
        this.#echo(CTRL_R);
        this.#echoes.push(NEWLINE);
        this.#startColumn = 0;
        for (const one of this.#line) this.#echo(one);
        return true;
      case CTRL_D:
        this.#finishLine();
        return true;
      case NEWLINE:
        this.#line.push(NEWLINE);
        if (termios.echo) this.#echoes.push(NEWLINE);
        this.#finishLine();
        return true;
      default:
        return false;
    }
  }

  #insert(byte: number, batch: number[]): void {
    if (!this.#owner.termios.icanon) {
      batch.push(byte);
      this.#echo(byte);
      return;
    }
    if (this.#line.length >= INPUT_SIZE - 1) {
      if (this.#echoes.at(-1) !== BELL) this.#echoes.push(BELL);
      return;
    }
    if (this.#line.length === 0) {
      this.#flushEcho();
      this.#startColumn = this.#owner.column;
    }
    this.#line.push(byte);
    this.#echo(byte);
  }

  /** Removes the end of the line from `from` on, and wipes it off the screen. */
  #erase(from: number, key: number): void {
    const { termios } = this.#owner;
    const before = termios.echo ? cellsOf(this.#line, this.#startColumn, termios.echoctl) : 0;
    this.#line.length = from;
    if (!termios.echo) return;
    if (!termios.echoe) {
      this.#echo(key);
      if (key === CTRL_U) this.#echoes.push(NEWLINE);
      return;
    }
    const cells = before - cellsOf(this.#line, this.#startColumn, termios.echoctl);
    for (let cell = 0; cell < cells; cell++) this.#echoes.push(8, 32, 8);
  }

  #finishLine(): void {
    const line = this.#line;
    this.#line = [];
    this.#push(line.length === 0 ? EMPTY : Uint8Array.from(line));
  }

  #release(batch: number[]): void {
    if (batch.length === 0) return;
    this.#push(Uint8Array.from(batch));
    batch.length = 0;
  }

  #push(bytes: Uint8Array): void {
    this.#ready.push(bytes);
    this.#readyLength += bytes.length;
  }

  #echo(byte: number): void {
    const { termios } = this.#owner;
    if (termios.echo) this.#echoes.push(...echoOf(byte, termios.echoctl));
  }

  #echoText(text: string): void {
    this.#echoes.push(...encode(text));
  }

  #flushEcho(): void {
    if (this.#echoes.length === 0) return;
    const bytes = Uint8Array.from(this.#echoes);
    this.#echoes = [];
    this.#owner.echo(bytes);
  }

  /** The line that is being edited: for tests and reprints. */
  get edited(): string {
    return decode(Uint8Array.from(this.#line));
  }
}
