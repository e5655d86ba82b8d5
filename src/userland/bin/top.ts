import { type Program, print, STDERR, STDIN, STDOUT, type Sys } from "#abi";
import { accounts } from "./account/accounts.ts";
import { commandLine, commandName, type ProcessInfo, readProcesses, TICKS } from "./process/processes.ts";
import { countProcessors, readCpu, readMemory } from "./process/system.ts";
import { slice } from "./terminal/cut.ts";
import { RawScreen } from "./terminal/raw-screen.ts";
import { displayWidth } from "./tool/text.ts";
import { uptimeLine } from "./uptime.ts";

const USAGE = "  procps-ng version 3.3.10\nUsage:\n  top -hv | -bcHiOSs -d secs -n max -u|U user -p pid(s) -o field -w [cols]\n";

interface TopOptions {
  readonly batch: boolean;
  readonly rounds: number;
  readonly delay: number;
  readonly pids: readonly number[];
  readonly user: string | undefined;
  fullCommand: boolean;
  sort: "cpu" | "memory" | "time" | "pid";
}

/** top: show processes, the busiest first, again and again. Models procps-ng 3.3.10: top(1). */
export const top: Program = async (sys) => {
  const options = await parse(sys);
  if (typeof options === "number") return options;
  if (!options.batch && !sys.isatty(STDOUT)) {
    await print(sys, "top: failed tty get\n", STDERR);
    return 1;
  }
  const view = new TopView(sys, options);
  if (options.batch) {
    for (let round = 0; round < options.rounds; round += 1) {
      if (round > 0) await sys.sleep(options.delay * 1000);
      await print(
        sys,
        `${view
          .lines(Number.POSITIVE_INFINITY, 512)
          .map((line) => line.text.trimEnd())
          .join("\n")}\n${round + 1 < options.rounds ? "\n" : ""}`,
      );
    }
    return 0;
  }
  return interactive(sys, view, options);
};

async function parse(sys: Sys): Promise<TopOptions | number> {
  const args = sys.argv.slice(1);
  const options = {
    batch: false,
    rounds: Number.POSITIVE_INFINITY,
    delay: 3,
    pids: [] as number[],
    user: undefined as string | undefined,
    fullCommand: false,
    sort: "cpu" as TopOptions["sort"],
  };
  for (let at = 0; at < args.length; at += 1) {
    const letters = (args[at] ?? "").replace(/^-/, "");
    for (let index = 0; index < letters.length; index += 1) {
      const letter = letters.charAt(index);
      const value = () => {
        const inline = letters.slice(index + 1);
        index = letters.length;
        return inline === "" ? (args[(at += 1)] ?? "") : inline;
      };
      switch (letter) {
        case "b":
          options.batch = true;
          break;
        case "c":
          options.fullCommand = true;
          break;
        case "n":
          options.rounds = Number(value());
          break;
        case "d":
          options.delay = Number(value());
          break;
        case "p":
          options.pids.push(...value().split(",").map(Number));
          break;
        case "u":
        case "U":
          options.user = value();
          break;
        case "o": {
          const field = value().replace(/^[+-]/, "");
          options.sort = field === "%MEM" ? "memory" : field === "PID" ? "pid" : field.startsWith("TIME") ? "time" : "cpu";
          break;
        }
        case "w":
          if (/^\d+$/.test(args[at + 1] ?? "")) at += 1;
          break;
        case "H":
        case "i":
        case "O":
        case "S":
        case "s":
          break;
        case "h":
        case "v":
          await print(sys, USAGE);
          return 0;
        default:
          await print(sys, `top: unknown option '${letter}'\n${USAGE.split("\n").slice(1).join("\n")}`, STDERR);
          return 1;
      }
    }
  }
  if (Number.isNaN(options.rounds) || options.rounds < 1) {
    await print(sys, "top: bad iterations argument\n", STDERR);
    return 1;
  }
  if (Number.isNaN(options.delay) || options.delay < 0) {
    await print(sys, "top: bad delay interval\n", STDERR);
    return 1;
  }
  return options;
}

async function interactive(sys: Sys, view: TopView, options: TopOptions): Promise<number> {
  const screen = new RawScreen(sys, STDIN);
  await screen.enter(true);
  await screen.show("\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[2J");
  let delay = options.delay;
  let message = "";
  try {
    for (let round = 0; ; ) {
      const { rows, columns } = screen.size;
      const lines = view.lines(rows, columns);
      const frame = lines.map(({ text, style }, at) => {
        const shown = at === 5 && message !== "" ? message : slice(text, 0, columns);
        const padded = style === "head" ? shown + " ".repeat(Math.max(0, columns - displayWidth(shown))) : shown;
        return `\x1b[${at + 1};1H${style === "head" ? `\x1b[7m${padded}` : style === "busy" ? `\x1b[1m${padded}` : padded}\x1b[m\x1b[K`;
      });
      await screen.show(`${frame.join("")}\x1b[J`);
      message = "";
      round += 1;
      if (round >= options.rounds) return 0;
      const event = await screen.next(delay * 1000);
      if (event.kind === "interrupt" || event.kind === "end") return 0;
      if (event.kind !== "key") continue;
      switch (event.key) {
        case "q":
          return 0;
        case "P":
          options.sort = "cpu";
          break;
        case "M":
          options.sort = "memory";
          break;
        case "T":
          options.sort = "time";
          break;
        case "N":
          options.sort = "pid";
          break;
        case "c":
          options.fullCommand = !options.fullCommand;
          break;
        case "1":
          view.eachProcessor = !view.eachProcessor;
          break;
        case "d":
        case "s": {
          const typed = await ask(screen, `Change delay from ${delay.toFixed(1)} to `);
          const value = Number(typed);
          if (typed !== "" && value >= 0) delay = value;
          else if (typed !== "") message = " Unacceptable floating point.";
          break;
        }
        case "k": {
          const typed = await ask(screen, "PID to signal/kill [default pid = none] ");
          const pid = Number(typed);
          if (typed !== "" && Number.isInteger(pid)) {
            const signal = await ask(screen, `Send pid ${pid} signal [15/sigterm] `);
            message = view.signal(pid, signal);
          }
          break;
        }
        case "h":
        case "?":
          message = " Keys: q quit, P M T N sort by cpu memory time pid, c command line, d delay, k kill, 1 processors";
          break;
      }
    }
  } finally {
    await screen.show(`\x1b[?1l\x1b>\x1b[${screen.size.rows};1H\x1b[K\x1b[?12l\x1b[?25h`);
    await screen.leave();
  }
}

async function ask(screen: RawScreen, prompt: string): Promise<string> {
  let text = "";
  for (;;) {
    await screen.show(`\x1b[6;1H\x1b[1m${prompt}\x1b[m${text}\x1b[K\x1b[?25h`);
    const event = await screen.next();
    if (event.kind === "interrupt" || event.kind === "end") return "";
    if (event.kind !== "key") continue;
    if (event.key === "enter" || event.key === "escape") {
      await screen.show("\x1b[?25l");
      return event.key === "enter" ? text : "";
    }
    if (event.key === "backspace") text = text.slice(0, -1);
    else if ([...event.key].length === 1) text += event.key;
  }
}

interface TopLine {
  readonly text: string;
  readonly style: "plain" | "head" | "busy";
}

class TopView {
  eachProcessor = false;
  readonly #sys: Sys;
  readonly #options: TopOptions;
  #cpu: readonly number[] = Array.from({ length: 8 }, () => 0);
  #times = new Map<number, number>();
  #at: number | undefined;

  constructor(sys: Sys, options: TopOptions) {
    this.#sys = sys;
    this.#options = options;
  }

  /** The screen's lines, at most `rows`. */
  lines(rows: number, columns: number): readonly TopLine[] {
    const sys = this.#sys;
    const users = new Map(accounts(sys).map(({ uid, name }) => [uid, name]));
    const { pids, user } = this.#options;
    const all = readProcesses(sys);
    const shown = all.filter(
      (one) =>
        (pids.length === 0 || pids.includes(one.pid)) && (user === undefined || users.get(one.euid) === user || String(one.euid) === user),
    );
    const now = sys.uptime();
    const seconds = this.#at === undefined ? now / 1000 : Math.max(0.001, (now - this.#at) / 1000);
    const busy = new Map(shown.map((one) => [one.pid, this.#share(one, seconds, now)]));
    this.#times = new Map(all.map((one) => [one.pid, one.user + one.system]));
    this.#at = now;
    const memory = readMemory(sys);
    const key = (one: ProcessInfo): number => {
      if (this.#options.sort === "memory") return one.rss;
      if (this.#options.sort === "time") return one.user + one.system;
      return this.#options.sort === "pid" ? one.pid : (busy.get(one.pid) ?? 0);
    };
    const sorted = [...shown].sort((a, b) => key(b) - key(a) || a.pid - b.pid);
    const head = [...this.#summary(shown, memory), ""].map((text): TopLine => ({ text, style: "plain" }));
    const table = sorted.map(
      (one): TopLine => ({
        text: this.#row(one, users, busy.get(one.pid) ?? 0, memory.total),
        style: one.state === "R" ? "busy" : "plain",
      }),
    );
    const header: TopLine = { text: "  PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND", style: "head" };
    return [...head, header, ...table].slice(0, rows).map((line) => ({ ...line, text: slice(line.text, 0, columns) }));
  }

  /** Sends a signal; a message when that failed. */
  signal(pid: number, text: string): string {
    try {
      this.#sys.kill(pid, text === "" || text === "15" ? "SIGTERM" : text === "9" ? "SIGKILL" : text === "2" ? "SIGINT" : "SIGTERM");
      return "";
    } catch (error) {
      return ` Failed signal pid '${pid}' with '${text === "" ? 15 : text}': ${error instanceof Error ? error.message : ""}`;
    }
  }

  #share({ pid, user, system, start }: ProcessInfo, seconds: number, now: number): number {
    const before = this.#times.get(pid);
    if (this.#at === undefined || before === undefined)
      return Math.min(999.9, ((user + system) / TICKS / Math.max(0.01, now / 1000 - start / TICKS)) * 100);
    return Math.min(999.9, ((user + system - before) / TICKS / seconds) * 100);
  }

  #summary(shown: readonly ProcessInfo[], memory: ReturnType<typeof readMemory>): readonly string[] {
    const sys = this.#sys;
    const count = (states: string) => shown.filter(({ state }) => states.includes(state)).length;
    const n = (value: number, width = 3) => String(value).padStart(width);
    const cpu = readCpu(sys);
    const spent = cpu.map((value, at) => Math.max(0, value - (this.#cpu[at] ?? 0)));
    this.#cpu = cpu;
    const total = Math.max(
      1,
      spent.reduce((sum, value) => sum + value, 0),
    );
    const percent = (at: number) => (((spent[at] ?? 0) * 100) / total).toFixed(1).padStart(5);
    // /proc's order is user, nice, system, idle, iowait, irq, softirq, steal; top names them so.
    const shares = `${percent(0)} us,${percent(2)} sy,${percent(1)} ni,${percent(3)} id,${percent(4)} wa,${percent(5)} hi,${percent(6)} si,${percent(7)} st`;
    const processors = this.eachProcessor
      ? Array.from({ length: countProcessors(sys) }, (_, at) => `%Cpu${String(at).padEnd(3)}:${shares}`)
      : [`%Cpu(s):${shares}`];
    const kib = (value: number) => String(value).padStart(8);
    return [
      `top -${uptimeLine(sys)}`,
      `Tasks: ${n(shown.length)} total, ${n(count("R"))} running, ${n(count("SDI"))} sleeping, ${n(count("T"))} stopped, ${n(count("Z"))} zombie`,
      ...processors,
      `KiB Mem : ${kib(memory.total)} total, ${kib(memory.free)} free, ${kib(memory.used)} used, ${kib(memory.buffers + memory.cached)} buff/cache`,
      `KiB Swap: ${kib(memory.swapTotal)} total, ${kib(memory.swapFree)} free, ${kib(memory.swapTotal - memory.swapFree)} used. ${kib(memory.available)} avail Mem `,
    ];
  }

  #row(one: ProcessInfo, users: ReadonlyMap<number, string>, share: number, memory: number): string {
    const name = users.get(one.euid) ?? String(one.euid);
    const short = name.length > 8 ? `${name.slice(0, 7)}+` : name.padEnd(8);
    const ticks = one.user + one.system;
    const time = `${Math.floor(ticks / 6000)}:${String(Math.floor(ticks / 100) % 60).padStart(2, "0")}.${String(ticks % 100).padStart(2, "0")}`;
    const priority = one.priority < -99 ? "rt" : String(one.priority);
    const cells = [
      String(one.pid).padStart(5),
      ` ${short} `,
      priority.padStart(3),
      String(one.nice).padStart(4),
      size(one.vsz).padStart(8),
      size(one.rss, 6).padStart(7),
      size(one.shared, 6).padStart(7),
      ` ${one.state}`,
      share.toFixed(1).padStart(6),
      ((one.rss * 100) / Math.max(1, memory)).toFixed(1).padStart(5),
      time.padStart(10),
      ` ${this.#options.fullCommand ? commandLine(one) : commandName(one)}`,
    ];
    return cells.join("");
  }
}

/** KiB in at most `width` digits, else in m or g as top scales them. */
function size(kib: number, width = 7): string {
  if (String(kib).length <= width) return String(kib);
  const mib = kib / 1024;
  return mib < 10_000 ? `${mib.toFixed(1)}m` : `${(mib / 1024).toFixed(1)}g`;
}
