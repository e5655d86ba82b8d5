import { isErrno, type Program } from "#abi";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { statOrUndefined } from "./tool/prompt.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { parseSize } from "./tool/size.ts";
import { utility } from "./tool/utility.ts";

/** truncate: shrink or extend the size of a file. Models GNU truncate. */
export const truncate: Program = utility({
  name: "truncate",
  summary: "Shrink or extend the size of each FILE to the specified size",
  usage: "OPTION... FILE...",
  options: {
    noCreate: ["-c, --no-create", "do not create any files"],
    blocks: ["-o, --io-blocks", "treat SIZE as number of IO blocks instead of bytes"],
    reference: ["-r, --reference=RFILE", "base size on RFILE"],
    size: ["-s, --size=SIZE", "set or adjust the file size by SIZE bytes"],
  },
  async run(sys, { options, operands }) {
    if (options.size === undefined && options.reference === undefined)
      throw new UsageFailure(`you must specify either ${quote(sys, "--size")} or ${quote(sys, "--reference")}`);
    if (operands.length === 0) throw new UsageFailure("missing file operand");
    const [, sign = "", digits = ""] = /^([-+<>/%]?)(.*)$/s.exec(options.size ?? "+0") ?? [];
    const number = parseSize(digits);
    if (number === undefined) throw new Failure(`Invalid number: ${quote(sys, digits)}`);
    const amount = number * (options.blocks ? 4096 : 1);
    const base = options.reference === undefined ? undefined : sys.stat(options.reference).size;
    let status = 0;
    for (const path of operands) {
      try {
        const old = statOrUndefined(sys, path);
        if (!old && options.noCreate) continue;
        if (!old) sys.close(sys.open(path, { write: true, create: true }, 0o666));
        sys.truncate(path, target(sign, base ?? old?.size ?? 0, amount));
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complain(sys, `cannot open ${quoteAlways(sys, path)} for writing: ${errorText(sys, error.code)}`);
        status = 1;
      }
    }
    return status;
  },
});

function target(sign: string, old: number, amount: number): number {
  switch (sign) {
    case "+":
      return old + amount;
    case "-":
      return Math.max(0, old - amount);
    case "<":
      return Math.min(old, amount);
    case ">":
      return Math.max(old, amount);
    case "/":
      return Math.floor(old / amount) * amount;
    case "%":
      return Math.ceil(old / amount) * amount;
    default:
      return amount;
  }
}
