import type { Sys } from "#abi";
import { localZone } from "../format/text.ts";
import { parseDuration } from "./duration.ts";
import { quote } from "./quote.ts";

/**
 * A time that a flag gives (`10m`, `2020-08-10T06:00:00`, `1597038853`) as the API wants it: seconds, or seconds and nanoseconds.
 * Throws an Error with Go's text.
 */
export function timestamp(sys: Sys, text: string): string {
  if (text === "") return "";
  const duration = text === "0" ? undefined : tryDuration(text);
  if (duration !== undefined) return String(Math.floor((sys.now() * 1e6 - duration) / 1e9));
  const ms = parseTime(sys, text);
  if (ms !== undefined) return `${Math.floor(ms.seconds)}.${ms.nanoseconds}`;
  if (text.includes("-")) throw new Error(`parsing time ${quote(text)} as ${quote(layout(text))}: cannot parse ${quote(text)} as "2006"`);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`failed to parse value as time or duration: ${quote(text)}`);
  return text;
}

function tryDuration(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function layout(text: string): string {
  if (text.includes(".")) return "2006-01-02T15:04:05.999999999";
  return text.includes("T") ? "2006-01-02T15:04:05" : "2006-01-02";
}

function parseTime(sys: Sys, text: string): { readonly seconds: number; readonly nanoseconds: string } | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?(Z|[+-]\d\d:\d\d)?$/i.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset =
    zone === undefined
      ? localZone(sys)[0] * 60
      : /z/i.test(zone)
        ? 0
        : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  return { seconds: utc / 1000 - offset * 60, nanoseconds: fraction.padEnd(9, "0") };
}
