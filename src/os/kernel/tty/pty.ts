/** A terminal's other side for those outside of the machine: the page, the engine. */

import { EMPTY } from "#abi";
import type { Pty } from "../types.ts";
import { BLOCKED, waitOutside } from "../wait-queue.ts";
import type { Terminal } from "./terminal.ts";

const READ_SIZE = 65536;

export interface TerminalPty extends Pty {
  readonly terminal: Terminal;
}

interface Typed {
  rest: Uint8Array;
  readonly taken: () => void;
  readonly failed: (error: unknown) => void;
}

export function createPtyHandle(terminal: Terminal): TerminalPty {
  return {
    terminal,
    index: terminal.index,
    read: (max = READ_SIZE) => waitOutside(() => terminal.takeOutput(max), terminal.masterQueue),
    write: createTyping(terminal),
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

/** Writes are taken in their order, as the line discipline has room; a signal key overtakes and throws away what waits. */
function createTyping(terminal: Terminal): (bytes: Uint8Array) => Promise<void> {
  const waiting: Typed[] = [];
  let isBusy = false;
  const pump = (): void => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
        while (first.rest.length > 0) {
          const count = terminal.type(first.rest);
          if (count === BLOCKED) return;
          first.rest = first.rest.subarray(count);
        }
        waiting.shift();
        first.taken();
      }
    } catch (error) {
      for (const one of waiting.splice(0)) one.failed(error);
    } finally {
      isBusy = false;
    }
  };
  terminal.masterQueue.add({ wake: pump });
  return (bytes) =>
    new Promise((taken, failed) => {
      const at = waiting.length === 0 ? -1 : terminal.firstSignal(bytes);
      if (at >= 0) for (const one of waiting) one.rest = EMPTY;
      waiting.push({ rest: at >= 0 ? bytes.subarray(at) : bytes, taken, failed });
      pump();
    });
}
