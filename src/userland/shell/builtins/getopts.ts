import { encode } from "#abi";
import type { Builtin, Shell } from "../run/shell.ts";
import { isName, refuse, usage } from "./flags.ts";

export const getopts: Builtin = {
  run: async (shell, argv) => {
    const [, spec, name, ...given] = argv;
    if (spec === undefined || name === undefined) {
      if (shell.flavour.name === "bash") return usage(shell, "getopts");
      return refuse(
        shell,
        "getopts",
        shell.flavour.name === "dash" ? "Usage: getopts optstring var [arg...]" : "usage: getopts optstring var [arg]",
        2,
      );
    }
    if (!isName(name)) return refuse(shell, "getopts", `\`${name}': not a valid identifier`);
    return next(shell, spec, name, given.length > 0 ? given : shell.positional);
  },
};

async function next(shell: Shell, fullSpec: string, name: string, words: readonly string[]): Promise<number> {
  const { variables } = shell;
  const silent = fullSpec.startsWith(":");
  const spec = silent ? fullSpec.slice(1) : fullSpec;
  let index = Number(variables.get("OPTIND") ?? 1);
  if (index < 1 || index !== shell.getoptsIndex) shell.getoptsOffset = 0;
  index = Math.max(1, index);
  const finish = (letter: string, argument: string | undefined, status = 0): number => {
    variables.set(name, letter);
    if (argument === undefined) variables.unset("OPTARG");
    else variables.set("OPTARG", argument);
    variables.set("OPTIND", String(index));
    shell.getoptsIndex = index;
    return status;
  };
  const word = words[index - 1];
  if (shell.getoptsOffset === 0) {
    if (word === undefined || !/^-./.test(word)) return finish("?", undefined, 1);
    if (word === "--") {
      index += 1;
      return finish("?", undefined, 1);
    }
    shell.getoptsOffset = 1;
  }
  const text = word ?? "";
  const letter = text.charAt(shell.getoptsOffset);
  shell.getoptsOffset += 1;
  const ended = shell.getoptsOffset >= text.length;
  const known = letter === ":" ? -1 : spec.indexOf(letter);
  if (known < 0) {
    advance();
    if (silent) return finish("?", letter);
    await complain(shell, shell.flavour.name === "bash" ? `illegal option -- ${letter}` : `Illegal option -${letter}`);
    return finish("?", undefined);
  }
  if (spec.charAt(known + 1) !== ":") {
    advance();
    return finish(letter, undefined);
  }
  const attached = text.slice(shell.getoptsOffset);
  shell.getoptsOffset = 0;
  index += 1;
  if (attached !== "") return finish(letter, attached);
  const argument = words[index - 1];
  index += 1;
  if (argument !== undefined) return finish(letter, argument);
  index -= 1;
  if (silent) return finish(":", letter);
  await complain(shell, shell.flavour.name === "bash" ? `option requires an argument -- ${letter}` : `No arg for -${letter} option`);
  return finish("?", undefined);

  function advance(): void {
    if (!ended) return;
    shell.getoptsOffset = 0;
    index += 1;
  }
}

async function complain(shell: Shell, text: string): Promise<void> {
  if (shell.variables.get("OPTERR") === "0") return;
  await shell.sys.write(2, encode(shell.flavour.name === "dash" ? `${text}\n` : `${shell.name}: ${text}\n`));
}
