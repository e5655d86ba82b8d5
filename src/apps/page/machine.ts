/** The page's end of the protocol: a machine in a worker. */

import type { FromMachine, TerminalId, ToMachine } from "#machine/protocol";
import type { Settings } from "./settings.ts";

export interface Machine {
  /** Listens to everything that the machine says; the returned function stops it. Early messages are kept for the first listener. */
  listen(listener: (message: FromMachine) => void): () => void;
  send(message: ToMachine): void;
  /** Switches this machine off and another on. `fresh` forgets what was saved. */
  restart(settings: Settings, fresh: boolean): void;
  /** Brings back what the last Reset threw away. */
  undoReset(settings: Settings): void;
}

/** Starts the worker and boots. */
export function startMachine(settings: Settings): Machine {
  const listeners = new Set<(message: FromMachine) => void>();
  const early: FromMachine[] = [];
  let worker = start(settings, "keep");

  function start(to: Settings, saved: "keep" | "fresh" | "previous"): Worker {
    const started = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "machine" });
    started.onmessage = (event: MessageEvent<FromMachine>) => {
      if (listeners.size === 0) early.push(event.data);
      for (const listener of listeners) listener(event.data);
    };
    started.onerror = (event) => {
      const message: FromMachine = { kind: "defect", message: event.message };
      if (listeners.size === 0) early.push(message);
      for (const listener of listeners) listener(message);
    };
    const { release, language, lineSpeed } = to;
    started.postMessage({
      kind: "boot",
      saved,
      settings: { release, language, ...(lineSpeed === undefined ? {} : { lineSpeed }) },
    } satisfies ToMachine);
    return started;
  }
  const replace = (to: Settings, saved: "keep" | "fresh" | "previous"): void => {
    worker.terminate();
    worker = start(to, saved);
  };
  return {
    listen(listener) {
      listeners.add(listener);
      for (const message of early.splice(0)) listener(message);
      return () => listeners.delete(listener);
    },
    send: (message) => worker.postMessage(message, transfer(message)),
    restart: (to, fresh) => replace(to, fresh ? "fresh" : "keep"),
    undoReset: (to) => replace(to, "previous"),
  };
}

function transfer(message: ToMachine): Transferable[] {
  return message.kind === "input" ? [message.bytes.buffer] : [];
}

export type { TerminalId };
