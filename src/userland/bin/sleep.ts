import type { Program } from "#abi";
import { complain, Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** sleep: delay for a specified amount of time. Models GNU sleep. */
export const sleep: Program = utility({
  name: "sleep",
  summary:
    "Pause for NUMBER seconds.  SUFFIX may be 's' for seconds (the default),\n'm' for minutes, 'h' for hours or 'd' for days.  NUMBER need not be an\ninteger.  Given two or more arguments, pause for the amount of time\nspecified by the sum of their values.",
  usage: ["NUMBER[SUFFIX]...", "OPTION"],
  options: {},
  async run(sys, { operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    let seconds = 0;
    let last: string | undefined;
    for (const text of operands) {
      const length = parseInterval(text);
      if (length !== undefined) {
        seconds += length;
        continue;
      }
      if (last !== undefined) await complain(sys, `invalid time interval ${quote(sys, last)}`);
      last = text;
    }
    if (last !== undefined) throw new UsageFailure(`invalid time interval ${quote(sys, last)}`);
    await stdout(sys).flush();
    if (seconds === Number.POSITIVE_INFINITY) for (;;) await sys.sleep(86_400_000);
    for (let left = seconds * 1000; left > 0; left -= 86_400_000) await sys.sleep(Math.min(left, 86_400_000));
    return 0;
  },
});

/** `1.5m` in seconds; undefined when it isn't an interval. */
export function parseInterval(text: string): number | undefined {
  if (/^inf(inity)?[smhd]?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^\+?(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)([smhd]?)$/i.exec(text);
  return match ? Number(match[1]) * (UNITS[match[2] ?? ""] ?? 1) : undefined;
}

/** sync: write cached data to disk: there is nothing behind the memory here, the call is made all the same. */
export const sync: Program = utility({
  name: "sync",
  summary: "Synchronize cached writes to persistent storage.",
  usage: "[OPTION] [FILE]...",
  options: {
    data: ["-d, --data", "sync only file data, no unneeded metadata"],
    system: ["-f, --file-system", "sync the file systems that contain the files"],
  },
  async run(sys, { operands }) {
    for (const file of operands) {
      try {
        sys.stat(file);
      } catch {
        throw new Failure(`error opening '${file}': No such file or directory`);
      }
    }
    sys.sync();
    return 0;
  },
});
