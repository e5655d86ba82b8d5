import { concat, decode, encode } from "#abi";
import type { BodySource } from "./framing.ts";

export type RequestBody = string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;

export interface RequestInitOptions {
  readonly method?: string;
  readonly headers?: Headers | Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What requests and responses of ours share: a body that is read as pieces, without a web stream unless somebody asks for one. */
export class HttpBody implements Body {
  readonly #source: BodySource | undefined;
  readonly #cancel: ((reason: unknown) => void) | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #used = false;

  constructor(source: BodySource | undefined, cancel?: (reason: unknown) => void) {
    this.#source = source;
    this.#cancel = cancel;
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#stream?.locked ?? false);
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (this.#source === undefined) return null;
    this.#stream ??= streamOfSource(this.#source, this.#cancel);
    return this.#stream;
  }

  /** The body itself, once: undefined when there is none or `body` was handed out. */
  take(): CancellableSource | undefined {
    const source = this.#source;
    if (source === undefined || this.#stream !== undefined || this.#used) return undefined;
    this.#used = true;
    return {
      read: () => source.read(),
      get done() {
        return source.done;
      },
      cancel: (reason) => this.#cancel?.(reason),
    };
  }

  async bytes(): Promise<Uint8Array> {
    if (this.bodyUsed) throw new TypeError("body was read already");
    const source = this.#stream === undefined ? this.#source : streamSource(this.#stream);
    this.#used = true;
    const chunks: Uint8Array[] = [];
    if (source !== undefined) for (let piece = await source.read(); piece.length > 0; piece = await source.read()) chunks.push(piece);
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

/** The body of a message, ours or the platform's, as pieces; undefined when it has none. */
export function takeBody(message: Body): CancellableSource | undefined {
  const own = message instanceof HttpBody ? message.take() : undefined;
  if (own !== undefined) return own;
  return message.body === null ? undefined : streamSource(message.body);
}

/**
 * A Request of ours. Browsers' own drop headers that a page may not set (Host, Connection, Upgrade) and most can't take
 * a stream as body, so both ends use this one; it has what `Request` in platform.d.ts has.
 */
export class HttpRequest extends HttpBody implements Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  #signal: AbortSignal | (() => AbortSignal) | undefined;

  constructor(
    url: string,
    method: string,
    headers: Headers,
    source: BodySource | undefined,
    signal: AbortSignal | (() => AbortSignal) | undefined,
  ) {
    super(source);
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.#signal = signal;
  }

  /** The signal that the request was made with, if any: making one is dear. */
  get ownSignal(): AbortSignal | undefined {
    return this.#signal === undefined ? undefined : this.signal;
  }

  get signal(): AbortSignal {
    if (typeof this.#signal === "function") this.#signal = this.#signal();
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }
}

export interface ResponseParts {
  readonly status: number;
  readonly statusText?: string;
  readonly headers: Headers;
  readonly source?: BodySource | undefined;
  readonly cancel?: ((reason: unknown) => void) | undefined;
  /** The whole body, where it is there already. */
  readonly whole?: Uint8Array | undefined;
}

/** A Response of ours: the platform's take a web stream for each body, which costs more than all the rest of a small answer. */
export class HttpResponse extends HttpBody implements Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** The whole body, where it is there already. */
  readonly whole: Uint8Array | undefined;

  constructor({ status, statusText = "", headers, source, cancel, whole }: ResponseParts) {
    super(whole === undefined ? source : bytesSource(whole), cancel);
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.whole = whole;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
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

/** A body that its reader may leave before the end. */
export interface CancellableSource extends BodySource {
  cancel(reason: unknown): void;
}

/** A web stream as pieces. */
export function streamSource(stream: ReadableStream<Uint8Array>): CancellableSource {
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
