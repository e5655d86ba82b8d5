import { type Program, STDERR } from "#abi";
import { calculate, type Machine, newMachine } from "./bc/calculator.ts";
import { chunks } from "./tool/files.ts";
import { stdout } from "./tool/output.ts";
import { bytesOf, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** bc: a calculator with as many digits as asked for. A small bc: expressions, variables, scale, sqrt; no functions of one's own. */
export const bc: Program = utility({
  name: "bc",
  summary: "An arbitrary precision calculator language",
  usage: "[options] [file ...]",
  package: "bc 1.06.95",
  options: {
    library: ["-l, --mathlib", "use the predefined math routines (scale becomes 20)"],
    quiet: ["-q, --quiet", "don't print initial banner"],
    standard: ["-s, --standard", "non-standard bc constructs are errors"],
    warn: ["-w, --warn", "warn about non-standard bc constructs"],
    interactive: ["-i, --interactive", "force interactive mode"],
  },
  async run(sys, { options, operands }) {
    const machine = newMachine(options.library ? 20 : 0);
    if (!options.quiet && sys.isatty(0) && sys.isatty(1)) {
      await stdout(sys).print(
        "bc 1.06.95\nCopyright 1991-1994, 1997, 1998, 2000, 2004, 2006 Free Software Foundation, Inc.\nThis is free software with ABSOLUTELY NO WARRANTY.\nFor details type `warranty'. \n",
      );
      await stdout(sys).flush();
    }
    for (const file of [...operands, "-"]) {
      const fd = file === "-" ? 0 : sys.open(file);
      let rest = "";
      for await (const chunk of chunks(sys, fd)) {
        rest += textOf(chunk);
        const end = rest.lastIndexOf("\n") + 1;
        if (await runLines(machine, rest.slice(0, end))) return 0;
        rest = rest.slice(end);
      }
      if (rest !== "" && (await runLines(machine, rest))) return 0;
    }
    return 0;

    /** True when the input said quit. */
    async function runLines(on: Machine, text: string): Promise<boolean> {
      for (const line of text
        .replace(/\/\*[^]*?\*\//g, "")
        .replace(/\\\n/g, "")
        .split("\n")) {
        const result = calculate(on, line.replace(/#.*/, ""));
        await stdout(sys).print(result.output);
        await stdout(sys).flush();
        if (result.error !== undefined) await sys.write(STDERR, bytesOf(`${result.error}\n`));
        if (result.quit) return true;
      }
      return false;
    }
  },
});
