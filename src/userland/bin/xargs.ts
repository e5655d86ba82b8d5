import { encode, isErrno, type Program, STDERR, STDIN, type Sys } from "#abi";
import { complain, complainOf, Failure } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { confirm } from "./tool/prompt.ts";
import { runCommand } from "./tool/run.ts";
import { utility } from "./tool/utility.ts";
import { readWholeText } from "./tool/whole.ts";

/** xargs: build and execute command lines from standard input. Models GNU xargs, one command at a time. */
export const xargs: Program = utility({
  name: "xargs",
  summary: "Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.",
  usage: "[OPTION]... COMMAND [INITIAL-ARGS]...",
  package: "GNU findutils 4.8.0",
  permute: false,
  options: {
    nul: [
      "-0, --null",
      "items are separated by a null, not whitespace;\n                             disables quote and backslash processing",
    ],
    file: ["-a, --arg-file=FILE", "read arguments from FILE, not standard input"],
    delimiter: ["-d, --delimiter=CHARACTER", "items in input stream are separated by CHARACTER"],
    eof: ["-E=END", "set logical EOF string"],
    replace: ["-I=R", "replace R in INITIAL-ARGS with names read from standard input"],
    replaceOld: ["-i, --replace[=R]", "replace R in INITIAL-ARGS (default {})"],
    lines: ["-L, --max-lines=MAX-LINES", "use at most MAX-LINES non-blank input lines per command line"],
    arguments: ["-n, --max-args=MAX-ARGS", "use at most MAX-ARGS arguments per command line"],
    processes: ["-P, --max-procs=MAX-PROCS", "run at most MAX-PROCS processes at a time"],
    interactive: ["-p, --interactive", "prompt before running commands"],
    noRunIfEmpty: ["-r, --no-run-if-empty", "if there are no arguments, then do not run COMMAND"],
    size: ["-s, --max-chars=MAX-CHARS", "limit length of command line to MAX-CHARS"],
    verbose: ["-t, --verbose", "print commands before executing them"],
    exit: ["-x, --exit", "exit if the size (see -s) is exceeded"],
  },
  async run(sys, { options, given, operands }) {
    const fd = options.file === undefined ? STDIN : sys.open(options.file);
    const text = await readWholeText(sys, fd);
    const mark = valuesOf(given, "replace").at(-1) ?? (options.replaceOld === undefined ? undefined : options.replaceOld || "{}");
    const delimiter = options.nul ? "\0" : options.delimiter === undefined ? undefined : unescapeDelimiter(options.delimiter);
    const lines =
      delimiter !== undefined
        ? [split(text, delimiter)]
        : mark !== undefined
          ? text
              .split("\n")
              .map((line) => line.replace(/^[ \t]+/, ""))
              .filter((line) => line !== "")
              .map((line) => words(line, false))
          : text
              .split("\n")
              .reduce(joinContinued, [])
              .map((line) => words(line, true));
    const items = untilEnd(lines.flat(), options.eof);
    const command = operands.length > 0 ? operands : ["echo"];
    const size = positive(options.arguments, "-n") ?? 5000;
    const batches =
      mark !== undefined
        ? items.map((item) => [item])
        : options.lines !== undefined
          ? grouped(
              lines.filter((line) => line.length > 0),
              positive(options.lines, "-L") ?? 1,
            ).map((group) => group.flat())
          : grouped(items, size);
    if (batches.length === 0 && !options.noRunIfEmpty && mark === undefined) batches.push([]);
    let status = 0;
    for (const batch of batches) {
      const argv = mark === undefined ? [...command, ...batch] : command.map((word) => word.replaceAll(mark, () => batch[0] ?? ""));
      if (options.verbose && !options.interactive) await sys.write(STDERR, encode(`${argv.join(" ")}\n`));
      if (options.interactive && !(await confirm(sys, `${argv.join(" ")} ?...`))) continue;
      await stdout(sys).flush();
      const result = await runOne(sys, argv);
      if (result === 127 || result === 126) return result;
      if (result === 255) {
        await complain(sys, `${argv[0]}: exited with status 255; aborting`);
        return 124;
      }
      if (result > 128) {
        await complain(sys, `${argv[0]}: terminated by signal ${result - 128}`);
        return 125;
      }
      if (result !== 0) status = 123;
    }
    return status;
  },
});

/** Commands don't share the list: their standard input is empty. */
async function runOne(sys: Sys, argv: readonly string[]): Promise<number> {
  try {
    const input = sys.open("/dev/null");
    try {
      return await runCommand(sys, argv, { input });
    } finally {
      sys.close(input);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    await complainOf(sys, "/dev/null", error);
    return 126;
  }
}

function positive(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Failure(`invalid number "${text}" for ${option} option`);
  if (Number(text) < 1) throw new Failure(`value ${text} for ${option} option should be >= 1`);
  return Number(text);
}

function split(text: string, delimiter: string): readonly string[] {
  const items = text.split(delimiter);
  if (items.at(-1) === "") items.pop();
  return items;
}

/** A line that ends in a blank goes on in the next one. */
function joinContinued(lines: string[], line: string): string[] {
  const last = lines.at(-1);
  if (last !== undefined && /[ \t]$/.test(last)) lines[lines.length - 1] = `${last}${line}`;
  else lines.push(line);
  return lines;
}

/** Words with quotes and backslashes as xargs knows them; with `breaks` false blanks don't separate. */
function words(line: string, breaks: boolean): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    if (character === "'" || character === '"') {
      const end = line.indexOf(character, at + 1);
      if (end < 0)
        throw new Failure(
          `unmatched ${character === "'" ? "single" : "double"} quote; by default quotes are special to xargs unless you use the -0 option`,
        );
      word = (word ?? "") + line.slice(at + 1, end);
      at = end;
    } else if (character === "\\" && at + 1 < line.length) word = (word ?? "") + (line[++at] ?? "");
    else if (breaks && /[ \t]/.test(character)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) found.push(word);
  return found;
}

function untilEnd(items: readonly string[], end: string | undefined): readonly string[] {
  const at = end === undefined ? -1 : items.indexOf(end);
  return at < 0 ? items : items.slice(0, at);
}

function grouped<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}

function unescapeDelimiter(text: string): string {
  const named: Readonly<Record<string, string>> = { "\\n": "\n", "\\t": "\t", "\\0": "\0", "\\r": "\r", "\\\\": "\\" };
  return named[text] ?? text;
}
