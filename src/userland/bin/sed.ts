import { decode, isErrno, type Program, STDIN, type Sys } from "#abi";
import { Editor, type InputLine, type Stream } from "./sed/editor.ts";
import { type Command, parseScript, ScriptError } from "./sed/script.ts";
import { meter, SPEED } from "./tool/cpu.ts";
import { lineBatches } from "./tool/lines.ts";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { bytesOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** sed: stream editor for filtering and transforming text. Models GNU sed. */
export const sed: Program = utility({
  name: "sed",
  summary: "",
  usage: "[OPTION]... {script-only-if-no-other-script} [input-file]...",
  package: "GNU sed 4.8",
  options: {
    quiet: ["-n, --quiet, --silent", "suppress automatic printing of pattern space"],
    debug: ["--debug", "annotate program execution"],
    expression: ["-e, --expression=script", "add the script to the commands to be executed"],
    file: ["-f, --file=script-file", "add the contents of script-file to the commands to be executed"],
    follow: ["--follow-symlinks", "follow symlinks when processing in place"],
    inPlace: ["-i, --in-place[=SUFFIX]", "edit files in place (makes backup if SUFFIX supplied)"],
    wrap: ["-l, --line-length=N", "specify the desired line-wrap length for the `l' command"],
    posix: ["--posix", "disable all GNU extensions."],
    extended: [
      "-E, -r, --regexp-extended",
      "use extended regular expressions in the script\n                             (for portability use POSIX -E).",
    ],
    separate: [
      "-s, --separate",
      "consider files as separate rather than as a single\n                             continuous long stream.",
    ],
    sandbox: ["--sandbox", "operate in sandbox mode (disable e/r/w commands)."],
    unbuffered: [
      "-u, --unbuffered",
      "load minimal amounts of data from the input files and flush\n                             the output buffers more often",
    ],
    nul: ["-z, --null-data", "separate lines by NUL characters"],
  },
  async run(sys, { options, given, operands }) {
    const parts = given.flatMap(({ key, value = "" }) =>
      key === "expression" ? [value] : key === "file" ? [decode(sys.readFile(value)).replace(/\n$/, "")] : [],
    );
    const files = parts.length > 0 ? operands : operands.slice(1);
    if (parts.length === 0) parts.push(operands[0] ?? noScript());
    const commands = compileScript(parts.join("\n"), options.extended);
    const quiet = options.quiet || /^#n(\n|$)/.test(parts[0] ?? "");
    const editor = new Editor(sys, commands, quiet);
    const separator = options.nul ? 0 : 10;
    if (options.inPlace !== undefined) return inPlace(sys, editor, files, options.inPlace, separator);
    const reader = new Lines(sys, files.length > 0 ? files : ["-"], separator, options.separate);
    await editor.run({
      next: () => reader.next(),
      isLast: () => reader.isLast(),
      print: (text) => emit(sys, text, separator),
      file: () => reader.file,
    });
    return editor.quit || reader.status;
  },
});

function noScript(): never {
  throw new UsageFailure("");
}

function compileScript(script: string, extended: boolean): readonly Command[] {
  try {
    return parseScript(script, extended);
  } catch (error) {
    if (error instanceof ScriptError) throw new Failure(`-e expression #1, ${error.message}`);
    throw error;
  }
}

async function emit(sys: Sys, text: string, separator: number): Promise<void> {
  const out = stdout(sys);
  await out.print(separator === 0 ? text.replace(/\n$/, "\0") : text);
  await out.settle();
}

async function inPlace(sys: Sys, editor: Editor, files: readonly string[], suffix: string, separator: number): Promise<number> {
  let status = 0;
  for (const file of files) {
    let text = "";
    const reader = new Lines(sys, [file], separator, true);
    const stream: Stream = {
      next: () => reader.next(),
      isLast: () => reader.isLast(),
      print: (piece) => {
        text += piece;
        return Promise.resolve();
      },
      file: () => file,
    };
    editor.restart();
    await editor.run(stream);
    if (reader.status !== 0) {
      status = 4;
      continue;
    }
    // What a quit left unread stays.
    for (let line = await reader.next(); line; line = await reader.next()) text += line.text + (line.ended ? "\n" : "");
    const { mode } = sys.stat(file);
    if (suffix !== "") sys.rename(file, suffix.includes("*") ? suffix.replaceAll("*", file) : file + suffix);
    else sys.unlink(file);
    sys.writeFile(file, bytesOf(separator === 0 ? text.replaceAll("\n", "\0") : text), { mode });
    sys.chmod(file, mode);
    if (editor.quit !== undefined) return editor.quit;
  }
  return status;
}

/** The lines of several files, one ahead so that the last one is known. */
class Lines {
  readonly #sys: Sys;
  readonly #files: string[];
  readonly #separator: number;
  readonly #separate: boolean;
  readonly #account: (bytes: number) => Promise<void>;
  #ahead: InputLine[] = [];
  #current: AsyncGenerator<{ readonly lines: readonly string[]; readonly ended: boolean }> | undefined;
  #fd = STDIN;
  file = "-";
  status = 0;

  constructor(sys: Sys, files: readonly string[], separator: number, separate: boolean) {
    this.#sys = sys;
    this.#files = [...files];
    this.#separator = separator;
    this.#separate = separate;
    this.#account = meter(sys, SPEED.search);
  }

  async next(): Promise<InputLine | undefined> {
    if (this.#ahead.length === 0) await this.#fill(true);
    return this.#ahead.shift();
  }

  async isLast(): Promise<boolean> {
    if (this.#ahead.length > 0) return false;
    if (this.#current) await this.#fill(!this.#separate);
    else if (!this.#separate) await this.#fill(true);
    return this.#ahead.length === 0;
  }

  async #fill(crosses: boolean): Promise<void> {
    while (this.#ahead.length === 0) {
      if (!this.#current && (!crosses || !(await this.#open()))) return;
      try {
        const batch = await this.#current?.next();
        if (!batch || batch.done) this.#close();
        else {
          const { lines, ended } = batch.value;
          await this.#account(lines.reduce((sum, line) => sum + line.length + 1, 0));
          for (const [at, text] of lines.entries()) this.#ahead.push({ text, ended: ended || at < lines.length - 1 });
        }
      } catch (error) {
        if (!isErrno(error)) throw error;
        const what = error.code === "EISDIR" ? `read error on ${this.file}` : this.file;
        await complain(this.#sys, `${what}: ${errorText(this.#sys, error.code)}`);
        this.status = 4;
        this.#close();
      }
    }
  }

  async #open(): Promise<boolean> {
    const file = this.#files.shift();
    if (file === undefined) return false;
    this.file = file;
    try {
      this.#fd = file === "-" ? STDIN : this.#sys.open(file);
      this.#current = lineBatches(this.#sys, this.#fd, this.#separator);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(this.#sys, `can't read ${file}: ${errorText(this.#sys, error.code)}`);
      this.status = 2;
    }
    return true;
  }

  #close(): void {
    this.#current = undefined;
    if (this.#fd !== STDIN) this.#sys.close(this.#fd);
    this.#fd = STDIN;
  }
}
