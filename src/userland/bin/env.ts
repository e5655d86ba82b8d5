import { isErrno, type Program, type Sys } from "#abi";
import { complain, errorText } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { findCommand } from "./tool/path.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** env: run a program in a modified environment. Models GNU env. */
export const env: Program = utility({
  name: "env",
  summary:
    "Set each NAME to VALUE in the environment and run COMMAND.\n\nA mere - implies -i.  If no COMMAND, print the resulting environment.",
  usage: "[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]",
  usageStatus: 125,
  permute: false,
  options: {
    ignore: ["-i, --ignore-environment", "start with an empty environment"],
    nul: ["-0, --null", "end each output line with NUL, not newline"],
    unset: ["-u, --unset=NAME", "remove variable from the environment"],
    directory: ["-C, --chdir=DIR", "change working directory to DIR"],
    split: ["-S, --split-string=S", "process and split S into separate arguments"],
  },
  async run(sys, { options, given, operands }) {
    const words = [...(options.split?.split(/\s+/).filter((word) => word !== "") ?? []), ...operands];
    const bare = words[0] === "-";
    if (bare) words.shift();
    const variables = new Map(options.ignore || bare ? [] : sys.env);
    for (const name of valuesOf(given, "unset")) variables.delete(name);
    while (words[0]?.includes("=")) {
      const word = words.shift() ?? "";
      variables.set(word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1));
    }
    if (options.directory !== undefined) sys.chdir(options.directory);
    const [command] = words;
    if (command !== undefined) return become(sys, command, words, variables);
    for (const [name, value] of variables) await stdout(sys).print(`${name}=${value}${options.nul ? "\0" : "\n"}`);
    return 0;
  },
});

/** printenv: print all or part of the environment. */
export const printenv: Program = utility({
  name: "printenv",
  summary:
    "Print the values of the specified environment VARIABLE(s).\nIf no VARIABLE is specified, print name and value pairs for them all.",
  usage: "[OPTION]... [VARIABLE]...",
  usageStatus: 2,
  options: { nul: ["-0, --null", "end each output line with NUL, not newline"] },
  async run(sys, { options, operands }) {
    const end = options.nul ? "\0" : "\n";
    if (operands.length === 0) for (const [name, value] of sys.env) await stdout(sys).print(`${name}=${value}${end}`);
    let status = 0;
    for (const name of operands) {
      const value = sys.env.get(name);
      if (value === undefined) status = 1;
      else await stdout(sys).print(value + end);
    }
    return status;
  },
});

/** Runs a command in this process' place: 127 when there is none, 126 when it can't be run. */
async function become(sys: Sys, command: string, argv: readonly string[], variables: ReadonlyMap<string, string>): Promise<number> {
  await stdout(sys).flush();
  const path = findCommand(sys, command, variables.get("PATH"));
  try {
    return await sys.exec(path ?? command, argv, variables);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const code = path === undefined ? "ENOENT" : error.code;
    await complain(sys, `${quote(sys, command)}: ${errorText(sys, code)}`);
    return code === "ENOENT" ? 127 : 126;
  }
}
