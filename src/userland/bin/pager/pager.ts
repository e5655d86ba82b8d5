/** less at work: keys, prompts and the screen. */

import { type Fd, isErrno, STDIN, type Sys } from "#abi";
import { slice } from "../terminal/cut.ts";
import { RawScreen } from "../terminal/raw-screen.ts";
import { HELP } from "./help.data.ts";
import { LineSource } from "./line-source.ts";
import { PageView, type ViewOptions } from "./page-view.ts";

/** An opened file; the name of standard input is empty. */
export interface Source {
  readonly fd: Fd;
  readonly name: string;
}

/** Options that don't concern the view. */
export interface Habits {
  readonly quitIfOne: boolean;
  readonly noInit: boolean;
  readonly quitAtEnd: boolean;
}

export class Pager {
  readonly #sys: Sys;
  readonly #sources: readonly LineSource[];
  readonly #habits: Habits;
  readonly #view: PageView;
  #screen: RawScreen;
  #file = 0;
  #message = "";
  #isNew = true;
  #count = "";
  #backward = false;
  #over = false;

  constructor(sys: Sys, sources: readonly Source[], options: ViewOptions, habits: Habits) {
    this.#sys = sys;
    this.#sources = sources.map(({ fd, name }) => new LineSource(sys, fd, name));
    this.#habits = habits;
    this.#view = new PageView(this.#sources[0] ?? new LineSource(sys, STDIN, ""), options);
    this.#screen = new RawScreen(sys, STDIN);
  }

  /** Shows the files until the reader leaves; `start` holds commands to begin with (`G`, `/text`, `20`). */
  async run(start: readonly string[]): Promise<void> {
    const sys = this.#sys;
    let keys: Fd;
    try {
      keys = sys.open("/dev/tty", { read: true, write: true });
    } catch (error) {
      if (!isErrno(error)) throw error;
      keys = 2;
    }
    this.#screen = new RawScreen(sys, keys);
    this.#measure();
    if (this.#habits.quitIfOne && this.#sources.length === 1 && (await this.#fits())) {
      for (const row of (await this.#view.screen()).slice(0, this.#rowsUsed())) await this.#screen.show(`${row}\n`);
      return;
    }
    await this.#screen.enter(true);
    try {
      await this.#screen.show(this.#habits.noInit ? "" : "\x1b[?1049h\x1b[?1h\x1b=");
      for (const command of start) await this.#startCommand(command);
      await this.#loop();
    } finally {
      const { rows } = this.#screen.size;
      await this.#screen.show(this.#habits.noInit ? `\x1b[${rows};1H\x1b[K` : `\x1b[${rows};1H\x1b[K\x1b[?1l\x1b>\x1b[?1049l`);
      await this.#screen.leave();
    }
  }

  #measure(): void {
    const { rows, columns } = this.#screen.size;
    this.#view.rows = Math.max(1, rows - 1);
    this.#view.columns = columns;
  }

  async #fits(): Promise<boolean> {
    await this.#view.source.need(this.#view.rows + 2);
    return this.#view.atEnd && this.#view.top.line === 0;
  }

  #rowsUsed(): number {
    return this.#view.source.lines.reduce((sum, _, line) => sum + this.#view.rowsOf(line).length, 0);
  }

  async #startCommand(command: string): Promise<void> {
    if (command.startsWith("/")) await this.#search(command.slice(1), 1);
    else for (const key of command === "G" ? ["G"] : [...command, ...(/^\d+$/.test(command) ? ["g"] : [])]) await this.#key(key);
  }

  async #loop(): Promise<void> {
    while (!this.#over) {
      if (!this.#screen.busy) await this.#draw();
      const event = await this.#screen.next();
      if (event.kind === "end") return;
      if (event.kind === "resize") this.#measure();
      else if (event.kind === "key") await this.#key(event.key);
      else if (event.kind === "interrupt") this.#count = "";
    }
  }

  async #draw(): Promise<void> {
    const rows = await this.#view.screen();
    const frame = rows.map((row, at) => `\x1b[${at + 1};1H${row}\x1b[m\x1b[K`).join("");
    await this.#screen.show(`${frame}\x1b[${this.#view.rows + 1};1H${this.#status()}\x1b[K`);
  }

  #status(): string {
    const reverse = (text: string) => `\x1b[7m${slice(text, 0, this.#view.columns - 1)}\x1b[27m`;
    const { source } = this.#view;
    const message = this.#message;
    this.#message = "";
    if (message !== "") return reverse(message);
    if (this.#count !== "") return `:${this.#count}`;
    const name = this.#isNew ? source.name + (this.#sources.length > 1 ? ` (file ${this.#file + 1} of ${this.#sources.length})` : "") : "";
    const next = this.#sources[this.#file + 1];
    const end = this.#view.atEnd ? `(END)${next === undefined ? "" : ` - Next: ${next.name}`}` : "";
    const text = [name, end].filter((one) => one !== "").join(" ");
    return text === "" ? ":" : reverse(text);
  }

  async #key(key: string): Promise<void> {
    const view = this.#view;
    if (/^\d$/.test(key)) {
      this.#count += key;
      return;
    }
    const given = this.#count === "" ? undefined : Number(this.#count);
    const count = given ?? 1;
    this.#count = "";
    const forward = async (rows: number) => {
      const moved = await view.forward(rows);
      if (!moved && this.#habits.quitAtEnd) this.#over = true;
      else if (!moved) await this.#screen.show("\x07");
    };
    this.#isNew = false;
    switch (key) {
      case "q":
      case "Q":
        this.#over = true;
        return;
      case " ":
      case "f":
      case "C-f":
      case "C-v":
      case "page-down":
      case "z":
        return forward(given ?? view.rows);
      case "b":
      case "C-b":
      case "page-up":
      case "w":
        return view.move(-(given ?? view.rows));
      case "d":
      case "C-d":
        return forward(given ?? Math.ceil(view.rows / 2));
      case "u":
      case "C-u":
        return view.move(-(given ?? Math.ceil(view.rows / 2)));
      case "j":
      case "e":
      case "C-e":
      case "C-n":
      case "C-j":
      case "enter":
      case "down":
        return forward(count);
      case "k":
      case "y":
      case "C-y":
      case "C-p":
      case "up":
        return view.move(-count);
      case "g":
      case "<":
      case "home":
        await view.source.need(count);
        view.top = { line: Math.max(0, Math.min(count, view.source.lines.length) - 1), row: 0 };
        return;
      case "G":
      case ">":
      case "end":
        if (given !== undefined) return this.#repeat(given, "g");
        return view.toEnd();
      case "p":
      case "%":
        await view.source.need(Number.POSITIVE_INFINITY);
        view.top = { line: Math.floor((Math.min(100, given ?? 0) * Math.max(0, view.source.lines.length - 1)) / 100), row: 0 };
        return;
      case "right":
        view.options.chop = true;
        view.left += given ?? view.columns >> 1;
        return;
      case "left":
        view.left = Math.max(0, view.left - (given ?? view.columns >> 1));
        return;
      case "/":
      case "?":
        return this.#ask(key);
      case "n":
        return this.#again(this.#backward ? -1 : 1);
      case "N":
        return this.#again(this.#backward ? 1 : -1);
      case "F":
        return this.#follow();
      case "=":
      case "C-g":
        return this.#describe();
      case "-":
        return this.#toggle();
      case ":":
        return this.#colon();
      case "h":
      case "H":
        return this.#help();
      case "Z":
        this.#over = true;
        return;
      case "r":
      case "R":
      case "C-l":
        return;
      default:
        await this.#screen.show("\x07");
    }
  }

  async #repeat(count: number, key: string): Promise<void> {
    this.#count = String(count);
    await this.#key(key);
  }

  async #readPrompt(prompt: string): Promise<string | undefined> {
    let text = "";
    for (;;) {
      await this.#screen.show(`\x1b[${this.#view.rows + 1};1H\x1b[K${prompt}${text}`);
      const event = await this.#screen.next();
      if (event.kind === "resize") {
        this.#measure();
        continue;
      }
      if (event.kind !== "key") return undefined;
      const { key } = event;
      if (key === "enter" || key === "C-j") return text;
      if (key === "escape" || key === "C-g") return undefined;
      if (key === "backspace") {
        if (text === "") return undefined;
        text = [...text].slice(0, -1).join("");
      } else if (key === "C-u") text = "";
      else if ([...key].length === 1) text += key;
    }
  }

  async #ask(key: "/" | "?"): Promise<void> {
    const text = await this.#readPrompt(key);
    if (text === undefined) return;
    this.#backward = key === "?";
    if (text === "") return this.#again(this.#backward ? -1 : 1);
    await this.#search(text, this.#backward ? -1 : 1);
  }

  async #search(text: string, step: 1 | -1): Promise<void> {
    const inverse = text.startsWith("!");
    try {
      const source = inverse ? `^(?!.*(?:${text.slice(1)}))` : text;
      this.#view.pattern = new RegExp(source, this.#view.options.ignoreCase && !/[A-Z]/.test(text) ? "iu" : "u");
    } catch {
      this.#message = "Invalid pattern  (press RETURN)";
      return;
    }
    const found = await this.#view.find(this.#view.pattern, this.#view.top.line, step);
    this.#goto(found);
  }

  async #again(step: 1 | -1): Promise<void> {
    const { pattern, top } = this.#view;
    if (pattern === undefined) {
      this.#message = "No previous regular expression  (press RETURN)";
      return;
    }
    this.#goto(await this.#view.find(pattern, top.line + step, step));
  }

  #goto(line: number | undefined): void {
    if (line === undefined) this.#message = "Pattern not found  (press RETURN)";
    else this.#view.top = { line, row: 0 };
  }

  async #follow(): Promise<void> {
    await this.#view.toEnd();
    for (;;) {
      this.#message = "Waiting for data... (interrupt to abort)";
      await this.#draw();
      const event = await this.#screen.next(1000);
      if (event.kind === "interrupt" || event.kind === "end") return;
      if (event.kind === "resize") this.#measure();
      if (event.kind === "timeout") {
        await this.#view.source.more();
        await this.#view.toEnd();
      }
    }
  }

  async #describe(): Promise<void> {
    const { source, top, rows } = this.#view;
    await source.need(Number.POSITIVE_INFINITY);
    const last = Math.min(source.lines.length, top.line + rows);
    const percent = source.lines.length === 0 ? 100 : Math.floor((last * 100) / source.lines.length);
    this.#message = `${source.name || "(standard input)"} lines ${top.line + 1}-${last}/${source.lines.length} byte ${source.bytes}/${source.bytes} ${percent}%  (press RETURN)`;
  }

  async #toggle(): Promise<void> {
    await this.#screen.show(`\x1b[${this.#view.rows + 1};1H\x1b[K-`);
    const event = await this.#screen.next();
    const { options } = this.#view;
    const letter = event.kind === "key" ? event.key : "";
    const name = ({ N: "numbers", n: "numbers", S: "chop", R: "raw", i: "ignoreCase", I: "ignoreCase" } as const)[letter];
    if (name === undefined) this.#message = `There is no ${letter} option  (press RETURN)`;
    else {
      options[name] = letter === "n" ? false : !options[name];
      if (name === "chop") this.#view.left = 0;
      this.#view.top = { line: this.#view.top.line, row: 0 };
    }
  }

  async #colon(): Promise<void> {
    await this.#screen.show(`\x1b[${this.#view.rows + 1};1H\x1b[K :`);
    const event = await this.#screen.next();
    const key = event.kind === "key" ? event.key : "";
    if (key === "q" || key === "Q") this.#over = true;
    else if (key === "n" || key === "p" || key === "x") {
      const next = this.#sources[key === "x" ? 0 : this.#file + (key === "n" ? 1 : -1)];
      if (next === undefined) {
        this.#message = key === "n" ? "No next file  (press RETURN)" : "No previous file  (press RETURN)";
        return;
      }
      this.#file = this.#sources.indexOf(next);
      this.#view.source = next;
      this.#view.top = { line: 0, row: 0 };
      this.#isNew = true;
    } else if (key === "f") await this.#describe();
  }

  async #help(): Promise<void> {
    const { columns, rows } = this.#view;
    const lines = HELP.split("\n");
    await this.#screen.show(
      `\x1b[H\x1b[2J${lines
        .slice(0, rows)
        .map((line) => slice(line, 0, columns))
        .join("\r\n")}\x1b[${rows + 1};1H\x1b[7mHELP -- Press q when done\x1b[27m`,
    );
    for (;;) {
      const event = await this.#screen.next();
      if (event.kind !== "key" || event.key === "q" || event.key === "enter" || event.key === "Q") return;
    }
  }
}
