import { concat, decode, encode } from "#abi";
import type { BodySource } from "./framing.ts";

export type RequestBody = string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;

export interface RequestInitOptions {
  readonly method?: string;
  readonly headers?: Headers | Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A Request of ours. Browsers' own drop headers that a page may not set (Host, Connection, Upgrade) and most can't take
 * a stream as body, so both ends use this one; it has what `Request` in platform.d.ts has.
 */
export class HttpRequest implements Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  #signal: AbortSignal | (() => AbortSignal) | undefined;
  #source: BodySource | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #used = false;

  constructor(
    url: string,
    method: string,
    headers: Headers,
    source: BodySource | undefined,
    signal: AbortSignal | (() => AbortSignal) | undefined,
  ) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.#source = source;
    this.#signal = signal;
  }

  get signal(): AbortSignal {
    if (typeof this.#signal === "function") this.#signal = this.#signal();
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#stream?.locked ?? false);
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (this.#source === undefined) return null;
    this.#stream ??= streamOfSource(this.#source);
    return this.#stream;
  }

  async bytes(): Promise<Uint8Array> {
    if (this.bodyUsed) throw new TypeError("body was read already");
    this.#used = true;
    const chunks: Uint8Array[] = [];
    if (this.#source !== undefined)
      for (let piece = await this.#source.read(); piece.length > 0; piece = await this.#source.read()) chunks.push(piece);
    return concat(chunks);
  }

  async text(): Promise<string> {
    return decode(await this.bytes());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(await this.bytes()).buffer;
  }
}

/** A request to send. A body of known length gets its Content-Length, a stream is sent chunked. */
export function makeRequest(url: string, options: RequestInitOptions = {}): Request {
  const headers = options.headers instanceof Headers ? options.headers : new Headers(options.headers);
  const { body = null } = options;
  const bytes = typeof body === "string" ? encode(body) : body instanceof Uint8Array ? body : undefined;
  if (bytes !== undefined) headers.set("content-length", String(bytes.length));
  return new HttpRequest(url, options.method ?? "GET", headers, bytes ? bytesSource(bytes) : sourceOfBody(body), options.signal);
}

/** The pieces of a body, wherever they come from. */
export function sourceOfBody(body: RequestBody): BodySource | undefined {
  if (body === null) return undefined;
  if (typeof body === "string") return bytesSource(encode(body));
  if (body instanceof Uint8Array) return bytesSource(body);
  return Symbol.asyncIterator in body && !(body instanceof ReadableStream)
    ? iterableSource(body)
    : streamSource(body as ReadableStream<Uint8Array>);
}

function bytesSource(bytes: Uint8Array): BodySource {
  let rest = bytes;
  return {
    read() {
      const piece = rest;
      rest = piece.subarray(piece.length);
      return Promise.resolve(piece);
    },
    get done() {
      return rest.length === 0;
    },
  };
}

const END = new Uint8Array(0);

function iterableSource(body: AsyncIterable<Uint8Array>): BodySource {
  const iterator = body[Symbol.asyncIterator]();
  let done = false;
  return {
    async read() {
      while (!done) {
        const next = await iterator.next();
        if (next.done) done = true;
        else if (next.value.length > 0) return next.value;
      }
      return END;
    },
    get done() {
      return done;
    },
  };
}

/** A web stream as pieces. */
export function streamSource(stream: ReadableStream<Uint8Array>): BodySource & { cancel(reason: unknown): void } {
  const reader = stream.getReader();
  let done = false;
  return {
    async read() {
      while (!done) {
        const next = await reader.read();
        if (next.done) done = true;
        else if (next.value.length > 0) return next.value;
      }
      return END;
    },
    get done() {
      return done;
    },
    cancel(reason) {
      reader.cancel(reason).catch(() => undefined);
    },
  };
}

/** Pieces as a web stream that asks for one only when its reader does: back-pressure passes through. */
export function streamOfSource(source: BodySource, cancel?: (reason: unknown) => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await source.read();
        if (piece.length > 0) controller.enqueue(piece);
        else controller.close();
      },
      ...(cancel ? { cancel } : {}),
    },
    { highWaterMark: 0 },
  );
}
