/**
 * The system calls: the only thing that a program knows of the machine.
 *
 * Calls on regular files and directories are synchronous: they are memory. What can block (pipes, terminals, sockets,
 * waiting, sleeping) returns a promise and gives way to signals. Failures are Errno, thrown or as rejections.
 * When a process is killed every pending call of it is left unsettled or rejected with something that is not an Errno:
 * catch Errno only (isErrno), rethrow the rest.
 */

import type { Program } from "./program.ts";
import type { Signal, WaitStatus } from "./signals.ts";
import type { InterfaceInfo, PingResult, RouteInfo, SocketAddress } from "./socket.ts";
import type { DirEntry, FileType, Stat, Statfs } from "./stat.ts";
import type { Termios, WindowSize } from "./tty.ts";

export type Fd = number;
export type Pid = number;

/** open(2). Default: read only. `create` uses `mode` less the umask. */
export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly directory?: boolean;
  readonly noFollow?: boolean;
  readonly closeOnExec?: boolean;
  readonly nonBlock?: boolean;
}

/** What a process does on a signal. A handler runs between system calls, on the process's own turn. */
export type Disposition = "default" | "ignore" | SignalHandler;
export interface SignalHandler {
  readonly handle: (signal: Signal) => void;
  /** true: the blocked call rejects with EINTR. false (SA_RESTART): it goes on waiting. */
  readonly interrupt: boolean;
}

export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly euid: number;
  readonly egid: number;
  readonly groups: readonly number[];
}

export interface ForkOptions {
  /** argv[0] and comm of the child until it calls exec; by default the parent's. */
  readonly argv?: readonly string[];
  /** Process group: 0 makes the child lead a new one; set before the child runs, so that job control has no race. */
  readonly pgid?: Pid;
  /** With a process group: make it the terminal's foreground group before the child runs. */
  readonly foreground?: Fd;
  /** Environment of the child; by default the parent's. */
  readonly env?: ReadonlyMap<string, string>;
  /** Called synchronously in the child's place before it runs, with the child's sys: redirect descriptors here. */
  readonly setup?: (child: Sys) => void;
}

/** waitpid(2). */
export interface WaitOptions {
  /** A pid; `any` child; or all children of a process group. Default `any`. */
  readonly target?: Pid | "any" | { readonly pgid: Pid };
  /** Don't block: resolves with undefined when nothing is ready. */
  readonly noHang?: boolean;
  /** Also report children that stopped (WUNTRACED) and went on (WCONTINUED). */
  readonly untraced?: boolean;
}
export interface Waited {
  readonly pid: Pid;
  readonly status: WaitStatus;
}

/** Resources that a process used. Milliseconds. */
export interface Rusage {
  readonly user: number;
  readonly system: number;
}

export interface Utsname {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
}

/** What became ready in a poll. `hangup` is set as well where the peer is gone. */
export interface PollResult {
  readonly fd: Fd;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly hangup: boolean;
}

export interface Sys {
  // --- this process: getpid(2), credentials(7), environ(7)
  readonly pid: Pid;
  readonly ppid: Pid;
  /** As given to exec; argv[0] is the name the program was called by. */
  readonly argv: readonly string[];
  /** The environment at exec. */
  readonly env: ReadonlyMap<string, string>;
  credentials(): Credentials;
  /** setuid(2) and company: EPERM unless root or to an id the process has. */
  setCredentials(to: Partial<Credentials>): void;
  umask(mask?: number): number;
  getcwd(): string;
  chdir(path: string): void;
  chroot(path: string): void;

  // --- processes: fork(2), execve(2), wait(2), kill(2), setpgid(2), setsid(2)
  /** Starts a child that runs `program` with copies of this process's descriptors, directory, credentials and dispositions. */
  fork(program: Program, options?: ForkOptions): Pid;
  /**
   * Becomes another program. Use it as `return sys.exec(...)`: on success the promise resolves with the new program's exit
   * status. Rejects with Errno when the file can't be run: ENOENT, EACCES (no permission, not a regular file),
   * ENOEXEC (neither `#!` nor an executable of ours), ELOOP, E2BIG. No PATH search.
   */
  exec(path: string, argv: readonly string[], env?: ReadonlyMap<string, string>): Promise<number>;
  /** fork and exec in one: rejects like exec, else resolves with the child's pid. */
  spawn(path: string, argv: readonly string[], options?: ForkOptions): Promise<Pid>;
  /** Rejects with ECHILD when there is nothing to wait for, EINTR on an interrupting handler. */
  wait(options?: WaitOptions): Promise<Waited | undefined>;
  /** kill(2): pid > 0 one process, 0 own group, -1 all that may be signalled, < -1 a group. Signal 0 (undefined) only checks. */
  kill(pid: Pid, signal: Signal | undefined): void;
  signal(signal: Signal, disposition: Disposition): Disposition;
  getpgid(pid?: Pid): Pid;
  setpgid(pid: Pid, pgid: Pid): void;
  getsid(pid?: Pid): Pid;
  setsid(): Pid;
  /** Milliseconds; rejects with EINTR on an interrupting handler. */
  sleep(ms: number): Promise<void>;
  /** Accounts `ms` milliseconds of processor time to this process; resolves when the scheduler and the cgroup's quota allow to go on. */
  cpu(ms: number): Promise<void>;
  /** Claims memory (bytes, may be negative to give back) for this process. Rejects with ENOMEM; over the cgroup's limit the process is killed. */
  memory(bytes: number): Promise<void>;
  /** Tells how many threads this process runs (1 unless told): control groups and /proc count them. */
  threads(count: number): void;
  rusage(): { readonly self: Rusage; readonly children: Rusage };
  /** nice(2): adds to the niceness, returns the new one. */
  nice(increment: number): number;
  /** Resource limits as `ulimit` names them: `nofile`, `nproc`, `core`, … in their own units; undefined is unlimited. */
  getrlimit(name: string): { readonly soft: number | undefined; readonly hard: number | undefined };
  setrlimit(name: string, limit: { readonly soft: number | undefined; readonly hard: number | undefined }): void;

  // --- descriptors: open(2), read(2), write(2), pipe(2), dup(2)
  open(path: string, flags?: OpenFlags, mode?: number): Fd;
  close(fd: Fd): void;
  /** dup2(2) with `to`, else the lowest free one that is at least `least` (fcntl F_DUPFD). */
  dup(fd: Fd, to?: Fd, least?: Fd): Fd;
  setCloseOnExec(fd: Fd, on: boolean): void;
  isOpen(fd: Fd): boolean;
  pipe(): { readonly read: Fd; readonly write: Fd };
  /** At most `max` bytes (64 KiB if absent), at least one; empty at end of file. EINTR, EIO (orphaned background read), EAGAIN. */
  read(fd: Fd, max?: number): Promise<Uint8Array>;
  /** Writes all; waits for the reader. EPIPE after SIGPIPE, ENOSPC, EROFS. The bytes now belong to the receiver. */
  write(fd: Fd, bytes: Uint8Array): Promise<void>;
  /** Which of these can be read or written without blocking; resolves with none after `timeoutMs` (undefined: wait for ever). */
  poll(
    fds: readonly { readonly fd: Fd; readonly read?: boolean; readonly write?: boolean }[],
    timeoutMs?: number,
  ): Promise<readonly PollResult[]>;
  /** Regular files only (ESPIPE); synchronous. Gives fewer bytes at the end of the file, and whole views where it can. */
  pread(fd: Fd, offset: number, length: number): Uint8Array;
  pwrite(fd: Fd, offset: number, bytes: Uint8Array): void;
  seek(fd: Fd, offset: number, whence: "set" | "current" | "end"): number;
  ftruncate(fd: Fd, length: number): void;
  fstat(fd: Fd): Stat;
  /** Reads of a directory's fd are by path: see readdir. Path that the descriptor was opened by, as /proc/self/fd shows it (`pipe:[123]`, `/dev/pts/0`). */
  fdPath(fd: Fd): string;

  // --- files by path (relative to the working directory), synchronous
  stat(path: string): Stat;
  lstat(path: string): Stat;
  readdir(path: string): readonly DirEntry[];
  readlink(path: string): string;
  mkdir(path: string, mode?: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  mknod(path: string, type: FileType, mode: number, rdev?: { readonly major: number; readonly minor: number }): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number | undefined, gid: number | undefined, followSymlink?: boolean): void;
  /** Milliseconds since the epoch; undefined leaves a time as it is. */
  utimes(path: string, atime: number | undefined, mtime: number | undefined, followSymlink?: boolean): void;
  truncate(path: string, length: number): void;
  /** access(2) with the real ids: throws EACCES, EROFS or what resolving the path gives. */
  access(path: string, want: { readonly read?: boolean; readonly write?: boolean; readonly execute?: boolean }): void;
  realpath(path: string): string;
  statfs(path: string): Statfs;
  /** Whole regular file (or /proc file) as bytes; synchronous. Meant for small files: EFBIG above 64 MiB. */
  readFile(path: string): Uint8Array;
  /** Creates or replaces a regular file. */
  writeFile(path: string, bytes: Uint8Array, options?: { readonly append?: boolean; readonly mode?: number }): void;
  mount(source: string, target: string, type: string, options: readonly string[]): void;
  umount(target: string): void;

  // --- terminals: termios(3), tty_ioctl(4)
  isatty(fd: Fd): boolean;
  tcgetattr(fd: Fd): Termios;
  tcsetattr(fd: Fd, to: Partial<Termios>, when?: "now" | "drain" | "flush"): Promise<void>;
  /**
   * What a read of a terminal would give now, without taking it; empty when it would wait. Linux has only FIONREAD: this lets a
   * line editor take a pasted line in one piece and leave what follows to the program that the line starts.
   */
  tcpeek(fd: Fd): Uint8Array;
  tcgetpgrp(fd: Fd): Pid;
  tcsetpgrp(fd: Fd, pgid: Pid): void;
  getWindowSize(fd: Fd): WindowSize;
  setWindowSize(fd: Fd, size: WindowSize): void;
  /** A new terminal: programs talk to `slave`, whoever plays the terminal to `master`. */
  openpty(size?: WindowSize): { readonly master: Fd; readonly slave: Fd };

  // --- sockets: socket(2), unix(7), tcp(7)
  /** ECONNREFUSED, ENOENT, EACCES, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT. `host` is an address: resolve names first. */
  connect(to: SocketAddress): Promise<Fd>;
  /** EADDRINUSE, EACCES, EADDRNOTAVAIL. */
  listen(on: SocketAddress): Fd;
  accept(fd: Fd): Promise<{ readonly fd: Fd; readonly from: SocketAddress }>;
  /** shutdown(2) of the writing half. */
  shutdown(fd: Fd): void;
  socketName(fd: Fd): { readonly local: SocketAddress; readonly remote: SocketAddress | undefined };
  /** /etc/hosts, then the resolver in /etc/resolv.conf; empty when the name is not known. */
  resolve(name: string): Promise<readonly string[]>;
  ping(host: string, timeoutMs: number): Promise<PingResult>;
  interfaces(): readonly InterfaceInfo[];
  routes(): readonly RouteInfo[];

  // --- the machine
  uname(): Utsname;
  sethostname(name: string): void;
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since boot. */
  uptime(): number;
  random(length: number): Uint8Array;
  sync(): void;
  /** reboot(2): only root of the first PID namespace. */
  reboot(how: "halt" | "restart"): void;
}
