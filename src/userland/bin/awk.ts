import { decode, encode, type Fd, isErrno, type Program, STDERR, STDIN, type Sys } from "#abi";
import { ExitCall, Interpreter, type RecordSource } from "./awk/interpreter.ts";
import { AwkError, unescapeString } from "./awk/lexer.ts";
import { parseAwk } from "./awk/parser.ts";
import { expressionOf } from "./awk/record.ts";
import { Looks } from "./awk/values.ts";
import { meter, SPEED } from "./tool/cpu.ts";
import { lineBatches } from "./tool/lines.ts";
import { complain, errorText, Failure } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { RegexError } from "./tool/regex.ts";
import { utility } from "./tool/utility.ts";
import { readWholeText } from "./tool/whole.ts";

/** awk: pattern scanning and processing language. POSIX awk with the commonest of gawk's functions. */
export const awk: Program = utility({
  name: "awk",
  summary: "",
  usage: ["[POSIX or GNU style options] -f progfile [--] file ...", "[POSIX or GNU style options] [--] 'program' file ..."],
  package: "GNU Awk 4.0.2",
  usageStatus: 2,
  permute: false,
  options: {
    file: ["-f, --file=progfile", "read the program from progfile"],
    separator: ["-F, --field-separator=fs", "use fs as the input field separator"],
    assign: ["-v, --assign=var=val", "assign val to var before the program begins"],
  },
  async run(sys, { options, given, operands }) {
    const files = valuesOf(given, "file");
    const [text, ...rest] = operands;
    if (files.length === 0 && text === undefined) {
      await sys.write(
        STDERR,
        encode(
          "Usage: awk [POSIX or GNU style options] -f progfile [--] file ...\nUsage: awk [POSIX or GNU style options] [--] 'program' file ...\n",
        ),
      );
      return 2;
    }
    const source = files.length > 0 ? files.map((file) => programFile(sys, file)).join("\n") : (text ?? "");
    const input = new Input(sys, files.length > 0 ? operands : rest);
    try {
      const interpreter = new Interpreter(sys, parseAwk(source), input);
      input.awk = interpreter;
      if (options.separator !== undefined) interpreter.set("FS", options.separator === "t" ? "\t" : unescapeString(options.separator));
      for (const assignment of valuesOf(given, "assign")) assign(interpreter, assignment);
      const argv = interpreter.array("ARGV");
      for (const [at, word] of ["awk", ...input.operands].entries()) argv.set(String(at), new Looks(word));
      interpreter.set("ARGC", input.operands.length + 1);
      const environment = interpreter.array("ENVIRON");
      for (const [name, value] of sys.env) environment.set(name, new Looks(value));
      return await runToEnd(interpreter);
    } catch (error) {
      if (!(error instanceof AwkError) && !(error instanceof RegexError)) throw error;
      await stdout(sys).flush();
      await complain(sys, error.message);
      return 2;
    }
  },
});

async function runToEnd(interpreter: Interpreter): Promise<number> {
  try {
    return await interpreter.run();
  } catch (error) {
    if (!(error instanceof ExitCall)) throw error;
    await interpreter.streams.closeAll();
    return interpreter.status;
  }
}

function programFile(sys: Sys, path: string): string {
  try {
    return decode(sys.readFile(path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`can't open file ${path}: ${errorText(sys, error.code)}`, 2);
  }
}

/** `name=value` on the command line. */
function assign(interpreter: Interpreter, text: string): boolean {
  const match = /^([A-Za-z_]\w*)=([^]*)$/.exec(text);
  if (!match) return false;
  interpreter.set(match[1] ?? "", new Looks(unescapeString(match[2] ?? "")));
  return true;
}

/** The records of all operands; assignments among them happen when their turn comes. */
class Input implements RecordSource {
  readonly operands: readonly string[];
  awk: Interpreter | undefined;
  readonly #sys: Sys;
  readonly #left: string[];
  readonly #account: (bytes: number) => Promise<void>;
  #anyFile = false;
  #fd: Fd | undefined;
  #records: AsyncGenerator<readonly string[]> | undefined;
  #ahead: string[] = [];

  constructor(sys: Sys, operands: readonly string[]) {
    this.#sys = sys;
    this.operands = operands;
    this.#left = [...operands];
    this.#account = meter(sys, SPEED.search);
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      const record = this.#ahead.shift();
      if (record !== undefined) return record;
      if (!this.#records && !(await this.#open())) return undefined;
      const batch = await this.#records?.next();
      if (!batch || batch.done) this.#close();
      else {
        await this.#account(batch.value.reduce((sum, one) => sum + one.length + 1, 0));
        this.#ahead = [...batch.value];
      }
    }
  }

  skipFile(): void {
    this.#ahead = [];
    this.#close();
  }

  async #open(): Promise<boolean> {
    for (;;) {
      const operand = this.#left.shift();
      if (operand === undefined) {
        if (this.#anyFile) return false;
        this.#anyFile = true;
        this.#start(STDIN, "");
        return true;
      }
      if (operand === "" || (this.awk && assign(this.awk, operand))) continue;
      this.#anyFile = true;
      try {
        this.#start(operand === "-" ? STDIN : this.#sys.open(operand), operand);
        return true;
      } catch (error) {
        if (!isErrno(error)) throw error;
        await stdout(this.#sys).settle();
        await complain(this.#sys, `cannot open ${operand} (${errorText(this.#sys, error.code)})`);
        if (this.awk) this.awk.status = 2;
      }
    }
  }

  #start(fd: Fd, name: string): void {
    this.#fd = fd;
    this.awk?.set("FILENAME", name);
    this.awk?.set("FNR", 0);
    this.#records = records(this.#sys, fd, () => (this.awk ? this.awk.text(this.awk.get("RS")) : "\n"));
  }

  #close(): void {
    this.#records = undefined;
    if (this.#fd !== undefined && this.#fd !== STDIN) this.#sys.close(this.#fd);
    this.#fd = undefined;
  }
}

/** Records by RS: a character, paragraphs when it is empty, a regular expression when it is longer. */
async function* records(sys: Sys, fd: Fd, separator: () => string): AsyncGenerator<readonly string[]> {
  const rs = separator();
  if (rs.length === 1) {
    for await (const { lines } of lineBatches(sys, fd, rs.charCodeAt(0))) {
      if (rs !== "\n")
        yield lines
          .map((line, at) => (at === lines.length - 1 ? line.replace(/\n$/, "") : line))
          .filter((line, at) => line !== "" || at < lines.length - 1);
      else yield lines;
    }
    return;
  }
  const text = (await readWholeText(sys, fd)).replace(/\n$/, "");
  if (rs === "")
    yield text
      .split(/\n\n+/)
      .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ""))
      .filter((paragraph) => paragraph !== "");
  else yield text.split(new RegExp(expressionOf(rs).source, "u"));
}
