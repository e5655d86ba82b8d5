/** What ls was asked for. */

import { STDOUT, type Sys } from "#abi";
import { flavourOf } from "../tool/flavour.ts";
import { globPattern } from "../tool/glob.ts";
import { UsageFailure } from "../tool/messages.ts";
import { lastOf, type ParsedOptions, valuesOf } from "../tool/options.ts";
import { quote } from "../tool/quote.ts";

export const LS_OPTIONS = {
  all: ["-a, --all", "do not ignore entries starting with ."],
  almostAll: ["-A, --almost-all", "do not list implied . and .."],
  author: ["--author", "with -l, print the author of each file"],
  escape: ["-b, --escape", "print C-style escapes for nongraphic characters"],
  blockSize: ["--block-size=SIZE", "with -l, scale sizes by SIZE when printing them"],
  backups: ["-B, --ignore-backups", "do not list implied entries ending with ~"],
  ctime: ["-c", "with -lt: sort by, and show, ctime; with -l: show ctime and sort by name"],
  columns: ["-C", "list entries by columns"],
  color: ["--color[=WHEN]", "colorize the output; WHEN can be 'always' (default if omitted), 'auto', or 'never'"],
  directory: ["-d, --directory", "list directories themselves, not their contents"],
  dired: ["-D, --dired", "generate output designed for Emacs' dired mode"],
  unsortedAll: ["-f", "do not sort, enable -aU, disable -ls --color"],
  classify: ["-F, --classify[=WHEN]", "append indicator (one of */=>@|) to entries"],
  fileType: ["--file-type", "likewise, except do not append '*'"],
  format: ["--format=WORD", "across -x, commas -m, horizontal -x, long -l, single-column -1, verbose -l, vertical -C"],
  fullTime: ["--full-time", "like -l --time-style=full-iso"],
  noOwner: ["-g", "like -l, but do not list owner"],
  directoriesFirst: ["--group-directories-first", "group directories before files"],
  noGroup: ["-G, --no-group", "in a long listing, don't print group names"],
  human: ["-h, --human-readable", "with -l and -s, print sizes like 1K 234M 2G etc."],
  si: ["--si", "likewise, but use powers of 1000 not 1024"],
  followNamed: ["-H, --dereference-command-line", "follow symbolic links listed on the command line"],
  hide: ["--hide=PATTERN", "do not list implied entries matching shell PATTERN"],
  hyperlink: ["--hyperlink[=WHEN]", "hyperlink file names"],
  indicator: ["--indicator-style=WORD", "append indicator with style WORD to entry names"],
  inode: ["-i, --inode", "print the index number of each file"],
  ignore: ["-I, --ignore=PATTERN", "do not list implied entries matching shell PATTERN"],
  kibibytes: ["-k, --kibibytes", "default to 1024-byte blocks for disk usage"],
  long: ["-l", "use a long listing format"],
  follow: ["-L, --dereference", "show information for the file a symbolic link references"],
  commas: ["-m", "fill width with a comma separated list of entries"],
  numeric: ["-n, --numeric-uid-gid", "like -l, but list numeric user and group IDs"],
  literal: ["-N, --literal", "print entry names without quoting"],
  longNoGroup: ["-o", "like -l, but do not list group information"],
  slash: ["-p", "append / indicator to directories"],
  hideControl: ["-q, --hide-control-chars", "print ? instead of nongraphic characters"],
  showControl: ["--show-control-chars", "show nongraphic characters as-is"],
  quoteName: ["-Q, --quote-name", "enclose entry names in double quotes"],
  quoting: ["--quoting-style=WORD", "use quoting style WORD for entry names"],
  reverse: ["-r, --reverse", "reverse order while sorting"],
  recursive: ["-R, --recursive", "list subdirectories recursively"],
  blocks: ["-s, --size", "print the allocated size of each file, in blocks"],
  bySize: ["-S", "sort by file size, largest first"],
  sort: ["--sort=WORD", "sort by WORD instead of name: none (-U), size (-S), time (-t), version (-v), extension (-X)"],
  time: ["--time=WORD", "show and sort by: atime, access, use, ctime, status"],
  timeStyle: ["--time-style=STYLE", "time/date format with -l: full-iso, long-iso, iso, locale, or +FORMAT"],
  byTime: ["-t", "sort by time, newest first"],
  tabs: ["-T, --tabsize=COLS", "assume tab stops at each COLS instead of 8"],
  atime: ["-u", "with -lt: sort by, and show, access time; with -l: show access time and sort by name"],
  unsorted: ["-U", "do not sort; list entries in directory order"],
  byVersion: ["-v", "natural sort of (version) numbers within text"],
  width: ["-w, --width=COLS", "set output width to COLS.  0 means no limit"],
  across: ["-x", "list entries by lines instead of by columns"],
  byExtension: ["-X", "sort alphabetically by entry extension"],
  context: ["-Z, --context", "print any security context of each file"],
  one: ["-1", "list one file per line.  Avoid '\\n' with -q or -b"],
} as const;

type Parsed = ParsedOptions<typeof LS_OPTIONS>;

export interface Settings {
  readonly hidden: "none" | "almost" | "all";
  readonly format: "one" | "columns" | "across" | "commas" | "long";
  readonly order: "name" | "time" | "size" | "version" | "extension" | "none";
  readonly time: "mtime" | "atime" | "ctime";
  readonly reverse: boolean;
  readonly recursive: boolean;
  readonly directory: boolean;
  readonly directoriesFirst: boolean;
  readonly follow: "all" | "named" | "none";
  readonly human: 1000 | 1024 | undefined;
  readonly blocks: boolean;
  readonly inode: boolean;
  readonly numeric: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly indicators: "none" | "slash" | "types" | "all";
  readonly quoting: "literal" | "shell" | "c" | "escape" | "hide";
  readonly color: boolean;
  readonly timeStyle: string;
  readonly width: number;
  readonly tabSize: number;
  readonly ignore: readonly RegExp[];
  readonly context: boolean;
}

export function settingsOf(sys: Sys, { options, given }: Parsed): Settings {
  const tty = sys.isatty(STDOUT);
  const last = lastOf(given, "columns", "long", "one", "across", "commas", "format", "numeric", "noOwner", "longNoGroup", "fullTime");
  const hidden = lastOf(given, "all", "almostAll", "unsortedAll");
  return {
    hidden: hidden === "almostAll" ? "almost" : hidden ? "all" : "none",
    format: formatOf(sys, options, last, tty),
    order: orderOf(sys, options, given),
    time:
      options.ctime || /^(ctime|status)/.test(options.time ?? "")
        ? "ctime"
        : options.atime || /^(atime|access|use)/.test(options.time ?? "")
          ? "atime"
          : "mtime",
    reverse: options.reverse,
    recursive: options.recursive && !options.directory,
    directory: options.directory,
    directoriesFirst: options.directoriesFirst,
    follow: options.follow ? "all" : options.followNamed ? "named" : "none",
    human: options.human ? 1024 : options.si ? 1000 : undefined,
    blocks: options.blocks,
    inode: options.inode,
    numeric: options.numeric,
    owner: !options.noOwner,
    group: !options.noGroup && !options.longNoGroup,
    indicators: indicatorsOf(options, tty),
    quoting: quotingOf(sys, options, tty),
    color: choice(sys, "--color", options.color, tty) || (flavourOf(sys) === "busybox" && tty && options.color === undefined),
    timeStyle: options.fullTime ? "full-iso" : (options.timeStyle ?? sys.env.get("TIME_STYLE") ?? "locale"),
    width:
      options.width !== undefined
        ? Number(options.width) || Number.POSITIVE_INFINITY
        : Number(sys.env.get("COLUMNS") ?? 0) || (tty ? sys.getWindowSize(STDOUT).columns : 0) || 80,
    tabSize: options.tabs === undefined ? 8 : Number(options.tabs),
    ignore: [...valuesOf(given, "ignore"), ...valuesOf(given, "hide"), ...(options.backups ? ["*~"] : [])].map((pattern) =>
      globPattern(pattern),
    ),
    context: options.context,
  };
}

function formatOf(sys: Sys, options: Parsed["options"], last: string | undefined, tty: boolean): Settings["format"] {
  if (last === "format") {
    const word = options.format ?? "";
    const formats: Readonly<Record<string, Settings["format"]>> = {
      across: "across",
      commas: "commas",
      horizontal: "across",
      long: "long",
      "single-column": "one",
      verbose: "long",
      vertical: "columns",
    };
    return formats[word] ?? invalid(sys, word, "--format", Object.keys(formats));
  }
  if (last === "one") return options.long || options.numeric || options.noOwner || options.longNoGroup ? "long" : "one";
  if (last === "columns" || last === "across" || last === "commas") return last;
  if (last !== undefined) return "long";
  return tty ? "columns" : "one";
}

function orderOf(sys: Sys, options: Parsed["options"], given: Parsed["given"]): Settings["order"] {
  const last = lastOf(given, "byTime", "bySize", "byVersion", "byExtension", "unsorted", "unsortedAll", "sort");
  switch (last) {
    case "byTime":
      return "time";
    case "bySize":
      return "size";
    case "byVersion":
      return "version";
    case "byExtension":
      return "extension";
    case "unsorted":
    case "unsortedAll":
      return "none";
    case "sort": {
      const orders: Readonly<Record<string, Settings["order"]>> = {
        none: "none",
        time: "time",
        size: "size",
        extension: "extension",
        version: "version",
      };
      return orders[options.sort ?? ""] ?? invalid(sys, options.sort ?? "", "--sort", Object.keys(orders));
    }
    default: {
      const isLong = options.long || options.numeric || options.noOwner || options.longNoGroup;
      return (options.ctime || options.atime) && !isLong ? "time" : "name";
    }
  }
}

function indicatorsOf(options: Parsed["options"], tty: boolean): Settings["indicators"] {
  if (options.classify !== undefined)
    return ["never", "no", "none"].includes(options.classify) || (["auto", "tty", "if-tty"].includes(options.classify) && !tty)
      ? "none"
      : "all";
  if (options.fileType || options.indicator === "file-type") return "types";
  if (options.slash || options.indicator === "slash") return "slash";
  return options.indicator === "classify" ? "all" : "none";
}

function quotingOf(sys: Sys, options: Parsed["options"], tty: boolean): Settings["quoting"] {
  if (options.literal || options.quoting === "literal") return "literal";
  if (options.quoteName || options.quoting === "c") return "c";
  if (options.escape || options.quoting === "escape") return "escape";
  if (options.hideControl) return "hide";
  if (flavourOf(sys) === "busybox") return tty ? "hide" : "literal";
  return (tty || options.quoting?.startsWith("shell")) && !options.showControl ? "shell" : "literal";
}

/** `always`, `auto`, `never` and their synonyms. */
export function choice(sys: Sys, option: string, word: string | undefined, tty: boolean): boolean {
  if (word === undefined) return false;
  if (["", "always", "yes", "force"].includes(word)) return true;
  if (["never", "no", "none"].includes(word)) return false;
  if (["auto", "tty", "if-tty"].includes(word)) return tty;
  const list = [
    ["always", "yes", "force"],
    ["never", "no", "none"],
    ["auto", "tty", "if-tty"],
  ].map((row) => `  - ${row.map((one) => quote(sys, one)).join(", ")}`);
  throw new UsageFailure(`invalid argument ${quote(sys, word)} for ${quote(sys, option)}\nValid arguments are:\n${list.join("\n")}`, 1);
}

function invalid(sys: Sys, word: string, option: string, valid: readonly string[]): never {
  throw new UsageFailure(
    `invalid argument ${quote(sys, word)} for ${quote(sys, option)}\nValid arguments are:\n${valid.map((one) => `  - ${quote(sys, one)}`).join("\n")}`,
    1,
  );
}
