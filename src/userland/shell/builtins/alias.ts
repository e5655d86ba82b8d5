import { encode } from "#abi";
import type { Builtin } from "../run/shell.ts";
import { readFlags } from "./flags.ts";

export const alias: Builtin = {
  run: async (shell, argv) => {
    const out = (name: string, value: string) =>
      shell.sys.write(
        1,
        encode(
          `${shell.flavour.name === "bash" ? "alias " : ""}${name}='${value.replaceAll("'", shell.flavour.name === "bash" ? "'\\''" : `'"'"'`)}'\n`,
        ),
      );
    const words = argv.slice(1).filter((word) => word !== "-p" && word !== "--");
    if (words.length === 0) {
      for (const [name, value] of [...shell.aliases].sort(([a], [b]) => (a < b ? -1 : 1))) await out(name, value);
      return 0;
    }
    let status = 0;
    for (const word of words) {
      const equals = word.indexOf("=", 1);
      if (equals > 0) {
        shell.aliases.set(word.slice(0, equals), word.slice(equals + 1));
        continue;
      }
      const value = shell.aliases.get(word);
      if (value !== undefined) await out(word, value);
      else {
        status = 1;
        if (shell.flavour.name === "bash") await shell.complain(`${word}: not found`, "alias");
        else await shell.sys.write(2, encode(`alias: ${word} not found\n`));
      }
    }
    return status;
  },
};

export const unalias: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "a");
    if (typeof flags === "number") return flags;
    if (flags.has("a")) shell.aliases.clear();
    let status = 0;
    for (const name of flags.rest) {
      if (shell.aliases.delete(name)) continue;
      status = 1;
      if (shell.flavour.name === "bash") await shell.complain(`${name}: not found`, "unalias");
      else await shell.sys.write(2, encode(`unalias: ${name} not found\n`));
    }
    return status;
  },
};
