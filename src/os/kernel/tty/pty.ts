import type { Pty } from "../types.ts";
import { BLOCKED, waitOutside } from "../wait-queue.ts";
import type { Terminal } from "./terminal.ts";

const READ_SIZE = 65536;

/** The master's side for somebody outside of the machine. */
export interface TerminalPty extends Pty {
  readonly terminal: Terminal;
}

export function createPtyHandle(terminal: Terminal): TerminalPty {
  return {
    terminal,
    index: terminal.index,
    read: (max = READ_SIZE) => waitOutside(() => terminal.takeOutput(max), terminal.masterQueue),
    write: (bytes) => {
      let rest = bytes;
      return waitOutside(() => {
        while (rest.length > 0) {
          const taken = terminal.type(rest);
          if (taken === BLOCKED) return BLOCKED;
          rest = rest.subarray(taken);
        }
        return undefined;
      }, terminal.masterQueue);
    },
    resize: (size) => terminal.resize(size),
    get size() {
      return terminal.size;
    },
    get termios() {
      return terminal.termios;
    },
    close: () => terminal.hangUp(),
  };
}
