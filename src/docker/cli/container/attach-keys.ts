import type { Session } from "../session.ts";
import { parseDetachKeys } from "./detach-keys.ts";

export interface DetachKeys {
  /** For the daemon; empty for its default. */
  readonly text: string;
  /** For us; undefined for the default. */
  readonly bytes: Uint8Array | undefined;
  /** What is wrong with them. */
  readonly warning?: string;
}

/** The detach keys from a flag or the configuration: as text for the daemon, as bytes for us. Warns about bad ones. */
export async function attachKeys(session: Session, flag: string): Promise<DetachKeys> {
  const text = flag === "" ? (session.config.detachKeys ?? "") : flag;
  if (text === "") return { text, bytes: undefined };
  try {
    return { text, bytes: parseDetachKeys(text) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { text, bytes: undefined, warning: `invalid detach escape keys, using default: ${error.message}` };
  }
}
