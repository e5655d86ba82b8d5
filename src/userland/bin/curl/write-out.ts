import type { Outcome } from "./transfer.ts";

/** The text of `-w`: `%{name}` variables and the escapes \n, \r and \t. */
export function writeOut(format: string, outcome: Outcome, status: number): string {
  const seconds = (value: number) => value.toFixed(3);
  const values: Readonly<Record<string, string>> = {
    http_code: String(outcome.status).padStart(3, "0"),
    response_code: String(outcome.status).padStart(3, "0"),
    url_effective: outcome.url,
    content_type: outcome.contentType,
    remote_ip: outcome.address,
    size_download: String(outcome.received),
    size_upload: String(outcome.sent),
    size_header: String(outcome.headerBytes),
    num_redirects: String(outcome.redirects),
    num_connects: outcome.address === "" ? "0" : String(outcome.redirects + 1),
    redirect_url: outcome.redirectUrl,
    speed_download: (outcome.received / Math.max(outcome.totalTime, 0.001)).toFixed(3),
    time_namelookup: seconds(0),
    time_connect: seconds(outcome.connectTime),
    time_appconnect: seconds(0),
    time_pretransfer: seconds(outcome.connectTime),
    time_starttransfer: seconds(outcome.startTime),
    time_redirect: seconds(0),
    time_total: seconds(outcome.totalTime),
    exitcode: String(status),
    http_version: "1.1",
    scheme: "HTTP",
  };
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? "")
    .replaceAll("%%", "%")
    .replace(/\\([nrt])/g, (_, letter: string) => ({ n: "\n", r: "\r", t: "\t" })[letter] ?? letter);
}
