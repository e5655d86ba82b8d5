/** One line from the first prompt to Enter: takes keys, does commands, draws. */

import { nextCharacter } from "./boundaries.ts";
import type { Command } from "./commands.ts";
import type { Completion } from "./completion/types.ts";
import type { EditableHistory } from "./history.ts";
import type { KeyInput } from "./input.ts";
import type { Key } from "./keys.ts";
import type { KillRing } from "./kill-ring.ts";
import { columns, needsQuestion } from "./listing.ts";
import type { ScreenSize } from "./screen.ts";
import { LineScreen } from "./screen.ts";
import { HistorySearch } from "./search.ts";
import { EditSession } from "./session.ts";
import type { ReadLineResult } from "./types.ts";

/** What a reader needs of its surroundings. */
export interface ReaderWorld {
  size(): ScreenSize;
  write(text: string): Promise<void>;
  readonly input: KeyInput;
  /** Set by signal handlers; a blocked read is interrupted. */
  readonly signals: { interrupted: boolean; resized: boolean };
  isInterruption(error: unknown): boolean;
  /** Whether the terminal shows control characters (^C is echoed then). */
  readonly echoControl: boolean;
  readonly flavour: "bash" | "ash";
  readonly commands: Readonly<Record<string, Command>>;
  complete(line: string, cursor: number): Promise<Completion>;
  readonly history: EditableHistory;
  readonly kills: KillRing;
  /** What lives longer than one line: the string of the last search. */
  readonly memory: { search: string };
}

const BELL = "\x07";

export class Reader {
  readonly #world: ReaderWorld;
  readonly #session: EditSession;
  readonly #screen: LineScreen;
  #prompt = "";
  #search: HistorySearch | undefined;
  #out = "";
  #prefix = "";

  constructor(world: ReaderWorld) {
    this.#world = world;
    this.#session = new EditSession(world.history, world.kills);
    this.#screen = new LineScreen(usable(world.size()), world.flavour === "bash" ? "readline" : "busybox");
  }

  async read(prompt: string): Promise<ReadLineResult> {
    const { input, flavour } = this.#world;
    this.#prompt = prompt;
    this.#screen.setPrompt(prompt);
    this.#out = this.#screen.start("", 0);
    // busybox asks where the cursor stands, unless more input waits already.
    if (flavour === "ash" && !input.pending) this.#out += "\x1b[6n";
    for (;;) {
      if (!input.pending) await this.#show();
      const key = await this.#nextKey();
      if (key === "interrupt") return this.#interrupt();
      if (key === "resize") continue;
      if (key === undefined) return this.#finish({ kind: "eof" });
      const result = await this.#do(key);
      if (result !== undefined) return result;
    }
  }

  async #nextKey(): Promise<Key | undefined | "interrupt" | "resize"> {
    const { signals, input } = this.#world;
    try {
      if (!signals.interrupted && !signals.resized) return await input.next();
    } catch (error) {
      if (!this.#world.isInterruption(error)) throw error;
    }
    if (signals.interrupted) return "interrupt";
    if (signals.resized) {
      signals.resized = false;
      const { text, cursor } = this.#session.line;
      this.#out += this.#screen.resized(usable(this.#world.size()), text, cursor);
    }
    return "resize";
  }

  async #show(): Promise<void> {
    const { text, cursor } = this.#session.line;
    const out = this.#out + this.#screen.update(text, cursor);
    this.#out = "";
    await this.#world.write(out);
  }

  async #finish(result: ReadLineResult, echo = ""): Promise<ReadLineResult> {
    if (result.kind === "eof") {
      await this.#show();
      return result;
    }
    const { text, cursor } = this.#session.line;
    const drawn = this.#screen.update(text, cursor);
    await this.#world.write(this.#out + drawn + echo + this.#screen.finish(text, cursor));
    return result;
  }

  async #interrupt(): Promise<ReadLineResult> {
    this.#world.signals.interrupted = false;
    const { text } = this.#session.line;
    if (this.#search !== undefined) this.#endSearch();
    return this.#finish({ kind: "interrupt", text }, this.#world.echoControl ? "^C" : "");
  }

  async #do(key: Key): Promise<ReadLineResult | undefined> {
    const session = this.#session;
    if (this.#search !== undefined) {
      const over = this.#searchKey(this.#search, key);
      if (!over) return undefined;
    }
    if (key.kind !== "key") {
      if (key.kind === "text") this.#typeText(key.text);
      else session.line.replace(session.line.cursor, session.line.cursor, key.text);
      this.#other();
      return undefined;
    }
    const name = this.#prefix + key.name;
    this.#prefix = "";
    switch (name) {
      case "enter":
        this.#other();
        return this.#finish({ kind: "line", text: session.accept() });
      case "C-d":
        if (session.line.text === "") return this.#finish({ kind: "eof" });
        break;
      case "C-o": {
        return this.#finish({ kind: "line", text: session.accept() });
      }
      case "C-l":
        this.#out += this.#screen.cleared(session.line.text, session.line.cursor);
        return undefined;
      case "C-v":
        this.#world.input.quoteNext();
        return undefined;
      case "C-r":
      case "C-s":
        this.#search = new HistorySearch(session, name === "C-r" ? -1 : 1, this.#world.flavour === "bash" ? "readline" : "busybox");
        this.#screen.setPrompt(this.#search.prompt);
        return undefined;
      case "C-x":
        this.#prefix = "C-x ";
        return undefined;
      case "M-#":
        session.line.replace(0, 0, "#");
        return this.#finish({ kind: "line", text: session.accept() });
      case "tab":
        await this.#complete(session.last === "tab");
        return undefined;
      case "M-?":
      case "M-=":
        await this.#complete(true);
        return undefined;
      case "cursor-position":
        return undefined;
    }
    if (/^M-[0-9-]$/.test(name)) {
      session.argument = (session.argument ?? "") + name.slice(2);
      this.#screen.setPrompt(`(arg: ${session.argument}) `);
      return undefined;
    }
    this.#command(this.#world.commands[name]);
    return undefined;
  }

  #command(command: Command | undefined): void {
    const session = this.#session;
    const count = this.#takeCount();
    const done = command === undefined ? "bell" : command(session, Math.abs(count));
    if (done === "bell") this.#out += BELL;
    session.last = done === "bell" ? "other" : done;
  }

  #typeText(text: string): void {
    const { line, argument } = this.#session;
    if (argument !== undefined && /^\d+$/.test(text)) {
      this.#session.argument = argument + text;
      this.#screen.setPrompt(`(arg: ${this.#session.argument}) `);
      return;
    }
    line.type(text.repeat(Math.min(this.#takeCount(), 1000)));
  }

  #takeCount(): number {
    const { argument } = this.#session;
    if (argument === undefined) return 1;
    this.#session.argument = undefined;
    this.#screen.setPrompt(this.#prompt);
    const count = Number.parseInt(argument, 10);
    return Number.isNaN(count) ? 1 : count;
  }

  #other(): void {
    this.#session.last = "other";
  }

  /** true when the search is over and the key still has to be done. */
  #searchKey(search: HistorySearch, key: Key): boolean {
    const { memory } = this.#world;
    const step = search.key(key.kind === "key" ? key.name : "", key.kind === "key" ? undefined : key.text, memory.search);
    if (step.kind === "on") {
      if (step.bell) this.#out += BELL;
      this.#screen.setPrompt(search.prompt);
      return false;
    }
    this.#endSearch();
    return step.kind === "done" && step.again;
  }

  #endSearch(): void {
    if (this.#search !== undefined && this.#search.wanted !== "") this.#world.memory.search = this.#search.wanted;
    this.#search = undefined;
    this.#screen.setPrompt(this.#prompt);
  }

  async #complete(list: boolean): Promise<void> {
    const { line } = this.#session;
    this.#takeCount();
    await this.#show();
    const completion = await this.#world.complete(line.text, line.cursor);
    this.#session.last = "tab";
    const inserted = completion.insert;
    const current = line.text.slice(completion.from, line.cursor);
    if (inserted !== current && inserted !== undefined) {
      const closes =
        completion.closing !== "" && line.text.startsWith(completion.closing, line.cursor) && inserted.includes(completion.closing);
      line.replace(completion.from, closes ? nextCharacter(line.text, line.cursor) : line.cursor, inserted);
      // Only a Tab that changed nothing makes the next one list.
      this.#other();
      if (completion.candidates.length > 1) this.#out += BELL;
      return;
    }
    if (completion.candidates.length <= 1 && !list) {
      this.#out += completion.candidates.length === 0 ? BELL : "";
      return;
    }
    if (!list || completion.candidates.length === 0) {
      this.#out += BELL;
      return;
    }
    await this.#list(completion.candidates);
  }

  async #list(candidates: readonly string[]): Promise<void> {
    const { rows, columns: width } = usable(this.#world.size());
    const { text, cursor } = this.#session.line;
    this.#out += `${this.#screen.toEnd()}\n`;
    let show = true;
    if (needsQuestion(candidates.length)) {
      this.#out += `Display all ${candidates.length} possibilities? (y or n)`;
      show = await this.#ask();
      this.#out += "\n";
    }
    if (show) await this.#page(columns(candidates, width), rows);
    this.#out += this.#screen.start(text, cursor);
  }

  // readline stops after each screenful for a key.
  async #page(lines: readonly string[], rows: number): Promise<void> {
    let shown = 0;
    for (const line of lines) {
      if (shown === rows - 1 && this.#world.flavour === "bash") {
        this.#out += "--More--";
        const key = await this.#answer();
        this.#out += "\r\x1b[K";
        if (key === " " || key === "y" || key === "Y" || key === "tab") shown = 0;
        else if (key === "enter") shown -= 1;
        else return;
      }
      this.#out += `${line}\n`;
      shown += 1;
    }
  }

  async #ask(): Promise<boolean> {
    for (;;) {
      const key = await this.#answer();
      if (key === "y" || key === "Y" || key === " ") return true;
      if (key === "n" || key === "N" || key === "backspace" || key === "C-g" || key === "") return false;
      this.#out += BELL;
    }
  }

  async #answer(): Promise<string> {
    await this.#world.write(this.#out);
    this.#out = "";
    const key = await this.#nextKey();
    if (key === undefined || key === "interrupt" || key === "resize") return "";
    return key.kind === "key" ? key.name : key.text.charAt(0);
  }
}

function usable({ rows, columns: width }: ScreenSize): ScreenSize {
  return { rows: rows > 0 ? rows : 24, columns: width > 1 ? width : 80 };
}
