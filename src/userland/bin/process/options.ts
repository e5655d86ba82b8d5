/** ps' command line, in Unix (`-ef`), BSD (`aux`) and GNU (`--sort`) style together: ps(1) of procps-ng. */

/** A column asked for with `-o`: its name, and a header of its own. */
export interface ColumnWish {
  readonly name: string;
  readonly header: string | undefined;
}

export interface PsOptions {
  /** Layouts: `-f`, `-l`, `-j`, `u`, `j`, `l`, `v`, `s`, `x` alone. */
  readonly full: boolean;
  readonly long: boolean;
  readonly jobs: boolean;
  readonly bsd: "none" | "plain" | "u" | "j" | "l" | "v";
  readonly wishes: readonly ColumnWish[];
  readonly headers: boolean;
  readonly every: boolean;
  /** -a: with a terminal, session leaders left out; -d: all but session leaders. */
  readonly terminals: boolean;
  readonly notLeaders: boolean;
  readonly bsdAll: boolean;
  readonly bsdDetached: boolean;
  readonly bsdOwnTty: boolean;
  readonly runningOnly: boolean;
  readonly invert: boolean;
  readonly pids: readonly number[];
  readonly parents: readonly number[];
  readonly sessions: readonly string[];
  readonly users: readonly string[];
  readonly realUsers: readonly string[];
  readonly commands: readonly string[];
  readonly ttys: readonly string[];
  readonly sort: readonly string[];
  readonly wide: number;
  readonly columns: number | undefined;
  readonly command: "args" | "comm" | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

/** The command line is wrong: the text follows `error: `. */
export class PsUsage extends Error {}

type Draft = { -readonly [K in keyof PsOptions]: PsOptions[K] extends readonly (infer T)[] ? T[] : PsOptions[K] };

const LONG_WITH_VALUE = new Set([
  "pid",
  "ppid",
  "user",
  "User",
  "sort",
  "format",
  "tty",
  "cols",
  "columns",
  "width",
  "rows",
  "lines",
  "sid",
  "group",
  "Group",
  "quick-pid",
]);

/** Parses arguments (without argv[0]). Throws PsUsage. */
export function parsePs(args: readonly string[]): PsOptions {
  const draft: Draft = {
    full: false,
    long: false,
    jobs: false,
    bsd: "none",
    wishes: [],
    headers: true,
    every: false,
    terminals: false,
    notLeaders: false,
    bsdAll: false,
    bsdDetached: false,
    bsdOwnTty: false,
    runningOnly: false,
    invert: false,
    pids: [],
    parents: [],
    sessions: [],
    users: [],
    realUsers: [],
    commands: [],
    ttys: [],
    sort: [],
    wide: 0,
    columns: undefined,
    command: undefined,
    help: false,
    version: false,
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg.startsWith("--")) long(draft, arg, rest);
    else if (/^-\d+$/.test(arg)) draft.pids.push(Number(arg.slice(1)));
    else if (arg.startsWith("-") && arg.length > 1) unix(draft, arg.slice(1), rest);
    else if (/^\d+([,\s]\d+)*$/.test(arg)) draft.pids.push(...numbers(arg));
    else bsd(draft, arg, rest);
  }
  return draft;
}

function list(text: string): string[] {
  return text.split(/[,\s]+/).filter((one) => one !== "");
}

function numbers(text: string): number[] {
  return list(text).map((one) => {
    if (!/^\d+$/.test(one)) throw new PsUsage("process ID list syntax error");
    return Number(one);
  });
}

function wishes(text: string): ColumnWish[] {
  return list(text).map((word) => {
    const equals = word.indexOf("=");
    return equals < 0 ? { name: word, header: undefined } : { name: word.slice(0, equals), header: word.slice(equals + 1) };
  });
}

function need(value: string | undefined, text: string): string {
  if (value === undefined || value === "") throw new PsUsage(text);
  return value;
}

function long(draft: Draft, arg: string, rest: string[]): void {
  const equals = arg.indexOf("=");
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const value = () => (equals < 0 ? need(rest.shift(), "list member syntax error") : arg.slice(equals + 1));
  if (!LONG_WITH_VALUE.has(name) && equals >= 0) throw new PsUsage("option doesn't take an argument");
  switch (name) {
    case "pid":
    case "quick-pid":
      draft.pids.push(...numbers(value()));
      return;
    case "ppid":
      draft.parents.push(...numbers(value()));
      return;
    case "user":
      draft.users.push(...list(value()));
      return;
    case "User":
      draft.realUsers.push(...list(value()));
      return;
    case "tty":
      draft.ttys.push(...list(value()));
      return;
    case "sid":
      draft.sessions.push(...list(value()));
      return;
    case "sort":
      draft.sort.push(...list(value()));
      return;
    case "format":
      draft.wishes.push(...wishes(value()));
      return;
    case "cols":
    case "columns":
    case "width":
      draft.columns = Number(value());
      return;
    case "no-headers":
    case "no-heading":
    case "no-headings":
      draft.headers = false;
      return;
    case "headers":
    case "forest":
      return;
    case "deselect":
      draft.invert = true;
      return;
    case "help":
      draft.help = true;
      return;
    case "version":
      draft.version = true;
      return;
    default:
      throw new PsUsage("unknown gnu long option");
  }
}

function unix(draft: Draft, letters: string, rest: string[]): void {
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at);
    const value = (text: string) => {
      const inline = letters.slice(at + 1);
      at = letters.length;
      return need(inline === "" ? rest.shift() : inline, text);
    };
    switch (letter) {
      case "e":
      case "A":
        draft.every = true;
        break;
      case "a":
        draft.terminals = true;
        break;
      case "d":
        draft.notLeaders = true;
        break;
      case "f":
        draft.full = true;
        break;
      case "F":
        draft.full = true;
        break;
      case "l":
        draft.long = true;
        break;
      case "j":
        draft.jobs = true;
        break;
      case "N":
        draft.invert = true;
        break;
      case "w":
        draft.wide += 1;
        break;
      case "H":
      case "y":
      case "c":
      case "L":
      case "T":
      case "m":
      case "M":
      case "Z":
        break;
      case "V":
        draft.version = true;
        break;
      case "x":
        // `-x` is read as BSD's, as ps does when no user x exists.
        draft.bsdDetached = true;
        if (draft.bsd === "none") draft.bsd = "plain";
        break;
      case "o":
      case "O":
        draft.wishes.push(...wishes(value("format specification must follow -o")));
        break;
      case "p":
      case "q":
        draft.pids.push(...numbers(value("list of process IDs must follow -p")));
        break;
      case "u":
        if (
          letters.slice(at + 1) === "x" ||
          (letters.slice(at + 1) === "" && (rest[0] === undefined || rest[0].startsWith("-")) && letters.startsWith("a"))
        ) {
          draft.bsd = "u";
          break;
        }
        draft.users.push(...list(value("list of users must follow -u")));
        break;
      case "U":
        draft.realUsers.push(...list(value("list of users must follow -U")));
        break;
      case "C":
        draft.commands.push(...list(value("list of command names must follow -C")));
        break;
      case "t":
        draft.ttys.push(...list(value("list of terminals (pty, tty...) must follow -t")));
        break;
      case "g":
      case "s":
        draft.sessions.push(...list(value("list of session leaders OR effective group IDs must follow -g")));
        break;
      default:
        throw new PsUsage("unsupported SysV option");
    }
  }
}

function bsd(draft: Draft, letters: string, rest: string[]): void {
  if (draft.bsd === "none") draft.bsd = "plain";
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at);
    const value = (text: string) => {
      const inline = letters.slice(at + 1);
      at = letters.length;
      return need(inline === "" ? rest.shift() : inline, text);
    };
    switch (letter) {
      case "a":
        draft.bsdAll = true;
        break;
      case "x":
        draft.bsdDetached = true;
        break;
      case "g":
        break;
      case "T":
        draft.bsdOwnTty = true;
        break;
      case "r":
        draft.runningOnly = true;
        break;
      case "u":
      case "j":
      case "l":
      case "v":
        draft.bsd = letter;
        break;
      case "w":
        draft.wide += 1;
        break;
      case "h":
        draft.headers = false;
        break;
      case "c":
        draft.command = "comm";
        break;
      case "e":
      case "f":
      case "n":
      case "H":
      case "m":
      case "S":
        break;
      case "A":
        draft.every = true;
        break;
      case "o":
      case "O":
        draft.wishes.push(...wishes(value("format specification must follow o")));
        break;
      case "p":
        draft.pids.push(...numbers(value("list of process IDs must follow p")));
        break;
      case "t":
        draft.ttys.push(...list(value("list of terminals must follow t")));
        break;
      case "U":
        draft.users.push(...list(value("list of users must follow U")));
        break;
      case "k":
        draft.sort.push(...list(value("long sort specification must follow k")));
        break;
      case "V":
        draft.version = true;
        break;
      default:
        throw new PsUsage("unsupported option (BSD syntax)");
    }
  }
}
