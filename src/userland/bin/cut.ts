import type { Program, Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { eachFile } from "./tool/files.ts";
import { lineBatches } from "./tool/lines.ts";
import { UsageFailure } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { bytesOf, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** cut: remove sections from each line of files. Models GNU cut. */
export const cut: Program = utility({
  name: "cut",
  summary: "Print selected parts of lines from each FILE to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "OPTION... [FILE]...",
  options: {
    bytes: ["-b, --bytes=LIST", "select only these bytes"],
    characters: ["-c, --characters=LIST", "select only these characters"],
    delimiter: ["-d, --delimiter=DELIM", "use DELIM instead of TAB for field delimiter"],
    fields: [
      "-f, --fields=LIST",
      "select only these fields;  also print any line\n                             that contains no delimiter character, unless\n                             the -s option is specified",
    ],
    whole: ["-n", "(ignored)"],
    complement: ["--complement", "complement the set of selected bytes, characters or fields"],
    only: ["-s, --only-delimited", "do not print lines not containing delimiters"],
    output: [
      "--output-delimiter=STRING",
      "use STRING as the output delimiter\n                             the default is to use the input delimiter",
    ],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
  },
  async run(sys, { options, given, operands }) {
    const kinds = given.filter(({ key }) => key === "bytes" || key === "characters" || key === "fields");
    if (kinds.length > 1) throw new UsageFailure("only one list may be specified");
    const kind = lastOf(given, "bytes", "characters", "fields");
    if (kind === undefined) throw new UsageFailure("you must specify a list of bytes, characters, or fields");
    if (kind !== "fields" && options.delimiter !== undefined)
      throw new UsageFailure("an input delimiter may be specified only when operating on fields");
    if (kind !== "fields" && options.only)
      throw new UsageFailure("suppressing non-delimited lines makes sense\n\tonly when operating on fields");
    const delimiter = options.delimiter ?? "\t";
    if (bytesOf(delimiter).length > 1) throw new UsageFailure("the delimiter must be a single character");
    const ranges = parseRanges(sys, options[kind] ?? "", kind);
    const chosen = (place: number) => ranges.some(([from, to]) => place >= from && place <= to) !== options.complement;
    const separator = delimiter === "" ? "\0" : delimiter;
    const pick = (line: string): string | undefined => {
      if (kind !== "fields") return pickBytes(line, ranges, options.complement, options.output);
      const fields = line.split(separator);
      if (fields.length === 1) return options.only ? undefined : line;
      return fields.filter((_, at) => chosen(at + 1)).join(options.output ?? separator);
    };
    const end = options.zero ? 0 : 10;
    return eachFile(sys, operands, async (fd) => {
      const account = meter(sys, SPEED.text);
      for await (const { lines } of lineBatches(sys, fd, end)) {
        await account(lines.reduce((sum, line) => sum + line.length + 1, 0));
        const picked = lines.map(pick).filter((line) => line !== undefined);
        if (picked.length > 0) await stdout(sys).print(picked.map((line) => line + String.fromCharCode(end)).join(""));
        await stdout(sys).settle();
      }
    });
  },
});

type Range = readonly [from: number, to: number];

function parseRanges(sys: Sys, list: string, kind: "bytes" | "characters" | "fields"): readonly Range[] {
  const isField = kind === "fields";
  return list.split(/[,\s]/).map((part) => {
    if (part === "-") throw new UsageFailure("invalid range with no endpoint: -");
    const match = /^(\d*)(?:(-)(\d*))?$/.exec(part);
    if (!match || part === "") {
      throw new UsageFailure(
        part === ""
          ? isField
            ? "fields are numbered from 1"
            : "byte/character positions are numbered from 1"
          : isField
            ? `invalid field value ${quote(sys, part)}`
            : `invalid byte/character position ${quote(sys, part)}`,
      );
    }
    const [, first = "", dash, last = ""] = match;
    const from = first === "" ? 1 : Number(first);
    const to = dash === undefined ? from : last === "" ? Number.POSITIVE_INFINITY : Number(last);
    if (from === 0 || (last !== "" && to === 0))
      throw new UsageFailure(isField ? "fields are numbered from 1" : "byte/character positions are numbered from 1");
    if (to < from) throw new UsageFailure("invalid decreasing range");
    return [from, to];
  });
}

/** GNU cut's -c means bytes as well. */
function pickBytes(line: string, ranges: readonly Range[], complement: boolean, separator: string | undefined): string {
  const bytes = bytesOf(line);
  const runs: number[][] = [];
  let last = -1;
  let lastRange = -1;
  for (const [at, byte] of bytes.entries()) {
    const range = ranges.findIndex(([from, to]) => at + 1 >= from && at + 1 <= to);
    if (range >= 0 === complement) continue;
    const starts = last !== at - 1 || (!complement && separator !== undefined && range !== lastRange);
    if (starts || runs.length === 0) runs.push([]);
    runs.at(-1)?.push(byte);
    last = at;
    lastRange = range;
  }
  return runs.map((run) => textOf(Uint8Array.from(run))).join(separator ?? "");
}
