/** Times as Go writes and reads them. Inside, times are milliseconds since the epoch, fractions allowed. */

import { invalid } from "./errors.ts";

/** Go's zero time: never. */
export const ZERO_TIME = "0001-01-01T00:00:00Z";

/** RFC 3339 with as many digits of the second as needed, in UTC: time.RFC3339Nano. */
export function rfc3339Nano(ms: number | undefined): string {
  if (ms === undefined) return ZERO_TIME;
  const nanos = nanosOf(ms).toString().padStart(9, "0").replace(/0+$/, "");
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}${nanos === "" ? "" : `.${nanos}`}Z`;
}

/** RFC 3339 with nine digits always: what the log driver and events print. */
export function rfc3339NanoFixed(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}.${nanosOf(ms).toString().padStart(9, "0")}Z`;
}

/** RFC 3339 in whole seconds. */
export function rfc3339(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** The part of the second, in nanoseconds. */
function nanosOf(ms: number): number {
  const whole = Math.floor(ms / 1000) * 1000;
  return Math.min(999_999_999, Math.round((ms - whole) * 1e6));
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's time.ParseDuration in milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.exec(text);
  if (text === "0") return 0;
  if (!match) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g))
    total += Number(count) * (UNITS[unit ?? ""] ?? 0);
  return match[1] === "-" ? -total : total;
}

/** `1700000000.000000005`, as the clients send `since` and `until`; undefined when absent, empty or 0. */
export function parseTimestamp(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || text === "" || text === "0") return undefined;
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw invalid(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(match[1]) * 1000 + Number(`0.${match[2] ?? "0"}`) * 1000;
}

/**
 * moby's timetypes.GetTimestamp and ParseTimestamps for filters such as `until`: a duration before `now`, an RFC 3339 time, a date
 * or Unix seconds. Undefined when it is none of these.
 */
export function parseTimeOrDuration(text: string, now: number): number | undefined {
  const duration = parseDuration(text);
  if (duration !== undefined) return now - duration;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return undefined;
  const [day, rest] = [text.slice(0, 10), text.slice(11)];
  const [, hours, minutes, secs, zone] = /^(\d\d)?(?::(\d\d))?(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?$/.exec(rest) ?? [];
  const value = Date.parse(`${day}T${hours ?? "00"}:${minutes ?? "00"}:${(secs ?? "00").slice(0, 6)}${zone ?? "Z"}`);
  return Number.isNaN(value) ? undefined : value;
}

/** units.HumanDuration of go-units: `Less than a second`, `About an hour`, `2 weeks`. */
export function humanDuration(ms: number): string {
  const secs = Math.floor(ms / 1000);
  const minutes = Math.floor(ms / 60_000);
  const hours = Math.round(ms / 3_600_000);
  if (secs < 1) return "Less than a second";
  if (secs === 1) return "1 second";
  if (secs < 60) return `${secs} seconds`;
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(hours / 24 / 365)} years`;
}
