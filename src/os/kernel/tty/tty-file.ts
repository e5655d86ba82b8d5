/** Descriptors on both ends of a terminal, and what background processes may do to one. */

import { EMPTY, Errno, type Stat } from "#abi";
import type { Core } from "../core.ts";
import { isOrphaned } from "../groups.ts";
import type { OpenFile } from "../open-file.ts";
import type { Process } from "../process.ts";
import { ignores, signalGroup } from "../signals.ts";
import { BLOCKED } from "../wait-queue.ts";
import type { Terminal } from "./terminal.ts";

/** Whether a process is in the background of its controlling terminal. */
export function isBackground(terminal: Terminal, process: Process): boolean {
  return terminal.session !== undefined && terminal.session === process.group.session && terminal.foreground !== process.group;
}

/** Stops a background process that wants to change or write the terminal: true when it must wait. EIO in an orphaned group. */
export function holdBackground(core: Core, terminal: Terminal, process: Process): boolean {
  if (!isBackground(terminal, process) || ignores(process, "SIGTTOU")) return false;
  if (isOrphaned(process.group)) throw new Errno("EIO");
  signalGroup(core, process.group, "SIGTTOU");
  return true;
}

function readSlave(core: Core, terminal: Terminal, process: Process | undefined, max: number): Uint8Array | typeof BLOCKED {
  if (process !== undefined && isBackground(terminal, process)) {
    if (ignores(process, "SIGTTIN") || isOrphaned(process.group)) throw new Errno("EIO");
    signalGroup(core, process.group, "SIGTTIN");
    return BLOCKED;
  }
  return terminal.readLine(max);
}

/** The end that programs use. `path`: as it was opened (/dev/tty, /dev/pts/0). */
export function openSlave(core: Core, terminal: Terminal, path: string, stat: () => Stat, nonBlock = false): OpenFile {
  if (terminal.isHungUp) throw new Errno("EIO");
  terminal.openSlave();
  return {
    path,
    canRead: true,
    canWrite: true,
    nonBlock,
    references: 0,
    queue: terminal.slaveQueue,
    terminal,
    read: (process, max) => readSlave(core, terminal, process, max),
    write: (process, bytes) => {
      if (process !== undefined && terminal.termios.tostop && holdBackground(core, terminal, process)) return BLOCKED;
      return terminal.print(bytes);
    },
    readable: () => terminal.isReadable,
    writable: () => terminal.isWritable,
    hangup: () => terminal.isHungUp,
    stat,
    release: () => terminal.closeSlave(),
    reopen: (flags) => openSlave(core, terminal, path, stat, flags.nonBlock),
  };
}

/** The end of whoever plays the terminal: /dev/ptmx. */
export function openMaster(terminal: Terminal, stat: () => Stat): OpenFile {
  return {
    path: "/dev/ptmx",
    canRead: true,
    canWrite: true,
    nonBlock: false,
    references: 0,
    queue: terminal.masterQueue,
    terminal,
    read: (_process, max) => {
      const chunk = terminal.takeOutput(max);
      if (chunk === EMPTY) throw new Errno("EIO");
      return chunk;
    },
    write: (_process, bytes) => terminal.type(bytes),
    readable: () => terminal.hasOutput,
    writable: () => terminal.hasRoom,
    hangup: () => terminal.isHungUp,
    stat,
    release: () => terminal.hangUp(),
  };
}

/** Makes a terminal the controlling one of a session leader that has none. */
export function acquireTerminal(terminal: Terminal, process: Process): void {
  const { session } = process.group;
  if (session.leader !== process || session.terminal !== undefined || terminal.session !== undefined) return;
  session.terminal = terminal;
  terminal.session = session;
  terminal.foreground = process.group;
}
