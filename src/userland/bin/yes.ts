import { type Program, STDOUT } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { bytesOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** yes: output a string until killed. The same chunk is written again and again. */
export const yes: Program = utility({
  name: "yes",
  summary: "Repeatedly output a line with all specified STRING(s), or 'y'.",
  usage: ["[STRING]...", "OPTION"],
  options: {},
  async run(sys, { operands }) {
    const line = `${operands.length > 0 ? operands.join(" ") : "y"}\n`;
    const chunk = bytesOf(line.repeat(Math.max(1, Math.floor(16_384 / line.length))));
    const account = meter(sys, SPEED.copy);
    for (;;) {
      await sys.write(STDOUT, chunk);
      await account(chunk.length);
    }
  },
});
