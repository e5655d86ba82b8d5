/** Answers and progress streams as the Engine API has them. */

import { encode, textDecoder } from "#abi";
import { sourceOfBody, streamOfSource, streamSource } from "./message.ts";

/** JSON as Go's encoder writes it to the Engine API's clients: one line and a newline. */
export function jsonResponse(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  const body = encode(`${JSON.stringify(value)}\n`);
  return new Response(body, { status, headers: { "content-type": "application/json", "content-length": String(body.length), ...headers } });
}

/** A body that is produced while it is read; chunks pass by reference. The iterator's `return` is called when the reader goes away. */
export function streamResponse(
  body: AsyncIterable<Uint8Array>,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  const iterator = body[Symbol.asyncIterator]();
  const source = sourceOfBody({ [Symbol.asyncIterator]: () => iterator });
  const stream = source ? streamOfSource(source, () => void iterator.return?.()) : null;
  return new Response(stream, { status: init.status ?? 200, headers: { ...init.headers } });
}

/** The pieces of a response's body; leaving the loop early closes it. */
export async function* bodyChunks(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const source = streamSource(response.body);
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
