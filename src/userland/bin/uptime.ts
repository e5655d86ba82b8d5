import { type Program, type Sys } from "#abi";
import { accounts } from "./account/accounts.ts";
import { commandLine, readProcesses, TICKS } from "./process/processes.ts";
import { bootTime, loginSessions, readLoad, readUptime } from "./process/system.ts";
import { flavourOf } from "./tool/flavour.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";
import { type Calendar, calendarOf, zoneOf } from "./tool/zone.ts";

const two = (value: number) => String(value).padStart(2, "0");
const clock = ({ hour, minute, second }: Calendar) => `${two(hour)}:${two(minute)}:${two(second)}`;

/** ` 20:31:01 up 1 day,  2:03,  1 user,  load average: 0.00, 0.01, 0.05`, the first line of uptime, w and top. */
export function uptimeLine(sys: Sys): string {
  const seconds = Math.floor(readUptime(sys));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const day = days > 0 ? `${days} day${days === 1 ? "" : "s"}, ` : "";
  const since = hours > 0 ? `${String(hours).padStart(2)}:${two(minutes)}` : `${minutes} min`;
  const load = `load average: ${readLoad(sys).join(", ")}`;
  const time = clock(calendarOf(sys.now(), zoneOf(sys)));
  if (flavourOf(sys) === "busybox") return ` ${time} up ${day}${since},  ${load}`;
  const users = loginSessions(sys).length;
  return ` ${time} up ${day}${since}, ${String(users).padStart(2)} user${users === 1 ? "" : "s"},  ${load}`;
}

/** uptime: tell how long the system has been running. Models procps-ng 3.3. */
export const uptime: Program = utility({
  name: "uptime",
  package: "procps-ng 3.3.10",
  summary: "",
  usage: "[options]",
  options: { pretty: ["-p, --pretty", "show uptime in pretty format"], since: ["-s, --since", "system up since"] },
  async run(sys, { options }) {
    if (options.since) {
      const { year, month, day, ...rest } = calendarOf(bootTime(sys), zoneOf(sys));
      await stdout(sys).print(`${year}-${two(month)}-${two(day)} ${clock({ year, month, day, ...rest })}\n`);
    } else if (options.pretty) {
      await stdout(sys).print(`up ${pretty(Math.floor(readUptime(sys)))}\n`);
    } else {
      await stdout(sys).print(`${uptimeLine(sys)}\n`);
    }
    return 0;
  },
});

function pretty(seconds: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 604_800), "week"],
    [Math.floor(seconds / 86_400) % 7, "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
  ];
  const named = parts.filter(([count, unit]) => count > 0 || (unit === "minute" && seconds < 3600));
  return named.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(", ");
}

/** w: show who is logged on and what they are doing. Models procps-ng 3.3. */
export const w: Program = utility({
  name: "w",
  package: "procps-ng 3.3.10",
  summary: "",
  usage: "[options]",
  options: {
    noHeader: ["-h, --no-header", "do not print header"],
    ignore: ["-u, --no-current", "ignore current process username"],
    short: ["-s, --short", "short format"],
    from: ["-f, --from", "show remote hostname field"],
    old: ["-o, --old-style", "old style output"],
  },
  async run(sys, { options, operands }) {
    const zone = zoneOf(sys);
    const users = accounts(sys);
    const all = readProcesses(sys);
    const from = !options.from;
    if (!options.noHeader) {
      await stdout(sys).print(`${uptimeLine(sys)}\n`);
      const times = options.short ? "" : "   JCPU   PCPU";
      await stdout(sys).print(
        options.short
          ? `USER     TTY      ${from ? "FROM             " : ""} IDLE WHAT\n`
          : `USER     TTY      ${from ? "FROM             " : ""}LOGIN@   IDLE${times} WHAT\n`,
      );
    }
    for (const { uid, tty, since } of loginSessions(sys)) {
      const name = users.find((one) => one.uid === uid)?.name ?? String(uid);
      if (operands[0] !== undefined && operands[0] !== name) continue;
      const here = all.filter((process) => process.tty === tty);
      const front = here.filter(({ pgid, tpgid }) => pgid === tpgid).at(-1);
      const cpu = (list: typeof here) => list.reduce((sum, process) => sum + process.user + process.system, 0) / TICKS;
      const login = calendarOf(since, zone);
      const idle = "0.00s";
      const head = `${name.slice(0, 8).padEnd(8)} ${tty.padEnd(8)} ${from ? "-".padEnd(16) : ""}`;
      const what = front === undefined ? "-" : commandLine(front);
      const times = options.short
        ? ""
        : ` ${`${cpu(here).toFixed(2)}s`.padStart(6)} ${`${cpu(front ? [front] : []).toFixed(2)}s`.padStart(6)}`;
      await stdout(sys).print(
        `${head} ${options.short ? "" : `${two(login.hour)}:${two(login.minute)}  `}${idle.padStart(6)}${times} ${what}\n`,
      );
    }
    return 0;
  },
});

/** who: print who is logged in. Models GNU who. */
export const who: Program = utility({
  name: "who",
  summary: "Print information about users who are currently logged in.",
  usage: "[OPTION]... [ FILE | ARG1 ARG2 ]",
  options: {
    boot: ["-b, --boot", "time of last system boot"],
    heading: ["-H, --heading", "print line of column headings"],
    only: ["-m", "only hostname and user associated with stdin"],
    count: ["-q, --count", "all login names and number of users logged on"],
    users: ["-u, --users", "list users logged in"],
  },
  async run(sys, { options, operands }) {
    const out = stdout(sys);
    const users = accounts(sys);
    const nameOf = (uid: number) => users.find((one) => one.uid === uid)?.name ?? String(uid);
    const time = (at: number) => {
      const { year, month, day, hour, minute } = calendarOf(at, zoneOf(sys));
      return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
    };
    let sessions = loginSessions(sys);
    if (options.boot) {
      await out.print(`         system boot  ${time(bootTime(sys))}\n`);
      return 0;
    }
    if (options.count) {
      await out.print(`${sessions.map(({ uid }) => nameOf(uid)).join(" ")}\n# users=${sessions.length}\n`);
      return 0;
    }
    if (options.only || operands.length === 2) {
      const own = readProcesses(sys).find(({ pid }) => pid === sys.pid)?.tty;
      sessions = sessions.filter(({ tty }) => tty === own);
    }
    if (options.heading)
      await out.print(`NAME     LINE         TIME${options.users ? "             IDLE          PID" : "            "} COMMENT\n`);
    for (const { uid, tty, since, pid } of sessions) {
      await out.print(
        `${nameOf(uid).padEnd(8)} ${tty.padEnd(12)} ${time(since)}${options.users ? `   .     ${String(pid).padStart(10)}` : ""}\n`,
      );
    }
    return 0;
  },
});
