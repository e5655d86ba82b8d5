import { evaluateCommand } from "../expand/number.ts";
import type { Builtin } from "../run/shell.ts";
import { refuse } from "./flags.ts";

export const letArithmetic: Builtin = {
  only: ["bash", "ash"],
  run: async (shell, argv) => {
    if (argv.length < 2) return refuse(shell, "let", "expression expected");
    let value: bigint | undefined = 0n;
    for (const text of argv.slice(1)) {
      value = await evaluateCommand(shell, text, "let");
      if (value === undefined) return 1;
    }
    return value === 0n ? 1 : 0;
  },
};
