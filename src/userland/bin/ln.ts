import { isErrno, type Program, type Sys } from "#abi";
import { baseName, dirName, join } from "./tool/files.ts";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { relativePath } from "./tool/paths.ts";
import { confirm, isDirectory, statOrUndefined } from "./tool/prompt.ts";
import { quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

interface Linking {
  readonly symbolic: boolean;
  readonly force: boolean;
  readonly interactive: boolean;
  readonly relative: boolean;
  readonly verbose: boolean;
}

/** ln: make links between files. Models GNU ln. */
export const ln: Program = utility({
  name: "ln",
  summary:
    "In the 1st form, create a link to TARGET with the name LINK_NAME.\nIn the 2nd form, create a link to TARGET in the current directory.\nIn the 3rd and 4th forms, create links to each TARGET in DIRECTORY.\nCreate hard links by default, symbolic links with --symbolic.",
  usage: [
    "[OPTION]... [-T] TARGET LINK_NAME",
    "[OPTION]... TARGET",
    "[OPTION]... TARGET... DIRECTORY",
    "[OPTION]... -t DIRECTORY TARGET...",
  ],
  options: {
    force: ["-f, --force", "remove existing destination files"],
    interactive: ["-i, --interactive", "prompt whether to remove destinations"],
    logical: ["-L, --logical", "dereference TARGETs that are symbolic links"],
    noDereference: [
      "-n, --no-dereference",
      "treat LINK_NAME as a normal file if\n                             it is a symbolic link to a directory",
    ],
    physical: ["-P, --physical", "make hard links directly to symbolic links"],
    relative: ["-r, --relative", "with -s, create links relative to link location"],
    symbolic: ["-s, --symbolic", "make symbolic links instead of hard links"],
    directory: ["-t, --target-directory=DIRECTORY", "specify the DIRECTORY in which to create the links"],
    noDirectory: ["-T, --no-target-directory", "treat LINK_NAME as a normal file always"],
    verbose: ["-v, --verbose", "print name of each linked file"],
  },
  async run(sys, { options, operands }) {
    const [first, ...more] = operands;
    if (first === undefined) throw new UsageFailure(t(sys)`missing file operand`);
    if (options.noDirectory && operands.length !== 2) {
      throw new UsageFailure(
        operands.length < 2
          ? t(sys)`missing destination file operand after ${quoteAlways(sys, first)}`
          : t(sys)`extra operand ${quoteAlways(sys, operands[2] ?? "")}`,
      );
    }
    const last = operands.at(-1) ?? first;
    const isTarget = (path: string) =>
      isDirectory(sys, path) && !(options.noDereference && statOrUndefined(sys, path, false)?.type === "symlink");
    if (operands.length > 2 && options.directory === undefined && !isTarget(last)) {
      throw new Failure(`target ${quoteAlways(sys, last)}: ${errorText(sys, statOrUndefined(sys, last) ? "ENOTDIR" : "ENOENT")}`);
    }
    if (options.directory !== undefined && !isDirectory(sys, options.directory)) {
      throw new Failure(
        `target directory ${quoteAlways(sys, options.directory)}: ${errorText(sys, statOrUndefined(sys, options.directory) ? "ENOTDIR" : "ENOENT")}`,
      );
    }
    const directory = options.directory ?? (options.noDirectory ? undefined : more.length === 0 ? "." : isTarget(last) ? last : undefined);
    const targets = options.directory !== undefined || more.length === 0 ? operands : operands.slice(0, -1);
    let status = 0;
    for (const target of targets) {
      const name =
        directory === undefined ? last : directory === "." && more.length === 0 ? baseName(target) : join(directory, baseName(target));
      if (!(await link(sys, options, target, name))) status = 1;
    }
    return status;
  },
});

async function link(sys: Sys, linking: Linking, target: string, name: string): Promise<boolean> {
  const kind = linking.symbolic ? "symbolic" : "hard";
  const fail = async (text: string, error: unknown): Promise<boolean> => {
    if (!isErrno(error)) throw error;
    await complain(sys, `${text}: ${errorText(sys, error.code)}`);
    return false;
  };
  if (!linking.symbolic) {
    try {
      if (sys.lstat(target).type === "directory") {
        await complain(sys, `${target}: hard link not allowed for directory`);
        return false;
      }
    } catch (error) {
      return fail(`failed to access ${quoteAlways(sys, target)}`, error);
    }
  }
  const old = statOrUndefined(sys, name, false);
  if (old && linking.interactive && !(await confirm(sys, `replace ${quoteAlways(sys, name)}?`))) return true;
  const source = linking.symbolic && linking.relative ? relativePath(sys, target, dirName(name)) : target;
  try {
    if (old && (linking.force || linking.interactive)) {
      if (old.type === "directory") {
        await complain(sys, `${name}: cannot overwrite directory`);
        return false;
      }
      sys.unlink(name);
    }
    if (linking.symbolic) sys.symlink(source, name);
    else sys.link(target, name);
  } catch (error) {
    const arrow = linking.symbolic && old ? "" : ` => ${quoteAlways(sys, target)}`;
    return fail(`failed to create ${kind} link ${quoteAlways(sys, name)}${linking.symbolic ? "" : arrow}`, error);
  }
  if (linking.verbose) await stdout(sys).print(`${quoteAlways(sys, name)} ${linking.symbolic ? "->" : "=>"} ${quoteAlways(sys, source)}\n`);
  return true;
}
