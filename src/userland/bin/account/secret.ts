/** Asking for a password on the terminal, without echo. */

import { decode, type Fd, isErrno, print, STDERR, STDIN, type Sys } from "#abi";

export type Secret = { readonly kind: "text"; readonly text: string } | { readonly kind: "eof" } | { readonly kind: "interrupted" };

/** The process's terminal for reading and writing; undefined when it has none. The caller closes it. */
export function openTerminal(sys: Sys): Fd | undefined {
  try {
    return sys.open("/dev/tty", { read: true, write: true });
  } catch (error) {
    if (!isErrno(error)) throw error;
    return undefined;
  }
}

/** Asks on a terminal with echo off, and ends the line itself. `interrupted` after ^C. */
export async function askSecret(sys: Sys, fd: Fd, prompt: string): Promise<Secret> {
  let interrupted = false;
  const oldDisposition = sys.signal("SIGINT", {
    handle: () => {
      interrupted = true;
    },
    interrupt: true,
  });
  const oldMode = sys.tcgetattr(fd);
  try {
    await print(sys, prompt, fd);
    await sys.tcsetattr(fd, { echo: false, icanon: true }, "drain");
    return await readLine(sys, fd);
  } catch (error) {
    if (!interrupted || !isErrno(error, "EINTR")) throw error;
    return { kind: "interrupted" };
  } finally {
    await sys.tcsetattr(fd, oldMode, "drain");
    await print(sys, "\n", fd);
    sys.signal("SIGINT", oldDisposition);
  }
}

/** Reads a password from standard input, as `sudo -S` does; the prompt goes to standard error. */
export async function readSecret(sys: Sys, prompt: string): Promise<Secret> {
  await print(sys, prompt, STDERR);
  return readLine(sys, STDIN);
}

async function readLine(sys: Sys, fd: Fd): Promise<Secret> {
  let text = "";
  for (;;) {
    // One byte at a time off a terminal: what follows belongs to the command.
    const bytes = await sys.read(fd, sys.isatty(fd) ? undefined : 1);
    if (bytes.length === 0) return text === "" ? { kind: "eof" } : { kind: "text", text };
    text += decode(bytes);
    if (text.endsWith("\n")) return { kind: "text", text: text.slice(0, -1) };
  }
}

/** Ends the process by the signal that interrupted a prompt, as a program that restored the terminal does. */
export function dieOfInterrupt(sys: Sys): number {
  sys.signal("SIGINT", "default");
  sys.kill(sys.pid, "SIGINT");
  return 130;
}
