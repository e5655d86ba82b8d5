/** What all parts of the kernel share: the tables, the clock, the process that is running. */

import type { Clock, Program, Random, Sys, WaitStatus } from "#abi";
import type { ControlGroup } from "./cgroup.ts";
import type { FifoTable } from "./files/fifo.ts";
import type { UnixSocketTable } from "./files/unix-socket.ts";
import type { PidSpace } from "./pids.ts";
import type { Process } from "./process.ts";
import type { Scheduler } from "./scheduler.ts";
import type { DevptsRegistry } from "./tty/devpts.ts";
import type { Turn } from "./turn.ts";
import type { KernelOptions, Namespaces } from "./types.ts";

export interface Core {
  readonly options: KernelOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly bootTime: number;
  readonly bootId: string;
  readonly pids: PidSpace;
  readonly host: Namespaces;
  readonly processes: Map<number, Process>;
  readonly scheduler: Scheduler;
  readonly turn: Turn;
  readonly rootGroup: ControlGroup;
  readonly cgroups: Map<string, ControlGroup>;
  readonly programs: Map<string, Program>;
  readonly fifos: FifoTable;
  readonly unixSockets: UnixSocketTable;
  readonly devpts: DevptsRegistry;
  /** Whose system call runs at present: what /proc/self means. */
  current: Process | undefined;
  /** Processes started since boot. */
  forks: number;
  lastPid: number;
  down: boolean;
  createSys(process: Process): Sys;
  /** exit.ts's endProcess: signals end processes, and the end of a process makes signals. */
  endProcess(process: Process, status: WaitStatus): void;
}

export type SignalSource = Process | "kernel";

/** Thrown into (or left pending in) a program whose process has ended. Not an Errno: programs let it pass. */
export class ProcessGone extends Error {
  constructor() {
    super("the process has ended");
    this.name = "ProcessGone";
  }
}
