import { isErrno, type Program, STDIN, type Sys } from "#abi";
import { collation } from "./tool/collate.ts";
import { lineBatches } from "./tool/lines.ts";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteIfNeeded } from "./tool/quote.ts";
import { displayWidth } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";
import { holder } from "./tool/whole.ts";

/** paste: merge lines of files. Models GNU paste. */
export const paste: Program = utility({
  name: "paste",
  summary:
    "Write lines consisting of the sequentially corresponding lines from\neach FILE, separated by TABs, to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  options: {
    delimiters: ["-d, --delimiters=LIST", "reuse characters from LIST instead of TABs"],
    serial: ["-s, --serial", "paste one file at a time instead of in parallel"],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
  },
  async run(sys, { options, operands }) {
    const list = (options.delimiters ?? "\t").replace(
      /\\(.)/g,
      (_, letter: string) => ({ n: "\n", t: "\t", "0": "", "\\": "\\" })[letter] ?? letter,
    );
    const delimiters = Array.from(list === "" ? "\0" : list).map((one) => (one === "\0" ? "" : one));
    const end = options.zero ? "\0" : "\n";
    const files = operands.length > 0 ? operands : ["-"];
    const glue = (cells: readonly string[]) =>
      cells.map((cell, at) => (at === 0 ? "" : (delimiters[(at - 1) % delimiters.length] ?? "")) + cell).join("") + end;
    if (options.serial) {
      for (const file of files) await stdout(sys).print(glue(await linesOf(sys, file)));
      return 0;
    }
    const stdinLines = files.includes("-") ? await linesOf(sys, "-") : [];
    const dashes = files.filter((file) => file === "-").length;
    let dash = -1;
    const columns: (readonly string[])[] = [];
    for (const file of files) {
      if (file === "-") dash++;
      const offset = dash;
      columns.push(file === "-" ? stdinLines.filter((_, at) => at % dashes === offset) : await linesOf(sys, file));
    }
    const height = Math.max(0, ...columns.map((column) => column.length));
    for (let row = 0; row < height; row++) await stdout(sys).print(glue(columns.map((column) => column[row] ?? "")));
    return 0;
  },
});

/** comm: compare two sorted files line by line. Models GNU comm. */
export const comm: Program = utility({
  name: "comm",
  summary: "Compare sorted files FILE1 and FILE2 line by line.",
  usage: "[OPTION]... FILE1 FILE2",
  options: {
    noFirst: ["-1", "suppress column 1 (lines unique to FILE1)"],
    noSecond: ["-2", "suppress column 2 (lines unique to FILE2)"],
    noBoth: ["-3", "suppress column 3 (lines that appear in both files)"],
    delimiter: ["--output-delimiter=STR", "separate columns with STR"],
  },
  async run(sys, { options, operands }) {
    const [one, two, extra] = operands;
    if (one === undefined || two === undefined)
      throw new UsageFailure(one === undefined ? "missing operand" : `missing operand after ${quote(sys, one)}`);
    if (extra !== undefined) throw new UsageFailure(`extra operand ${quote(sys, extra)}`);
    const [left, right] = [await linesOf(sys, one), await linesOf(sys, two)];
    const compare = collation(sys);
    const tab = options.delimiter ?? "\t";
    const [second, both] = [options.noFirst ? "" : tab, (options.noFirst ? "" : tab) + (options.noSecond ? "" : tab)];
    const disorder = [left, right].map((lines) => lines.findIndex((line, at) => at > 0 && compare(lines[at - 1] ?? "", line) > 0));
    const told = new Set<number>();
    const check = async (file: 0 | 1, at: number) => {
      if (disorder[file] !== at || told.has(file)) return;
      told.add(file);
      await stdout(sys).settle();
      await complain(sys, `file ${file + 1} is not in sorted order`);
    };
    let [i, j] = [0, 0];
    while (i < left.length || j < right.length) {
      const [a, b] = [left[i], right[j]];
      const order = a === undefined ? 1 : b === undefined ? -1 : compare(a, b);
      if (order < 0 && !options.noFirst) await stdout(sys).print(`${a}\n`);
      if (order > 0 && !options.noSecond) await stdout(sys).print(`${second}${b}\n`);
      if (order === 0 && !options.noBoth) await stdout(sys).print(`${both}${a}\n`);
      if (order <= 0) await check(0, ++i);
      if (order >= 0) await check(1, ++j);
    }
    if (told.size === 0) return 0;
    await complain(sys, "input is not in sorted order");
    return 1;
  },
});

/** column: columnate lists. Models util-linux' column -t and the filling of the screen. */
export const column: Program = utility({
  name: "column",
  summary: "Columnate lists.",
  usage: "[options] [<file>...]",
  package: "util-linux 2.23.2",
  options: {
    columns: ["-c, --columns=<width>", "width of output in number of characters"],
    table: ["-t, --table", "create a table"],
    separator: ["-s, --separator=<string>", "possible table delimiters"],
    output: ["-o, --output-separator=<string>", "table output column separator, default is two spaces"],
    fill: ["-x, --fillrows", "fill rows before columns"],
  },
  async run(sys, { options, operands }) {
    const lines: string[] = [];
    for (const file of operands.length > 0 ? operands : ["-"])
      lines.push(...(await linesOf(sys, file)).filter((line) => line.trim() !== ""));
    if (options.table) {
      const separators = options.separator;
      const rows = lines.map((line) => (separators === undefined ? line.trim().split(/\s+/) : splitAny(line, separators)));
      const widths: number[] = [];
      for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell));
      for (const row of rows)
        await stdout(sys).print(
          `${row.map((cell, at) => (at === row.length - 1 ? cell : cell + " ".repeat((widths[at] ?? 0) - displayWidth(cell)))).join(options.output ?? "  ")}\n`,
        );
      return 0;
    }
    const width = Number(options.columns ?? sys.env.get("COLUMNS") ?? (sys.isatty(1) ? sys.getWindowSize(1).columns : 80));
    const cell = (Math.floor(Math.max(0, ...lines.map(displayWidth)) / 8) + 1) * 8;
    const count = Math.max(1, Math.floor(width / cell));
    const height = Math.ceil(lines.length / count);
    for (let row = 0; row < height; row++) {
      const cells = options.fill ? lines.slice(row * count, row * count + count) : lines.filter((_, at) => at % height === row);
      await stdout(sys).print(
        `${cells.map((text, at) => (at === cells.length - 1 ? text : text + "\t".repeat(Math.ceil((cell - displayWidth(text)) / 8)))).join("")}\n`,
      );
    }
    return 0;
  },
});

function splitAny(line: string, separators: string): readonly string[] {
  const cells = [""];
  for (const character of line) {
    if (separators.includes(character)) cells.push("");
    else cells[cells.length - 1] += character;
  }
  return cells;
}

async function linesOf(sys: Sys, path: string): Promise<readonly string[]> {
  const all: string[] = [];
  const hold = holder(sys);
  try {
    const fd = path === "-" ? STDIN : sys.open(path);
    for await (const { lines } of lineBatches(sys, fd)) {
      all.push(...lines);
      await hold(lines.reduce((sum, line) => sum + line.length + 1, 0));
    }
    if (path !== "-") sys.close(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${quoteIfNeeded(sys, path)}: ${errorText(sys, error.code)}`);
  }
  return all;
}
