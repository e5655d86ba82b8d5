import { isErrno, modeString, type Program, STDIN, type Sys } from "#abi";
import { type CopyOptions, copyPath, destinationOf, isInside } from "./tool/copy.ts";
import { join } from "./tool/files.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, errorText, t } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { confirm, isWritable, statOrUndefined } from "./tool/prompt.ts";
import { quoteAlways } from "./tool/quote.ts";
import { targetsOf } from "./tool/targets.ts";
import { utility } from "./tool/utility.ts";

interface Moving {
  readonly when: "force" | "interactive" | "noClobber" | undefined;
  readonly update: boolean;
  readonly verbose: boolean;
}

/** mv: move (rename) files. Models GNU mv. */
export const mv: Program = utility({
  name: "mv",
  summary: "Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.",
  usage: ["[OPTION]... [-T] SOURCE DEST", "[OPTION]... SOURCE... DIRECTORY", "[OPTION]... -t DIRECTORY SOURCE..."],
  options: {
    force: ["-f, --force", "do not prompt before overwriting"],
    interactive: ["-i, --interactive", "prompt before overwrite"],
    noClobber: ["-n, --no-clobber", "do not overwrite an existing file"],
    strip: ["--strip-trailing-slashes", "remove any trailing slashes from each SOURCE argument"],
    directory: ["-t, --target-directory=DIRECTORY", "move all SOURCE arguments into DIRECTORY"],
    noDirectory: ["-T, --no-target-directory", "treat DEST as a normal file"],
    update: [
      "-u, --update",
      "move only when the SOURCE file is newer\n                             than the destination file or when the\n                             destination file is missing",
    ],
    verbose: ["-v, --verbose", "explain what is being done"],
  },
  async run(sys, { options, given, operands }) {
    const { sources, target, intoDirectory } = targetsOf(sys, operands, options.directory, options.noDirectory);
    const moving: Moving = { when: lastOf(given, "force", "interactive", "noClobber"), update: options.update, verbose: options.verbose };
    let status = 0;
    for (const source of sources) if (!(await move(sys, moving, source, destinationOf(source, target, intoDirectory)))) status = 1;
    return status;
  },
});

async function move(sys: Sys, moving: Moving, from: string, to: string): Promise<boolean> {
  const name = (path: string) => quoteAlways(sys, path);
  const refuse = async (text: string) => {
    await complain(sys, text);
    return false;
  };
  try {
    const source = sys.lstat(from);
    const old = statOrUndefined(sys, to, false);
    if (old && old.ino === source.ino && old.dev === source.dev) return refuse(`${name(from)} and ${name(to)} are the same file`);
    if (old?.type === "directory" && source.type !== "directory")
      return refuse(`cannot overwrite directory ${name(to)} with non-directory`);
    if (old && old.type !== "directory" && source.type === "directory")
      return refuse(`cannot overwrite non-directory ${name(to)} with directory ${name(from)}`);
    if (old && (moving.when === "noClobber" || (moving.update && old.mtime >= source.mtime))) return true;
    if (old && moving.when !== "force" && old.type !== "symlink") {
      const isProtected = !isWritable(sys, to) && sys.isatty(STDIN);
      const mode = `${old.mode.toString(8).padStart(4, "0")} (${modeString("file", old.mode).slice(1)})`;
      if (isProtected && !(await confirm(sys, `replace ${name(to)}, overriding mode ${mode}?`))) return true;
      if (!isProtected && moving.when === "interactive" && !(await confirm(sys, `overwrite ${name(to)}?`))) return true;
    }
    if (source.type === "directory" && isInside(sys, from, to))
      return refuse(`cannot move ${name(from)} to a subdirectory of itself, ${name(to)}`);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const what = flavourOf(sys) === "busybox" ? `can't rename '${from}'` : t(sys)`cannot stat ${name(from)}`;
    return refuse(`${what}: ${errorText(sys, error.code)}`);
  }
  try {
    sys.rename(from, to);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code !== "EXDEV") return refuse(`cannot move ${name(from)} to ${name(to)}: ${errorText(sys, error.code)}`);
    if (!(await copyAcross(sys, from, to))) return false;
  }
  if (moving.verbose) await stdout(sys).print(`renamed ${name(from)} -> ${name(to)}\n`);
  return true;
}

const ACROSS: CopyOptions = {
  recursive: true,
  force: true,
  interactive: false,
  noClobber: false,
  update: false,
  verbose: false,
  follow: "none",
  preserveMode: true,
  preserveOwner: true,
  preserveTimes: true,
  preserveLinks: true,
  link: undefined,
  attributesOnly: false,
};

async function copyAcross(sys: Sys, from: string, to: string): Promise<boolean> {
  if (!(await copyPath({ sys, options: ACROSS, links: new Map() }, from, to, true))) return false;
  try {
    removeTree(sys, from);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await complain(sys, `${t(sys)`cannot remove ${quoteAlways(sys, error.path ?? from)}`}: ${errorText(sys, error.code)}`);
    return false;
  }
}

function removeTree(sys: Sys, path: string): void {
  if (sys.lstat(path).type !== "directory") return sys.unlink(path);
  for (const entry of sys.readdir(path)) removeTree(sys, join(path, entry.name));
  sys.rmdir(path);
}
