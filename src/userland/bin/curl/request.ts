/** What is sent: method, headers and body from the options. */

import { decode, isErrno, print, STDERR, type Sys } from "#abi";
import { makeRequest } from "#http";
import { chunks } from "../tool/files.ts";
import { CurlFailure } from "./failure.ts";
import type { CurlOptions } from "./options.ts";
import type { Target } from "./target.ts";

export const USER_AGENT = "curl/7.29.0";

export interface Prepared {
  readonly request: Request;
  /** The head as -v shows it. */
  readonly lines: readonly string[];
}

/** The body of -d and its relatives; undefined without them. */
export async function postData(sys: Sys, options: CurlOptions): Promise<string | undefined> {
  if (options.data.length === 0) return undefined;
  const parts: string[] = [];
  for (const { kind, value } of options.data) {
    if (kind === "urlencode") {
      const equals = value.indexOf("=");
      parts.push(
        equals < 0
          ? encodeURIComponent(value)
          : `${value.slice(0, equals + (equals === 0 ? 0 : 1))}${encodeURIComponent(value.slice(equals + 1))}`,
      );
    } else if (kind === "raw" || !value.startsWith("@")) parts.push(value);
    else {
      const text = await readData(sys, value.slice(1));
      parts.push(kind === "ascii" ? text.replace(/[\r\n]/g, "") : text);
    }
  }
  return parts.join("&");
}

async function readData(sys: Sys, file: string): Promise<string> {
  try {
    if (file !== "-") return decode(sys.readFile(file));
    let text = "";
    for await (const chunk of chunks(sys, 0)) text += decode(chunk);
    return text;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `Warning: Couldn't read data from file "${file}", this makes an empty POST.\n`, STDERR);
    return "";
  }
}

export function prepare(
  sys: Sys,
  target: Target,
  options: CurlOptions,
  post: string | undefined,
  method: string,
  signal: AbortSignal,
): Prepared {
  const path = options.get && post !== undefined ? `${target.path}${target.path.includes("?") ? "&" : "?"}${post}` : target.path;
  const body = options.get ? undefined : post;
  const headers: [string, string][] = [];
  const user = options.user ?? target.user;
  if (user !== undefined) headers.push(["Authorization", `Basic ${btoa(user.includes(":") ? user : `${user}:`)}`]);
  headers.push(["User-Agent", options.userAgent ?? USER_AGENT], ["Host", target.authority], ["Accept", "*/*"]);
  if (options.referer !== undefined) headers.push(["Referer", options.referer]);
  if (body !== undefined)
    headers.push(["Content-Length", String(new TextEncoder().encode(body).length)], ["Content-Type", "application/x-www-form-urlencoded"]);
  const all = withOwn(headers, options.headers);
  const upload = options.upload === undefined ? undefined : openUpload(sys, options.upload);
  const request = makeRequest(`http://${/^[\w.-]+(:\d+)?$/.test(target.authority) ? target.authority : "localhost"}${path}`, {
    method,
    headers: new Headers(all),
    body: body ?? upload ?? null,
    signal,
  });
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...all.map(([name, value]) => `${name}: ${value}`),
    ...(upload === undefined ? [] : ["Transfer-Encoding: chunked"]),
  ];
  return { request, lines };
}

/** -H adds a header, replaces one of curl's own, or (without a value) removes it. */
function withOwn(headers: [string, string][], own: readonly string[]): [string, string][] {
  let all = headers;
  for (const line of own) {
    const [, name, mark, value = ""] = /^([^:;]+)([:;])\s*(.*)$/s.exec(line) ?? [];
    if (name === undefined) continue;
    all = all.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
    if (value !== "" || mark === ";") all.push([name, value]);
  }
  return all;
}

function openUpload(sys: Sys, file: string): AsyncIterable<Uint8Array> {
  try {
    return chunks(sys, file === "-" ? 0 : sys.open(file), 1 << 20);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new CurlFailure(26, `Can't open '${file}'!`);
  }
}
