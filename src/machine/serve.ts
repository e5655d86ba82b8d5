/** The machine's end of the protocol: terminals with flow control, saving, defects. Knows no worker: the page's entry gives it what it needs. */

import type { Clock, Random } from "#abi";
import { boot, type Machine } from "./boot.ts";
import { CHUNK_BYTES, type FromMachine, type MachineSettings, type TerminalId, type ToMachine, WINDOW_BYTES } from "./protocol.ts";
import type { TerminalSession } from "./terminal.ts";

/** Where saved machines are kept. */
export interface Storage {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, bytes: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface ServeOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: Storage;
  readonly fetch: (path: string) => Promise<Uint8Array>;
  readonly send: (message: FromMachine) => void;
}

/** Quiet time after the last typed or printed byte before the machine is saved, and the longest that a busy machine goes unsaved; ms. */
const SAVE_AFTER = 1500;
const SAVE_AT_LEAST = 15_000;

/** From the machine's start until what the first commands need is loaded; ms. The prompt comes first. */
const PREPARE_AFTER = 200;

interface OpenTerminal {
  readonly session: TerminalSession;
  /** Bytes sent and not yet drawn. */
  ahead: number;
  /** Continues the pump when the window opens. */
  resume: (() => void) | undefined;
}

/** Takes messages from the page; answers through `send`. */
export function serveMachine(options: ServeOptions): (message: ToMachine) => void {
  const terminals = new Map<TerminalId, OpenTerminal>();
  let machine: Machine | undefined;
  let key = "";
  let dirtySince: number | undefined;
  let cancelSave: (() => void) | undefined;
  let saving = Promise.resolve();

  const defect = (error: unknown): void => {
    options.send({ kind: "defect", message: error instanceof Error ? error.message : String(error) });
  };

  const save = (): void => {
    cancelSave?.();
    cancelSave = undefined;
    dirtySince = undefined;
    const current = machine;
    if (current === undefined) return;
    saving = saving.then(async () => options.storage.write(key, await current.save())).catch(defect);
  };
  const touched = (): void => {
    const now = options.clock.now();
    dirtySince ??= now;
    cancelSave?.();
    cancelSave = options.clock.after(Math.max(0, Math.min(SAVE_AFTER, dirtySince + SAVE_AT_LEAST - now)), save);
  };

  const start = async (settings: MachineSettings, saved: "keep" | "fresh" | "previous"): Promise<void> => {
    key = `machine ${settings.release} ${settings.language}`;
    const previousKey = `${key} previous`;
    const old = await options.storage.read(saved === "previous" ? previousKey : key).catch(() => undefined);
    if (saved === "fresh" && old !== undefined) await options.storage.write(previousKey, old);
    const restore = saved === "fresh" ? undefined : old;
    machine = await boot({
      ...settings,
      clock: options.clock,
      random: options.random,
      fetch: options.fetch,
      onDefect: defect,
      ...(restore === undefined ? {} : { saved: restore }),
    });
    options.send({ kind: "booted", restored: restore !== undefined, release: settings.release, language: settings.language });
    const current = machine;
    // Without a network it fails here and again, visibly, when it is needed.
    options.clock.after(PREPARE_AFTER, () => void current.prepare().catch(() => undefined));
    if (saved !== "keep") save();
  };

  const open = (id: TerminalId, session: TerminalSession): void => {
    const terminal: OpenTerminal = { session, ahead: 0, resume: undefined };
    terminals.set(id, terminal);
    void pump(id, terminal).catch(defect);
    void session.exited
      .then((status) => {
        if (terminals.get(id) === terminal) {
          terminals.delete(id);
          options.send({ kind: "closed", terminal: id, status });
        }
      })
      .catch(defect);
  };
  const pump = async (id: TerminalId, terminal: OpenTerminal): Promise<void> => {
    for (;;) {
      if (terminal.ahead >= WINDOW_BYTES)
        await new Promise<void>((resolve) => {
          terminal.resume = resolve;
        });
      const bytes = await terminal.session.read(Math.min(CHUNK_BYTES, WINDOW_BYTES - terminal.ahead));
      if (bytes.length === 0) return;
      terminal.ahead += bytes.length;
      options.send({ kind: "output", terminal: id, bytes });
      touched();
    }
  };

  return (message) => {
    switch (message.kind) {
      case "boot":
        start(message.settings, message.saved).catch(defect);
        break;
      case "open":
        if (machine !== undefined) open(message.terminal, machine.openTerminal(message.size));
        break;
      case "input":
        terminals.get(message.terminal)?.session.write(message.bytes).catch(defect);
        touched();
        break;
      case "resize":
        terminals.get(message.terminal)?.session.resize(message.size);
        break;
      case "drawn": {
        const terminal = terminals.get(message.terminal);
        if (terminal === undefined) break;
        terminal.ahead -= message.bytes;
        if (terminal.ahead < WINDOW_BYTES) {
          terminal.resume?.();
          terminal.resume = undefined;
        }
        break;
      }
      case "close":
        terminals.get(message.terminal)?.session.close();
        terminals.delete(message.terminal);
        break;
      case "save":
        save();
        break;
    }
  };
}
