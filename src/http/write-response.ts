import { concat, type Duplex } from "#abi";
import { HttpError } from "./error.ts";
import { type BodyLength, type BodySource, bodySink } from "./framing.ts";
import { formatHead, orderedHeaders, type RequestHead } from "./head.ts";
import { HttpResponse, takeBody } from "./message.ts";
import { statusText } from "./status.ts";

export interface SendOptions {
  readonly head: RequestHead;
  /** The connection may carry another request. */
  readonly keep: boolean;
  readonly now: (() => number) | undefined;
  readonly order: readonly string[] | undefined;
}

/** A body that ends within this many bytes and at once gets a Content-Length, as net/http buffers it. */
const SMALL = 2048;
/** Turns of the microtask queue that count as "at once": more than a web stream needs to hand on what it has. */
const TURNS = 24;

/**
 * Writes an answer with the framing that fits: the announced Content-Length, one counted here when the body is short and
 * there already, else chunks (for HTTP/1.0: up to the end of the connection). The head goes out before the first byte of a
 * body that is slow to come. Resolves with whether the connection can be used further.
 */
export async function sendResponse(connection: Duplex, response: Response, options: SendOptions): Promise<boolean> {
  const { head } = options;
  const bodyless = head.method === "HEAD" || response.status === 204 || response.status === 304;
  const announced = response.headers.get("content-length");
  const source = takeBody(response);
  if (source === undefined || bodyless) {
    source?.cancel(undefined);
    const count =
      source === undefined && announced === null && head.method !== "HEAD" && response.status !== 204 && response.status !== 304;
    await connection.write(headBytes(response, options, count ? 0 : undefined, options.keep));
    return options.keep;
  }
  if (response instanceof HttpResponse && response.whole !== undefined && announced === String(response.whole.length)) {
    const bytes = headBytes(response, options, response.whole.length, options.keep);
    if (response.whole.length <= SMALL) await connection.write(concat([bytes, response.whole]));
    else {
      await connection.write(bytes);
      await connection.write(response.whole);
    }
    return options.keep;
  }
  try {
    const early = announced === null ? await readEarly(source) : { pieces: [], next: source.read() };
    if (early.next === undefined) {
      const body = concat(early.pieces);
      await connection.write(concat([headBytes(response, options, body.length, options.keep), body]));
      return options.keep;
    }
    const length: BodyLength = announced !== null ? Number(announced) : head.minor === 1 ? "chunked" : "rest";
    const keep = options.keep && length !== "rest";
    await connection.write(headBytes(response, options, length, keep));
    await pump(connection, early.pieces, early.next, source, length);
    return keep;
  } catch (error) {
    source.cancel(error);
    if (error instanceof HttpError) return false;
    throw error;
  }
}

/** What a body gives at once; `next` is the read that has not settled then, undefined at its end. */
async function readEarly(source: BodySource): Promise<{ pieces: Uint8Array[]; next: Promise<Uint8Array> | undefined }> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    let settled = false;
    const next = source.read();
    const settle = () => {
      settled = true;
    };
    next.then(settle, settle);
    for (let turn = 0; turn < TURNS && !settled; turn++) await undefined;
    if (!settled) return { pieces, next };
    const piece = await next;
    if (piece.length === 0) return { pieces, next: undefined };
    size += piece.length;
    pieces.push(piece);
    if (size > SMALL) return { pieces, next: source.read() };
  }
}

async function pump(
  connection: Duplex,
  pieces: readonly Uint8Array[],
  first: Promise<Uint8Array>,
  source: BodySource,
  length: BodyLength,
): Promise<void> {
  // The read is under way while the early pieces are written: a failure of it must not count as unhandled meanwhile.
  first.catch(() => undefined);
  const sink = bodySink(connection, length);
  for (const piece of pieces) await sink.write(piece);
  for (let piece = await first; piece.length > 0; piece = await source.read()) await sink.write(piece);
  await sink.end();
}

function headBytes(response: Response, options: SendOptions, length: BodyLength | undefined, keep: boolean): Uint8Array {
  const headers = new Headers(response.headers);
  const { head, now, order } = options;
  if (length !== undefined && length !== "chunked" && length !== "rest") headers.set("content-length", String(length));
  headers.delete("transfer-encoding");
  if (now && !headers.has("date")) headers.set("date", httpDate(now()));
  if (!keep && head.minor === 1) headers.set("connection", "close");
  if (keep && head.minor === 0) headers.set("connection", "keep-alive");
  if (length === "chunked") headers.set("transfer-encoding", "chunked");
  const text = response.statusText === "" ? statusText(response.status) : response.statusText;
  return formatHead(
    `HTTP/1.${head.minor} ${response.status} ${text}`,
    order ? orderedHeaders(headers, order) : goOrder(orderedHeaders(headers)),
  );
}

const LAST = ["Date", "Content-Length", "Connection", "Transfer-Encoding"];

/** net/http writes the handler's headers by name, then its own. */
function goOrder(lines: readonly [string, string][]): readonly [string, string][] {
  return [...lines.filter(([name]) => !LAST.includes(name)), ...LAST.flatMap((own) => lines.filter(([name]) => name === own))];
}

/** `Tue, 10 Nov 2009 23:00:00 GMT`: the date of RFC 9110. */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
