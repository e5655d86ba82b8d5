/** What a call on the daemon fails with; the messages are what the docker command prints. */

/** The daemon's refusal. `message` begins with `Error response from daemon: `; `reason` is the daemon's own words. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, message: string, reason: string = message) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
  }
}

/** No daemon could be reached, or the connection to it broke. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

/** Where the releases of the client differ in how they connect and complain. */
export interface ClientStyle {
  /** Begin of the text when the socket may not be opened: `Got permission denied` (19.03), `permission denied`. */
  readonly denied: string;
  /** URLs stand in quotes (what Go 1.14 and later print). */
  readonly quotedUrls: boolean;
  /** Host header on a local socket: `docker`, later `api.moby.localhost`. */
  readonly host: string;
  /** Calls that depend on the API's version fail with the ping's error when that fails. */
  readonly reportsPing: boolean;
}

export const CURRENT_STYLE: ClientStyle = { denied: "permission denied", quotedUrls: true, host: "api.moby.localhost", reportsPing: true };

/** The Errno code of a failed system call, if that is what it is. */
function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === "Errno" && "code" in error ? String(error.code) : undefined;
}

const DIAL: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ENOENT: "no such file or directory",
  ECONNREFUSED: "connection refused",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ETIMEDOUT: "i/o timeout",
};

/**
 * The error of a call that got no answer: `Cannot connect to the Docker daemon at …` and its variants of client/request.go.
 * Aborts (and whatever else is not a failure of the connection) pass unchanged.
 */
export function connectionFailure(
  error: unknown,
  call: { readonly method: string; readonly path: string },
  host: string,
  style: ClientStyle,
): unknown {
  const code = errnoOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const broken = code !== undefined || (error instanceof Error && error.name === "HttpError");
  if (!broken) return error;
  const address = host.replace(/^\w+:\/\//, "");
  const url = host.startsWith("unix://") ? `http://${encodeURIComponent(address)}${call.path}` : `http://${address}${call.path}`;
  const method = call.method.charAt(0) + call.method.slice(1).toLowerCase();
  const where = `${method} ${style.quotedUrls ? JSON.stringify(url) : url}`;
  const dial = `dial ${host.startsWith("unix://") ? "unix" : "tcp"} ${address}: connect: ${DIAL[code ?? ""] ?? text}`;
  if (code === "EACCES")
    return new ConnectionError(`${style.denied} while trying to connect to the Docker daemon socket at ${host}: ${where}: ${dial}`);
  if (code !== undefined && DIAL[code] !== undefined)
    return new ConnectionError(`Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`);
  if (text.includes("malformed HTTP response"))
    return new ConnectionError(
      `${where}: net/http: HTTP/1.x transport connection broken: ${text}.\n* Are you trying to connect to a TLS-enabled daemon without TLS?`,
    );
  return new ConnectionError(`error during connect: ${where}: ${code === undefined ? text : text.toLowerCase()}`);
}

/** The error of a connection that could not be opened for a stream (attach, exec). */
export function hijackFailure(error: unknown, host: string): unknown {
  const code = errnoOf(error);
  if (code === undefined) return error;
  const address = host.replace(/^\w+:\/\//, "");
  return new ConnectionError(
    `cannot connect to the Docker daemon. Is 'docker daemon' running on this host?: dial unix ${address}: connect: ${DIAL[code] ?? code}`,
  );
}

/** The error of an answer with a status of 400 or more (client/request.go, checkResponseErr). */
export async function refusal(response: Response, url: string): Promise<ApiError> {
  const body = await response.text();
  const { status } = response;
  if (body === "")
    return new ApiError(
      status,
      `request returned ${response.statusText} for API route and version ${url}, check if the server supports the requested API version`,
    );
  let reason = body.trim();
  if (response.headers.get("content-type") === "application/json") {
    const parsed = parseMessage(body);
    if (parsed === undefined)
      return new ApiError(
        status,
        `Error response from daemon: API returned a ${status} (${response.statusText}) but provided no error-message`,
        "",
      );
    reason = parsed.trim();
  }
  return new ApiError(status, `Error response from daemon: ${reason}`, reason);
}

function parseMessage(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null && "message" in value && typeof value.message === "string" && value.message !== "")
      return value.message;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}
