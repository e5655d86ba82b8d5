import { isErrno, type Program } from "#abi";
import { complain, complainOf, errorText, t, UsageFailure } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { canonicalPath, relativePath } from "./tool/paths.ts";
import { quoteIfNeeded } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

const MUST = { canonical: "parents", existing: "all", missing: "none" } as const;

/** readlink: print resolved symbolic links or canonical file names. Models GNU readlink. */
export const readlink: Program = utility({
  name: "readlink",
  summary: "Print value of a symbolic link or canonical file name",
  usage: "[OPTION]... FILE...",
  options: {
    canonical: [
      "-f, --canonicalize",
      "canonicalize by following every symlink in\n                             every component of the given name recursively;\n                             all but the last component must exist",
    ],
    existing: ["-e, --canonicalize-existing", "likewise, all components must exist"],
    missing: ["-m, --canonicalize-missing", "likewise, without requirements on components existence"],
    noNewline: ["-n, --no-newline", "do not output the trailing delimiter"],
    quiet: ["-q, -s, --quiet, --silent", "suppress most error messages (on by default)"],
    verbose: ["-v, --verbose", "report error messages"],
    zero: ["-z, --zero", "end each output line with NUL, not newline"],
  },
  async run(sys, { options, given, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    const mode = lastOf(given, "canonical", "existing", "missing");
    const end = options.noNewline && operands.length === 1 ? "" : options.zero ? "\0" : "\n";
    let status = 0;
    for (const path of operands) {
      try {
        await stdout(sys).print((mode === undefined ? sys.readlink(path) : canonicalPath(sys, path, MUST[mode])) + end);
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (options.verbose) await complainOf(sys, path, error);
        status = 1;
      }
    }
    return status;
  },
});

/** realpath: print the resolved path. Models GNU realpath. */
export const realpath: Program = utility({
  name: "realpath",
  summary: "Print the resolved absolute file name;\nall but the last component must exist",
  usage: "[OPTION]... FILE...",
  options: {
    existing: ["-e, --canonicalize-existing", "all components of the path must exist"],
    missing: ["-m, --canonicalize-missing", "no path components need exist or be a directory"],
    logical: ["-L, --logical", "resolve '..' components before symlinks"],
    physical: ["-P, --physical", "resolve symlinks as encountered (default)"],
    quiet: ["-q, --quiet", "suppress most error messages"],
    relative: ["--relative-to=DIR", "print the resolved path relative to DIR"],
    noLinks: ["-s, --strip, --no-symlinks", "don't expand symlinks"],
    zero: ["-z, --zero", "end each output line with NUL, not newline"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    let status = 0;
    for (const path of operands) {
      try {
        const real = canonicalPath(sys, path, options.existing ? "all" : options.missing ? "none" : "parents");
        await stdout(sys).print(
          (options.relative === undefined ? real : relativePath(sys, real, options.relative)) + (options.zero ? "\0" : "\n"),
        );
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (!options.quiet) await complain(sys, `${quoteIfNeeded(sys, path)}: ${errorText(sys, error.code)}`);
        status = 1;
      }
    }
    return status;
  },
});

/** pwd: print the working directory. The executable; shells have their own. */
export const pwd: Program = utility({
  name: "pwd",
  summary: "Print the full filename of the current working directory.",
  usage: "[OPTION]...",
  options: {
    logical: ["-L, --logical", "use PWD from environment, even if it contains symlinks"],
    physical: ["-P, --physical", "avoid all symlinks"],
  },
  async run(sys, { options }) {
    const logical = sys.env.get("PWD");
    const real = sys.getcwd();
    const usable = options.logical && logical?.startsWith("/") && sys.realpath(logical) === real;
    await stdout(sys).print(`${usable ? logical : real}\n`);
    return 0;
  },
});
