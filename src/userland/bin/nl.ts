import type { Program } from "#abi";
import { eachFile } from "./tool/files.ts";
import { lineBatches } from "./tool/lines.ts";
import { Failure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { compile } from "./tool/regex.ts";
import { displayWidth } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** nl: number lines of files. Models GNU nl (bodies only: logical pages are passed through). */
export const nl: Program = utility({
  name: "nl",
  summary: "Write each FILE to standard output, with line numbers added.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  options: {
    body: ["-b, --body-numbering=STYLE", "use STYLE for numbering body lines"],
    increment: ["-i, --line-increment=NUMBER", "line number increment at each line"],
    format: ["-n, --number-format=FORMAT", "insert line numbers according to FORMAT"],
    separator: ["-s, --number-separator=STRING", "add STRING after (possible) line number"],
    start: ["-v, --starting-line-number=NUMBER", "first line number for each section"],
    width: ["-w, --number-width=NUMBER", "use NUMBER columns for line numbers"],
  },
  async run(sys, { options, operands }) {
    const style = options.body ?? "t";
    if (!/^[atn]$|^p/.test(style)) throw new Failure(`invalid body numbering style: ${quote(sys, style)}`);
    const pattern = style.startsWith("p") ? compile(style.slice(1), "basic") : undefined;
    const width = Number(options.width ?? 6);
    let number = Number(options.start ?? 1);
    const separator = options.separator ?? "\t";
    const format = (value: number) =>
      options.format === "ln" ? String(value).padEnd(width) : String(value).padStart(width, options.format === "rz" ? "0" : " ");
    return eachFile(sys, operands, async (fd) => {
      for await (const { lines } of lineBatches(sys, fd)) {
        for (const line of lines) {
          const counts = pattern ? pattern.test(line) : style === "a" || (style === "t" && line !== "");
          await stdout(sys).print(counts ? `${format(number)}${separator}${line}\n` : `${" ".repeat(width + separator.length)}${line}\n`);
          if (counts) number += Number(options.increment ?? 1);
        }
      }
    });
  },
});

/** fold: wrap each input line to fit in specified width. Models GNU fold. */
export const fold: Program = utility({
  name: "fold",
  summary: "Wrap input lines in each FILE, writing to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  rewrite: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-w$1")),
  options: {
    bytes: ["-b, --bytes", "count bytes rather than columns"],
    spaces: ["-s, --spaces", "break at spaces"],
    width: ["-w, --width=WIDTH", "use WIDTH columns instead of 80"],
  },
  async run(sys, { options, operands }) {
    const width = Number(options.width ?? 80);
    if (!Number.isInteger(width) || width < 1) throw new Failure(`invalid number of columns: ${quote(sys, options.width ?? "")}`);
    return eachFile(sys, operands, async (fd) => {
      for await (const { lines, ended } of lineBatches(sys, fd)) {
        for (const [at, line] of lines.entries()) {
          const last = at === lines.length - 1 && !ended;
          await stdout(sys).print(wrapped(line, width, options.spaces).join("\n") + (last ? "" : "\n"));
        }
      }
    });
  },
});

function wrapped(line: string, width: number, atSpaces: boolean): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let column = 0;
  for (const character of line) {
    let step = character === "\t" ? 8 - (column % 8) : displayWidth(character);
    if (column + step > width && part !== "") {
      const space = atSpaces ? part.lastIndexOf(" ") : -1;
      parts.push(space < 0 ? part : part.slice(0, space + 1));
      part = space < 0 ? "" : part.slice(space + 1);
      column = displayWidth(part);
      if (character === "\t") step = 8 - (column % 8);
    }
    part += character;
    column += step;
  }
  return [...parts, part];
}
