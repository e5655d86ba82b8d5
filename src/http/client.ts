/** The client's end: one connection at a time kept for the next request, streaming both ways. */

import { type Duplex, isErrno } from "#abi";
import { ByteReader } from "./byte-reader.ts";
import { closeOnce } from "./close-once.ts";
import { HttpError } from "./error.ts";
import { announcedLength, type BodySource, bodySink, bodySource, NO_BODY } from "./framing.ts";
import { formatHead, hasToken, orderedHeaders, type ResponseHead, readResponseHead } from "./head.ts";
import { HttpRequest, HttpResponse, takeBody } from "./message.ts";
import type { Connect, HttpClient } from "./types.ts";

interface Connected {
  readonly connection: Duplex;
  readonly reader: ByteReader;
  /** An answer came over it before. */
  used: boolean;
  closed: boolean;
}

/** First in a request, as Go's client writes them. */
const ORDER = ["Host", "User-Agent", "Content-Length", "Transfer-Encoding"];

const heads = new WeakMap<Response, readonly string[]>();

/** The lines of a response's head as the server wrote them; undefined for a response that no client of ours got. */
export function headLines(response: Response): readonly string[] | undefined {
  return heads.get(response);
}

/** A request whose answer's head has come. */
interface Exchange {
  readonly connected: Connected;
  readonly head: ResponseHead;
  readonly sending: Sending;
  readonly abortable: Abortable;
}

/**
 * A client of one server. `connect` opens a connection; one is kept open between requests and used again. Requests reject
 * with Errno when the connection fails, HttpError when the server closed it or doesn't speak HTTP, and the signal's reason when aborted.
 */
export function createHttpClient(connect: Connect): HttpClient & { close(): void } {
  let idle: Connected | undefined;
  const open = async (): Promise<Connected> => {
    const kept = idle;
    idle = undefined;
    if (kept && !kept.closed) return kept;
    const connection = closeOnce(await connect());
    return { connection, reader: new ByteReader(connection), used: false, closed: false };
  };
  const keep = (connected: Connected) => {
    if (idle) return connected.connection.close();
    idle = connected;
    // Whatever arrives now (the end, or words nobody asked for) makes it useless.
    const drop = () => {
      if (idle !== connected) return;
      idle = undefined;
      connected.closed = true;
      connected.connection.close();
    };
    connected.reader.fill().then(drop, drop);
  };
  const exchange = async (request: Request, upgrade: boolean): Promise<Exchange> => {
    for (;;) {
      const connected = await open();
      const sending = send(connected, request, upgrade);
      const abortable = new Abortable(request instanceof HttpRequest ? request.ownSignal : request.signal, connected.connection);
      try {
        const head = await abortable.guard(receiveHead(connected, sending));
        connected.used = true;
        return { connected, head, sending, abortable };
      } catch (error) {
        abortable.release();
        connected.closed = true;
        connected.connection.close();
        // A kept connection that the server closed meanwhile says nothing about this request, unless some of its body is gone.
        const stale = connected.used && !abortable.aborted && (isErrno(error) || (error instanceof HttpError && error.kind === "eof"));
        if (!stale || sending.started) throw error;
      }
    }
  };
  const respond = ({ connected, head, sending, abortable }: Exchange, request: Request): Response => {
    const empty = request.method === "HEAD" || head.status === 204 || head.status === 304;
    const source = empty ? NO_BODY : bodySource(connected.reader, announcedLength(head.headers, "rest"));
    const lasting = head.minor === 1 ? !hasToken(head.headers, "connection", "close") : hasToken(head.headers, "connection", "keep-alive");
    const init = { status: head.status, statusText: head.statusText, headers: head.headers };
    const finish = (ok: boolean) => {
      if (ok && lasting && sending.finished) keep(connected);
      else connected.connection.close();
    };
    if (source.done) {
      abortable.release();
      finish(true);
      return remember(new HttpResponse(init), head);
    }
    return remember(new HttpResponse({ ...init, ...responseBody(source, abortable, finish) }), head);
  };
  return {
    request: async (request) => respond(await exchange(request, false), request),
    async upgrade(request) {
      const exchanged = await exchange(request, true);
      const { head, connected } = exchanged;
      const taken =
        head.status === 101 ||
        (head.status === 200 && head.headers.get("content-length") === null && head.headers.get("transfer-encoding") === null);
      if (!taken) return { kind: "response", response: respond(exchanged, request) };
      const { connection, reader } = connected;
      const stream: Duplex = {
        read: (max) => reader.read(max),
        write: (bytes) => connection.write(bytes),
        end: () => connection.end(),
        close: () => connection.close(),
      };
      return { kind: "stream", stream, headers: head.headers };
    },
    close() {
      idle?.connection.close();
      idle = undefined;
    },
  };
}

function remember(response: Response, head: ResponseHead): Response {
  heads.set(response, head.lines);
  return response;
}

/** A request on its way out, while the answer may come already. */
interface Sending {
  /** Bytes of a body that can't be had again are gone. */
  started: boolean;
  finished: boolean;
  /** Let the body go: the server says `100 Continue`. */
  proceed(): void;
  /** Rejects when the body could not be had (not when the server closed). */
  readonly failed: Promise<never>;
}

function send(connected: Connected, request: Request, upgrade: boolean): Sending {
  const { connection } = connected;
  let proceed: () => void = () => undefined;
  const permitted = request.headers.has("expect") ? new Promise<void>((resolve) => (proceed = resolve)) : undefined;
  let fail: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  const sending: Sending = { started: false, finished: false, proceed: () => proceed(), failed };
  const run = async () => {
    const announced = request.headers.get("content-length");
    const source = takeBody(request);
    const length = source === undefined ? 0 : announced === null ? "chunked" : Number(announced);
    await connection.write(requestHead(request, upgrade, length));
    if (source !== undefined) {
      await permitted;
      sending.started = true;
      const sink = bodySink(connection, length);
      try {
        for (let piece = await source.read(); piece.length > 0; piece = await source.read()) await sink.write(piece);
      } catch (error) {
        source.cancel(error);
        throw error;
      }
      await sink.end();
    }
    sending.finished = true;
  };
  // A server may answer and close before it took the whole body: its answer counts, so a broken pipe alone is no failure.
  run().catch((error: unknown) => (isErrno(error, "EPIPE", "ECONNRESET") ? undefined : fail(error)));
  return sending;
}

function requestHead(request: Request, upgrade: boolean, length: number | "chunked"): Uint8Array {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  if (!headers.has("host")) headers.set("host", url.host);
  if (length === "chunked") headers.set("transfer-encoding", "chunked");
  else if (length > 0 || request.method === "POST" || request.method === "PUT") headers.set("content-length", String(length));
  if (upgrade) {
    headers.set("connection", "Upgrade");
    headers.set("upgrade", "tcp");
  }
  return formatHead(`${request.method} ${url.pathname}${url.search} HTTP/1.1`, orderedHeaders(headers, ORDER));
}

async function receiveHead(connected: Connected, sending: Sending): Promise<ResponseHead> {
  for (;;) {
    const head = await Promise.race([readResponseHead(connected.reader), sending.failed]);
    if (head.status === 100) sending.proceed();
    if (head.status >= 200 || head.status === 101) return head;
  }
}

/** Lets go of what is awaited when the signal aborts, and closes the connection. */
class Abortable {
  readonly #signal: AbortSignal | undefined;
  #reject: ((reason: unknown) => void) | undefined;
  readonly #abort: () => void;

  constructor(signal: AbortSignal | undefined, connection: Duplex) {
    this.#signal = signal;
    this.#abort = () => {
      connection.close();
      this.#reject?.(signal?.reason);
    };
    signal?.addEventListener("abort", this.#abort, { once: true });
  }

  get aborted(): boolean {
    return this.#signal?.aborted === true;
  }

  guard<T>(work: Promise<T>): Promise<T> {
    const signal = this.#signal;
    if (signal === undefined) return work;
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (signal.aborted) this.#abort();
      work.then(resolve, (error: unknown) => reject(signal.aborted ? signal.reason : error));
    });
  }

  release(): void {
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}

function responseBody(
  source: BodySource,
  abortable: Abortable,
  finish: (ok: boolean) => void,
): { readonly source: BodySource; readonly cancel: () => void } {
  let over = false;
  const settle = (ok: boolean) => {
    if (over) return;
    over = true;
    abortable.release();
    finish(ok);
  };
  const guarded: BodySource = {
    async read() {
      try {
        const piece = await abortable.guard(source.read());
        if (piece.length === 0) settle(true);
        return piece;
      } catch (error) {
        settle(false);
        throw error;
      }
    },
    get done() {
      return source.done;
    },
  };
  return { source: guarded, cancel: () => settle(false) };
}
