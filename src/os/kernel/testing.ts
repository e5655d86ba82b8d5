/**
 * A small booted computer for tests of programs: `const machine = bootTestKernel({ programs: { hello } })`, then
 * `await machine.run(["hello", "you"])` for its output and status, or `machine.terminal(["sh"])` to type at it.
 * Time is real by default; `manualClock()` gives a clock that moves only when a test says so.
 */

import {
  type Credentials,
  concat,
  decode,
  EMPTY,
  Errno,
  encode,
  type Program,
  shellStatus,
  stub,
  type WaitStatus,
  type WindowSize,
} from "#abi";
import { emptyTree, MountNamespace, resolve, TreeFilesystem } from "#vfs";
import { deviceFilesystem, devptsFilesystem, procFilesystem } from "./filesystems.ts";
import { createKernel } from "./kernel.ts";
import { realClock, testRandom } from "./testing-clock.ts";
import type { Kernel, KernelOptions, NetworkNamespace, ProcessHandle, Pty, StdioSource } from "./types.ts";

export { type ManualClock, manualClock, realClock, settle, testRandom } from "./testing-clock.ts";

/** A network that reaches nothing. */
export function noNetwork(): NetworkNamespace {
  const unreachable = new Errno("ENETUNREACH");
  return {
    connect: () => Promise.reject(unreachable),
    listen: () => {
      throw new Errno("EADDRNOTAVAIL");
    },
    ping: async () => ({ kind: "timeout" }),
    interfaces: () => [],
    routes: () => [],
    query: () => Promise.reject(new Errno("EAGAIN")),
    sockets: () => [],
  };
}

export const ROOT: Credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0] };
export const USER: Credentials = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000] };

export interface TestKernelOptions extends Partial<Omit<KernelOptions, "programs" | "mounts">> {
  /** Each is installed as an executable /bin/NAME. */
  readonly programs?: Readonly<Record<string, Program>>;
  /** Files by absolute path; directories above are made. A text starting with `#!` becomes executable. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly credentials?: Credentials;
}
export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** As `$?` would be. */
  readonly status: number;
  readonly ended: WaitStatus;
}

/** Somebody at a terminal. */
export interface TestTerminal {
  readonly pty: Pty;
  readonly handle: ProcessHandle;
  /** Types keys: `"ls\r"`, `"\x03"`. */
  type(keys: string): Promise<void>;
  /** All that was printed since the start (CR LF as the terminal gets them). */
  readonly output: string;
  /** Waits until the output contains a text (after what an earlier `until` matched); gives the output up to its end. */
  until(text: string): Promise<string>;
}

export interface TestKernel {
  readonly kernel: Kernel;
  readonly filesystem: TreeFilesystem;
  /** What programs threw that was no Errno: a test that expects none should look. */
  readonly defects: unknown[];
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  terminal(argv: readonly string[], options?: RunOptions & { readonly size?: WindowSize }): Promise<TestTerminal>;
  /** Starts init as pid 1 (a program that only reaps), as a real machine has. Called by the first run. */
  boot(): Promise<void>;
  write(path: string, content: string | Uint8Array, mode?: number): void;
  read(path: string): string;
}

const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: "/usr/local/bin:/bin:/usr/bin",
  HOME: "/root",
  TERM: "xterm",
  LANG: "C.UTF-8",
};
const ACCOUNTS = "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/home/user:/bin/sh\n";
const GROUPS = "root:x:0:\nuser:x:1000:\n";

/** pid 1: reaps whatever is given to it. */
const init: Program = async (sys) => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) sys.signal(signal, "ignore");
  let wake = (): void => {};
  sys.signal("SIGCHLD", { handle: () => wake(), interrupt: false });
  for (;;) {
    const woken = new Promise<void>((resolved) => {
      wake = resolved;
    });
    try {
      await sys.wait();
    } catch (error) {
      if (!(error instanceof Errno) || error.code !== "ECHILD") throw error;
      await woken;
    }
  }
};

/** A kernel with /bin, /tmp, /dev, /proc, /etc/passwd, homes of root and user, and the given programs. */
export function bootTestKernel(options: TestKernelOptions = {}): TestKernel {
  const clock = options.clock ?? realClock();
  const filesystem = new TreeFilesystem(emptyTree(clock.now(), 0o755), {
    type: "ext4",
    source: "/dev/sda1",
    dev: 2049,
    clock: () => clock.now(),
  });
  const mounts = new MountNamespace(filesystem, { source: "/dev/sda1" });
  const defects: unknown[] = [];
  const programs = options.programs ?? {};
  const kernel = createKernel({
    random: testRandom(),
    network: noNetwork(),
    hostname: "docker",
    release: "3.10.0-1127.el7.x86_64",
    version: "#1 SMP Tue Mar 31 23:36:51 UTC 2020",
    processors: 2,
    memory: 4 * 1024 ** 3,
    onDefect: (defect) => defects.push(defect.error),
    ...options,
    clock,
    mounts,
    programs: async (name) => programs[name],
  });
  const walker = { credentials: ROOT, root: mounts.root, cwd: mounts.root };
  const directory = (path: string, mode = 0o755, uid = 0): number => {
    let ino = filesystem.root;
    for (const name of path.split("/").filter((one) => one !== ""))
      ino = filesystem.lookup(ino, name) ?? filesystem.create(ino, name, { type: "directory", mode, uid, gid: uid });
    return ino;
  };
  const write = (path: string, content: string | Uint8Array, mode?: number): void => {
    const cut = path.lastIndexOf("/");
    const above = directory(path.slice(0, cut));
    const name = path.slice(cut + 1);
    const bytes = typeof content === "string" ? encode(content) : content;
    const isScript = typeof content === "string" && content.startsWith("#!");
    const old = filesystem.lookup(above, name);
    if (old !== undefined) filesystem.unlink(above, name);
    const ino = filesystem.create(above, name, { type: "file", mode: mode ?? (isScript ? 0o755 : 0o644), uid: 0, gid: 0 });
    filesystem.write(ino, 0, bytes);
  };
  for (const path of ["/bin", "/usr/bin", "/etc", "/dev", "/proc", "/root", "/var", "/run"]) directory(path);
  directory("/tmp", 0o1777);
  directory("/home/user", 0o755);
  filesystem.setattr(directory("/home/user"), { uid: 1000, gid: 1000, mode: 0o700 });
  write("/etc/passwd", ACCOUNTS);
  write("/etc/group", GROUPS);
  for (const name of Object.keys(programs)) write(`/bin/${name}`, stub(name), 0o755);
  for (const [path, content] of Object.entries(options.files ?? {})) write(path, content);
  const at = (path: string) => resolve(mounts, walker, path);
  mounts.mount(procFilesystem(kernel), at("/proc"));
  mounts.mount(deviceFilesystem(kernel), at("/dev"));
  mounts.mount(devptsFilesystem(kernel), at("/dev/pts"));

  let booted: Promise<void> | undefined;
  const none: StdioSource = { kind: "null" };
  const boot = (): Promise<void> => {
    booted ??= kernel
      .spawn({
        namespaces: kernel.host,
        credentials: ROOT,
        env: new Map(),
        cwd: "/",
        argv: ["/sbin/init"],
        program: init,
        stdin: none,
        stdout: none,
        stderr: none,
      })
      .then(() => undefined);
    return booted;
  };
  const common = (argv: readonly string[], run: RunOptions) => ({
    namespaces: kernel.host,
    credentials: run.credentials ?? ROOT,
    env: new Map(Object.entries({ ...ENVIRONMENT, ...run.env })),
    cwd: run.cwd ?? "/",
    argv,
  });
  return {
    kernel,
    filesystem,
    defects,
    boot,
    write,
    read: (path) => {
      const { mount, ino } = at(path);
      return decode(mount.filesystem.read(ino, 0, mount.filesystem.stat(ino).size));
    },
    run: async (argv, run = {}) => {
      await boot();
      let input = typeof run.stdin === "string" ? encode(run.stdin) : (run.stdin ?? EMPTY);
      const source = {
        read: async (max = 65536) => {
          const chunk = input.subarray(0, max);
          input = input.subarray(chunk.length);
          return chunk;
        },
      };
      const gather = () => {
        const chunks: Uint8Array[] = [];
        let over = (): void => {};
        const ended = new Promise<void>((resolved) => {
          over = resolved;
        });
        return { chunks, ended, sink: { write: async (bytes: Uint8Array) => void chunks.push(bytes), end: () => over() } };
      };
      const out = gather();
      const err = gather();
      const handle = await kernel.spawn({
        ...common(argv, run),
        stdin: { kind: "stream", source },
        stdout: { kind: "stream", sink: out.sink },
        stderr: { kind: "stream", sink: err.sink },
      });
      const ended = await handle.exited;
      await Promise.all([out.ended, err.ended]);
      return { stdout: decode(concat(out.chunks)), stderr: decode(concat(err.chunks)), status: shellStatus(ended), ended };
    },
    terminal: async (argv, run = {}) => {
      await boot();
      const pty = kernel.createPty(run.size ?? { rows: 24, columns: 80 });
      const stdio: StdioSource = { kind: "pty", pty };
      const handle = await kernel.spawn({ ...common(argv, run), stdin: stdio, stdout: stdio, stderr: stdio, controllingTerminal: true });
      const decoder = new TextDecoder();
      let output = "";
      let matched = 0;
      let isOver = false;
      let look = (): void => {};
      const pump = async (): Promise<void> => {
        for (;;) {
          const chunk = await pty.read();
          if (chunk.length === 0) break;
          output += decoder.decode(chunk, { stream: true });
          look();
        }
        isOver = true;
        look();
      };
      void pump();
      return {
        pty,
        handle,
        get output() {
          return output;
        },
        type: (keys) => pty.write(encode(keys)),
        until: (text) =>
          new Promise((resolved, rejected) => {
            look = () => {
              const found = output.indexOf(text, matched);
              if (found >= 0) {
                matched = found + text.length;
                look = () => {};
                resolved(output.slice(0, matched));
              } else if (isOver) rejected(new Error(`the terminal ended without ${JSON.stringify(text)}: ${JSON.stringify(output)}`));
            };
            look();
          }),
      };
    },
  };
}
