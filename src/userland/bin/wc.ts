import { type Fd, isErrno, isZeroView, type Program, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks, eachFile } from "./tool/files.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complainOf } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { displayWidth, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  longest: number;
}

/** wc: print newline, word, and byte counts. Models GNU wc. */
export const wc: Program = utility({
  name: "wc",
  summary:
    "Print newline, word, and byte counts for each FILE, and a total line if\nmore than one FILE is specified.  A word is a non-zero-length sequence of\ncharacters delimited by white space.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: ["[OPTION]... [FILE]...", "[OPTION]... --files0-from=F"],
  options: {
    bytes: ["-c, --bytes", "print the byte counts"],
    characters: ["-m, --chars", "print the character counts"],
    lines: ["-l, --lines", "print the newline counts"],
    longest: ["-L, --max-line-length", "print the maximum display width"],
    words: ["-w, --words", "print the word counts"],
  },
  async run(sys, { options, operands }) {
    const any = options.bytes || options.characters || options.lines || options.longest || options.words;
    const wanted: readonly (keyof Counts)[] = (["lines", "words", "characters", "bytes", "longest"] as const).filter((key) =>
      any ? options[key] : key === "lines" || key === "words" || key === "bytes",
    );
    const width = columnWidth(sys, operands, wanted.length);
    let failed = 0;
    const total: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
    const show = (counts: Counts, name: string | undefined) => {
      const numbers = wanted.map((key) => String(counts[key]).padStart(width)).join(" ");
      return stdout(sys).print(`${numbers}${name === undefined ? "" : ` ${name}`}\n`);
    };
    const status = await eachFile(sys, operands, async (fd, name) => {
      const counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
      try {
        await count(sys, fd, counts, wanted);
      } catch (error) {
        if (!isErrno(error, "EISDIR")) throw error;
        await complainOf(sys, name, error);
        await show(counts, name);
        failed = 1;
        return;
      }
      for (const key of ["lines", "words", "characters", "bytes"] as const) total[key] += counts[key];
      total.longest = Math.max(total.longest, counts.longest);
      await show(counts, operands.length === 0 ? undefined : name);
    });
    if (operands.length > 1) await show(total, "total");
    return status || failed;
  },
});

/** GNU wc makes its columns as wide as the sum of the files' sizes; 7 when a size can't be known. */
function columnWidth(sys: Sys, operands: readonly string[], columns: number): number {
  if (flavourOf(sys) === "busybox") return columns > 1 ? 9 : 1;
  if (columns === 1 && operands.length <= 1) return 1;
  let bytes = 0;
  let least = 1;
  for (const name of operands.length > 0 ? operands : ["-"]) {
    try {
      const stat = name === "-" ? sys.fstat(0) : sys.stat(name);
      if (stat.type === "file") bytes += stat.size;
      else least = 7;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return Math.max(least, String(bytes).length);
}

async function count(sys: Sys, fd: Fd, counts: Counts, wanted: readonly (keyof Counts)[]): Promise<void> {
  const needsText = wanted.includes("characters") || wanted.includes("longest");
  const needsWords = wanted.includes("words");
  const account = meter(sys, SPEED.text);
  let inWord = false;
  let width = 0;
  for await (const chunk of chunks(sys, fd, 1 << 18)) {
    counts.bytes += chunk.length;
    if (wanted.length > 1 || wanted[0] !== "bytes") await account(chunk.length);
    if (isZeroView(chunk)) {
      counts.characters += chunk.length;
      continue;
    }
    if (needsWords) {
      for (const byte of chunk) {
        if (byte === 10) counts.lines++;
        if (byte === 32 || (byte >= 9 && byte <= 13)) inWord = false;
        // Control characters neither begin nor end a word.
        else if (byte > 32 && byte !== 127 && !inWord) {
          counts.words++;
          inWord = true;
        }
      }
    } else if (wanted.includes("lines")) for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) counts.lines++;
    if (!needsText) continue;
    for (const byte of chunk) if ((byte & 0xc0) !== 0x80) counts.characters++;
    for (const [at, line] of textOf(chunk).split("\n").entries()) {
      width = (at === 0 ? width : 0) + displayWidth(line.replaceAll("\t", "        "));
      counts.longest = Math.max(counts.longest, width);
    }
  }
}
