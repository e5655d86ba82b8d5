import type { Fd, Stat, Sys } from "#abi";
import { streamResponse } from "#http";

const CHUNK = 1 << 20;

/** One range of a body: `bytes=0-99`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The answer to a GET of a file: 304 when the client has it (If-None-Match, If-Modified-Since), 206 for one range, 416 for one
 * that isn't there, else 200. The body is read while it is sent; `headers` are the server's own, the validators are added.
 */
export function fileResponse(
  sys: Sys,
  request: Request,
  path: string,
  stat: Stat,
  etag: string,
  headers: Readonly<Record<string, string>>,
): Response {
  const modified = new Date(Math.floor(stat.mtime / 1000) * 1000).toUTCString();
  const own = { "last-modified": modified, etag, "accept-ranges": "bytes", ...headers };
  if (isFresh(request, etag, stat.mtime)) return new Response(null, { status: 304, headers: { "last-modified": modified, etag } });
  const range = parseRange(request.headers.get("range"), stat.size);
  if (range === "unsatisfiable") return new Response(null, { status: 416, headers: { "content-range": `bytes */${stat.size}` } });
  const { start, end } = range ?? { start: 0, end: stat.size };
  const length = { "content-length": String(end - start) };
  const partial = range ? { "content-range": `bytes ${start}-${end - 1}/${stat.size}` } : {};
  const fd = request.method === "HEAD" ? undefined : sys.open(path);
  const body = fd === undefined ? noBytes() : fileBytes(sys, fd, start, end);
  return streamResponse(body, { status: range ? 206 : 200, headers: { ...own, ...length, ...partial } });
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

async function* fileBytes(sys: Sys, fd: Fd, start: number, end: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = start; at < end; ) {
      const chunk = sys.pread(fd, at, Math.min(CHUNK, end - at));
      if (chunk.length === 0) return;
      at += chunk.length;
      yield chunk;
    }
  } finally {
    sys.close(fd);
  }
}

function isFresh(request: Request, etag: string, mtime: number): boolean {
  const match = request.headers.get("if-none-match");
  if (match !== null) return match === "*" || match.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
  const since = Date.parse(request.headers.get("if-modified-since") ?? "");
  return Number.isFinite(since) && Math.floor(mtime / 1000) * 1000 <= since;
}

function parseRange(header: string | null, size: number): Range | "unsatisfiable" | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size : Math.min(size, Number(to) + 1);
  return start >= size || start >= end ? "unsatisfiable" : { start, end };
}
