/** The server's end of a connection, with the manners of Go's net/http. */

import { type Duplex, encode, isErrno } from "#abi";
import { ByteReader } from "./byte-reader.ts";
import { closeOnce } from "./close-once.ts";
import { HttpError } from "./error.ts";
import { announcedLength, type BodySource, bodySource } from "./framing.ts";
import { formatHead, hasToken, type RequestHead, readRequestHead } from "./head.ts";
import { HttpRequest } from "./message.ts";
import { statusText } from "./status.ts";
import type { Handler, Upgrade } from "./types.ts";
import { sendResponse } from "./write-response.ts";

export interface ServeOptions {
  /** Time for the Date header (ms since the epoch); without it none is sent. */
  readonly now?: () => number;
  /** Names of headers, spelled as sent, in the order they are sent; others follow by name. */
  readonly headerOrder?: readonly string[];
  /** The answer to what isn't a good request; by default Go's: `400 Bad Request` as plain text. */
  readonly refuse?: (status: number, reason: string) => Response;
}

/** What a handler left unread of a body is skipped up to here; above, the connection is closed. */
const SKIP_LIMIT = 256 << 10;

/**
 * Serves requests until the connection ends; it is closed then. Requests are answered one after the other, pipelined ones too.
 * `request.signal` aborts when the client closed its end before the answer was complete. Resolves also when the peer broke
 * the connection; rejects with what the handler threw, which closes the connection without an answer.
 */
export async function serveConnection(stream: Duplex, handler: Handler, options: ServeOptions = {}): Promise<void> {
  const connection = closeOnce(stream);
  const reader = new ByteReader(connection);
  try {
    while (await serveRequest(connection, reader, handler, options));
  } catch (error) {
    if (!isErrno(error) && !(error instanceof HttpError)) throw error;
  } finally {
    connection.close();
  }
}

/** Whether another request may follow. */
async function serveRequest(connection: Duplex, reader: ByteReader, handler: Handler, options: ServeOptions): Promise<boolean> {
  let head: RequestHead | undefined;
  let source: BodySource;
  try {
    head = await readRequestHead(reader);
    if (head === undefined) return false;
    source = bodySource(reader, announcedLength(head.headers, 0));
    if (head.headers.has("expect") && !hasToken(head.headers, "expect", "100-continue")) throw new HttpError("bad-request", "", 417);
  } catch (error) {
    if (error instanceof HttpError && error.kind !== "eof" && error.kind !== "unexpected-eof") await refuse(connection, error, options);
    else if (!(error instanceof HttpError)) throw error;
    return false;
  }
  const exchange = new Exchange(connection, reader, head, source);
  const answer = await handler(exchange.request);
  if ("kind" in answer) {
    await exchange.skipBody();
    await upgrade(connection, reader, answer);
    return false;
  }
  const keep = exchange.keepAlive && !hasToken(answer.headers, "connection", "close");
  const sent = await sendResponse(connection, answer, { head, keep, now: options.now, order: options.headerOrder });
  return sent && (await exchange.skipBody());
}

/** One request on its way through the handler. */
class Exchange {
  readonly request: Request;
  readonly keepAlive: boolean;
  readonly #reader: ByteReader;
  readonly #body: BodySource;
  #abort: AbortController | undefined;
  #gone = false;
  /** The client waits for `100 Continue` before it sends the body. */
  #waiting: boolean;

  constructor(connection: Duplex, reader: ByteReader, head: RequestHead, source: BodySource) {
    this.#reader = reader;
    const hasBody = !source.done;
    this.#waiting = hasBody && head.minor === 1 && head.headers.has("expect");
    this.#body = {
      read: async () => {
        if (this.#waiting) await connection.write(formatHead("HTTP/1.1 100 Continue", []));
        this.#waiting = false;
        const piece = await source.read();
        if (source.done) this.#watchIdle();
        return piece;
      },
      get done() {
        return source.done;
      },
    };
    this.keepAlive = head.minor === 1 ? !hasToken(head.headers, "connection", "close") : hasToken(head.headers, "connection", "keep-alive");
    this.request = new HttpRequest(requestUrl(head), head.method, head.headers, hasBody ? this.#body : undefined, () => this.#signal());
    if (!hasBody) this.#watchIdle();
  }

  #signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#gone) this.#abort.abort();
    return this.#abort.signal;
  }

  /** Nothing more is expected of this request, so the next thing to arrive is another one or the client's end. */
  #watchIdle(): void {
    const gone = () => {
      this.#gone = true;
      this.#abort?.abort();
    };
    this.#reader.fill().then((more) => (more ? undefined : gone()), gone);
  }

  /** Reads what the handler did not; false when that is not worth it. */
  async skipBody(): Promise<boolean> {
    // A body that was never asked for may come or not: what follows can't be told apart.
    if (this.#waiting) return false;
    let skipped = 0;
    try {
      while (!this.#body.done) {
        skipped += (await this.#body.read()).length;
        if (skipped > SKIP_LIMIT) return false;
      }
    } catch (error) {
      if (error instanceof HttpError) return false;
      throw error;
    }
    return true;
  }
}

/** Targets are paths or whole URLs. */
function requestUrl(head: RequestHead): string {
  if (/^https?:\/\//i.test(head.target)) return head.target;
  const host = head.headers.get("host") ?? "";
  const path = head.target.startsWith("/") ? head.target : `/${head.target === "*" ? "" : head.target}`;
  // Docker clients send hosts that no URL can have (`%2Fvar%2Frun%2Fdocker.sock`).
  return `http://${/^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:.]+\](:\d+)?$/.test(host) ? host : "localhost"}${path}`;
}

async function refuse(connection: Duplex, error: HttpError, options: ServeOptions): Promise<void> {
  const status = error.kind === "too-large" ? 431 : error.kind === "malformed" ? 400 : error.status;
  const reason = error.kind === "bad-request" ? error.message : "";
  const text = error.kind === "unsupported" ? error.message : `${status} ${statusText(status)}${reason === "" ? "" : `: ${reason}`}`;
  if (options.refuse) {
    const head: RequestHead = { method: "GET", target: "/", minor: 1, headers: new Headers() };
    await sendResponse(connection, options.refuse(status, reason), { head, keep: false, now: options.now, order: options.headerOrder });
    return;
  }
  const first = `HTTP/1.1 ${status} ${statusText(status)}${reason === "" ? "" : `: ${reason}`}`;
  const headers = [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Connection", "close"],
  ] as const;
  await connection.write(formatHead(first, headers));
  await connection.write(encode(text));
}

async function upgrade(connection: Duplex, reader: ByteReader, answer: Upgrade): Promise<void> {
  const headers = Object.entries(answer.headers);
  if (answer.status === 101 && !headers.some(([name]) => name.toLowerCase() === "upgrade"))
    headers.push(["Connection", "Upgrade"], ["Upgrade", "tcp"]);
  await connection.write(formatHead(answer.status === 101 ? "HTTP/1.1 101 UPGRADED" : "HTTP/1.1 200 OK", headers));
  await answer.run({
    read: (max) => reader.read(max),
    write: (bytes) => connection.write(bytes),
    end: () => connection.end(),
    close: () => connection.close(),
  });
}
