/** Processes as /proc shows them: proc(5). */

import { decode, isErrno, readText, type Sys } from "#abi";
import { linesOf } from "../tool/messages.ts";

/** Clock ticks a second, as sysconf(_SC_CLK_TCK) gives them. */
export const TICKS = 100;
const PAGE_KIB = 4;

export interface ProcessInfo {
  readonly pid: number;
  readonly comm: string;
  /** R, S, D, Z, T … */
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** `pts/0`, or undefined without a terminal. */
  readonly tty: string | undefined;
  readonly tpgid: number;
  readonly flags: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  /** Processor time in ticks. */
  readonly user: number;
  readonly system: number;
  readonly priority: number;
  readonly nice: number;
  readonly threads: number;
  /** Ticks after boot. */
  readonly start: number;
  /** KiB. */
  readonly vsz: number;
  readonly rss: number;
  readonly shared: number;
  readonly ruid: number;
  readonly euid: number;
  readonly rgid: number;
  readonly egid: number;
  /** Arguments; empty for kernel threads and zombies. */
  readonly args: readonly string[];
}

/** Every process that /proc shows, by pid. */
export function readProcesses(sys: Sys): readonly ProcessInfo[] {
  const found: ProcessInfo[] = [];
  for (const { name } of sys.readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const one = readProcess(sys, Number(name));
    if (one !== undefined) found.push(one);
  }
  return found.sort((a, b) => a.pid - b.pid);
}

/** One process; undefined when it is gone. */
export function readProcess(sys: Sys, pid: number): ProcessInfo | undefined {
  try {
    const stat = readText(sys, `/proc/${pid}/stat`);
    const open = stat.indexOf("(");
    const close = stat.lastIndexOf(")");
    const field = stat
      .slice(close + 2)
      .trim()
      .split(" ");
    const number = (position: number) => Number(field[position - 3] ?? 0);
    const ids = readIds(sys, pid);
    return {
      pid,
      comm: stat.slice(open + 1, close),
      state: field[0] ?? "?",
      ppid: number(4),
      pgid: number(5),
      sid: number(6),
      tty: ttyName(number(7)),
      tpgid: number(8),
      flags: number(9),
      minorFaults: number(10),
      majorFaults: number(12),
      user: number(14),
      system: number(15),
      priority: number(18),
      nice: number(19),
      threads: number(20),
      start: number(22),
      vsz: Math.floor(number(23) / 1024),
      rss: number(24) * PAGE_KIB,
      shared: Number(linesOf(sys, `/proc/${pid}/statm`)[0]?.split(" ")[2] ?? 0) * PAGE_KIB,
      ...ids,
      args: readArguments(sys, pid),
    };
  } catch (error) {
    if (!isErrno(error)) throw error;
    return undefined;
  }
}

function readIds(sys: Sys, pid: number): { ruid: number; euid: number; rgid: number; egid: number } {
  let ruid: number | undefined;
  let euid: number | undefined;
  let rgid: number | undefined;
  let egid: number | undefined;
  for (const line of linesOf(sys, `/proc/${pid}/status`)) {
    const [name, real, effective] = line.split(/\s+/);
    if (name === "Uid:") [ruid, euid] = [Number(real), Number(effective)];
    if (name === "Gid:") [rgid, egid] = [Number(real), Number(effective)];
  }
  if (ruid === undefined || euid === undefined) {
    const { uid, gid } = sys.stat(`/proc/${pid}`);
    return { ruid: uid, euid: uid, rgid: gid, egid: gid };
  }
  return { ruid, euid, rgid: rgid ?? 0, egid: egid ?? 0 };
}

function readArguments(sys: Sys, pid: number): readonly string[] {
  try {
    const text = decode(sys.readFile(`/proc/${pid}/cmdline`));
    if (text === "") return [];
    return (text.endsWith("\0") ? text.slice(0, -1) : text).split("\0");
  } catch (error) {
    if (!isErrno(error)) throw error;
    return [];
  }
}

/** The name of a terminal by its device number, as makedev(3) packs it. */
function ttyName(device: number): string | undefined {
  if (device === 0) return undefined;
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${minor + (major - 136) * 256}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  if (major === 5) return minor === 1 ? "console" : "tty";
  return undefined;
}

/** The command line as ps shows it: arguments, or `[comm]`. */
export function commandLine({ args, comm, state }: ProcessInfo): string {
  if (state === "Z") return `[${comm}] <defunct>`;
  return args.length === 0
    ? `[${comm}]`
    : args
        .join(" ")
        .replace(/\s+$/, "")
        .replace(/[\x00-\x1f\x7f]/g, "?");
}

/** The name alone. */
export function commandName({ comm, state }: ProcessInfo): string {
  return state === "Z" ? `${comm} <defunct>` : comm;
}
