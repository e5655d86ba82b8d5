import { isErrno, type Program, type Sys } from "#abi";
import { dirName, join } from "./tool/files.ts";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { parseMode } from "./tool/mode.ts";
import { stdout } from "./tool/output.ts";
import { isDirectory } from "./tool/prompt.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** mkdir: make directories. Models GNU mkdir. */
export const mkdir: Program = utility({
  name: "mkdir",
  summary: "Create the DIRECTORY(ies), if they do not already exist.",
  usage: "[OPTION]... DIRECTORY...",
  options: {
    mode: ["-m, --mode=MODE", "set file mode (as in chmod), not a=rwx - umask"],
    parents: ["-p, --parents", "no error if existing, make parent directories as needed"],
    verbose: ["-v, --verbose", "print a message for each created directory"],
    context: ["-Z", "set SELinux security context to the default type"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    const change = options.mode === undefined ? undefined : parseMode(options.mode);
    if (options.mode !== undefined && !change) throw new Failure(`invalid mode ${quote(sys, options.mode)}`);
    let status = 0;
    for (const path of operands) {
      try {
        for (const made of options.parents ? makeParents(sys, path) : [make(sys, path)]) {
          if (options.verbose) await stdout(sys).print(`${sys.argv[0]}: created directory ${quoteAlways(sys, made)}\n`);
        }
        if (change) sys.chmod(path, change(0o777, true, sys.umask()));
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complain(sys, `${t(sys)`cannot create directory ${quote(sys, error.path ?? path)}`}: ${errorText(sys, error.code)}`);
        status = 1;
      }
    }
    return status;
  },
});

function make(sys: Sys, path: string): string {
  sys.mkdir(path);
  return path;
}

/** Creates what is missing of a path, from the top; gives what it made. */
export function makeParents(sys: Sys, path: string, mode?: number): readonly string[] {
  const made: string[] = [];
  let at = path.startsWith("/") ? "/" : "";
  for (const name of path.split("/")) {
    if (name === "") continue;
    at = join(at, name);
    if (isDirectory(sys, at)) continue;
    try {
      sys.mkdir(at, mode);
    } catch (error) {
      if (isErrno(error, "EEXIST") && isDirectory(sys, at)) continue;
      throw error;
    }
    made.push(at);
  }
  return made;
}

/** rmdir: remove empty directories. Models GNU rmdir. */
export const rmdir: Program = utility({
  name: "rmdir",
  summary: "Remove the DIRECTORY(ies), if they are empty.",
  usage: "[OPTION]... DIRECTORY...",
  options: {
    ignore: ["--ignore-fail-on-non-empty", "ignore each failure to remove a non-empty directory"],
    parents: ["-p, --parents", "remove DIRECTORY and its ancestors; e.g., 'rmdir -p a/b' is similar to 'rmdir a/b a'"],
    verbose: ["-v, --verbose", "output a diagnostic for every directory processed"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    let status = 0;
    for (const operand of operands) {
      let path = operand;
      try {
        for (;;) {
          if (options.verbose) await stdout(sys).print(`${sys.argv[0]}: removing directory, ${quoteAlways(sys, path)}\n`);
          sys.rmdir(path);
          const parent = dirName(path);
          if (!options.parents || parent === "." || parent === "/" || parent === path) break;
          path = parent;
        }
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (options.ignore && isErrno(error, "ENOTEMPTY", "EEXIST")) continue;
        const what =
          path === operand ? t(sys)`failed to remove ${quoteAlways(sys, path)}` : `failed to remove directory ${quoteAlways(sys, path)}`;
        await complain(sys, `${what}: ${errorText(sys, error.code)}`);
        status = 1;
      }
    }
    return status;
  },
});
