/** Message heads of HTTP/1.1 (RFC 9112), with the strictness and the refusals of Go's net/http. */

import type { ByteReader } from "./byte-reader.ts";
import { HttpError } from "./error.ts";

/** Bytes of a head that are accepted: Go's DefaultMaxHeaderBytes and its slack. */
const HEAD_LIMIT = (1 << 20) + 4096;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BAD_VALUE = /[\0-\x08\n-\x1f\x7f]/;

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly minor: 0 | 1;
  readonly headers: Headers;
}
export interface ResponseHead {
  /** Its lines as they came. */
  readonly lines: readonly string[];
  readonly status: number;
  readonly statusText: string;
  readonly minor: 0 | 1;
  readonly headers: Headers;
}

/** The next request's head; undefined when the client closed between two requests. */
export async function readRequestHead(reader: ByteReader): Promise<RequestHead | undefined> {
  const line = await reader.line(HEAD_LIMIT);
  if (line === undefined) return undefined;
  const [, method, target, version] = /^(\S+) (\S+) (HTTP\/\S*)$/.exec(line) ?? [];
  if (method === undefined || target === undefined || version === undefined || !TOKEN.test(method))
    throw new HttpError("malformed", `malformed HTTP request ${JSON.stringify(line)}`);
  if (!/^HTTP\/\d\.\d$/.test(version)) throw new HttpError("malformed", `malformed HTTP version ${JSON.stringify(version)}`);
  const headers = await readHeaders(reader, HEAD_LIMIT - line.length);
  if (!version.startsWith("HTTP/1.")) throw new HttpError("bad-request", "unsupported protocol version", 505);
  const minor = version === "HTTP/1.0" ? 0 : 1;
  if (minor === 1 && !headers.has("host") && method !== "CONNECT") throw new HttpError("bad-request", "missing required Host header");
  return { method, target, minor, headers };
}

/** The next response's head, `100 Continue` included. */
export async function readResponseHead(reader: ByteReader): Promise<ResponseHead> {
  const line = await reader.line(HEAD_LIMIT);
  if (line === undefined) throw new HttpError("eof", "EOF");
  const [, version, status, statusText] = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/.exec(line) ?? [];
  if (version === undefined || status === undefined) throw new HttpError("malformed", `malformed HTTP response ${JSON.stringify(line)}`);
  const lines = [line];
  const headers = await readHeaders(reader, HEAD_LIMIT - line.length, lines);
  return { lines, status: Number(status), statusText: statusText ?? "", minor: version === "0" ? 0 : 1, headers };
}

/** Header lines up to the empty one; also trailers. `seen` gets them as they came. */
export async function readHeaders(reader: ByteReader, limit: number, seen?: string[]): Promise<Headers> {
  const headers = new Headers();
  let left = limit;
  for (;;) {
    const line = await reader.line(left);
    if (line === undefined) throw new HttpError("unexpected-eof", "unexpected EOF");
    if (line === "") return headers;
    seen?.push(line);
    left -= line.length;
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0));
    const value = line.slice(colon + 1).trim();
    if (!TOKEN.test(name)) throw new HttpError("malformed", `malformed MIME header line: ${line}`);
    if (BAD_VALUE.test(value)) throw new HttpError("bad-request", "invalid header value");
    if (name.toLowerCase() === "host" && headers.has("host")) throw new HttpError("bad-request", "too many Host headers");
    headers.append(name, value);
  }
}

/** Whether a comma-separated header (Connection, Transfer-Encoding) has this word. */
export function hasToken(headers: Headers, name: string, token: string): boolean {
  const value = headers.get(name);
  return value !== null && value.split(",").some((word) => word.trim().toLowerCase() === token);
}

/** Spelling of names that capital letters after each hyphen don't give. */
const SPELLING: Readonly<Record<string, string>> = { etag: "ETag", "www-authenticate": "WWW-Authenticate", dnt: "DNT" };

/** `content-type` as a head shows it: `Content-Type`. */
export function canonicalName(name: string): string {
  const known = SPELLING[name] ?? spelled.get(name);
  if (known !== undefined) return known;
  const canonical = name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
  // Names come again and again; strangers' can't fill the memory.
  if (spelled.size < MOST_SPELLED) spelled.set(name, canonical);
  return canonical;
}

const spelled = new Map<string, string>();
const MOST_SPELLED = 256;

/** Bytes of a head: the first line, then the header lines in the given order. */
export function formatHead(first: string, headers: Iterable<readonly [string, string]>): Uint8Array {
  let text = `${first}\r\n`;
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`;
  return latin1Bytes(`${text}\r\n`);
}

/** Header lines of a message: canonical names; first those of `order`, then the rest by name. */
export function orderedHeaders(headers: Headers, order: readonly string[] = []): [string, string][] {
  const lines: [string, string][] = [];
  for (const [name, value] of headers) lines.push([canonicalName(name), value]);
  if (order.length === 0) return lines;
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return lines.sort((a, b) => rank(a[0]) - rank(b[0]));
}

/** Headers keep what a head's bytes were as Latin-1: so they go out again. */
function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
