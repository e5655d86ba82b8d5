import { decode, isErrno, type Program, STDIN, STDOUT, type Sys } from "#abi";
import { matcherOf } from "./grep/matcher.ts";
import { type Search, searchFile } from "./grep/search.ts";
import { choice } from "./ls/settings.ts";
import { join } from "./tool/files.ts";
import { globPattern } from "./tool/glob.ts";
import { complain, complainOf, Failure, UsageFailure } from "./tool/messages.ts";
import { lastOf, valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

const OPTIONS = {
  extended: ["-E, --extended-regexp", "PATTERNS are extended regular expressions"],
  fixed: ["-F, --fixed-strings", "PATTERNS are strings"],
  basic: ["-G, --basic-regexp", "PATTERNS are basic regular expressions"],
  perl: ["-P, --perl-regexp", "PATTERNS are Perl regular expressions"],
  pattern: ["-e, --regexp=PATTERNS", "use PATTERNS for matching"],
  file: ["-f, --file=FILE", "take PATTERNS from FILE"],
  ignoreCase: ["-i, -y, --ignore-case", "ignore case distinctions in patterns and data"],
  keepCase: ["--no-ignore-case", "do not ignore case distinctions (default)"],
  words: ["-w, --word-regexp", "match only whole words"],
  whole: ["-x, --line-regexp", "match only whole lines"],
  zero: ["-z, --null-data", "a data line ends in 0 byte, not newline"],
  silent: ["-s, --no-messages", "suppress error messages"],
  invert: ["-v, --invert-match", "select non-matching lines"],
  most: ["-m, --max-count=NUM", "stop after NUM selected lines"],
  offset: ["-b, --byte-offset", "print the byte offset with output lines"],
  numbers: ["-n, --line-number", "print line number with output lines"],
  lineBuffered: ["--line-buffered", "flush output on every line"],
  withName: ["-H, --with-filename", "print file name with output lines"],
  noName: ["-h, --no-filename", "suppress the file name prefix on output"],
  label: ["--label=LABEL", "use LABEL as the standard input file name prefix"],
  only: ["-o, --only-matching", "show only nonempty parts of lines that match"],
  quiet: ["-q, --quiet, --silent", "suppress all normal output"],
  binary: ["--binary-files=TYPE", "assume that binary files are TYPE; 'binary', 'text', or 'without-match'"],
  text: ["-a, --text", "equivalent to --binary-files=text"],
  noBinary: ["-I", "equivalent to --binary-files=without-match"],
  directories: ["-d, --directories=ACTION", "how to handle directories; 'read', 'recurse', or 'skip'"],
  devices: ["-D, --devices=ACTION", "how to handle devices, FIFOs and sockets; 'read' or 'skip'"],
  recursive: ["-r, --recursive", "like --directories=recurse"],
  follow: ["-R, --dereference-recursive", "likewise, but follow all symlinks"],
  include: ["--include=GLOB", "search only files that match GLOB"],
  exclude: ["--exclude=GLOB", "skip files that match GLOB"],
  excludeDirectory: ["--exclude-dir=GLOB", "skip directories that match GLOB"],
  without: ["-L, --files-without-match", "print only names of FILEs with no selected lines"],
  names: ["-l, --files-with-matches", "print only names of FILEs with selected lines"],
  count: ["-c, --count", "print only a count of selected lines per FILE"],
  tab: ["-T, --initial-tab", "make tabs line up (if needed)"],
  nul: ["-Z, --null", "print 0 byte after FILE name"],
  before: ["-B, --before-context=NUM", "print NUM lines of leading context"],
  after: ["-A, --after-context=NUM", "print NUM lines of trailing context"],
  context: ["-C, --context=NUM", "print NUM lines of output context"],
  color: ["--color, --colour[=WHEN]", "use markers to highlight the matching strings"],
} as const;

/** grep: print lines that match patterns. Models GNU grep. */
export const grep: Program = grepAs("grep", undefined);
export const egrep: Program = grepAs("egrep", "extended");
export const fgrep: Program = grepAs("fgrep", "fixed");

function grepAs(name: string, fixed: "extended" | "fixed" | undefined): Program {
  return utility({
    name,
    summary:
      "Search for PATTERNS in each FILE.\nExample: grep -i 'hello world' menu.h main.c\nPATTERNS can contain multiple patterns separated by newlines.",
    usage: "[OPTION]... PATTERNS [FILE]...",
    package: "GNU grep 3.4",
    usageStatus: 2,
    showsUsage: true,
    rewrite: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-C$1")),
    options: OPTIONS,
    async run(sys, { options, given, operands }) {
      const patterns = [
        ...valuesOf(given, "pattern").flatMap((text) => text.split("\n")),
        ...valuesOf(given, "file").flatMap((path) => patternFile(sys, path)),
      ];
      const isGiven = options.pattern !== undefined || options.file !== undefined;
      const [first] = operands;
      if (!isGiven && first === undefined) throw new UsageFailure("");
      const kind = lastOf(given, "extended", "fixed", "basic", "perl") ?? fixed ?? "basic";
      const matcher = matcherOf(isGiven ? patterns : (first ?? "").split("\n"), kind, {
        ignoreCase: options.ignoreCase && !options.keepCase,
        words: options.words,
        whole: options.whole,
      });
      const recursive = options.recursive || options.follow || options.directories === "recurse";
      const named = isGiven ? operands : operands.slice(1);
      const files = named.length > 0 ? named : [recursive ? "." : "-"];
      const context = count(options.context, "context") ?? 0;
      const search: Search = {
        sys,
        matcher,
        ...options,
        withName: options.withName || (!options.noName && (files.length > 1 || recursive)),
        most: count(options.most, "max") ?? Number.POSITIVE_INFINITY,
        before: count(options.before, "context") ?? context,
        after: count(options.after, "context") ?? context,
        label: options.label ?? "(standard input)",
        binaryFiles:
          options.text || options.binary === "text" ? "text" : options.noBinary || options.binary === "without-match" ? "skip" : "binary",
        color: choice(sys, "--color", options.color, sys.isatty(STDOUT)),
        state: { separated: false, matched: false },
      };
      const walk: Walk = {
        search,
        recursive,
        follow: options.follow,
        skipsDirectories: options.directories === "skip",
        includes: valuesOf(given, "include").map((glob) => globPattern(glob)),
        excludes: valuesOf(given, "exclude").map((glob) => globPattern(glob)),
        excludedDirectories: valuesOf(given, "excludeDirectory").map((glob) => globPattern(glob)),
        silent: options.silent,
        stripsDot: named.length === 0 && recursive,
        failed: false,
      };
      for (const file of files) {
        await visit(walk, file, true);
        if (options.quiet && search.state.matched) return 0;
      }
      await stdout(sys).settle();
      return walk.failed ? 2 : search.state.matched ? 0 : 1;
    },
  });
}

interface Walk {
  readonly search: Search;
  readonly recursive: boolean;
  readonly follow: boolean;
  readonly skipsDirectories: boolean;
  readonly includes: readonly RegExp[];
  readonly excludes: readonly RegExp[];
  readonly excludedDirectories: readonly RegExp[];
  readonly silent: boolean;
  readonly stripsDot: boolean;
  failed: boolean;
}

async function visit(walk: Walk, path: string, named: boolean): Promise<void> {
  const { sys } = walk.search;
  const shown = walk.stripsDot ? path.replace(/^\.\//, "") : path;
  try {
    if (path === "-" && !walk.recursive) return await searchFile(walk.search, STDIN, walk.search.label);
    const link = sys.lstat(path);
    if (link.type === "symlink" && !named && !walk.follow) return;
    const { type } = link.type === "symlink" ? sys.stat(path) : link;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const has = (list: readonly RegExp[]) => list.some((glob) => glob.test(name) || glob.test(path));
    if (type === "directory") {
      if (walk.skipsDirectories || has(walk.excludedDirectories)) return;
      if (!walk.recursive) {
        walk.failed = true;
        if (!walk.silent) await complain(sys, `${path}: Is a directory`);
        return;
      }
      for (const entry of sys.readdir(path)) await visit(walk, join(path, entry.name), false);
      return;
    }
    if ((walk.includes.length > 0 && !has(walk.includes)) || has(walk.excludes)) return;
    if (!named && type !== "file") return;
    const fd = sys.open(path);
    try {
      await searchFile(walk.search, fd, shown);
    } finally {
      sys.close(fd);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    walk.failed = true;
    if (!walk.silent) await complainOf(sys, shown, error);
  }
}

function patternFile(sys: Sys, path: string): readonly string[] {
  return decode(sys.readFile(path === "-" ? "/dev/stdin" : path))
    .replace(/\n$/, "")
    .split("\n");
}

function count(text: string | undefined, what: "context" | "max"): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Failure(what === "max" ? "invalid max count" : `${text}: invalid context length argument`, 2);
  return Number(text);
}
