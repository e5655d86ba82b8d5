/** One URL from connection to last byte, redirections included. */

import { type Fd, print, STDERR, STDOUT, type Sys } from "#abi";
import { bodyChunks, createHttpClient, headLines } from "#http";
import { CurlFailure, transferFailure } from "./failure.ts";
import type { CurlOptions } from "./options.ts";
import { NO_PROGRESS, type Progress, progressMeter } from "./progress.ts";
import { postData, prepare } from "./request.ts";
import { type Connected, openConnection, parseTarget, type Target } from "./target.ts";

/** What -w can tell. */
export interface Outcome {
  url: string;
  status: number;
  contentType: string;
  address: string;
  received: number;
  sent: number;
  headerBytes: number;
  redirects: number;
  redirectUrl: string;
  connectTime: number;
  startTime: number;
  totalTime: number;
}

/** Where the bytes of a transfer go. */
export interface Sink {
  /** A file that is made when the first byte comes, or standard output. */
  write(bytes: Uint8Array): Promise<void>;
  readonly toFile: boolean;
}

/** Transfers a URL. Throws CurlFailure; `outcome` is filled as far as it came. */
export async function transfer(sys: Sys, url: string, options: CurlOptions, sink: Sink, outcome: Outcome): Promise<void> {
  const began = sys.uptime();
  const abort = new AbortController();
  const progress = options.silent || options.head || (!sink.toFile && sys.isatty(STDOUT)) ? NO_PROGRESS : progressMeter(sys);
  await progress.start();
  const run = follow(sys, url, options, sink, outcome, progress, abort.signal, began);
  try {
    await limited(sys, options.maxTime, run, () => {
      const after = Math.round(sys.uptime() - began);
      return new CurlFailure(
        28,
        outcome.address === ""
          ? `Connection timed out after ${after} milliseconds`
          : `Operation timed out after ${after} milliseconds with ${outcome.received} out of -1 bytes received`,
      );
    });
  } finally {
    abort.abort();
    outcome.totalTime = (sys.uptime() - began) / 1000;
  }
}

/** Rejects with `late` when the work takes more than so many seconds. */
async function limited<T>(sys: Sys, seconds: number | undefined, work: Promise<T>, late: () => CurlFailure): Promise<T> {
  if (seconds === undefined || seconds === 0) return work;
  work.catch(() => undefined);
  const alarm = sys.sleep(seconds * 1000).then((): never => {
    throw late();
  });
  return Promise.race([work, alarm]);
}

async function follow(
  sys: Sys,
  url: string,
  options: CurlOptions,
  sink: Sink,
  outcome: Outcome,
  progress: Progress,
  signal: AbortSignal,
  began: number,
): Promise<void> {
  const note = async (text: string) => {
    if (options.verbose) await print(sys, `* ${text}\n`, STDERR);
  };
  let target = parseTarget(url);
  let post = await postData(sys, options);
  let method =
    options.method ?? (options.head ? "HEAD" : options.upload !== undefined ? "PUT" : post !== undefined && !options.get ? "POST" : "GET");
  for (;;) {
    outcome.url = target.url;
    const connected = await connectWithin(sys, target, options, note);
    outcome.address = connected.address;
    outcome.connectTime = (sys.uptime() - began) / 1000;
    const next = await exchange(sys, target, connected, options, { post, method }, sink, outcome, progress, signal, began);
    if (next === undefined) return;
    if (outcome.redirects >= options.maxRedirects) throw new CurlFailure(47, `Maximum (${options.maxRedirects}) redirects followed`);
    outcome.redirects++;
    await note(`Issue another request to this URL: '${next}'`);
    target = parseTarget(next);
    if (outcome.status <= 303 && post !== undefined && options.method === undefined) {
      post = undefined;
      method = "GET";
    }
  }
}

function connectWithin(sys: Sys, target: Target, options: CurlOptions, note: (text: string) => Promise<void>): Promise<Connected> {
  const began = sys.uptime();
  const late = () => new CurlFailure(28, `Connection timed out after ${Math.round(sys.uptime() - began)} milliseconds`);
  return limited(sys, options.connectTimeout, openConnection(sys, target, options, note), late);
}

/** One request and its answer; the next URL of a redirection that is followed. */
async function exchange(
  sys: Sys,
  target: Target,
  { stream }: Connected,
  options: CurlOptions,
  { post, method }: { readonly post: string | undefined; readonly method: string },
  sink: Sink,
  outcome: Outcome,
  progress: Progress,
  signal: AbortSignal,
  began: number,
): Promise<string | undefined> {
  const { request, lines } = prepare(sys, target, options, post, method, signal);
  if (options.verbose) await print(sys, `${lines.map((line) => `> ${line}\r\n`).join("")}> \r\n`, STDERR);
  const client = createHttpClient(() => Promise.resolve(stream));
  let missing: number | undefined;
  try {
    const response = await client.request(request);
    outcome.startTime = (sys.uptime() - began) / 1000;
    outcome.status = response.status;
    outcome.contentType = response.headers.get("content-type") ?? "";
    const head = headLines(response) ?? [];
    outcome.headerBytes = head.reduce((sum, line) => sum + line.length + 2, 2);
    if (options.verbose) await print(sys, `${head.map((line) => `< ${line}\r\n`).join("")}< \r\n`, STDERR);
    if (options.fail && response.status >= 400)
      throw new CurlFailure(
        22,
        `The requested URL returned error: ${response.status}${response.statusText === "" ? "" : ` ${response.statusText}`}`,
      );
    const text = new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`);
    if (options.include || options.head) await sink.write(text);
    if (options.dumpHeader !== undefined) sys.writeFile(options.dumpHeader, text, { append: true });
    const location = response.headers.get("location");
    const redirected =
      location !== null && response.status >= 300 && response.status < 400 ? new URL(location, target.url).href : undefined;
    outcome.redirectUrl = redirected ?? "";
    const total = response.headers.has("content-length") ? Number(response.headers.get("content-length")) : undefined;
    const follows = redirected !== undefined && options.location;
    if (!options.head)
      for await (const chunk of bodyChunks(response)) {
        outcome.received += chunk.length;
        missing = total === undefined ? undefined : total - outcome.received;
        if (!follows) await sink.write(chunk);
        await progress.update(outcome.received, total);
      }
    if (follows) {
      outcome.received = 0;
      return redirected;
    }
    await progress.end(outcome.received, total);
    if (options.verbose) await print(sys, `* Connection #0 to host ${target.host} left intact\n`, STDERR);
    return undefined;
  } catch (error) {
    throw transferFailure(error, missing);
  } finally {
    client.close();
  }
}

/** Writes to a descriptor, or to a file that is opened at the first byte. */
export function sinkOf(sys: Sys, file: string | undefined): Sink & { close(): void } {
  let fd: Fd | undefined = file === undefined || file === "-" ? STDOUT : undefined;
  let opened: Fd | undefined;
  return {
    toFile: fd === undefined,
    async write(bytes) {
      if (fd === undefined) {
        fd = sys.open(file ?? "", { write: true, create: true, truncate: true }, 0o666);
        opened = fd;
      }
      await sys.write(fd, bytes);
    },
    close() {
      if (opened !== undefined) sys.close(opened);
    },
  };
}
