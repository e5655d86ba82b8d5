/** What the kernel keeps of a process. */

import type { Credentials, Program, Signal, SignalHandler, Sys, WaitStatus } from "#abi";
import type { Location, MountNamespace } from "#vfs";
import type { ControlGroup } from "./cgroup.ts";
import type { DescriptorTable } from "./descriptor-table.ts";
import type { ProcessGroup } from "./groups.ts";
import type { Identity } from "./pids.ts";
import type { CpuAccount } from "./scheduler.ts";
import type { NetworkNamespace, UtsNamespace } from "./types.ts";
import { type CallOwner, type PendingCall, WaitQueue } from "./wait-queue.ts";

/** Where a process is in its life. A zombie has ended and waits for its parent's wait(2). */
export type Life =
  | { readonly kind: "running" }
  | { readonly kind: "stopped"; readonly signal: Signal }
  | { readonly kind: "zombie"; readonly status: WaitStatus }
  | { readonly kind: "reaped"; readonly status: WaitStatus };

export const RUNNING: Life = { kind: "running" };

export interface Limit {
  readonly soft: number | undefined;
  readonly hard: number | undefined;
}

/** What a process has that a fork copies or shares. */
export interface ProcessParts {
  readonly identity: Identity;
  readonly mounts: MountNamespace;
  readonly uts: UtsNamespace;
  readonly network: NetworkNamespace;
  readonly parent: Process | undefined;
  readonly credentials: Credentials;
  readonly root: Location;
  readonly cwd: Location;
  readonly umask: number;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly comm: string;
  readonly executable: string;
  readonly descriptors: DescriptorTable;
  readonly dispositions: Map<Signal, "ignore" | SignalHandler>;
  readonly cgroup: ControlGroup;
  readonly cpu: CpuAccount;
  readonly limits: Map<string, Limit>;
  readonly nice: number;
  readonly started: number;
  /** Makes or finds its group, once it has its identity. */
  readonly group: (process: Process) => ProcessGroup;
  readonly createSys: (process: Process) => Sys;
}

export class Process implements CallOwner {
  readonly identity: Identity;
  readonly mounts: MountNamespace;
  readonly uts: UtsNamespace;
  readonly network: NetworkNamespace;
  parent: Process | undefined;
  readonly children = new Set<Process>();
  credentials: Credentials;
  root: Location;
  cwd: Location;
  umask: number;
  argv: readonly string[];
  env: ReadonlyMap<string, string>;
  /** At most 15 bytes, as ps shows it. */
  comm: string;
  executable: string;
  readonly descriptors: DescriptorTable;
  readonly dispositions: Map<Signal, "ignore" | SignalHandler>;
  readonly cgroup: ControlGroup;
  readonly cpu: CpuAccount;
  readonly limits: Map<string, Limit>;
  nice: number;
  threads = 1;
  readonly started: number;

  readonly sys: Sys;

  life: Life = RUNNING;
  group: ProcessGroup;
  program: Program | undefined;
  /** A stop or continue that the parent has not been told yet. */
  report: WaitStatus | undefined;
  /** Signals with handlers that wait for the process's own turn, and all that came while it was stopped. */
  readonly pending: Signal[] = [];
  readonly calls = new Set<PendingCall>();
  /** Woken when a child changed. */
  readonly childQueue = new WaitQueue();
  /** Reaped at once when it ends: started from outside of any process. */
  detached = false;
  /** Bytes claimed by sys.memory. */
  memory = 0;
  /** Processor time of children that were waited for, ms. */
  childrenUser = 0;
  childrenSystem = 0;
  /** Bytes of the file that it runs. */
  executableSize = 0;
  onExit: ((status: WaitStatus) => void) | undefined;

  constructor(parts: ProcessParts) {
    this.identity = parts.identity;
    this.mounts = parts.mounts;
    this.uts = parts.uts;
    this.network = parts.network;
    this.parent = parts.parent;
    this.credentials = parts.credentials;
    this.root = parts.root;
    this.cwd = parts.cwd;
    this.umask = parts.umask;
    this.argv = parts.argv;
    this.env = parts.env;
    this.comm = parts.comm;
    this.executable = parts.executable;
    this.descriptors = parts.descriptors;
    this.dispositions = parts.dispositions;
    this.cgroup = parts.cgroup;
    this.cpu = parts.cpu;
    this.limits = parts.limits;
    this.nice = parts.nice;
    this.started = parts.started;
    this.identity.process = this;
    this.group = parts.group(this);
    this.group.members.add(this);
    this.sys = parts.createSys(this);
  }

  /** Not ended: zombies are not alive. */
  get alive(): boolean {
    return this.life.kind === "running" || this.life.kind === "stopped";
  }

  mayRun(): boolean {
    return this.life.kind === "running" && !this.cgroup.frozen && !this.cpu.waiting;
  }

  /** Tries every waiting call again: after the process was let go on. */
  retryCalls(): void {
    if (this.calls.size === 0) return;
    for (const call of Array.from(this.calls)) call.wake();
  }
}
