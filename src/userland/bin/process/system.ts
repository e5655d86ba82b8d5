/** Memory, load and uptime as /proc shows them: proc(5). */

import type { Sys } from "#abi";
import { linesOf } from "../tool/messages.ts";
import { readProcesses } from "./processes.ts";

/** /proc/meminfo, in KiB. */
export interface Memory {
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly shared: number;
  readonly buffers: number;
  /** Page cache with what the kernel can reclaim. */
  readonly cached: number;
  readonly used: number;
  readonly swapTotal: number;
  readonly swapFree: number;
}

export function readMemory(sys: Sys): Memory {
  const values = new Map<string, number>();
  for (const line of linesOf(sys, "/proc/meminfo")) {
    const [name = "", value = "0"] = line.split(/:\s*/);
    values.set(name, Number.parseInt(value, 10));
  }
  const get = (name: string) => values.get(name) ?? 0;
  const cached = get("Cached") + get("SReclaimable");
  const used = Math.max(0, get("MemTotal") - get("MemFree") - cached - get("Buffers"));
  return {
    total: get("MemTotal"),
    free: get("MemFree"),
    available: values.get("MemAvailable") ?? get("MemFree") + cached,
    shared: get("Shmem"),
    buffers: get("Buffers"),
    cached,
    used,
    swapTotal: get("SwapTotal"),
    swapFree: get("SwapFree"),
  };
}

/** Seconds since boot. */
export function readUptime(sys: Sys): number {
  const seconds = Number(linesOf(sys, "/proc/uptime")[0]?.split(" ")[0]);
  return Number.isFinite(seconds) ? seconds : sys.uptime() / 1000;
}

/** Load averages over 1, 5 and 15 minutes, as written in /proc/loadavg. */
export function readLoad(sys: Sys): readonly string[] {
  return (linesOf(sys, "/proc/loadavg")[0] ?? "0.00 0.00 0.00").split(" ").slice(0, 3);
}

/** When the machine booted, in milliseconds since the epoch. */
export function bootTime(sys: Sys): number {
  return sys.now() - readUptime(sys) * 1000;
}

/** Processor time of the whole machine in ticks, by kind: user, nice, system, idle, iowait, irq, softirq, steal. */
export function readCpu(sys: Sys): readonly number[] {
  const line = linesOf(sys, "/proc/stat").find((one) => one.startsWith("cpu "));
  const fields = (line ?? "").split(/\s+/).slice(1).map(Number);
  return Array.from({ length: 8 }, (_, at) => fields[at] ?? 0);
}

export function countProcessors(sys: Sys): number {
  return Math.max(1, linesOf(sys, "/proc/stat").filter((line) => /^cpu\d/.test(line)).length);
}

export interface LoginSession {
  readonly uid: number;
  readonly tty: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Who is logged in: sessions that a login shell (its argv[0] begins with `-`) leads on a terminal. */
export function loginSessions(sys: Sys): readonly LoginSession[] {
  const boot = bootTime(sys);
  return readProcesses(sys).flatMap(({ pid, sid, tty, args, ruid, start }) =>
    pid === sid && tty !== undefined && args[0]?.startsWith("-") === true ? [{ uid: ruid, tty, pid, since: boot + start * 10 }] : [],
  );
}
