import { encode } from "#abi";
import type { Builtin } from "../run/shell.ts";
import { readFlags, refuse } from "./flags.ts";

function symbolic(mask: number): string {
  const triple = (bits: number) => `${bits & 4 ? "r" : ""}${bits & 2 ? "w" : ""}${bits & 1 ? "x" : ""}`;
  const allowed = ~mask & 0o777;
  return `u=${triple(allowed >> 6)},g=${triple((allowed >> 3) & 7)},o=${triple(allowed & 7)}`;
}

export const umask: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "pS");
    if (typeof flags === "number") return flags;
    const [text] = flags.rest;
    if (text === undefined) {
      const mask = shell.sys.umask();
      const shown = flags.has("S") ? symbolic(mask) : mask.toString(8).padStart(4, "0");
      await shell.sys.write(1, encode(`${flags.has("p") ? `umask ${flags.has("S") ? "-S " : ""}` : ""}${shown}\n`));
      return 0;
    }
    if (/^[0-7]+$/.test(text)) {
      shell.sys.umask(Number.parseInt(text, 8) & 0o777);
      return 0;
    }
    if (/^\d+$/.test(text))
      return refuse(
        shell,
        "umask",
        shell.flavour.name === "bash"
          ? `${text}: octal number out of range`
          : shell.flavour.name === "dash"
            ? `Illegal number: ${text}`
            : `illegal mode: ${text}`,
      );
    const mask = symbolicMask(shell.sys.umask(), text);
    if (mask === undefined)
      return refuse(
        shell,
        "umask",
        shell.flavour.name === "bash" ? `\`${text.charAt(0)}': invalid symbolic mode character` : `Illegal mode: ${text}`,
      );
    shell.sys.umask(mask);
    return 0;
  },
};

function symbolicMask(mask: number, text: string): number | undefined {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!match) return undefined;
    const [, who = "", operator, letters = ""] = match;
    const bits = (letters.includes("r") ? 4 : 0) | (letters.includes("w") ? 2 : 0) | (letters.includes("x") ? 1 : 0);
    for (const [letter, shift] of [
      ["u", 6],
      ["g", 3],
      ["o", 0],
    ] as const) {
      if (who !== "" && !who.includes(letter) && !who.includes("a")) continue;
      if (operator === "+") allowed |= bits << shift;
      else if (operator === "-") allowed &= ~(bits << shift);
      else allowed = (allowed & ~(7 << shift)) | (bits << shift);
    }
  }
  return ~allowed & 0o777;
}
