import type { Program } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { formatNumber } from "./tool/printf.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** seq: print a sequence of numbers. Models GNU seq. */
export const seq: Program = utility({
  name: "seq",
  summary: "Print numbers from FIRST to LAST, in steps of INCREMENT.",
  usage: ["[OPTION]... LAST", "[OPTION]... FIRST LAST", "[OPTION]... FIRST INCREMENT LAST"],
  permute: false,
  rewrite: (args) => {
    // A negative number is no option.
    const at = args.findIndex((arg) => /^[-+]?(?:[\d.]|inf)/.test(arg));
    return at < 0 || args.includes("--") ? args : [...args.slice(0, at), "--", ...args.slice(at)];
  },
  options: {
    format: ["-f, --format=FORMAT", "use printf style floating-point FORMAT"],
    separator: ["-s, --separator=STRING", "use STRING to separate numbers (default: \\n)"],
    equal: ["-w, --equal-width", "equalize width by padding with leading zeroes"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    if (operands[3] !== undefined) throw new UsageFailure(t(sys)`extra operand ${quote(sys, operands[3])}`);
    for (const text of operands) {
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?0x[\da-f]+$|^[+-]?inf(inity)?$/i.test(text)) {
        throw new UsageFailure(`invalid floating point argument: ${quote(sys, text)}`);
      }
    }
    const [first = "1", second = "1", third] =
      operands.length === 1 ? ["1", "1", operands[0]] : operands.length === 2 ? [operands[0], "1", operands[1]] : operands;
    const last = third ?? second;
    const step = toNumber(second);
    if (step === 0) throw new UsageFailure(`invalid Zero increment value: ${quote(sys, second)}`);
    if (options.format !== undefined && !/^(?:[^%]|%%)*%[-+ #0']*\d*(?:\.\d*)?[eEfFgGaA](?:[^%]|%%)*$/.test(options.format)) {
      throw new Failure(`format ${quote(sys, options.format)} has no % directive`);
    }
    const places = Math.max(decimals(first), decimals(second));
    const width = options.equal ? Math.max(...[first, last].map((text) => toNumber(text).toFixed(Math.max(places, 0)).length)) : 0;
    const write = (value: number): string => {
      if (options.format !== undefined) return formatNumber(options.format, value);
      const text = value.toFixed(places);
      return text.startsWith("-") ? `-${text.slice(1).padStart(width - 1, "0")}` : text.padStart(width, "0");
    };
    const separator = options.separator ?? "\n";
    const out = stdout(sys);
    const account = meter(sys, SPEED.text);
    const end = toNumber(last) + Math.sign(step) * 1e-9 * Math.abs(step);
    const start = toNumber(first);
    let any = false;
    for (let count = 0; step > 0 ? start + count * step <= end : start + count * step >= end; count++) {
      const text = (any ? separator : "") + write(start + count * step);
      any = true;
      await out.print(text);
      if (count % 64 === 0) await account(text.length * 64);
    }
    if (any) await out.print("\n");
    return 0;
  },
});

function toNumber(text: string): number {
  if (/inf/i.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text.replace(/^\+/, ""));
}

function decimals(text: string): number {
  const match = /\.(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  return Math.max(0, (match?.[1]?.length ?? 0) - Number(match?.[2] ?? 0));
}
