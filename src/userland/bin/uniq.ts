import { isErrno, type Program, STDIN, STDOUT } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { lineBatches } from "./tool/lines.ts";
import { errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteIfNeeded } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** uniq: report or omit repeated lines. Models GNU uniq. */
export const uniq: Program = utility({
  name: "uniq",
  summary:
    "Filter adjacent matching lines from INPUT (or standard input),\nwriting to OUTPUT (or standard output).\n\nWith no options, matching lines are merged to the first occurrence.",
  usage: "[OPTION]... [INPUT [OUTPUT]]",
  options: {
    count: ["-c, --count", "prefix lines by the number of occurrences"],
    repeated: ["-d, --repeated", "only print duplicate lines, one for each group"],
    allRepeated: ["-D", "print all duplicate lines"],
    skipFields: ["-f, --skip-fields=N", "avoid comparing the first N fields"],
    ignoreCase: ["-i, --ignore-case", "ignore differences in case when comparing"],
    skipCharacters: ["-s, --skip-chars=N", "avoid comparing the first N characters"],
    unique: ["-u, --unique", "only print unique lines"],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
    width: ["-w, --check-chars=N", "compare no more than N characters in lines"],
  },
  async run(sys, { options, operands }) {
    const [input = "-", output, extra] = operands;
    if (extra !== undefined) throw new UsageFailure(t(sys)`extra operand ${quote(sys, extra)}`);
    const numbers = [options.skipFields, options.skipCharacters, options.width];
    const [fields = 0, characters = 0, width = Number.POSITIVE_INFINITY] = numbers.map((text, at) => {
      if (text === undefined) return undefined;
      if (!/^\d+$/.test(text))
        throw new Failure(`${text}: invalid number of ${["fields to skip", "bytes to skip", "bytes to compare"][at]}`);
      return Number(text);
    });
    const key = (line: string): string => {
      let rest = line;
      for (let field = 0; field < (fields ?? 0); field++) rest = rest.replace(/^[ \t]*[^ \t]*/, "");
      rest = rest.slice(characters ?? 0).slice(0, width);
      return options.ignoreCase ? rest.toLowerCase() : rest;
    };
    const end = options.zero ? "\0" : "\n";
    let first: string | undefined;
    let count = 0;
    const finish = async () => {
      if (first === undefined || options.allRepeated) return;
      if ((options.repeated && count === 1) || (options.unique && count > 1)) return;
      await stdout(sys).print((options.count ? `${String(count).padStart(7)} ` : "") + first + end);
    };
    const open = (path: string, flags: { readonly write?: boolean; readonly create?: boolean; readonly truncate?: boolean }) => {
      try {
        return sys.open(path, flags, 0o666);
      } catch (error) {
        if (!isErrno(error)) throw error;
        throw new Failure(`${quoteIfNeeded(sys, path)}: ${errorText(sys, error.code)}`);
      }
    };
    const fd = input === "-" ? STDIN : open(input, {});
    if (output !== undefined && output !== "-") sys.dup(open(output, { write: true, create: true, truncate: true }), STDOUT);
    let current: string | undefined;
    const account = meter(sys, SPEED.text);
    for await (const { lines } of lineBatches(sys, fd, end.charCodeAt(0))) {
      await account(lines.reduce((sum, line) => sum + line.length + 1, 0));
      for (const line of lines) {
        const own = key(line);
        if (own === current) {
          count++;
          if (options.allRepeated) await stdout(sys).print((count === 2 ? first + end : "") + line + end);
          continue;
        }
        await finish();
        first = line;
        count = 1;
        current = own;
      }
    }
    await finish();
    return 0;
  },
});
