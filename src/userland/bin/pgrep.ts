import { isErrno, type Program, print, type Signal, STDERR, type Sys } from "#abi";
import { accounts, groups } from "./account/accounts.ts";
import { signalArgument } from "./kill.ts";
import { commandLine, type ProcessInfo, readProcesses } from "./process/processes.ts";
import { complain, errorText, Failure, programName } from "./tool/messages.ts";
import { OptionError, type ParsedOptions, parseOptions, valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

const OPTIONS = {
  delimiter: ["-d, --delimiter=<string>", "specify output delimiter"],
  listName: ["-l, --list-name", "list PID and process name"],
  listFull: ["-a, --list-full", "list PID and full command line"],
  inverse: ["-v, --inverse", "negates the matching"],
  count: ["-c, --count", "count of matching processes"],
  full: ["-f, --full", "use full process name to match"],
  pgroup: ["-g, --pgroup=<PGID,...>", "match listed process group IDs"],
  group: ["-G, --group=<GID,...>", "match real group IDs"],
  ignoreCase: ["-i, --ignore-case", "match case insensitively"],
  newest: ["-n, --newest", "select most recently started"],
  oldest: ["-o, --oldest", "select least recently started"],
  parent: ["-P, --parent=<PPID,...>", "match only child processes of the given parent"],
  session: ["-s, --session=<SID,...>", "match session IDs"],
  terminal: ["-t, --terminal=<tty,...>", "match by controlling terminal"],
  euid: ["-u, --euid=<ID,...>", "match by effective IDs"],
  uid: ["-U, --uid=<ID,...>", "match by real IDs"],
  exact: ["-x, --exact", "match exactly with the command name"],
  echo: ["-e, --echo", "display what is killed"],
  signal: ["--signal=<sig>", "signal to send (either number or name)"],
} as const;

type Parsed = ParsedOptions<typeof OPTIONS>;

function numbers(values: readonly string[], lookup: (name: string) => number | undefined): readonly number[] {
  return values
    .flatMap((value) => value.split(","))
    .map((text) => {
      const number = /^\d+$/.test(text) ? Number(text) : lookup(text);
      if (number === undefined) throw new Failure(`invalid user name: ${text}`, 2);
      return number;
    });
}

/** The processes that pgrep's options and pattern choose, by pid; never the process itself. */
function matching(sys: Sys, { options, given, operands }: Parsed): readonly ProcessInfo[] {
  const [pattern] = operands;
  const restricted = ["pgroup", "group", "parent", "session", "terminal", "euid", "uid"].some((key) => valuesOf(given, key).length > 0);
  if (pattern === undefined && !restricted)
    throw new Failure(`no matching criteria specified\nTry \`${programName(sys)} --help' for more information.`, 2);
  if (operands.length > 1)
    throw new Failure(`only one pattern can be provided\nTry \`${programName(sys)} --help' for more information.`, 2);
  let wanted: RegExp | undefined;
  try {
    wanted = pattern === undefined ? undefined : new RegExp(options.exact ? `^(?:${pattern})$` : pattern, options.ignoreCase ? "iu" : "u");
  } catch {
    throw new Failure("Invalid regular expression", 2);
  }
  const users = (key: string) => numbers(valuesOf(given, key), (name) => accounts(sys).find((one) => one.name === name)?.uid);
  const none = () => undefined;
  const lists: readonly (readonly [readonly number[], (process: ProcessInfo) => number])[] = [
    [users("euid"), ({ euid }) => euid],
    [users("uid"), ({ ruid }) => ruid],
    [numbers(valuesOf(given, "group"), (name) => groups(sys).find((one) => one.name === name)?.gid), ({ rgid }) => rgid],
    [numbers(valuesOf(given, "parent"), none), ({ ppid }) => ppid],
    [numbers(valuesOf(given, "pgroup"), none).map((one) => (one === 0 ? sys.getpgid() : one)), ({ pgid }) => pgid],
    [numbers(valuesOf(given, "session"), none).map((one) => (one === 0 ? sys.getsid() : one)), ({ sid }) => sid],
  ];
  const ttys = valuesOf(given, "terminal").flatMap((value) => value.split(","));
  const fits = (process: ProcessInfo) =>
    (wanted === undefined || wanted.test(options.full ? process.args.join(" ") || process.comm : process.comm)) &&
    lists.every(([list, value]) => list.length === 0 || list.includes(value(process))) &&
    (ttys.length === 0 || ttys.includes(process.tty ?? "?"));
  const found = readProcesses(sys).filter((process) => process.pid !== sys.pid && fits(process) !== options.inverse);
  const byStart = [...found].sort((a, b) => a.start - b.start || a.pid - b.pid);
  if (options.newest) return byStart.slice(-1);
  if (options.oldest) return byStart.slice(0, 1);
  return found;
}

/** pgrep: look up processes by name and other attributes. Models procps-ng 3.3. */
export const pgrep: Program = utility({
  name: "pgrep",
  package: "procps-ng 3.3.10",
  summary: "",
  usage: "[options] <pattern>",
  usageStatus: 2,
  options: OPTIONS,
  async run(sys, parsed) {
    const { options } = parsed;
    const found = matching(sys, parsed);
    const line = (process: ProcessInfo) =>
      options.listFull
        ? `${process.pid} ${commandLine(process)}`
        : options.listName
          ? `${process.pid} ${options.full ? commandLine(process) : process.comm}`
          : String(process.pid);
    if (options.count) await stdout(sys).print(`${found.length}\n`);
    else if (found.length > 0) await stdout(sys).print(`${found.map(line).join(options.delimiter ?? "\n")}\n`);
    return found.length > 0 ? 0 : 1;
  },
});

/** Takes `-SIGNAL` out of the arguments, as pkill and killall allow it. */
function splitSignal(args: readonly string[]): { readonly signal: Signal | undefined; readonly rest: readonly string[] } {
  for (const [at, arg] of args.entries()) {
    const parsed = /^-(\d+|[A-Z][A-Z0-9]+)$/.test(arg) ? signalArgument(arg.slice(1)) : undefined;
    if (parsed !== undefined) return { signal: parsed.signal, rest: args.filter((_, other) => other !== at) };
  }
  return { signal: "SIGTERM", rest: args };
}

/** pkill: signal processes by name and other attributes. Models procps-ng 3.3. */
export const pkill: Program = async (sys) => {
  try {
    const { signal: fromFlag, rest } = splitSignal(sys.argv.slice(1));
    const parsed = parseOptions(OPTIONS, rest);
    const named = parsed.options.signal === undefined ? undefined : signalArgument(parsed.options.signal);
    if (parsed.options.signal !== undefined && named === undefined) throw new Failure(`invalid signal: ${parsed.options.signal}`, 2);
    const signal = named === undefined ? fromFlag : named.signal;
    const found = matching(sys, parsed);
    for (const { pid, comm } of found) {
      try {
        sys.kill(pid, signal);
        if (parsed.options.echo) await print(sys, `${comm} killed (pid ${pid})\n`);
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (error.code !== "ESRCH") await complain(sys, `killing pid ${pid} failed: ${errorText(sys, error.code)}`);
      }
    }
    if (parsed.options.count) await print(sys, `${found.length}\n`);
    return found.length > 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Failure) && !(error instanceof OptionError)) throw error;
    await complain(sys, error.message);
    return error instanceof Failure ? error.status : 2;
  }
};

/** pidof: find the process ids of a running program. Models sysvinit-tools' and procps'. */
export const pidof: Program = utility({
  name: "pidof",
  package: "procps-ng 3.3.15",
  summary: "",
  usage: "[options] [program [...]]",
  options: {
    single: ["-s, --single-shot", "return one PID only"],
    root: ["-c, --check-root", "omit processes with different root"],
    scripts: ["-x", "also find shells running the named scripts"],
    omit: ["-o, --omit-pid=<PID,...>", "omit processes with PID"],
  },
  async run(sys, { options, given, operands }) {
    const omitted = valuesOf(given, "omit")
      .flatMap((value) => value.split(","))
      .map((text) => (text === "%PPID" ? sys.ppid : Number(text)));
    const base = (path: string) => path.slice(path.lastIndexOf("/") + 1).replace(/^-/, "");
    const pids = readProcesses(sys)
      .filter(({ pid, comm, args, state }) => {
        if (pid === sys.pid || omitted.includes(pid) || state === "Z") return false;
        return operands.some(
          (name) => base(args[0] ?? comm) === base(name) || comm === base(name) || (options.scripts && base(args[1] ?? "") === base(name)),
        );
      })
      .map(({ pid }) => pid)
      .reverse();
    if (pids.length === 0) return 1;
    await stdout(sys).print(`${(options.single ? pids.slice(0, 1) : pids).join(" ")}\n`);
    return 0;
  },
});

/** killall: signal processes by name. Models psmisc 22. */
export const killall: Program = async (sys) => {
  const { signal, rest } = splitSignal(sys.argv.slice(1));
  const quiet = rest.includes("-q") || rest.includes("--quiet");
  const verbose = rest.includes("-v") || rest.includes("--verbose");
  const at = rest.findIndex((arg) => arg === "-s" || arg === "--signal");
  const chosen = at >= 0 ? signalArgument(rest[at + 1] ?? "") : { signal };
  const names = rest.filter((arg, index) => !arg.startsWith("-") && (at < 0 || index !== at + 1));
  if (chosen === undefined) {
    await print(sys, `${rest[at + 1] ?? ""}: unknown signal; killall -l lists signals.\n`, STDERR);
    return 1;
  }
  if (names.length === 0) {
    await print(
      sys,
      "Usage: killall [-Z CONTEXT] [-u USER] [ -eIgiqrvw ] [ -SIGNAL ] NAME...\n       killall -l, --list\n       killall -V, --version\n",
      STDERR,
    );
    return 1;
  }
  let status = 0;
  for (const name of names) {
    const found = readProcesses(sys).filter(
      ({ pid, comm }) => pid !== sys.pid && comm === name.slice(name.lastIndexOf("/") + 1).slice(0, 15),
    );
    if (found.length === 0) {
      if (!quiet) await print(sys, `${name}: no process found\n`, STDERR);
      status = 1;
    }
    for (const { pid } of found) {
      try {
        sys.kill(pid, chosen.signal);
        if (verbose) await print(sys, `Killed ${name}(${pid}) with signal ${chosen.signal === undefined ? 0 : chosen.signal}\n`, STDERR);
      } catch (error) {
        if (!isErrno(error)) throw error;
        await print(sys, `${name}(${pid}): ${errorText(sys, error.code)}\n`, STDERR);
        status = 1;
      }
    }
  }
  return status;
};
