/** /proc/PID/stat and status: what ps and top are made of. */

import { ALL_SIGNALS, type Signal, signalNumber } from "#abi";
import type { Core } from "../core.ts";
import type { PidSpace } from "../pids.ts";
import type { Process } from "../process.ts";
import { residentMemory, virtualMemory } from "../process-memory.ts";
import { processState } from "../process-state.ts";
import { PTS_MAJOR } from "../tty/slave-stat.ts";
import { ticks } from "./machine-entries.ts";

const PAGE = 4096;
const STATE_NAMES = { R: "running", S: "sleeping", D: "disk sleep", T: "stopped", Z: "zombie" } as const;

/** tty_nr: major and minor number of the controlling terminal in one. */
export function terminalNumber(process: Process): number {
  const { terminal } = process.group.session;
  return terminal === undefined ? 0 : (PTS_MAJOR << 8) | terminal.index;
}

export function statLine(core: Core, space: PidSpace, process: Process): string {
  const { group, identity, cpu } = process;
  const { terminal } = group.session;
  const served = Math.max(0, cpu.system + cpu.user - core.scheduler.debtOf(process));
  const part = cpu.user + cpu.system === 0 ? 0 : served / (cpu.user + cpu.system);
  const fields = [
    identity.in(space),
    `(${process.comm})`,
    processState(core, process),
    process.parent?.identity.in(space) ?? 0,
    group.identity.in(space),
    group.session.identity.in(space),
    terminalNumber(process),
    terminal === undefined ? -1 : (terminal.foreground?.identity.in(space) ?? 0),
    4_194_304,
    0,
    0,
    0,
    0,
    ticks(cpu.user * part),
    ticks(cpu.system * part),
    ticks(process.childrenUser),
    ticks(process.childrenSystem),
    20 + process.nice,
    process.nice,
    process.threads,
    0,
    ticks(process.started - core.bootTime),
    process.alive ? virtualMemory(process) : 0,
    process.alive ? Math.floor(residentMemory(process) / PAGE) : 0,
    "18446744073709551615",
    0,
    0,
    0,
    0,
    0,
    0,
    mask(process, "ignore"),
    mask(process, "handler"),
    0,
    0,
    0,
    17,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  return fields.join(" ");
}

/** /proc/PID/statm: pages. */
export function statmLine(process: Process): string {
  const pages = (bytes: number): number => Math.floor(bytes / PAGE);
  if (!process.alive) return "0 0 0 0 0 0 0\n";
  const resident = pages(residentMemory(process));
  return `${pages(virtualMemory(process))} ${resident} ${Math.floor(resident * 0.7)} 100 0 ${Math.floor(resident * 0.4)} 0\n`;
}

export function statusLines(core: Core, space: PidSpace, process: Process): string {
  const { credentials, identity } = process;
  const state = processState(core, process);
  const ids = (real: number, effective: number): string => [real, effective, effective, effective].join("\t");
  const kilobytes = (bytes: number): string => `${String(Math.floor(bytes / 1024)).padStart(8)} kB`;
  const pid = identity.in(space);
  const rows: [string, string | number][] = [
    ["Name", process.comm],
    ["Umask", process.umask.toString(8).padStart(4, "0")],
    ["State", `${state} (${STATE_NAMES[state]})`],
    ["Tgid", pid],
    ["Ngid", 0],
    ["Pid", pid],
    ["PPid", process.parent?.identity.in(space) ?? 0],
    ["TracerPid", 0],
    ["Uid", ids(credentials.uid, credentials.euid)],
    ["Gid", ids(credentials.gid, credentials.egid)],
    ["FDSize", 64],
    ["Groups", `${credentials.groups.join(" ")} `],
    ["NStgid", numbersFrom(space, process).join("\t")],
    ["NSpid", numbersFrom(space, process).join("\t")],
  ];
  if (process.alive) {
    const resident = residentMemory(process);
    rows.push(
      ["VmPeak", kilobytes(virtualMemory(process))],
      ["VmSize", kilobytes(virtualMemory(process))],
      ["VmHWM", kilobytes(resident)],
      ["VmRSS", kilobytes(resident)],
    );
  }
  rows.push(["Threads", process.threads], ["SigQ", "0/7262"], ["SigPnd", "0".repeat(16)], ["SigBlk", "0".repeat(16)]);
  rows.push(["SigIgn", hexMask(process, "ignore")], ["SigCgt", hexMask(process, "handler")]);
  rows.push(["Cpus_allowed_list", `0-${core.options.processors - 1}`]);
  return rows.map(([name, value]) => `${name}:\t${value}\n`).join("");
}

/** The numbers of a process in a namespace and in those inside of it. */
function numbersFrom(space: PidSpace, process: Process): number[] {
  const numbers: number[] = [];
  for (let at: PidSpace | undefined = process.identity.space; at !== undefined; at = at.parent) {
    numbers.unshift(process.identity.in(at));
    if (at === space) break;
  }
  return numbers;
}

function maskBits(process: Process, kind: "ignore" | "handler"): bigint {
  let bits = 0n;
  for (const signal of ALL_SIGNALS) if (isKind(process, signal, kind)) bits |= 1n << BigInt(signalNumber(signal) - 1);
  return bits;
}

function isKind(process: Process, signal: Signal, kind: "ignore" | "handler"): boolean {
  const disposition = process.dispositions.get(signal);
  return kind === "ignore" ? disposition === "ignore" : typeof disposition === "object";
}

const mask = (process: Process, kind: "ignore" | "handler"): string => maskBits(process, kind).toString();
const hexMask = (process: Process, kind: "ignore" | "handler"): string => maskBits(process, kind).toString(16).padStart(16, "0");
