import type { Program } from "#abi";
import { eachFile } from "./tool/files.ts";
import { lineBatches } from "./tool/lines.ts";
import { Failure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

const OPTIONS = {
  initial: ["-i, --initial", "do not convert tabs after non blanks"],
  tabs: ["-t, --tabs=N", "have tabs N characters apart, not 8"],
  all: ["-a, --all", "convert all blanks, instead of just initial blanks"],
} as const;

/** expand: convert tabs to spaces. Models GNU expand. */
export const expand: Program = utility({
  name: "expand",
  summary: "Convert tabs in each FILE to spaces, writing to standard output.",
  usage: "[OPTION]... [FILE]...",
  options: OPTIONS,
  run: (sys, { options, operands }) => {
    const size = Number(options.tabs ?? 8);
    if (!Number.isInteger(size) || size < 1) throw new Failure(`tab size contains invalid character(s): ${quote(sys, options.tabs ?? "")}`);
    return eachFile(sys, operands, async (fd) => {
      for await (const { lines, ended } of lineBatches(sys, fd))
        await stdout(sys).print(lines.map((line) => expanded(line, size, options.initial)).join("\n") + (ended ? "\n" : ""));
    });
  },
});

/** unexpand: convert spaces to tabs. Models GNU unexpand. */
export const unexpand: Program = utility({
  name: "unexpand",
  summary: "Convert blanks in each FILE to tabs, writing to standard output.",
  usage: "[OPTION]... [FILE]...",
  options: { ...OPTIONS, first: ["--first-only", "convert only leading sequences of blanks (overrides -a)"] },
  run: (sys, { options, operands }) => {
    const size = Number(options.tabs ?? 8);
    const everywhere = (options.all || options.tabs !== undefined) && !options.first;
    return eachFile(sys, operands, async (fd) => {
      for await (const { lines, ended } of lineBatches(sys, fd))
        await stdout(sys).print(lines.map((line) => unexpanded(line, size, everywhere)).join("\n") + (ended ? "\n" : ""));
    });
  },
});

function expanded(line: string, size: number, initial: boolean): string {
  let text = "";
  for (const character of line) {
    const isLead = !/[^ ]/.test(text);
    if (character === "\t" && (!initial || isLead)) text += " ".repeat(size - (text.length % size));
    else text += character;
  }
  return text;
}

function unexpanded(line: string, size: number, everywhere: boolean): string {
  let result = "";
  let blanks = "";
  let column = 0;
  let leading = true;
  for (const character of line) {
    if ((character === " " || character === "\t") && (leading || everywhere)) {
      blanks += character;
      column = character === "\t" ? (Math.floor(column / size) + 1) * size : column + 1;
      if (column % size === 0) {
        result += blanks.length > 1 || blanks === "\t" || leading ? "\t" : " ";
        blanks = "";
      }
      continue;
    }
    leading = false;
    result += blanks + character;
    blanks = "";
    column++;
  }
  return result + blanks;
}

/** factor: print prime factors. Models GNU factor. */
export const factor: Program = utility({
  name: "factor",
  summary: "Print the prime factors of each specified integer NUMBER.",
  usage: ["[NUMBER]...", "OPTION"],
  options: {},
  async run(sys, { operands }) {
    const numbers = [...operands];
    if (numbers.length === 0)
      for await (const { lines } of lineBatches(sys, 0)) numbers.push(...lines.flatMap((line) => line.trim().split(/\s+/)));
    for (const text of numbers) {
      if (!/^\+?\d{1,15}$/.test(text)) throw new Failure(`${quote(sys, text)} is not a valid positive integer`);
      const factors: number[] = [];
      let rest = Number(text);
      for (let prime = 2; prime * prime <= rest; prime += prime === 2 ? 1 : 2) {
        while (rest % prime === 0) {
          factors.push(prime);
          rest /= prime;
        }
        if (prime % 99_999 === 0) await sys.cpu(1);
      }
      if (rest > 1) factors.push(rest);
      await stdout(sys).print(`${[`${Number(text)}:`, ...factors].join(" ")}\n`);
    }
    return 0;
  },
});
