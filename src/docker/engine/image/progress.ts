/** Lines of JSON that tell how far something is. */

import { encode } from "#abi";
import type { JsonMessage } from "#api";
import { streamResponse } from "#http";
import { ApiError } from "../errors.ts";

export interface Progress {
  send(message: JsonMessage): void;
}

const LINE_END = "\r\n";

/**
 * An answer of JSON lines. What goes wrong before the first line is an answer of its own (status and message), after it a line with `error`.
 */
export async function progressResponse(work: (progress: Progress) => Promise<void>): Promise<Response> {
  const lines: Uint8Array[] = [];
  let wake: () => void = () => undefined;
  let started: () => void = () => undefined;
  let failed: (error: unknown) => void = () => undefined;
  const begun = new Promise<void>((resolve, reject) => {
    started = resolve;
    failed = reject;
  });
  let isDone = false;
  let hasLines = false;
  const send = (message: JsonMessage): void => {
    lines.push(encode(`${JSON.stringify(message)}${LINE_END}`));
    hasLines = true;
    started();
    wake();
  };
  const finish = (): void => {
    isDone = true;
    started();
    wake();
  };
  work({ send }).then(finish, (error: unknown) => {
    if (!hasLines) {
      failed(error);
      return;
    }
    const message = error instanceof ApiError || error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && "code" in error && typeof error.code === "number" ? { code: error.code } : {};
    send({ errorDetail: { ...code, message }, error: message });
    finish();
  });
  await begun;
  async function* body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const line = lines.shift();
      if (line) yield line;
      else if (isDone) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return streamResponse(body(), { headers: { "content-type": "application/json" } });
}
