/** Answers and progress streams as the Engine API has them. */

import { encode, textDecoder } from "#abi";
import { HttpResponse, sourceOfBody, takeBody } from "./message.ts";

/** JSON as Go's encoder writes it to the Engine API's clients: one line and a newline. */
export function jsonResponse(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  const body = encode(`${JSON.stringify(value)}\n`);
  const all = new Headers({ "content-type": "application/json", "content-length": String(body.length), ...headers });
  return new HttpResponse({ status, headers: all, whole: body });
}

/** A body that is produced while it is read; chunks pass by reference. The iterator's `return` is called when the reader goes away. */
export function streamResponse(
  body: AsyncIterable<Uint8Array>,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  const iterator = body[Symbol.asyncIterator]();
  const source = sourceOfBody({ [Symbol.asyncIterator]: () => iterator });
  return new HttpResponse({
    status: init.status ?? 200,
    headers: new Headers({ ...init.headers }),
    source,
    cancel: () => void iterator.return?.(),
  });
}

/** The pieces of a message's body; leaving the loop early closes it. */
export async function* bodyChunks(message: Body): AsyncGenerator<Uint8Array> {
  const source = takeBody(message);
  if (source === undefined) return;
  try {
    for (let piece = await source.read(); piece.length > 0; piece = await source.read()) yield piece;
  } finally {
    if (!source.done) source.cancel(undefined);
  }
}

/** The values of a stream of JSON, one a line: progress, events, stats. Throws SyntaxError where a line isn't JSON. */
export async function* readJsonLines<T>(response: Response): AsyncGenerator<T> {
  const text = textDecoder();
  let rest = "";
  for await (const chunk of bodyChunks(response)) {
    const lines = (rest + text.decode(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as T;
  }
  rest += text.flush();
  if (rest.trim() !== "") yield JSON.parse(rest) as T;
}
