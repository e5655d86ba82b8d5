import type { FlagSpec } from "#releases";
import type { Session } from "../session.ts";
import { argumentCandidates, type Candidates, FILES, flagCandidates, NOTHING } from "./candidates.ts";
import { valueWithout } from "./flags.ts";
import { type Command, findNext, flagsOf, subcommands } from "./tree.ts";

/** cobra's ShellCompDirectiveNoFileComp, and the default that lets the shell offer files. */
const NO_FILES = 4;
const DEFAULT = 0;

/**
 * `docker __complete WORD…`: what the last word may become, a line each with a description after a tab, and a last line
 * `:4` (nothing else) or `:0` (files too).
 */
export async function complete(session: Session, root: Command, words: readonly string[], descriptions: boolean): Promise<number> {
  const { found, files } = await candidates(session, root, words);
  const line = ([name, text]: readonly [string, string]): string =>
    descriptions && text !== "" ? `${name}\t${text.split("\n")[0]}\n` : `${name}\n`;
  await session.out(`${found.map(line).join("")}:${files ? DEFAULT : NO_FILES}\n`);
  await session.err(`Completion ended with directive: ${files ? "ShellCompDirectiveDefault" : "ShellCompDirectiveNoFileComp"}\n`);
  return 0;
}

interface Place {
  readonly command: Command;
  readonly args: readonly string[];
  /** The flag whose value is being typed. */
  readonly flag: FlagSpec | undefined;
  readonly afterDashes: boolean;
}

async function candidates(session: Session, root: Command, words: readonly string[]): Promise<Candidates> {
  const last = words.at(-1) ?? "";
  const at = locate(root, words.slice(0, -1));
  const fits = ({ found, files }: Candidates, start: string, prefix: string = ""): Candidates => ({
    found: found.filter(([name]) => name.startsWith(start)).map(([name, text]) => [prefix + name, text] as const),
    files,
  });
  if (at.flag) return fits(await flagCandidates(session, at.flag), last);
  const stopped = at.afterDashes || (at.command.spec.flagsFirst === true && at.args.length > 0);
  if (last.startsWith("-") && !stopped) {
    const equals = last.indexOf("=");
    if (equals < 0) return { found: flagNames(at.command, last), files: false };
    const flag = flagsOf(at.command).find((one) => `--${one[0]}` === last.slice(0, equals));
    if (!flag) return NOTHING;
    return fits(await flagCandidates(session, flag), last.slice(equals + 1), last.slice(0, equals + 1));
  }
  if (at.command.spec.commands && at.args.length === 0) {
    const own = subcommands(at.command).filter((sub) => !sub.spec.hidden && !sub.spec.experimental && !sub.spec.experimentalCli);
    const plugins = at.command === root ? session.release.help.plugins.map(({ name, short }) => [name, short] as const) : [];
    const names = [...own.map((sub) => [sub.name, sub.spec.short] as const), ...plugins].sort(([a], [b]) => (a < b ? -1 : 1));
    return fits({ found: names, files: false }, last);
  }
  if (at.command.spec.flagsFirst && at.args.length > 0 && !/ (top|commit|tag)$/.test(at.command.path)) return FILES;
  return fits(await argumentCandidates(session, at.command, at.args), last);
}

/** The command that the words lead to, with what follows it. */
function locate(root: Command, words: readonly string[]): Place {
  let command = root;
  const args: string[] = [];
  let afterDashes = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const stopped = afterDashes || (command.spec.flagsFirst === true && args.length > 0);
    if (stopped || !word.startsWith("-") || word === "-") {
      const next = args.length === 0 && !stopped ? findNext(command, word) : undefined;
      if (next) command = next;
      else args.push(word);
    } else if (word === "--") afterDashes = true;
    else {
      const flag = waiting(flagsOf(command), word);
      if (flag && i === words.length - 1) return { command, args, flag, afterDashes };
      if (flag) i++;
    }
  }
  return { command, args, flag: undefined, afterDashes };
}

/** The flag of a word that takes the next word as its value. */
function waiting(flags: readonly FlagSpec[], word: string): FlagSpec | undefined {
  if (word.includes("=")) return undefined;
  const flag = word.startsWith("--")
    ? flags.find((one) => one[0] === word.slice(2))
    : flags.find((one) => one[1] !== "" && one[1] === word.at(-1));
  return flag && valueWithout(flag) === undefined ? flag : undefined;
}

function flagNames(command: Command, start: string): (readonly [string, string])[] {
  const shown = flagsOf(command).filter(
    ([, , , , , more]) => more?.hidden !== true && more?.deprecated === undefined && more?.os === undefined,
  );
  const all = shown.flatMap(([name, shorthand, , , usage]): (readonly [string, string])[] => [
    [`--${name}`, usage],
    ...(shorthand === "" ? [] : [[`-${shorthand}`, usage] as const]),
  ]);
  return all.filter(([name]) => name.startsWith(start)).sort(([a], [b]) => (a < b ? -1 : 1));
}
