/**
 * The contracts of this room towards machine and engine: how a computer is put together, and what dockerd may ask of the kernel.
 * Programs see Sys (abi) only.
 */

import type {
  Clock,
  Credentials,
  Duplex,
  Fd,
  InterfaceInfo,
  Pid,
  PingResult,
  Program,
  ProgramLoader,
  Random,
  RouteInfo,
  Signal,
  SocketAddress,
  Sys,
  Termios,
  WaitStatus,
  WindowSize,
} from "#abi";
import type { Location, MountNamespace } from "#vfs";

/** What the kernel needs to start. */
export interface KernelOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Finds what executables' stubs name. */
  readonly programs: ProgramLoader;
  /** The first mount namespace, with the host's root mounted. /dev, /proc are mounted by the machine with deviceFilesystem() and procFilesystem(). */
  readonly mounts: MountNamespace;
  /** The first network namespace. */
  readonly network: NetworkNamespace;
  readonly hostname: string;
  /** uname -r, -v. */
  readonly release: string;
  readonly version: string;
  readonly processors: number;
  /** Bytes. */
  readonly memory: number;
  /** Highest number of processes (fork bomb: EAGAIN). */
  readonly maxProcesses?: number;
  /** A program threw what is no Errno: a defect of ours, for developers to see. The process dies as by SIGSEGV. */
  readonly onDefect?: (defect: { readonly pid: Pid; readonly comm: string; readonly error: unknown }) => void;
  /** reboot(2) was called. */
  readonly onReboot?: (how: "halt" | "restart") => void;
}

/**
 * A network as a process sees it; the net room implements it. The kernel gives descriptors to what it returns.
 * Unix sockets are the kernel's own (they live in the file tree).
 */
export interface NetworkNamespace {
  connect(to: { readonly host: string; readonly port: number }): Promise<Connection>;
  listen(on: { readonly host: string; readonly port: number }): Listener;
  ping(host: string, timeoutMs: number): Promise<PingResult>;
  interfaces(): readonly InterfaceInfo[];
  routes(): readonly RouteInfo[];
  /** Asks the name server at `server` (an address): IPv4 addresses, empty when the name is not known. Rejects with EAGAIN when nobody answers there. */
  query(server: string, name: string): Promise<readonly string[]>;
  /** Rows of /proc/net/tcp: what `ss` and `netstat` show. */
  sockets(): readonly {
    readonly local: SocketAddress;
    readonly remote: SocketAddress | undefined;
    readonly state: "LISTEN" | "ESTABLISHED" | "TIME_WAIT";
  }[];
}
export interface Connection extends Duplex {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
}
export interface Listener {
  readonly local: SocketAddress;
  accept(): Promise<Connection>;
  close(): void;
}

/** PIDs seen from inside: pid 1 here has another number outside. Killing its pid 1 kills everything in it. */
export interface PidNamespace {
  readonly parent: PidNamespace | undefined;
}
export interface UtsNamespace {
  hostname: string;
}
export interface Namespaces {
  readonly mounts: MountNamespace;
  readonly pids: PidNamespace;
  readonly uts: UtsNamespace;
  readonly network: NetworkNamespace;
}

/** Limits as Docker sets them; undefined is no limit. */
export interface CgroupLimits {
  /** Processors, fractions allowed: `--cpus`. */
  readonly cpus?: number | undefined;
  /** Weight, 1024 by default: `--cpu-shares`. */
  readonly cpuShares?: number | undefined;
  /** Bytes: `--memory`. */
  readonly memory?: number | undefined;
  /** Bytes, memory and swap together; -1 is no limit. */
  readonly memorySwap?: number | undefined;
  readonly pids?: number | undefined;
}
export interface CgroupStats {
  /** Nanoseconds since creation; whole, user and kernel. */
  readonly cpuTotal: number;
  readonly cpuUser: number;
  readonly cpuSystem: number;
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledTime: number;
  /** Bytes; `cache` is the part of `memory` that is page cache. */
  readonly memory: number;
  readonly memoryPeak: number;
  readonly cache: number;
  readonly memoryFailures: number;
  readonly pids: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}
export interface Cgroup {
  readonly path: string;
  limits: CgroupLimits;
  stats(): CgroupStats;
  /** docker pause and unpause: processes make no progress meanwhile. */
  freeze(): void;
  thaw(): void;
  /** Called each time that a process here is killed for memory. */
  onOutOfMemory: (() => void) | undefined;
  /** Pids (of the first namespace) in here. */
  processes(): readonly Pid[];
  remove(): void;
}

/** A terminal pair, the master's side: the page's xterm or the engine's stream of a container. */
export interface Pty {
  /** What the programs print. Empty at end: every slave was closed after one had been open. */
  read(max?: number): Promise<Uint8Array>;
  /** What the person types; waits when the line discipline's buffer is full, except for signal characters, which act at once. */
  write(bytes: Uint8Array): Promise<void>;
  resize(size: WindowSize): void;
  readonly size: WindowSize;
  readonly termios: Termios;
  /** Hangs up: SIGHUP to the session. */
  close(): void;
  /** Its number in /dev/pts of the devpts it belongs to. */
  readonly index: number;
}

/** What a process's descriptor 0, 1 or 2 starts as. */
export type StdioSource =
  | { readonly kind: "null" }
  | { readonly kind: "pty"; readonly pty: Pty }
  /** The other end of a pipe: `host` side of pipePair(). */
  | {
      readonly kind: "stream";
      readonly source?: { read(max?: number): Promise<Uint8Array> };
      readonly sink?: { write(bytes: Uint8Array): Promise<void>; end?(): void };
    };

/** A process started from outside of any process: init, container's pid 1, exec. */
export interface SpawnSpec {
  readonly namespaces: Namespaces;
  readonly cgroup?: Cgroup;
  /** Parent for `ps`: a pid of the first namespace (containerd-shim); 0 if none. */
  readonly parent?: Pid;
  readonly credentials: Credentials;
  readonly env: ReadonlyMap<string, string>;
  /** Absolute path in the namespace. Missing directory: ENOENT. */
  readonly cwd: string;
  /** Either a path to execute (searched in env PATH when it has no slash) … */
  readonly argv: readonly string[];
  /** … or a program of the machine's own with argv as its name (dockerd, init). */
  readonly program?: Program;
  readonly stdin: StdioSource;
  readonly stdout: StdioSource;
  readonly stderr: StdioSource;
  /** Start a session with the pty of stdin as controlling terminal. */
  readonly controllingTerminal?: boolean;
  readonly umask?: number;
  /** Resource limits other than the machine's: `--ulimit`. */
  readonly limits?: ReadonlyMap<string, { readonly soft: number | undefined; readonly hard: number | undefined }>;
}

/** A process seen from outside. */
export interface ProcessHandle {
  /** In the first namespace. */
  readonly pid: Pid;
  /** Resolves when it has ended. */
  readonly exited: Promise<WaitStatus>;
  readonly alive: boolean;
  kill(signal: Signal): void;
}

/** A row for ps, top, /proc. */
export interface ProcessInfo {
  readonly pid: Pid;
  /** Number in its own innermost namespace. */
  readonly innerPid: Pid;
  readonly ppid: Pid;
  readonly pgid: Pid;
  readonly sid: Pid;
  readonly tty: string | undefined;
  readonly tpgid: Pid;
  readonly state: "R" | "S" | "D" | "T" | "Z";
  readonly comm: string;
  readonly argv: readonly string[];
  readonly credentials: Credentials;
  readonly nice: number;
  /** Wall clock, ms. */
  readonly started: number;
  /** ms */
  readonly user: number;
  readonly system: number;
  /** Bytes. */
  readonly resident: number;
  readonly virtual: number;
  readonly threads: number;
  readonly cgroup: string;
}

export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  /** The first namespaces: the host's. */
  readonly host: Namespaces;
  createPidNamespace(parent?: PidNamespace): PidNamespace;
  createCgroup(path: string, limits: CgroupLimits): Cgroup;
  /** Starts a process. Rejects with Errno when argv[0] can't be executed: ENOENT, EACCES, ENOEXEC (also `path` of the Errno), or cwd is missing. */
  spawn(spec: SpawnSpec): Promise<ProcessHandle>;
  /** A terminal pair. `owner`: whose devpts shows it (a container's own devpts numbers from 0). */
  createPty(size: WindowSize, owner?: MountNamespace): Pty;
  process(pid: Pid): ProcessInfo | undefined;
  /** Processes visible in a namespace (default: all), by pid. */
  processes(namespace?: PidNamespace): readonly ProcessInfo[];
  /** Number of a host pid inside a namespace, undefined when it isn't visible there. */
  pidIn(namespace: PidNamespace, pid: Pid): Pid | undefined;
  kill(pid: Pid, signal: Signal): void;
  /** Connects to a unix socket of the host's tree from outside (drydock serve, tests). */
  connectUnix(path: string): Promise<Duplex>;
  /** Walker of root on the host, for the engine's own file work. */
  readonly rootLocation: Location;
  /** Everything ended; nothing runs any more. */
  shutdown(): void;
  /** Milliseconds since boot. */
  uptime(): number;
}

export type { Fd, Sys };
