import { logLine } from "../log.ts";
import type { Session } from "../session.ts";

/** A container whose end is awaited. */
export interface Waiting {
  /** The exit status; 125, with a message, when waiting fails. */
  status(): Promise<number>;
  /** Resolves when it is over, however. */
  readonly over: Promise<void>;
}

/** Starts to wait for a container's exit or removal. */
export async function waitExit(session: Session, id: string, removed: boolean): Promise<Waiting> {
  const client = await session.client();
  const { result } = await client.container.wait(id, removed ? "removed" : "next-exit");
  const settled = result.then(
    (value) => ({ value, failure: value.Error ? `Error waiting for container: ${value.Error.Message}` : undefined }),
    (error: unknown) => {
      if (!(error instanceof Error)) throw error;
      return { value: undefined, failure: `error waiting for container: ${error.message}` };
    },
  );
  settled.catch(() => undefined);
  return {
    async status() {
      const { value, failure } = await settled;
      if (failure === undefined && value) return value.StatusCode;
      await logLine(session, "error", failure ?? "");
      return 125;
    },
    over: settled.then(() => undefined),
  };
}
