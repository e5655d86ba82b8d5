import { isErrno, type Program, STDIN, type Sys } from "#abi";
import { comparison, type Key, type KeyOptions, PLAIN, parseKey } from "./sort/key.ts";
import { meter, SPEED } from "./tool/cpu.ts";
import { lineBatches } from "./tool/lines.ts";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteIfNeeded } from "./tool/quote.ts";
import { bytesOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";
import { holder } from "./tool/whole.ts";

/** sort: sort lines of text files. Models GNU sort. */
export const sort: Program = utility({
  name: "sort",
  summary: "Write sorted concatenation of all FILE(s) to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: ["[OPTION]... [FILE]...", "[OPTION]... --files0-from=F"],
  usageStatus: 2,
  options: {
    blanks: ["-b, --ignore-leading-blanks", "ignore leading blanks"],
    dictionary: ["-d, --dictionary-order", "consider only blanks and alphanumeric characters"],
    fold: ["-f, --ignore-case", "fold lower case to upper case characters"],
    general: ["-g, --general-numeric-sort", "compare according to general numerical value"],
    nonprinting: ["-i, --ignore-nonprinting", "consider only printable characters"],
    month: ["-M, --month-sort", "compare (unknown) < 'JAN' < ... < 'DEC'"],
    human: ["-h, --human-numeric-sort", "compare human readable numbers (e.g., 2K 1G)"],
    numeric: ["-n, --numeric-sort", "compare according to string numerical value"],
    random: ["-R, --random-sort", "shuffle, but group identical keys"],
    reverse: ["-r, --reverse", "reverse the result of comparisons"],
    sort: ["--sort=WORD", "sort according to WORD: general-numeric -g, human-numeric -h, month -M, numeric -n, random -R, version -V"],
    version: ["-V, --version-sort", "natural sort of (version) numbers within text"],
    check: ["-c, --check[=HOW]", "check for sorted input; do not sort"],
    quietCheck: ["-C", "like -c, but do not report first bad line"],
    key: ["-k, --key=KEYDEF", "sort via a key; KEYDEF gives location and type"],
    merge: ["-m, --merge", "merge already sorted files; do not sort"],
    output: ["-o, --output=FILE", "write result to FILE instead of standard output"],
    stable: ["-s, --stable", "stabilize sort by disabling last-resort comparison"],
    buffer: ["-S, --buffer-size=SIZE", "use SIZE for main memory buffer"],
    separator: ["-t, --field-separator=SEP", "use SEP instead of non-blank to blank transition"],
    temporary: ["-T, --temporary-directory=DIR", "use DIR for temporaries, not $TMPDIR or /tmp"],
    unique: [
      "-u, --unique",
      "with -c, check for strict ordering;\n                             without -c, output only the first of an equal run",
    ],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
  },
  async run(sys, { options, given, operands }) {
    const word = options.sort ?? "";
    const global: KeyOptions = {
      ...PLAIN,
      blanks: options.blanks,
      dictionary: options.dictionary,
      fold: options.fold,
      nonprinting: options.nonprinting,
      reverse: options.reverse,
      kind:
        options.numeric || word === "numeric"
          ? "numeric"
          : options.general || word.startsWith("general")
            ? "general"
            : options.human || word.startsWith("human")
              ? "human"
              : options.month || word === "month"
                ? "month"
                : options.version || word === "version"
                  ? "version"
                  : "text",
    };
    const separator = options.separator === "\\0" ? "\0" : options.separator;
    if (separator === "") throw new Failure("empty tab", 2);
    if (separator !== undefined && separator.length > 1) throw new Failure(`multi-character tab ${quote(sys, separator)}`, 2);
    const keys = valuesOf(given, "key").map((text) => parseKey(sys, text, global));
    const compare = comparison(
      sys,
      keys.length > 0 ? keys : [wholeLine(global)],
      separator,
      options.stable || options.unique ? undefined : options.reverse,
    );
    const end = options.zero ? 0 : 10;
    if ((options.check !== undefined || options.quietCheck) && operands.length > 1)
      throw new UsageFailure(`extra operand ${quote(sys, operands[1] ?? "")} not allowed with -c`);
    const lines = await readAll(sys, operands, end);
    if (options.check !== undefined || options.quietCheck)
      return check(
        sys,
        lines,
        compare,
        options.unique,
        operands[0] ?? "-",
        options.quietCheck || options.check === "quiet" || options.check === "silent",
      );
    await meter(sys, SPEED.text / 20)(lines.reduce((sum, line) => sum + line.length + 1, 0));
    const order = options.random ? shuffled(sys, lines) : lines.sort(compare);
    const result = options.unique ? order.filter((line, at) => at === 0 || compare(order[at - 1] ?? "", line) !== 0) : order;
    const suffix = String.fromCharCode(end);
    if (options.output !== undefined) sys.writeFile(options.output, bytesOf(result.map((line) => line + suffix).join("")));
    else
      for (let at = 0; at < result.length; at += 1024)
        await stdout(sys).print(
          result
            .slice(at, at + 1024)
            .map((line) => line + suffix)
            .join(""),
        );
    return 0;
  },
});

function wholeLine(options: KeyOptions): Key {
  return { options, from: { field: 1, character: 1 }, to: undefined, endBlanks: false };
}

async function readAll(sys: Sys, operands: readonly string[], end: number): Promise<string[]> {
  const all: string[] = [];
  const hold = holder(sys);
  for (const name of operands.length > 0 ? operands : ["-"]) {
    try {
      const fd = name === "-" ? STDIN : sys.open(name);
      for await (const { lines } of lineBatches(sys, fd, end)) {
        for (const line of lines) all.push(line);
        await hold(lines.reduce((sum, line) => sum + line.length + 1, 0));
      }
      if (name !== "-") sys.close(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      const what = error.code === "EISDIR" ? "read failed" : "cannot read";
      throw new Failure(`${what}: ${quoteIfNeeded(sys, name)}: ${errorText(sys, error.code)}`, 2);
    }
  }
  return all;
}

async function check(
  sys: Sys,
  lines: readonly string[],
  compare: (a: string, b: string) => number,
  strict: boolean,
  name: string,
  quiet: boolean,
): Promise<number> {
  const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] ?? "", line) > (strict ? -1 : 0));
  if (at < 0) return 0;
  if (!quiet) await complain(sys, `${name}:${at + 1}: disorder: ${lines[at]}`);
  return 1;
}

function shuffled(sys: Sys, lines: string[]): string[] {
  const dice = sys.random(lines.length * 4);
  const rank = new Map<string, number>();
  for (const [at, line] of lines.entries())
    if (!rank.has(line)) rank.set(line, ((dice[at * 4] ?? 0) << 16) | ((dice[at * 4 + 1] ?? 0) << 8) | (dice[at * 4 + 2] ?? 0));
  return lines.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
}
