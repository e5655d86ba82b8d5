import type { Program } from "#abi";
import { baseName, dirName } from "./tool/files.ts";
import { t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** basename: strip directory and suffix from names. Models GNU basename. */
export const basename: Program = utility({
  name: "basename",
  summary: "Print NAME with any leading directory components removed.\nIf specified, also remove a trailing SUFFIX.",
  usage: ["NAME [SUFFIX]", "OPTION... NAME..."],
  permute: false,
  options: {
    multiple: ["-a, --multiple", "support multiple arguments and treat each as a NAME"],
    suffix: ["-s, --suffix=SUFFIX", "remove a trailing SUFFIX; implies -a"],
    zero: ["-z, --zero", "end each output line with NUL, not newline"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    const many = options.multiple || options.suffix !== undefined;
    if (!many && operands[2] !== undefined) throw new UsageFailure(t(sys)`extra operand ${quote(sys, operands[2])}`);
    const suffix = options.suffix ?? (many ? "" : (operands[1] ?? ""));
    for (const name of many ? operands : operands.slice(0, 1)) {
      const base = baseName(name);
      const short = suffix !== "" && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
      await stdout(sys).print(short + (options.zero ? "\0" : "\n"));
    }
    return 0;
  },
});

/** dirname: strip the last component from names. Models GNU dirname. */
export const dirname: Program = utility({
  name: "dirname",
  summary:
    "Output each NAME with its last non-slash component and trailing slashes\nremoved; if NAME contains no /'s, output '.' (meaning the current directory).",
  usage: "[OPTION] NAME...",
  options: { zero: ["-z, --zero", "end each output line with NUL, not newline"] },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    for (const name of operands) await stdout(sys).print(dirName(name) + (options.zero ? "\0" : "\n"));
    return 0;
  },
});
