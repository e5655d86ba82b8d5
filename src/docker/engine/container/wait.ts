import { encode } from "#abi";
import type { ContainerWaitResponse } from "#api";
import { streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { waitingStream } from "../waiting-stream.ts";
import { findContainer, isRunning, liveOf } from "./find.ts";
import type { ExitResult } from "./live.ts";

/** POST /containers/ID/wait: the head comes at once, the body when the container is there. */
export function waitContainer(daemon: Daemon, wanted: string, condition: string): Response {
  const container = findContainer(daemon, wanted);
  const live = liveOf(daemon, container);
  if (!["", "not-running", "next-exit", "removed"].includes(condition)) throw invalid(`invalid condition: "${condition}"`);
  const { state } = container;
  const lasts = isRunning(container) || state.kind === "restarting";
  const over: ExitResult | undefined =
    condition === "removed" || condition === "next-exit" || lasts ? undefined : { code: "exitCode" in state ? state.exitCode : 0 };
  const waiters = condition === "removed" ? live.removalWaiters : live.exitWaiters;
  let result = over;
  let isSent = false;
  const body = waitingStream({
    next() {
      if (isSent) return "end";
      if (!result) return undefined;
      isSent = true;
      const { code, error } = result;
      const answer: ContainerWaitResponse = { ...(error === undefined ? {} : { Error: { Message: error } }), StatusCode: code };
      return encode(`${JSON.stringify(answer)}\n`);
    },
    start(wake) {
      const waiter = (end: ExitResult): void => {
        result ??= end;
        wake();
      };
      waiters.add(waiter);
      return () => void waiters.delete(waiter);
    },
  });
  return streamResponse(body, { headers: { "content-type": "application/json" } });
}
