import type { Program } from "#abi";
import { eachFile } from "./tool/files.ts";
import { lineBatches } from "./tool/lines.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";
import { readWholeText } from "./tool/whole.ts";

/** tac: concatenate and print files in reverse. Models GNU tac without -b and -r. */
export const tac: Program = utility({
  name: "tac",
  summary: "Write each FILE to standard output, last line first.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  options: { separator: ["-s, --separator=STRING", "use STRING as the separator instead of newline"] },
  run: (sys, { options, operands }) =>
    eachFile(sys, operands, async (fd) => {
      const text = await readWholeText(sys, fd);
      const separator = options.separator || "\n";
      const records = text.split(separator);
      const rest = records.pop() ?? "";
      if (rest !== "") await stdout(sys).print(rest);
      for (const record of records.reverse()) await stdout(sys).print(record + separator);
    }),
});

/** rev: reverse lines character by character. Models util-linux' rev. */
export const rev: Program = utility({
  name: "rev",
  summary: "Reverse lines characterwise.",
  usage: "[options] [<file> ...]",
  package: "util-linux 2.23.2",
  options: {},
  run: (sys, { operands }) =>
    eachFile(sys, operands, async (fd) => {
      for await (const { lines, ended } of lineBatches(sys, fd)) {
        await stdout(sys).print(lines.map((line) => Array.from(line).reverse().join("")).join("\n") + (ended ? "\n" : ""));
        await stdout(sys).settle();
      }
    }),
});
