import { ALL_SIGNALS, type Signal } from "#abi";
import { Exit } from "../command/errors.ts";
import type { Session } from "../session.ts";

const KEPT: readonly Signal[] = ["SIGKILL", "SIGSTOP", "SIGCHLD", "SIGPIPE", "SIGURG"];

/**
 * Sends every signal that this process gets to the container instead. The result stops that.
 * SIGCHLD, SIGPIPE and SIGURG are the client's own affair.
 */
export function forwardSignals(session: Session, id: string): () => void {
  const { sys } = session;
  const forward = (signal: Signal): void => {
    void session
      .client()
      .then((client) => client.container.kill(id, signal.replace(/^SIG/, "")))
      .catch((error: unknown) => {
        // A container that ended meanwhile gets no more signals.
        if (!(error instanceof Error)) throw error;
      });
  };
  const caught = ALL_SIGNALS.filter((signal) => !KEPT.includes(signal));
  const before = caught.map((signal) => [signal, sys.signal(signal, { handle: forward, interrupt: false })] as const);
  return () => {
    for (const [signal, disposition] of before) sys.signal(signal, disposition);
  };
}

/**
 * What later releases do with ^C while a stream is attached that doesn't pass it on: twice nothing, then the end.
 * `forced` rejects then; `stop` takes the handlers away. `onFirst` is told of the first.
 */
export function threeInterrupts(
  session: Session,
  onFirst?: (signal: Signal) => void,
): { readonly forced: Promise<never>; readonly stop: () => void } {
  const { sys } = session;
  let count = 0;
  let reject: (reason: unknown) => void = () => undefined;
  const forced = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  forced.catch(() => undefined);
  const handle = (signal: Signal): void => {
    count++;
    if (count === 1) onFirst?.(signal);
    if (count === 3) void session.err("\ngot 3 SIGTERM/SIGINTs, forcefully exiting\n").then(() => reject(new Exit(1)));
  };
  const before = (["SIGINT", "SIGTERM"] as const).map((signal) => [signal, sys.signal(signal, { handle, interrupt: false })] as const);
  return { forced, stop: () => before.forEach(([signal, disposition]) => void sys.signal(signal, disposition)) };
}
