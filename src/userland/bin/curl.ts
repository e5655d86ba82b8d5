/**
 * curl: transfer a URL. Models curl 7.29.0 (CentOS 7) for HTTP, with --unix-socket of later versions; no TLS, proxies,
 * cookie jars, multipart forms and ranges of URLs.
 */

import { isErrno, type Program, print, STDERR, type Sys } from "#abi";
import { CurlFailure } from "./curl/failure.ts";
import { type CurlOptions, CurlUsage, parseCurl } from "./curl/options.ts";
import { parseTarget } from "./curl/target.ts";
import { type Outcome, sinkOf, transfer } from "./curl/transfer.ts";
import { writeOut } from "./curl/write-out.ts";

const TRY = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const VERSION = "curl 7.29.0 (x86_64-redhat-linux-gnu) libcurl/7.29.0\nProtocols: http\nFeatures: AsynchDNS IPv6 Largefile UnixSockets\n";
const HELP =
  "Usage: curl [options...] <url>\nOptions: (H) means HTTP/HTTPS only, (F) means FTP only\n" +
  [
    [" -d, --data DATA", "HTTP POST data (H)"],
    [" -D, --dump-header FILE", "Write the headers to FILE"],
    [" -f, --fail", "Fail silently (no output at all) on HTTP errors (H)"],
    [" -G, --get", "Send the -d data with a HTTP GET (H)"],
    [" -I, --head", "Show document info only"],
    [" -H, --header LINE", "Pass custom header LINE to server (H)"],
    [" -h, --help", "This help text"],
    [" -i, --include", "Include protocol headers in the output (H/F)"],
    [" -k, --insecure", "Allow connections to SSL sites without certs (H)"],
    [" -L, --location", "Follow redirects (H)"],
    [" -m, --max-time SECONDS", "Maximum time allowed for the transfer"],
    [" -o, --output FILE", "Write output to <file> instead of stdout"],
    [" -O, --remote-name", "Write output to a file named as the remote file"],
    [" -X, --request COMMAND", "Specify request command to use"],
    [" -s, --silent", "Silent mode. Don't output anything"],
    [" -S, --show-error", "Show error. With -s, make curl show errors when they occur"],
    ["     --unix-socket FILE", "Connect through this Unix domain socket"],
    [" -T, --upload-file FILE", "Transfer FILE to destination"],
    [" -u, --user USER[:PASSWORD]", "Server user and password"],
    [" -A, --user-agent STRING", "User-Agent to send to server (H)"],
    [" -v, --verbose", "Make the operation more talkative"],
    [" -V, --version", "Show version number and quit"],
    [" -w, --write-out FORMAT", "What to output after completion"],
  ]
    .map(([option = "", text = ""]) => `${option.padEnd(30)} ${text}\n`)
    .join("");

export const curl: Program = async (sys) => {
  let options: CurlOptions;
  try {
    options = parseCurl(sys.argv.slice(1));
  } catch (error) {
    if (!(error instanceof CurlUsage)) throw error;
    await print(sys, `curl: ${error.message}\n${TRY}`, STDERR);
    return 2;
  }
  if (options.special !== undefined) {
    await print(sys, options.special === "help" ? HELP : VERSION);
    return 0;
  }
  if (options.urls.length === 0) {
    await print(sys, `curl: no URL specified!\n${TRY}`, STDERR);
    return 2;
  }
  let status = 0;
  for (const [at, url] of options.urls.entries())
    status = await one(sys, url, options, options.outputs[at] ?? (options.remoteNameAll ? { remoteName: true } : undefined));
  return status;
};

/** Transfers one URL and tells what failed; its exit status. */
async function one(sys: Sys, url: string, options: CurlOptions, output: CurlOptions["outputs"][number] | undefined): Promise<number> {
  const outcome: Outcome = {
    url,
    status: 0,
    contentType: "",
    address: "",
    received: 0,
    sent: 0,
    headerBytes: 0,
    redirects: 0,
    redirectUrl: "",
    connectTime: 0,
    startTime: 0,
    totalTime: 0,
  };
  let status = 0;
  const failed = async (failure: CurlFailure) => {
    status = failure.code;
    if (!options.silent || options.showError) await print(sys, `curl: (${failure.code}) ${failure.message}\n`, STDERR);
  };
  try {
    const file = typeof output === "object" ? remoteName(url) : output;
    const sink = sinkOf(sys, file);
    try {
      await attempts(sys, url, options, () => transfer(sys, url, options, sink, outcome));
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.path !== undefined)
        await print(sys, `Warning: Failed to create the file ${file}: ${error.message.replace(/^.*: /, "")}\n`, STDERR);
      await failed(new CurlFailure(23, "Failed writing body"));
    } finally {
      sink.close();
    }
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    await failed(error);
  }
  if (options.writeOut !== undefined) await print(sys, writeOut(options.writeOut, outcome, status));
  return status;
}

/** --retry: what may pass is tried again after 1, 2, 4 … seconds. */
async function attempts(sys: Sys, _url: string, options: CurlOptions, run: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const passing = error instanceof CurlFailure && (error.code === 28 || error.code === 6);
      if (!passing || attempt >= options.retry) throw error;
      await sys.sleep(1000 * 2 ** attempt);
    }
  }
}

/** -O: the last part of the path. */
function remoteName(url: string): string {
  const { path } = parseTarget(url);
  const name = path.replace(/\?.*$/, "").split("/").at(-1) ?? "";
  if (name === "") throw new CurlFailure(23, "Remote file name has no length!");
  return name;
}
