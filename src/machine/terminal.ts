/** A login on a terminal: what the page, the terminal of `drydock shell` and the tests talk to. */

import { shellStatus, type WindowSize } from "#abi";
import type { Kernel } from "#kernel";
import { login } from "./init.ts";

export interface TerminalSession {
  /** What the screen gets; empty when the session is over. */
  read(max?: number): Promise<Uint8Array>;
  /** What the person types. */
  write(bytes: Uint8Array): Promise<void>;
  resize(size: WindowSize): void;
  /** Hangs up. */
  close(): void;
  /** The login shell's exit status. */
  readonly exited: Promise<number>;
}

export const USER = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000, 10, 986] } as const;

/** Logs `user` in. The shell is a child of sshd, as on a host that one reaches over the network. */
export function openTerminal(kernel: Kernel, size: WindowSize, env: Readonly<Record<string, string>>): TerminalSession {
  const pty = kernel.createPty(size);
  const stdio = { kind: "pty", pty } as const;
  const sshd = kernel.processes().find((process) => process.comm === "sshd");
  const started = kernel.spawn({
    namespaces: kernel.host,
    parent: sshd?.pid ?? 1,
    credentials: USER,
    env: new Map(
      Object.entries({
        HOME: "/home/user",
        USER: "user",
        LOGNAME: "user",
        SHELL: "/bin/bash",
        PATH: "/usr/local/bin:/usr/bin",
        TERM: "xterm-256color",
        ...env,
      }),
    ),
    cwd: "/home/user",
    argv: ["login"],
    program: login,
    stdin: stdio,
    stdout: stdio,
    stderr: stdio,
    controllingTerminal: true,
    umask: 0o002,
  });
  const exited = started.then(async (process) => {
    const status = await process.exited;
    pty.close();
    return shellStatus(status);
  });
  return {
    read: (max) => pty.read(max),
    write: (bytes) => pty.write(bytes),
    resize: (to) => pty.resize(to),
    close: () => pty.close(),
    exited,
  };
}
