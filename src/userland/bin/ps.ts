import { isErrno, type Program, print, STDERR, STDOUT, type Sys } from "#abi";
import { accounts } from "./account/accounts.ts";
import { busyboxPs } from "./process/busybox-ps.ts";
import { type Column, columnTable } from "./process/columns.ts";
import { type PsOptions, PsUsage, parsePs } from "./process/options.ts";
import { type ProcessInfo, readProcess, readProcesses } from "./process/processes.ts";
import { flavourOf } from "./tool/flavour.ts";
import { stdout } from "./tool/output.ts";
import { displayWidth } from "./tool/text.ts";

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

/** ps: report a snapshot of the current processes. Models procps-ng 3.3; busybox' own under busybox. */
export const ps: Program = async (sys) => {
  if (flavourOf(sys) === "busybox") return busyboxPs(sys);
  try {
    const options = parsePs(sys.argv.slice(1));
    if (options.help) return print(sys, USAGE).then(() => 0);
    if (options.version) return print(sys, "ps from procps-ng 3.3.10\n").then(() => 0);
    const { columns } = columnTable(sys);
    const chosen = layout(options).map(({ name, header }) => {
      const column = columns[name.toLowerCase()] ?? columns[name];
      if (column === undefined) throw new PsUsage(`unknown user-defined format specifier "${name}"`);
      return header === undefined
        ? column
        : { ...column, header, width: header === "" ? column.width : Math.max(column.width, header.length) };
    });
    const found = sorted(select(sys, options), options, columns);
    await show(sys, options, chosen, found);
    return found.length === 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof PsUsage)) throw error;
    await print(sys, `error: ${error.message}\n${USAGE}`, STDERR);
    return 1;
  }
};

interface Wish {
  readonly name: string;
  readonly header: string | undefined;
}

function plain(names: string): Wish[] {
  return names.split(" ").map((name) => ({ name, header: undefined }));
}

/** The columns of the layout that the options ask for. */
function layout(options: PsOptions): readonly Wish[] {
  if (options.wishes.length > 0) return options.wishes;
  if (options.full && options.long) return plain("f s uid_hack pid ppid c pri ni addr sz wchan stime tname time cmd");
  if (options.full)
    return plain(options.jobs ? "uid_hack pid ppid pgid sid c stime tname time cmd" : "uid_hack pid ppid c stime tname time cmd");
  if (options.long) return plain("f s uid pid ppid c pri ni addr sz wchan tname time ucmd");
  if (options.jobs) return plain("pid pgid sid tname time ucmd");
  const command = options.command === "comm" ? "ucomm" : "command";
  switch (options.bsd) {
    case "u":
      return plain(`user pid %cpu %mem vsz rss tname stat start_time bsdtime ${command}`);
    case "j":
      return plain(`ppid pid pgid sid tname tpgid stat uid bsdtime ${command}`);
    case "l":
      return plain(`f uid pid ppid pri ni vsz rss wchan stat tname bsdtime ${command}`);
    case "v":
      return plain(`pid tname stat bsdtime maj_flt vsz rss %mem ${command}`);
    case "plain":
      return plain(`pid tname stat bsdtime ${command}`);
    case "none":
      return plain("pid tname time ucmd");
  }
}

function select(sys: Sys, options: PsOptions): readonly ProcessInfo[] {
  const all = readProcesses(sys);
  const own = readProcess(sys, sys.pid);
  const { euid } = sys.credentials();
  const users = accounts(sys);
  const isUser = (list: readonly string[], uid: number) =>
    list.some((one) => (/^\d+$/.test(one) ? Number(one) === uid : users.find(({ name }) => name === one)?.uid === uid));
  const unknown = [...options.users, ...options.realUsers].find((one) => !/^\d+$/.test(one) && !users.some(({ name }) => name === one));
  if (unknown !== undefined) throw new PsUsage("user name does not exist");
  const isTty = (process: ProcessInfo) =>
    options.ttys.some((one) =>
      one === "-" || one === "?"
        ? process.tty === undefined
        : process.tty === one.replace(/^\/dev\//, "") || process.tty === `tty${one}` || process.tty === `pts/${one}`,
    );
  const explicit =
    options.pids.length +
      options.parents.length +
      options.sessions.length +
      options.users.length +
      options.realUsers.length +
      options.commands.length +
      options.ttys.length >
    0;
  const bsdSelection = options.bsd !== "none" && (options.bsdAll || options.bsdDetached);
  const wanted = (process: ProcessInfo): boolean => {
    if (options.every) return true;
    if (options.pids.includes(process.pid) || options.parents.includes(process.ppid)) return true;
    if (options.sessions.includes(String(process.sid))) return true;
    if (isUser(options.users, process.euid) || isUser(options.realUsers, process.ruid)) return true;
    if (options.commands.includes(process.comm) || isTty(process)) return true;
    if (options.terminals && process.tty !== undefined && process.pid !== process.sid) return true;
    if (options.notLeaders && process.pid !== process.sid) return true;
    if (bsdSelection) {
      if (!options.bsdAll && process.euid !== euid) return false;
      return options.bsdDetached || process.tty !== undefined;
    }
    if (explicit || options.terminals || options.notLeaders) return false;
    if (options.bsdOwnTty) return process.tty === own?.tty;
    return process.euid === euid && process.tty === own?.tty;
  };
  return all.filter((process) => wanted(process) !== options.invert && (!options.runningOnly || /[RD]/.test(process.state)));
}

function sorted(found: readonly ProcessInfo[], options: PsOptions, columns: Readonly<Record<string, Column>>): readonly ProcessInfo[] {
  if (options.sort.length === 0) return found;
  const keys = options.sort.map((key) => {
    const column = columns[key.replace(/^[+-]/, "").toLowerCase()];
    if (column === undefined) throw new PsUsage("unknown sort specifier");
    return { column, sign: key.startsWith("-") ? -1 : 1 };
  });
  return [...found].sort((a, b) => {
    for (const { column, sign } of keys) {
      const order = column.number
        ? column.number(a) - column.number(b)
        : column.value(a) < column.value(b)
          ? -1
          : column.value(a) > column.value(b)
            ? 1
            : 0;
      if (order !== 0) return order * sign;
    }
    return a.pid - b.pid;
  });
}

async function show(sys: Sys, options: PsOptions, columns: readonly Column[], found: readonly ProcessInfo[]): Promise<void> {
  const out = stdout(sys);
  const limit = options.columns ?? (options.wide > 1 || !out.isTty ? Number.POSITIVE_INFINITY : screenWidth(sys, options));
  const line = (texts: readonly string[]) => {
    let text = "";
    for (const [at, value] of texts.entries()) {
      const column = columns[at];
      if (column === undefined) continue;
      const last = at === texts.length - 1;
      const space = " ".repeat(Math.max(0, column.width - displayWidth(value)));
      text += (at === 0 ? "" : " ") + (column.align === "right" ? space + value : last ? value : value + space);
    }
    return cut(text, limit);
  };
  const headed = options.headers && columns.some(({ header }) => header !== "");
  if (headed) await out.print(`${line(columns.map(({ header }) => header)).trimEnd()}\n`);
  for (const process of found) {
    const texts = columns.map((column, at) => {
      const text = column.value(process);
      return column.wide && at < columns.length - 1 ? text.slice(0, column.width) : text;
    });
    await out.print(`${line(texts)}\n`);
  }
  await out.flush();
}

function screenWidth(sys: Sys, options: PsOptions): number {
  const set = Number(sys.env.get("COLUMNS"));
  let width = Number.isInteger(set) && set > 0 ? set : 80;
  try {
    if (sys.env.get("COLUMNS") === undefined) width = sys.getWindowSize(STDOUT).columns || 80;
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  return options.wide === 1 ? Math.max(width, 132) : width;
}

function cut(text: string, limit: number): string {
  if (displayWidth(text) <= limit) return text;
  let width = 0;
  let out = "";
  for (const character of text) {
    width += displayWidth(character);
    if (width > limit) break;
    out += character;
  }
  return out;
}
