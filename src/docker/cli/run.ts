import type { Flags } from "./command/flags.ts";
import type { Command } from "./command/tree.ts";
import type { Session } from "./session.ts";

/** A command that was called well: its work gets this. */
export interface Call {
  readonly session: Session;
  readonly command: Command;
  readonly flags: Flags;
  readonly args: readonly string[];
}

/** The work of a command: its exit status, 0 when it gives none. Throws StatusError, ApiError or ConnectionError. */
export type Run = (call: Call) => Promise<number | void>;
