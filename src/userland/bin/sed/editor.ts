/** Running a sed script over lines. */

import { isErrno, type Sys } from "#abi";
import { bytesOf, textOf } from "../tool/text.ts";
import type { Address, Command, Piece, Substitution } from "./script.ts";

/** One line of input. `last` tells whether it is the last of all (or of its file with -s and -i). */
export interface InputLine {
  readonly text: string;
  /** It ended in a newline. */
  readonly ended: boolean;
}

/** Where lines come from and where they go. */
export interface Stream {
  next(): Promise<InputLine | undefined>;
  /** Whether the line just given is the last one. */
  isLast(): Promise<boolean>;
  print(text: string): Promise<void>;
  /** Name of the current file, for F. */
  file(): string;
}

/** Other tasks get their turn after this many lines. */
const BATCH = 2048;

export class Editor {
  readonly #sys: Sys;
  readonly #commands: readonly Command[];
  readonly #quiet: boolean;
  #pattern = "";
  #hold = "";
  #ended = true;
  #line = 0;
  #cycles = 0;
  #substituted = false;
  #lastRegex: RegExp | undefined;
  #appended: string[] = [];
  readonly #written = new Set<string>();
  /** Set by q and Q: stop after this cycle with this status. */
  quit: number | undefined;

  constructor(sys: Sys, commands: readonly Command[], quiet: boolean) {
    this.#sys = sys;
    this.#commands = commands;
    this.#quiet = quiet;
    for (const { name, text, substitution } of commands) {
      if (name === "w" || name === "W") this.#create(text);
      if (substitution?.file !== undefined) this.#create(substitution.file);
    }
  }

  /** Line numbers start again: -s and -i. */
  restart(): void {
    this.#line = 0;
  }

  async run(stream: Stream): Promise<void> {
    let restarted = false;
    while (this.quit === undefined) {
      if (!restarted && !(await this.#read(stream))) return;
      restarted = await this.#cycle(stream);
    }
  }

  async #read(stream: Stream): Promise<boolean> {
    const line = await stream.next();
    if (!line) return false;
    this.#line++;
    this.#pattern = line.text;
    this.#ended = line.ended;
    this.#substituted = false;
    return true;
  }

  /** True when D wants the next cycle without reading. */
  async #cycle(stream: Stream): Promise<boolean> {
    if (++this.#cycles % BATCH === 0) await this.#sys.cpu(1);
    for (let at = 0; at < this.#commands.length; at++) {
      const command = this.#commands[at];
      if (!command) break;
      if ((await this.#selects(command, stream)) === command.negated) {
        if (command.name === "{") at = command.target;
        continue;
      }
      switch (command.name) {
        case "s":
          if (command.substitution) await this.#substitute(command.substitution, stream);
          break;
        case "y":
          this.#pattern = Array.from(this.#pattern, (letter) => command.map?.get(letter) ?? letter).join("");
          break;
        case "p":
          await this.#put(stream, this.#pattern);
          break;
        case "P":
          await this.#put(stream, this.#pattern.split("\n")[0] ?? "");
          break;
        case "=":
          await stream.print(`${this.#line}\n`);
          break;
        case "l":
          await stream.print(`${visible(this.#pattern)}$\n`);
          break;
        case "F":
          await stream.print(`${stream.file()}\n`);
          break;
        case "d":
          return this.#finish(stream, false);
        case "D": {
          const newline = this.#pattern.indexOf("\n");
          if (newline < 0) return this.#finish(stream, false);
          this.#pattern = this.#pattern.slice(newline + 1);
          await this.#finish(stream, false);
          return true;
        }
        case "g":
          this.#pattern = this.#hold;
          break;
        case "G":
          this.#pattern += `\n${this.#hold}`;
          break;
        case "h":
          this.#hold = this.#pattern;
          break;
        case "H":
          this.#hold += `\n${this.#pattern}`;
          break;
        case "x":
          [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
          break;
        case "z":
          this.#pattern = "";
          break;
        case "n":
          if (await stream.isLast()) return this.#finish(stream, true, 0);
          await this.#finish(stream, true);
          await this.#read(stream);
          break;
        case "N": {
          if (await stream.isLast()) return this.#finish(stream, true, 0);
          const before = this.#pattern;
          await this.#flushAppended(stream);
          await this.#read(stream);
          this.#pattern = `${before}\n${this.#pattern}`;
          break;
        }
        case "a":
          this.#appended.push(command.text);
          break;
        case "i":
          await stream.print(command.text);
          break;
        case "c":
          if (command.to === undefined || command.negated || !command.active) await stream.print(command.text);
          return this.#finish(stream, false);
        case "r":
          this.#appended.push(this.#fileText(command.text));
          break;
        case "w":
          this.#append(command.text, `${this.#pattern}\n`);
          break;
        case "W":
          this.#append(command.text, `${this.#pattern.split("\n")[0] ?? ""}\n`);
          break;
        case "q":
          return this.#finish(stream, true, Number(command.text));
        case "Q":
          this.quit = Number(command.text);
          return false;
        case "b":
          at = command.target;
          break;
        case "t":
          if (this.#substituted) at = command.target;
          this.#substituted = false;
          break;
        case "T":
          if (!this.#substituted) at = command.target;
          this.#substituted = false;
          break;
        default:
          break;
      }
    }
    return this.#finish(stream, true);
  }

  async #finish(stream: Stream, prints: boolean, quit?: number): Promise<boolean> {
    if (prints && !this.#quiet) await this.#put(stream, this.#pattern);
    await this.#flushAppended(stream);
    if (quit !== undefined) this.quit = quit;
    return false;
  }

  async #flushAppended(stream: Stream): Promise<void> {
    for (const text of this.#appended.splice(0)) await stream.print(text);
  }

  /** A last line without a newline stays without one. */
  async #put(stream: Stream, text: string): Promise<void> {
    await stream.print(this.#ended ? `${text}\n` : text);
  }

  async #selects(command: Command, stream: Stream): Promise<boolean> {
    const { from, to } = command;
    if (from === undefined) return true;
    if (to === undefined) return this.#matches(from, stream);
    if (!command.active) {
      const isZero = from.kind === "line" && from.line === 0;
      if (!isZero && !(await this.#matches(from, stream))) return false;
      if (isZero && this.#line !== 1) return false;
      command.until =
        to.kind === "line"
          ? to.line
          : to.kind === "count"
            ? this.#line + to.count
            : to.kind === "multiple"
              ? Math.ceil(this.#line / Math.max(1, to.of)) * to.of
              : undefined;
      if (isZero && to.kind === "regex") {
        command.active = !(await this.#matches(to, stream));
        return true;
      }
      command.active = command.until === undefined || command.until > this.#line;
      return true;
    }
    if (command.until !== undefined) {
      if (this.#line > command.until) {
        command.active = false;
        return this.#matches(from, stream);
      }
      if (this.#line === command.until) command.active = false;
      return true;
    }
    if (to.kind !== "count" && to.kind !== "multiple" && (await this.#matches(to, stream))) command.active = false;
    return true;
  }

  async #matches(address: Address, stream: Stream): Promise<boolean> {
    switch (address.kind) {
      case "line":
        return this.#line === address.line;
      case "last":
        return stream.isLast();
      case "step":
        return address.step === 0
          ? this.#line === address.first
          : this.#line >= address.first && (this.#line - address.first) % address.step === 0;
      case "regex": {
        const regex = this.#remember(address.regex);
        regex.lastIndex = 0;
        return regex.test(this.#pattern);
      }
    }
  }

  /** An empty expression means the last one used. */
  #remember(regex: RegExp | undefined): RegExp {
    this.#lastRegex = regex ?? this.#lastRegex;
    return this.#lastRegex ?? /(?:)/gu;
  }

  async #substitute(substitution: Substitution, stream: Stream): Promise<void> {
    const regex = this.#remember(substitution.regex);
    regex.lastIndex = 0;
    let result = "";
    let from = 0;
    let count = 0;
    let lastEnd = -1;
    for (const match of this.#pattern.matchAll(regex)) {
      // An empty match right behind the one before doesn't count.
      if (match[0] === "" && match.index === lastEnd) continue;
      lastEnd = match.index + match[0].length;
      count++;
      if (count < substitution.nth) continue;
      result += this.#pattern.slice(from, match.index) + expand(substitution.replacement, match);
      from = lastEnd;
      if (!substitution.global) break;
    }
    if (count < substitution.nth) return;
    this.#pattern = result + this.#pattern.slice(from);
    this.#substituted = true;
    if (substitution.print) await this.#put(stream, this.#pattern);
    if (substitution.file !== undefined) this.#append(substitution.file, `${this.#pattern}\n`);
  }

  #fileText(path: string): string {
    try {
      return textOf(this.#sys.readFile(path));
    } catch (error) {
      if (isErrno(error)) return "";
      throw error;
    }
  }

  #create(path: string): void {
    if (!this.#written.has(path) && !path.startsWith("/dev/")) this.#sys.writeFile(path, new Uint8Array(0));
    this.#written.add(path);
  }

  #append(path: string, text: string): void {
    this.#sys.writeFile(path, bytesOf(text), { append: true });
  }
}

function expand(pieces: readonly Piece[], match: RegExpMatchArray): string {
  let result = "";
  let mode: "U" | "L" | "E" = "E";
  let once: "u" | "l" | undefined;
  for (const piece of pieces) {
    if (typeof piece === "object" && "mode" in piece) {
      if (piece.mode === "u" || piece.mode === "l") once = piece.mode;
      else mode = piece.mode;
      continue;
    }
    let text = typeof piece === "string" ? piece : (match[piece.group] ?? "");
    if (mode === "U") text = text.toUpperCase();
    if (mode === "L") text = text.toLowerCase();
    if (once !== undefined && text !== "") {
      text = (once === "u" ? text.slice(0, 1).toUpperCase() : text.slice(0, 1).toLowerCase()) + text.slice(1);
      once = undefined;
    }
    result += text;
  }
  return result;
}

/** The unambiguous form of l. */
function visible(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
    "\x07": "\\a",
  };
  let result = "";
  for (const character of text) {
    if (names[character] !== undefined) result += names[character];
    else if (/[\x20-\x7e]/.test(character)) result += character;
    else for (const byte of bytesOf(character)) result += `\\${byte.toString(8).padStart(3, "0")}`;
  }
  return result;
}
