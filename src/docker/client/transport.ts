import { encodeFilters, type Filters } from "#api";
import { type Connect, createHttpClient, makeRequest, type RequestBody } from "#http";
import { ApiError, type ClientStyle, connectionFailure, hijackFailure, refusal } from "./errors.ts";

export interface ClientOptions {
  /** Opens a connection to the daemon's socket. */
  readonly connect: Connect;
  /** Highest API version to speak: `1.40`. The daemon's is used where that is lower. */
  readonly apiVersion: string;
  /** Speak `apiVersion` without asking: DOCKER_API_VERSION is set. */
  readonly pinned?: boolean;
  /** How messages name the daemon. Default `unix:///var/run/docker.sock`. */
  readonly host?: string;
  readonly userAgent?: string;
  readonly style?: ClientStyle;
}

/** A value of a query: left out when undefined, false or empty; true is `1`; lists repeat the name. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

export interface Call {
  readonly query?: Query;
  readonly filters?: Filters | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: RequestBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** A connection that became a byte stream: attach, exec. */
export type Hijacked = { readonly stream: Awaited<ReturnType<Connect>>; readonly contentType: string };

export type Method = "GET" | "POST" | "PUT" | "DELETE" | "HEAD";

/** How the calls of all nouns travel. */
export interface Transport {
  /** The answer, its body streaming. Rejects with ApiError (status of 400 and more), ConnectionError, or the signal's reason. */
  send(method: Method, path: string, call?: Call): Promise<Response>;
  /** The answer's JSON. */
  json<T>(method: Method, path: string, call?: Call): Promise<T>;
  /** For calls without an answer worth reading. */
  done(method: Method, path: string, call?: Call): Promise<void>;
  /** POST that takes the connection over. Rejects with ApiError `unable to upgrade to tcp, received 404`. */
  hijack(path: string, call?: Call): Promise<Hijacked>;
  /** Outside of any version: /_ping. */
  ping(signal?: AbortSignal): Promise<Response>;
  /** Asks the daemon for its version once; rejects as the release's client does when it can't be asked. */
  negotiate(): Promise<string>;
  close(): void;
}

export function createTransport(options: ClientOptions & { readonly style: ClientStyle }): Transport {
  const { style, host = "unix:///var/run/docker.sock" } = options;
  const http = createHttpClient(options.connect);
  const base = host.startsWith("unix://") ? style.host : host.replace(/^\w+:\/\//, "");
  let version: string | undefined = options.pinned ? options.apiVersion : undefined;

  const request = (method: Method, path: string, call: Call) => {
    const headers = new Headers();
    if (options.userAgent !== undefined) headers.set("user-agent", options.userAgent);
    const body = call.json === undefined ? call.body : `${JSON.stringify(call.json)}\n`;
    if (call.json !== undefined) headers.set("content-type", "application/json");
    else if (call.body !== undefined) headers.set("content-type", "text/plain");
    for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);
    return makeRequest(`http://${base}${path}`, { method, headers, body, signal: call.signal });
  };
  const exchange = async (method: Method, path: string, call: Call): Promise<Response> => {
    try {
      return await http.request(request(method, path, call));
    } catch (error) {
      throw connectionFailure(error, { method, path }, host, style);
    }
  };
  const ping = async (signal?: AbortSignal): Promise<Response> => {
    const head = await exchange("HEAD", "/_ping", { signal });
    if (head.status === 200 || head.status === 500) return head;
    return exchange("GET", "/_ping", { signal });
  };
  const negotiate = async (): Promise<string> => {
    if (version !== undefined) return version;
    const daemon = (await ping()).headers.get("api-version") ?? "1.24";
    version = lower(options.apiVersion, daemon);
    return version;
  };
  const versioned = async (path: string, call: Call): Promise<string> => {
    // A daemon that can't be asked can't be called either: the call's own failure is the one to tell.
    const spoken = await negotiate().catch(() => options.apiVersion);
    return `/v${spoken}${escapePath(path)}${queryString(call)}`;
  };
  const send: Transport["send"] = async (method, path, call = {}) => {
    const target = await versioned(path, call);
    const response = await exchange(method, target, call);
    if (response.status >= 400) throw await refusal(response, `http://${base}${target}`);
    return response;
  };
  return {
    send,
    ping,
    json: async <T>(method: Method, path: string, call?: Call) => (await (await send(method, path, call)).json()) as T,
    async done(method, path, call) {
      await (await send(method, path, call)).text();
    },
    async hijack(path, call = {}) {
      const target = await versioned(path, call);
      const answer = await http.upgrade(request("POST", target, call)).catch((error: unknown) => {
        throw hijackFailure(error, host);
      });
      if (answer.kind === "stream") return { stream: answer.stream, contentType: answer.headers.get("content-type") ?? "" };
      await answer.response.body?.cancel();
      throw new ApiError(answer.response.status, `unable to upgrade to tcp, received ${answer.response.status}`);
    },
    async negotiate() {
      return style.reportsPing ? negotiate() : negotiate().catch(() => options.apiVersion);
    },
    close: () => http.close(),
  };
}

/** The lower of two versions like 1.40. */
function lower(a: string, b: string): string {
  return compareVersions(a, b) <= 0 ? a : b;
}

/** Negative, zero or positive as API version `a` is older than, equal to or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  return (left?.[0] ?? 0) - (right?.[0] ?? 0) || (left?.[1] ?? 0) - (right?.[1] ?? 0);
}

/** What Go's url.URL escapes of a path. */
function escapePath(path: string): string {
  return encodeURI(path).replaceAll("?", "%3F").replaceAll("#", "%23");
}

function queryString(call: Call): string {
  const query = new URLSearchParams();
  const all: Record<string, QueryValue> = { ...call.query, filters: call.filters && encodeFilters(call.filters) };
  for (const name of Object.keys(all).sort()) {
    const value = all[name];
    if (typeof value === "object") for (const one of value) query.append(name, one);
    else if (value !== undefined && value !== false && value !== "") query.append(name, value === true ? "1" : String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
