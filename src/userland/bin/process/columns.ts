/** The columns that ps can show: names, headers, widths and values as procps-ng 3.3 has them. */

import type { Sys } from "#abi";
import { accounts, groups } from "../account/accounts.ts";
import { linesOf } from "../tool/messages.ts";
import { type Calendar, calendarOf, zoneOf } from "../tool/zone.ts";
import { commandLine, commandName, type ProcessInfo, TICKS } from "./processes.ts";
import { bootTime, readMemory, readUptime } from "./system.ts";

export interface Column {
  readonly header: string;
  readonly width: number;
  readonly align: "left" | "right";
  readonly value: (process: ProcessInfo) => string;
  /** What `--sort` compares by when it is a number. */
  readonly number?: (process: ProcessInfo) => number;
  /** Takes all the room that is left when it stands last. */
  readonly wide?: boolean;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const two = (value: number) => String(value).padStart(2, "0");

/** `[DD-]HH:MM:SS`. */
export function longTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return days > 0 ? `${two(days)}-${clock}` : clock;
}

/** `M:SS`, as BSD's columns show processor time. */
export function shortTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

/** `[[DD-]HH:]MM:SS`. */
function elapsedTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3600) % 24;
  const clock = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  if (days > 0) return `${two(days)}-${two(hours)}:${clock}`;
  return hours > 0 ? `${two(hours)}:${clock}` : clock;
}

/** What all columns need to know of the machine. */
export interface Snapshot {
  readonly columns: Readonly<Record<string, Column>>;
  /** Digits of the largest pid. */
  readonly pidWidth: number;
}

/** The columns by their names for `-o`, aliases included, computed for this moment. */
export function columnTable(sys: Sys): Snapshot {
  const zone = zoneOf(sys);
  const now = sys.now();
  const today = calendarOf(now, zone);
  const boot = bootTime(sys);
  const uptime = readUptime(sys);
  const memory = readMemory(sys).total;
  const pidWidth = Math.max(5, String(Number(linesOf(sys, "/proc/sys/kernel/pid_max")[0] ?? 32768) - 1).length);
  const users = new Map(accounts(sys).map(({ uid, name }) => [uid, name]));
  const groupNames = new Map(groups(sys).map(({ gid, name }) => [gid, name]));
  const name = (names: ReadonlyMap<number, string>, id: number, width = 8) => {
    const text = names.get(id) ?? String(id);
    return text.length > width ? `${text.slice(0, width - 1)}+` : text;
  };
  const startOf = ({ start }: ProcessInfo): Calendar => calendarOf(boot + (start / TICKS) * 1000, zone);
  const elapsed = ({ start }: ProcessInfo) => Math.max(0, uptime - start / TICKS);
  const cpu = ({ user, system }: ProcessInfo) => (user + system) / TICKS;
  const percent = (process: ProcessInfo) => (elapsed(process) > 0 ? Math.min(999, (cpu(process) * 100) / elapsed(process)) : 0);
  const memoryPercent = ({ rss }: ProcessInfo) => (memory > 0 ? Math.floor((rss * 1000) / memory) / 10 : 0);
  const stime = (process: ProcessInfo) => {
    const start = startOf(process);
    if (start.year !== today.year) return String(start.year);
    if (start.yearDay !== today.yearDay) return `${MONTHS[start.month - 1] ?? ""}${two(start.day)}`;
    return `${two(start.hour)}:${two(start.minute)}`;
  };
  const right = (header: string, width: number, number: (process: ProcessInfo) => number): Column => ({
    header,
    width,
    align: "right",
    number,
    value: (process) => String(number(process)),
  });
  const left = (header: string, width: number, value: (process: ProcessInfo) => string): Column => ({
    header,
    width,
    align: "left",
    value,
  });
  const pid = (header: string, number: (process: ProcessInfo) => number) => right(header, pidWidth, number);
  const tty = (header: string) => left(header, 8, ({ tty: one }) => one ?? "?");
  const args = (header: string): Column => ({ ...left(header, 27, commandLine), wide: true });
  const comm = (header: string): Column => ({ ...left(header, 15, commandName), wide: true });
  const user = (header: string): Column => left(header, 8, ({ euid }) => name(users, euid));
  const pcpu: Column = {
    header: "%CPU",
    width: 4,
    align: "right",
    number: percent,
    value: (process) => (percent(process) >= 100 ? String(Math.floor(percent(process))) : percent(process).toFixed(1)),
  };
  const pmem: Column = {
    header: "%MEM",
    width: 4,
    align: "right",
    number: memoryPercent,
    value: (process) => memoryPercent(process).toFixed(1),
  };
  const time: Column = { header: "TIME", width: 8, align: "right", number: cpu, value: (process) => longTime(cpu(process)) };
  const nice: Column = right("NI", 3, (process) => process.nice);
  const start: Column = left("STIME", 5, stime);
  const columns: Record<string, Column> = {
    pid: pid("PID", (one) => one.pid),
    tgid: pid("TGID", (one) => one.pid),
    ppid: pid("PPID", (one) => one.ppid),
    pgid: pid("PGID", (one) => one.pgid),
    pgrp: pid("PGRP", (one) => one.pgid),
    sid: pid("SID", (one) => one.sid),
    sess: pid("SESS", (one) => one.sid),
    session: pid("SESS", (one) => one.sid),
    tpgid: pid("TPGID", (one) => one.tpgid),
    lwp: pid("LWP", (one) => one.pid),
    spid: pid("SPID", (one) => one.pid),
    tid: pid("TID", (one) => one.pid),
    user: user("USER"),
    euser: user("EUSER"),
    uname: user("USER"),
    ruser: left("RUSER", 8, ({ ruid }) => name(users, ruid)),
    uid: right("UID", 5, ({ euid }) => euid),
    euid: right("EUID", 5, ({ euid }) => euid),
    ruid: right("RUID", 5, ({ ruid }) => ruid),
    uid_hack: left("UID", 8, ({ euid }) => name(users, euid)),
    group: left("GROUP", 8, ({ egid }) => name(groupNames, egid)),
    egroup: left("EGROUP", 8, ({ egid }) => name(groupNames, egid)),
    rgroup: left("RGROUP", 8, ({ rgid }) => name(groupNames, rgid)),
    gid: right("GID", 5, ({ egid }) => egid),
    egid: right("EGID", 5, ({ egid }) => egid),
    rgid: right("RGID", 5, ({ rgid }) => rgid),
    comm: comm("COMMAND"),
    ucmd: comm("CMD"),
    ucomm: comm("COMMAND"),
    fname: left("COMMAND", 8, ({ comm: text }) => text.slice(0, 8)),
    args: args("COMMAND"),
    command: args("COMMAND"),
    cmd: args("CMD"),
    tty: tty("TT"),
    tt: tty("TT"),
    tname: tty("TTY"),
    ttyn: tty("TTY"),
    tty4: left("TTY", 4, ({ tty: one }) => one ?? "?"),
    s: left("S", 1, ({ state }) => state),
    state: left("S", 1, ({ state }) => state),
    stat: left("STAT", 4, statText),
    time,
    cputime: time,
    atime: time,
    bsdtime: { ...time, width: 6, value: (process) => shortTime(cpu(process)) },
    etime: { header: "ELAPSED", width: 11, align: "right", number: elapsed, value: (process) => elapsedTime(elapsed(process)) },
    etimes: right("ELAPSED", 7, (process) => Math.floor(elapsed(process))),
    stime: start,
    start_time: { ...start, header: "START" },
    bsdstart: {
      header: "START",
      width: 6,
      align: "right",
      value: (process) => {
        const when = startOf(process);
        return elapsed(process) < 86_400 ? `${two(when.hour)}:${two(when.minute)}` : `${MONTHS[when.month - 1] ?? ""}${two(when.day)}`;
      },
    },
    start: {
      header: "STARTED",
      width: 8,
      align: "right",
      value: (process) => {
        const when = startOf(process);
        return elapsed(process) < 86_400
          ? `${two(when.hour)}:${two(when.minute)}:${two(when.second)}`
          : `  ${MONTHS[when.month - 1] ?? ""} ${two(when.day)}`;
      },
    },
    lstart: {
      header: "STARTED",
      width: 24,
      align: "right",
      value: (process) => {
        const when = startOf(process);
        return `${DAYS[when.weekday] ?? ""} ${MONTHS[when.month - 1] ?? ""} ${String(when.day).padStart(2)} ${two(when.hour)}:${two(when.minute)}:${two(when.second)} ${when.year}`;
      },
    },
    pcpu,
    "%cpu": pcpu,
    c: right("C", 2, (process) => Math.min(99, Math.floor(percent(process)))),
    pmem,
    "%mem": pmem,
    vsz: right("VSZ", 6, ({ vsz }) => vsz),
    vsize: right("VSZ", 6, ({ vsz }) => vsz),
    rss: right("RSS", 5, ({ rss }) => rss),
    rssize: right("RSS", 5, ({ rss }) => rss),
    rsz: right("RSZ", 5, ({ rss }) => rss),
    sz: right("SZ", 5, ({ vsz }) => Math.floor(vsz / 4)),
    size: right("SIZE", 5, ({ rss }) => rss),
    ni: nice,
    nice,
    pri: right("PRI", 3, ({ priority }) => 39 - priority),
    priority: right("PRI", 3, ({ priority }) => priority),
    opri: right("PRI", 3, ({ priority }) => 60 + priority),
    nlwp: right("NLWP", 4, ({ threads }) => threads),
    thcount: right("THCNT", 5, ({ threads }) => threads),
    f: right("F", 1, ({ euid }) => (euid === 0 ? 4 : 0)),
    flags: right("F", 1, ({ euid }) => (euid === 0 ? 4 : 0)),
    addr: left("ADDR", 1, () => "-"),
    wchan: left("WCHAN", 6, () => "-"),
    psr: right("PSR", 3, () => 0),
    cls: left("CLS", 3, () => "TS"),
    class: left("CLS", 3, () => "TS"),
    minflt: right("MINFL", 6, ({ minorFaults }) => minorFaults),
    maj_flt: right("MAJFL", 6, ({ majorFaults }) => majorFaults),
  };
  return { columns, pidWidth };
}

/** STAT: the state with its marks: `<` high priority, `N` low, `s` session leader, `l` threads, `+` foreground. */
function statText({ state, nice, pid, sid, threads, pgid, tpgid }: ProcessInfo): string {
  return state + (nice < 0 ? "<" : nice > 0 ? "N" : "") + (pid === sid ? "s" : "") + (threads > 1 ? "l" : "") + (pgid === tpgid ? "+" : "");
}
