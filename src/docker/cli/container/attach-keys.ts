import type { Session } from "../session.ts";
import { parseDetachKeys } from "./detach-keys.ts";

/** The detach keys from a flag or the configuration: as text for the daemon, as bytes for us. Warns about bad ones. */
export async function attachKeys(session: Session, flag: string): Promise<{ readonly text: string; readonly bytes: Uint8Array | undefined }> {
  const text = flag === "" ? (session.config.detachKeys ?? "") : flag;
  if (text === "") return { text, bytes: undefined };
  try {
    return { text, bytes: parseDetachKeys(text) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { text, bytes: undefined };
  }
}
