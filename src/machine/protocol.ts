/** What crosses between the page and the worker that runs the machine. Nothing else does. */

import type { WindowSize } from "#abi";

/** Terminals are numbered by the page. */
export type TerminalId = number;

export type MachineSettings = {
  readonly release: string;
  readonly language: "en" | "ko";
  /** Bytes a second; absent: as fast as it goes. */
  readonly lineSpeed?: number;
  readonly images?: readonly string[];
};

export type ToMachine =
  /** Boots: from what was saved (`keep`), new (`fresh`; what was saved becomes `previous`), or back to what the last fresh start replaced. */
  | { readonly kind: "boot"; readonly settings: MachineSettings; readonly saved: "keep" | "fresh" | "previous" }
  | { readonly kind: "open"; readonly terminal: TerminalId; readonly size: WindowSize }
  | { readonly kind: "input"; readonly terminal: TerminalId; readonly bytes: Uint8Array }
  | { readonly kind: "resize"; readonly terminal: TerminalId; readonly size: WindowSize }
  /** The terminal has drawn so many bytes: opens the flow-control window again. */
  | { readonly kind: "drawn"; readonly terminal: TerminalId; readonly bytes: number }
  | { readonly kind: "close"; readonly terminal: TerminalId }
  /** Save now: the page is about to go. */
  | { readonly kind: "save" };

export type FromMachine =
  | { readonly kind: "booted"; readonly restored: boolean; readonly release: string; readonly language: "en" | "ko" }
  | { readonly kind: "output"; readonly terminal: TerminalId; readonly bytes: Uint8Array }
  | { readonly kind: "closed"; readonly terminal: TerminalId; readonly status: number }
  /** Something of ours is broken: shown, not hidden. */
  | { readonly kind: "defect"; readonly message: string };

/** Bytes that may be on their way to the screen without having been drawn. */
export const WINDOW_BYTES = 128 * 1024;
/** Largest chunk of output in one message. */
export const CHUNK_BYTES = 64 * 1024;
