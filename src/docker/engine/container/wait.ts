import type { ContainerWaitResponse } from "#api";
import { encode } from "#abi";
import { streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { findContainer, isRunning, liveOf } from "./find.ts";
import type { ExitResult } from "./live.ts";

/** POST /containers/ID/wait: the head comes at once, the body when the container is there. */
export function waitContainer(daemon: Daemon, wanted: string, condition: string): Response {
  const container = findContainer(daemon, wanted);
  const live = liveOf(daemon, container);
  if (!["", "not-running", "next-exit", "removed"].includes(condition)) throw invalid(`invalid condition: "${condition}"`);
  const { state } = container;
  const lasts = isRunning(container) || state.kind === "restarting";
  const over: ExitResult | undefined = condition === "removed" || condition === "next-exit" || lasts ? undefined : { code: "exitCode" in state ? state.exitCode : 0 };
  const waiters = condition === "removed" ? live.removalWaiters : live.exitWaiters;
  let waiter: ((result: ExitResult) => void) | undefined;
  const result = over
    ? Promise.resolve(over)
    : new Promise<ExitResult>((resolve) => {
        waiter = resolve;
        waiters.add(resolve);
      });
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      const { code, error } = await result;
      const answer: ContainerWaitResponse = { ...(error === undefined ? {} : { Error: { Message: error } }), StatusCode: code };
      yield encode(`${JSON.stringify(answer)}\n`);
    } finally {
      if (waiter) waiters.delete(waiter);
    }
  }
  return streamResponse(body(), { headers: { "content-type": "application/json" } });
}
