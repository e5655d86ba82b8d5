import { print, STDERR, STDIN, STDOUT, type Program, type Sys } from "#abi";
import { RawScreen } from "../terminal/raw-screen.ts";
import { last, next, previous } from "./characters.ts";
import { loadFile, runEx, type ViState } from "./ex.ts";
import { findInLine, motionOf, type Motion } from "./motions.ts";
import { ViScreen } from "./paint.ts";
import { viPattern } from "./search.ts";
import { firstNonBlank, TextBuffer, type Register } from "./text-buffer.ts";

/** vi: edit text. Models vim's minimal build as CentOS has it for vi, with the commands of everyday edits. */
export const vi: Program = async (sys) => {
  const args = sys.argv.slice(1);
  if (args[0] === "--version") return print(sys, "VIM - Vi IMproved 7.4 (2013 Aug 10)\nSmall version without GUI.\n").then(() => 0);
  if (!sys.isatty(STDOUT)) await print(sys, "Vim: Warning: Output is not to a terminal\n", STDERR);
  if (!sys.isatty(STDIN)) {
    await print(sys, "Vim: Warning: Input is not from a terminal\nVim: Error reading input, exiting...\nVim: Finished.\n", STDERR);
    return 1;
  }
  const start = args.find((arg) => arg.startsWith("+"))?.slice(1);
  const files = args.filter((arg) => !arg.startsWith("+") && !(arg.startsWith("-") && arg !== "-"));
  const state: ViState = {
    sys, buffer: new TextBuffer([]), file: undefined, readOnly: false, message: "", numbers: false, ignoreCase: false, autoIndent: false,
    pattern: undefined, quit: false, status: 0,
  };
  if (files[0] !== undefined) loadFile(state, files[0]);
  if (args.includes("-R") || sys.argv[0]?.endsWith("view") === true) state.readOnly = true;
  if (start !== undefined) runEx(state, start === "" ? "$" : start);
  await new Vi(state).run();
  return state.status;
};

class EndOfInput extends Error {}

class Vi {
  readonly #state: ViState;
  readonly #terminal: RawScreen;
  readonly #screen = new ViScreen();
  readonly #registers = new Map<string, Register>();
  #mode: "normal" | "insert" | "replace" = "normal";
  #commandLine: string | undefined;
  #wanted = 0;
  #replay: string[] = [];
  #recorded: string[] = [];
  #lastChange: readonly string[] = [];
  #lastFind: { readonly kind: string; readonly character: string } | undefined;
  #searchStep: 1 | -1 = 1;

  constructor(state: ViState) {
    this.#state = state;
    this.#terminal = new RawScreen(state.sys, STDIN);
  }

  get #buffer(): TextBuffer {
    return this.#state.buffer;
  }

  async run(): Promise<void> {
    await this.#terminal.enter(false);
    await this.#terminal.show("\x1b[?1049h\x1b[?1h\x1b=\x1b[H\x1b[2J");
    try {
      while (!this.#state.quit) {
        this.#recorded = [];
        await this.#normal();
        this.#buffer.clamp(false);
      }
    } catch (error) {
      if (!(error instanceof EndOfInput)) throw error;
      this.#state.status = 1;
    } finally {
      const { rows } = this.#terminal.size;
      const { message } = this.#state;
      await this.#terminal.show(`\x1b[${rows};1H\x1b[K${message === "" ? "" : message}\x1b[?1l\x1b>\x1b[?1049l`);
      await this.#terminal.leave();
    }
  }

  async #draw(): Promise<void> {
    const { rows, columns } = this.#terminal.size;
    const mode = this.#mode === "insert" ? "-- INSERT --" : this.#mode === "replace" ? "-- REPLACE --" : this.#state.message;
    const frame = this.#screen.paint(this.#buffer, {
      rows, columns, numbers: this.#state.numbers, status: this.#commandLine ?? mode, typing: this.#commandLine !== undefined, insert: this.#mode !== "normal",
    });
    await this.#terminal.show(frame);
  }

  async #key(): Promise<string> {
    const again = this.#replay.shift();
    if (again !== undefined) return again;
    for (;;) {
      if (!this.#terminal.busy) await this.#draw();
      // A lone Escape must act at once: wait a little for the rest of a sequence, not for ever.
      const event = await this.#terminal.next();
      if (event.kind === "end") throw new EndOfInput();
      if (event.kind === "interrupt") return "C-c";
      if (event.kind === "key") {
        this.#recorded.push(event.key);
        return event.key;
      }
    }
  }

  async #normal(): Promise<void> {
    let count: number | undefined;
    let register = '"';
    let key = await this.#key();
    for (;;) {
      if (key === '"') {
        register = await this.#key();
        key = await this.#key();
      } else if (/^[1-9]$/.test(key) || (key === "0" && count !== undefined)) {
        count = (count ?? 0) * 10 + Number(key);
        key = await this.#key();
      } else break;
    }
    if (key !== ":") this.#state.message = "";
    if (key === "g") key += await this.#key();
    if (await this.#change(key, count, register)) {
      if (this.#recorded.length > 0) this.#lastChange = this.#recorded;
      return;
    }
    if (await this.#other(key, count)) return;
    const motion = await this.#motion(key, count, false);
    if (motion === undefined) {
      if (key !== "escape") await this.#terminal.show("\x07");
      return;
    }
    this.#buffer.row = motion.row;
    this.#buffer.column = motion.column;
    if (!["j", "k", "down", "up", "C-n", "C-p", "C-j"].includes(key)) this.#wanted = key === "$" || key === "end" ? Number.POSITIVE_INFINITY : motion.column;
  }

  async #motion(key: string, count: number | undefined, operator: boolean): Promise<Motion | undefined> {
    const buffer = this.#buffer;
    if ("fFtT;,".includes(key) && key.length === 1) return this.#findMotion(key, count ?? 1);
    if (key === "/" || key === "?") {
      const text = await this.#readLine(key);
      if (text === undefined) return undefined;
      this.#searchStep = key === "/" ? 1 : -1;
      if (text !== "") this.#state.pattern = text.replace(new RegExp(`(?<!\\\\)\\${key}.*$`), "");
      return this.#searchMotion(this.#searchStep, count ?? 1);
    }
    if (key === "n" || key === "N") return this.#searchMotion(key === "n" ? this.#searchStep : this.#searchStep === 1 ? -1 : 1, count ?? 1);
    if (key === "*" || key === "#") {
      const word = /[\p{L}\p{N}_]+/gu;
      let found: string | undefined;
      for (const match of buffer.line.matchAll(word)) if (match.index + match[0].length > buffer.column) { found = match[0]; break; }
      if (found === undefined) return undefined;
      this.#state.pattern = found;
      this.#searchStep = key === "*" ? 1 : -1;
      return this.#searchMotion(this.#searchStep, count ?? 1);
    }
    return motionOf(key, { buffer, count, operator, wantedColumn: (row) => Math.min(this.#wanted, last(buffer.lines[row] ?? "")) });
  }

  async #findMotion(key: string, count: number): Promise<Motion | undefined> {
    let kind = key;
    if (key === ";" || key === ",") {
      if (this.#lastFind === undefined) return undefined;
      kind = key === ";" ? this.#lastFind.kind : swapCase(this.#lastFind.kind);
    } else this.#lastFind = { kind, character: await this.#key() };
    const { line, column, row } = this.#buffer;
    const target = findInLine(line, column, kind, this.#lastFind?.character ?? "", count);
    return target === undefined ? undefined : { row, column: target, linewise: false, inclusive: kind === "f" || kind === "t" };
  }

  #searchMotion(step: 1 | -1, count: number): Motion | undefined {
    const { pattern: source, ignoreCase } = this.#state;
    if (source === undefined) {
      this.#state.message = "E35: No previous regular expression";
      return undefined;
    }
    let { row, column } = this.#buffer;
    try {
      const pattern = viPattern(source, ignoreCase);
      for (let done = 0; done < count; done += 1) {
        const found = findMatch(this.#buffer, pattern, row, column, step);
        if (found === undefined) {
          this.#state.message = `E486: Pattern not found: ${source}`;
          return undefined;
        }
        if (found.wrapped) this.#state.message = step > 0 ? "search hit BOTTOM, continuing at TOP" : "search hit TOP, continuing at BOTTOM";
        else this.#state.message = `${step > 0 ? "/" : "?"}${source}`;
        ({ row, column } = found);
      }
      return { row, column, linewise: false, inclusive: false };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#state.message = `E486: Pattern not found: ${source}`;
      return undefined;
    }
  }

  /** Commands that change the text; true when the key was one. */
  async #change(key: string, given: number | undefined, register: string): Promise<boolean> {
    const buffer = this.#buffer;
    const count = given ?? 1;
    const insertAt = async (column: number) => {
      buffer.checkpoint();
      buffer.column = column;
      await this.#insert(count);
    };
    switch (key) {
      case "i":
      case "insert":
        await insertAt(buffer.column);
        return true;
      case "I":
        await insertAt(buffer.line.trim() === "" ? buffer.line.length : firstNonBlank(buffer.line));
        return true;
      case "a":
        await insertAt(buffer.line === "" ? 0 : next(buffer.line, buffer.column));
        return true;
      case "A":
        await insertAt(buffer.line.length);
        return true;
      case "o":
      case "O": {
        buffer.checkpoint();
        const indent = this.#state.autoIndent ? (/^\s*/.exec(buffer.line)?.[0] ?? "") : "";
        const at = buffer.row + (key === "o" ? 1 : 0);
        buffer.lines.splice(at, 0, indent);
        buffer.row = at;
        buffer.column = indent.length;
        await this.#insert(1);
        return true;
      }
      case "R":
        buffer.checkpoint();
        this.#mode = "replace";
        await this.#insert(1);
        return true;
      case "r": {
        const character = await this.#key();
        if (character === "escape" || buffer.line === "") return true;
        buffer.checkpoint();
        if (character === "enter") buffer.cut(buffer, { row: buffer.row, column: next(buffer.line, buffer.column) });
        if (character === "enter") {
          buffer.insert({ row: buffer.row, column: buffer.column }, ["", ""]);
          return true;
        }
        for (let done = 0; done < count; done += 1) {
          const end = next(buffer.line, buffer.column);
          buffer.lines[buffer.row] = buffer.line.slice(0, buffer.column) + character + buffer.line.slice(end);
          if (done < count - 1) buffer.column += character.length;
        }
        return true;
      }
      case "J": {
        buffer.checkpoint();
        for (let done = 0; done < Math.max(1, count - 1) && buffer.row < buffer.lines.length - 1; done += 1) {
          const below = (buffer.lines[buffer.row + 1] ?? "").trimStart();
          const above = buffer.line.trimEnd();
          buffer.column = Math.max(0, above.length);
          buffer.lines.splice(buffer.row, 2, below === "" ? above : `${above}${above === "" || below.startsWith(")") ? "" : " "}${below}`);
        }
        return true;
      }
      case "~": {
        buffer.checkpoint();
        for (let done = 0; done < count && buffer.column < buffer.line.length; done += 1) {
          const end = next(buffer.line, buffer.column);
          buffer.lines[buffer.row] = buffer.line.slice(0, buffer.column) + swapCase(buffer.line.slice(buffer.column, end)) + buffer.line.slice(end);
          buffer.column = end;
        }
        return true;
      }
      case "p":
      case "P": {
        const content = this.#registers.get(register);
        if (content === undefined) {
          this.#state.message = `E353: Nothing in register ${register}`;
          return true;
        }
        buffer.checkpoint();
        buffer.put(content, key === "p", count);
        return true;
      }
      case ".":
        this.#replay = [...(given === undefined ? [] : [...String(given)]), ...this.#lastChange];
        this.#recorded = [];
        await this.#normal();
        this.#recorded = [];
        return true;
      case "x":
      case "delete":
        return this.#operate("d", "l", count, register);
      case "X":
        return this.#operate("d", "h", count, register);
      case "D":
        return this.#operate("d", "$", count, register);
      case "C":
        return this.#operate("c", "$", count, register);
      case "s":
        return this.#operate("c", "l", count, register);
      case "S":
        return this.#operate("c", "c", count, register);
      case "d":
      case "c":
      case ">":
      case "<": {
        let inner = await this.#key();
        let own: number | undefined;
        while (/^[1-9]$/.test(inner) || (inner === "0" && own !== undefined)) {
          own = (own ?? 0) * 10 + Number(inner);
          inner = await this.#key();
        }
        if (inner === "g") inner += await this.#key();
        const total = given === undefined && own === undefined ? undefined : (given ?? 1) * (own ?? 1);
        return this.#operate(key, inner, total, register);
      }
      default:
        return false;
    }
  }

  /** d, c, y, > and < over a motion; a doubled key means lines. */
  async #operate(operator: string, key: string, count: number | undefined, register: string): Promise<boolean> {
    const buffer = this.#buffer;
    const { row, column } = buffer;
    if (key === "escape") return true;
    let target: Motion | undefined;
    if (key === operator) {
      const end = row + (count ?? 1) - 1;
      if (end >= buffer.lines.length && (count ?? 1) > 1 && row === buffer.lines.length - 1) return true;
      target = { row: Math.min(end, buffer.lines.length - 1), column, linewise: true, inclusive: true };
    } else {
      // cw on a word ends with the word, as ce does.
      const motionKey = operator === "c" && (key === "w" || key === "W") && /\S/.test(buffer.line.charAt(column)) ? (key === "w" ? "e" : "E") : key;
      target = await this.#motion(motionKey, count, true);
      if (motionKey !== key && target !== undefined && (count ?? 1) === 1 && isWordEnd(buffer.line, column, key === "W")) target = { ...target, row, column };
    }
    if (target === undefined) {
      await this.#terminal.show("\x07");
      return true;
    }
    const backward = target.row < row || (target.row === row && target.column < column);
    const from = backward ? target : { row, column };
    const to = backward ? { row, column } : target;
    if (operator !== "y") buffer.checkpoint();
    if (operator === ">" || operator === "<") {
      for (let line = from.row; line <= to.row; line += 1) {
        const text = buffer.lines[line] ?? "";
        buffer.lines[line] = operator === ">" ? (text === "" ? "" : `\t${text}`) : text.replace(/^(\t| {1,8})/, "");
      }
      buffer.row = from.row;
      buffer.column = firstNonBlank(buffer.line);
      return true;
    }
    if (target.linewise) return this.#operateLines(operator, from.row, to.row, register);
    const end = target.inclusive && !backward ? next(buffer.lines[to.row] ?? "", to.column) : to.column;
    const place = { row: to.row, column: end };
    if (operator === "y") {
      this.#registers.set(register, buffer.copy(from, place)).set('"', buffer.copy(from, place));
      buffer.row = from.row;
      buffer.column = from.column;
      return true;
    }
    const removed = buffer.cut(from, place);
    this.#registers.set(register, removed).set('"', removed);
    if (operator === "c") await this.#insert(1);
    return true;
  }

  async #operateLines(operator: string, from: number, to: number, register: string): Promise<boolean> {
    const buffer = this.#buffer;
    const text: Register = { text: buffer.lines.slice(from, to + 1), linewise: true };
    this.#registers.set(register, text).set('"', text);
    const many = to - from + 1;
    if (operator === "y") {
      if (many > 2) this.#state.message = `${many} lines yanked`;
      buffer.row = from;
      return true;
    }
    if (operator === "c") {
      buffer.lines.splice(from, many, "");
      buffer.row = from;
      buffer.column = 0;
      await this.#insert(1);
      return true;
    }
    buffer.cutLines(from, to);
    buffer.column = firstNonBlank(buffer.line);
    if (many > 2) this.#state.message = `${many} fewer lines`;
    return true;
  }

  /** Everything else: scrolling, undo, yank, the command line. */
  async #other(key: string, given: number | undefined): Promise<boolean> {
    const buffer = this.#buffer;
    const { rows } = this.#terminal.size;
    const page = Math.max(1, rows - 3);
    const scroll = (by: number) => {
      this.#screen.scrollTo(Math.min(this.#screen.top + by, buffer.lines.length - 1));
      buffer.row = Math.max(0, Math.min(buffer.row + by, buffer.lines.length - 1));
    };
    switch (key) {
      case "y": {
        let inner = await this.#key();
        if (inner === "g") inner += await this.#key();
        return this.#operate("y", inner, given, '"');
      }
      case "Y":
        return this.#operate("y", "y", given, '"');
      case "u":
        for (let done = 0; done < (given ?? 1); done += 1) if (!buffer.undo()) this.#state.message = "Already at oldest change";
        return true;
      case "C-r":
        for (let done = 0; done < (given ?? 1); done += 1) if (!buffer.redo()) this.#state.message = "Already at newest change";
        return true;
      case ":": {
        const text = await this.#readLine(":");
        this.#state.message = text === undefined || text === "" ? this.#state.message : `:${text}`;
        if (text !== undefined && text !== "") runEx(this.#state, text);
        return true;
      }
      case "C-f":
      case "page-down":
        scroll(page * (given ?? 1));
        return true;
      case "C-b":
      case "page-up":
        scroll(-page * (given ?? 1));
        return true;
      case "C-d":
        scroll(rows >> 1);
        return true;
      case "C-u":
        scroll(-(rows >> 1));
        return true;
      case "C-e":
        this.#screen.scrollTo(Math.min(this.#screen.top + 1, buffer.lines.length - 1));
        buffer.row = Math.max(buffer.row, this.#screen.top);
        return true;
      case "C-y":
        this.#screen.scrollTo(this.#screen.top - 1);
        buffer.row = Math.min(buffer.row, this.#screen.top + rows - 2);
        return true;
      case "H":
        buffer.row = Math.min(buffer.lines.length - 1, this.#screen.top + (given ?? 1) - 1);
        return true;
      case "M":
        buffer.row = Math.min(buffer.lines.length - 1, this.#screen.top + ((rows - 2) >> 1));
        return true;
      case "L":
        buffer.row = Math.min(buffer.lines.length - 1, this.#screen.top + rows - 2);
        return true;
      case "z": {
        const how = await this.#key();
        if (how === "z" || how === ".") this.#screen.scrollTo(buffer.row - (rows >> 1));
        else if (how === "enter" || how === "t") this.#screen.scrollTo(buffer.row);
        else if (how === "b" || how === "-") this.#screen.scrollTo(buffer.row - rows + 2);
        return true;
      }
      case "Z": {
        const second = await this.#key();
        if (second === "Z") runEx(this.#state, "x");
        else if (second === "Q") runEx(this.#state, "q!");
        return true;
      }
      case "C-g":
        runEx(this.#state, "f");
        return true;
      case "C-l":
        await this.#terminal.show("\x1b[2J");
        return true;
      case "C-c":
        this.#state.message = "Type  :quit<Enter>  to exit Vim";
        return true;
      case "C-z":
        await this.#suspend();
        return true;
      default:
        return false;
    }
  }

  async #suspend(): Promise<void> {
    const { sys } = this.#state;
    await this.#terminal.show(`\x1b[${this.#terminal.size.rows};1H\x1b[K\x1b[?1l\x1b>\x1b[?1049l`);
    await this.#terminal.leave();
    sys.kill(0, "SIGTSTP");
    await sys.sleep(0);
    await this.#terminal.enter(false);
    await this.#terminal.show("\x1b[?1049h\x1b[?1h\x1b=\x1b[H\x1b[2J");
  }

  /** Insert and replace mode, until Escape; with a count what was typed comes so many times. */
  async #insert(count: number): Promise<void> {
    const buffer = this.#buffer;
    if (this.#mode === "normal") this.#mode = "insert";
    const replaced: string[] = [];
    let typed: string[] = [""];
    for (;;) {
      const key = await this.#key();
      if (key === "escape" || key === "C-c") break;
      switch (key) {
        case "enter":
        case "C-j": {
          const indent = this.#state.autoIndent ? (/^\s*/.exec(buffer.line)?.[0] ?? "") : "";
          buffer.insert(buffer, ["", indent]);
          typed.push(indent);
          break;
        }
        case "backspace":
          if (this.#mode === "replace" && replaced.length > 0) {
            const start = previous(buffer.line, buffer.column);
            buffer.lines[buffer.row] = buffer.line.slice(0, start) + (replaced.pop() ?? "") + buffer.line.slice(buffer.column);
            buffer.column = start;
          } else if (buffer.column > 0) buffer.cut({ row: buffer.row, column: previous(buffer.line, buffer.column) }, buffer);
          else if (buffer.row > 0) buffer.cut({ row: buffer.row - 1, column: (buffer.lines[buffer.row - 1] ?? "").length }, buffer);
          typed = [...typed.slice(0, -1), (typed.at(-1) ?? "").slice(0, -1)];
          break;
        case "delete":
          if (buffer.column < buffer.line.length) buffer.cut(buffer, { row: buffer.row, column: next(buffer.line, buffer.column) });
          break;
        case "C-w": {
          const start = buffer.line.slice(0, buffer.column).replace(/(\s+|[\p{L}\p{N}_]+\s*|[^\s\p{L}\p{N}_]+\s*)$/u, "").length;
          buffer.cut({ row: buffer.row, column: start }, buffer);
          break;
        }
        case "C-u":
          buffer.cut({ row: buffer.row, column: 0 }, buffer);
          break;
        case "left":
        case "right":
        case "up":
        case "down":
        case "home":
        case "end": {
          typed = [""];
          this.#moveInserting(key);
          break;
        }
        case "tab":
          this.#put("\t", replaced);
          typed[typed.length - 1] += "\t";
          break;
        case "C-v": {
          const literal = await this.#key();
          this.#put(literal === "escape" ? "\x1b" : literal === "enter" ? "\r" : literal === "tab" ? "\t" : literal, replaced);
          break;
        }
        default:
          if ([...key].length > 1) break;
          this.#put(key, replaced);
          typed[typed.length - 1] += key;
      }
    }
    for (let done = 1; done < count; done += 1) buffer.insert(buffer, typed);
    this.#mode = "normal";
    if (buffer.column > 0) buffer.column = previous(buffer.line, buffer.column);
    this.#wanted = buffer.column;
  }

  #put(text: string, replaced: string[]): void {
    const buffer = this.#buffer;
    if (this.#mode === "replace" && buffer.column < buffer.line.length) {
      const end = next(buffer.line, buffer.column);
      replaced.push(buffer.line.slice(buffer.column, end));
      buffer.cut(buffer, { row: buffer.row, column: end });
    } else replaced.push("");
    buffer.insert(buffer, [text]);
  }

  #moveInserting(key: string): void {
    const buffer = this.#buffer;
    if (key === "left") buffer.column = previous(buffer.line, buffer.column);
    else if (key === "right") buffer.column = next(buffer.line, buffer.column);
    else if (key === "home") buffer.column = 0;
    else if (key === "end") buffer.column = buffer.line.length;
    else buffer.row += key === "up" ? -1 : 1;
    buffer.clamp(true);
  }

  /** A line typed at the bottom; undefined when it was given up. */
  async #readLine(prompt: string): Promise<string | undefined> {
    let text = "";
    try {
      for (;;) {
        this.#commandLine = prompt + text;
        const key = await this.#key();
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
}

function swapCase(text: string): string {
  const lower = text.toLowerCase();
  return text === lower ? text.toUpperCase() : lower;
}

/** Whether the character at `at` is its word's last. */
function isWordEnd(line: string, at: number, big: boolean): boolean {
  const here = line.charAt(at);
  const after = line.charAt(next(line, at));
  if (after === "" || /\s/.test(after)) return true;
  const word = /[\p{L}\p{N}_]/u;
  return !big && word.test(here) !== word.test(after);
}

function findMatch(buffer: TextBuffer, pattern: RegExp, row: number, column: number, step: 1 | -1): { row: number; column: number; wrapped: boolean } | undefined {
  const total = buffer.lines.length;
  for (let done = 0; done <= total; done += 1) {
    const at = (((row + done * step) % total) + total) % total;
    const found = [...(buffer.lines[at] ?? "").matchAll(pattern)].map(({ index }) => index);
    const fitting = done === 0 ? found.filter((index) => (step > 0 ? index > column : index < column)) : done === total ? found : found;
    const target = step > 0 ? fitting[0] : fitting.at(-1);
    if (target !== undefined) return { row: at, column: target, wrapped: step > 0 ? at < row || (at === row && target <= column) : at > row || (at === row && target >= column) };
  }
  return undefined;
}
