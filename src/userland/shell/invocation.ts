import { encode, type Sys } from "#abi";
import type { Flavour } from "./flavours.data.ts";

/** How a shell was called. */
export interface Invocation {
  readonly mode: "c" | "stdin" | "file";
  /** The text of -c. */
  readonly text: string | undefined;
  readonly file: string | undefined;
  /** $0 */
  readonly name: string;
  readonly parameters: readonly string[];
  readonly login: boolean;
  readonly interactive: boolean;
  readonly options: readonly (readonly [string, boolean])[];
  readonly shopts: readonly (readonly [string, boolean])[];
  readonly profile: boolean;
  readonly rc: boolean;
  readonly rcFile: string | undefined;
}

const VERSION =
  "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\nCopyright (C) 2022 Free Software Foundation, Inc.\nLicense GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>\n\nThis is free software; you are free to change and redistribute it.\nThere is NO WARRANTY, to the extent permitted by law.\n";

/** Reads a shell's own arguments; a number is the status to end with at once. */
export async function readInvocation(flavour: Flavour, sys: Sys): Promise<Invocation | number> {
  const zero = sys.argv[0] ?? flavour.name;
  const words = sys.argv.slice(1);
  const options: [string, boolean][] = [];
  const shopts: [string, boolean][] = [];
  let login = zero.startsWith("-");
  // Called by this name bash is a POSIX shell: other start files, strict special builtins.
  if (flavour.name === "bash" && /(?:^|[-/])sh$/.test(zero)) options.push(["posix", true]);
  let command = false;
  let fromStdin = false;
  let forced = false;
  let profile = true;
  let rc = true;
  let rcFile: string | undefined;
  const complain = async (text: string): Promise<number> => {
    await sys.write(2, encode(`${zero}: ${text}\n`));
    return 2;
  };
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--" || word === "-") {
      at += 1;
      break;
    }
    if (word.startsWith("--") && flavour.name === "bash") {
      const long = word.slice(2);
      if (long === "login") login = true;
      else if (long === "noprofile") profile = false;
      else if (long === "norc") rc = false;
      else if (long === "posix") options.push(["posix", true]);
      else if (long === "rcfile" || long === "init-file") rcFile = words[++at];
      else if (long === "version") {
        await sys.write(1, encode(VERSION));
        return 0;
      } else if (!/^(?:noediting|verbose|restricted|debugger|help)$/.test(long)) return complain(`${word}: invalid option`);
      continue;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word.startsWith("-");
    for (const letter of word.slice(1)) {
      if (letter === "c") command = true;
      else if (letter === "l") login = true;
      else if (letter === "i") forced = true;
      else if (letter === "s") fromStdin = true;
      else if (letter === "o" || (letter === "O" && flavour.name === "bash")) {
        at += 1;
        const name = words[at];
        if (name === undefined) continue;
        if (letter === "O") shopts.push([name, on]);
        else if (flavour.options.some((one) => one.name === name)) options.push([name, on]);
        else
          return flavour.name === "bash"
            ? complain(`${name}: invalid option name`)
            : complain(`0: Illegal option ${on ? "-" : "+"}o ${name}`);
      } else {
        const option = flavour.options.find((one) => one.letter === letter);
        if (option) options.push([option.name, on]);
        else if (letter !== "r")
          return flavour.name === "bash"
            ? complain(`${on ? "-" : "+"}${letter}: invalid option`)
            : complain(`${flavour.name === "dash" ? "0: Illegal" : "illegal"} option ${on ? "-" : "+"}${letter}`);
      }
    }
  }
  const rest = words.slice(at);
  const common = { login, options, shopts, profile, rc, rcFile };
  if (command) {
    const [text, name, ...parameters] = rest;
    if (text === undefined)
      return flavour.name === "bash"
        ? complain("-c: option requires an argument")
        : complain(flavour.name === "dash" ? "0: -c requires an argument" : "-c requires an argument");
    return { ...common, mode: "c", text, file: undefined, name: name ?? zero, parameters, interactive: forced };
  }
  const [file, ...parameters] = rest;
  if (file !== undefined && !fromStdin)
    return { ...common, mode: "file", text: undefined, file, name: file, parameters, interactive: forced };
  const interactive = forced || (sys.isOpen(0) && sys.isatty(0) && sys.isOpen(2) && sys.isatty(2));
  return { ...common, mode: "stdin", text: undefined, file: undefined, name: zero, parameters: fromStdin ? rest : [], interactive };
}
