/** Time zones: tzset(3) by name. The rules come from the host's Intl; UTC needs none. */

import type { Sys } from "#abi";
import { linesOf } from "./messages.ts";

/** Wall time in a zone. */
export interface Calendar {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 to 999. */
  readonly millisecond: number;
  /** Sunday is 0. */
  readonly weekday: number;
  /** 0 on January 1st. */
  readonly yearDay: number;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  readonly zone: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export interface Zone {
  readonly name: string;
  offsetAt(time: number): number;
  abbreviationAt(time: number): string;
}

const ABBREVIATIONS: Readonly<Record<string, readonly [string, string]>> = {
  "Asia/Seoul": ["KST", "KDT"],
  "Asia/Tokyo": ["JST", "JDT"],
  "Asia/Shanghai": ["CST", "CDT"],
  "Asia/Hong_Kong": ["HKT", "HKST"],
  "Asia/Kolkata": ["IST", "IST"],
  "Europe/London": ["GMT", "BST"],
  "Europe/Berlin": ["CET", "CEST"],
  "Europe/Paris": ["CET", "CEST"],
  "Europe/Madrid": ["CET", "CEST"],
  "Europe/Rome": ["CET", "CEST"],
  "Europe/Amsterdam": ["CET", "CEST"],
  "Europe/Vienna": ["CET", "CEST"],
  "Europe/Zurich": ["CET", "CEST"],
  "Europe/Moscow": ["MSK", "MSD"],
  "Europe/Helsinki": ["EET", "EEST"],
  "America/New_York": ["EST", "EDT"],
  "America/Chicago": ["CST", "CDT"],
  "America/Denver": ["MST", "MDT"],
  "America/Los_Angeles": ["PST", "PDT"],
  "Australia/Sydney": ["AEST", "AEDT"],
};

export const UTC: Zone = { name: "UTC", offsetAt: () => 0, abbreviationAt: () => "UTC" };

/** The zone of a process: TZ, the link /etc/localtime, /etc/timezone, else UTC. */
export function zoneOf(sys: Sys): Zone {
  const tz = sys.env.get("TZ");
  if (tz !== undefined) return zoneNamed(tz.replace(/^:/, ""));
  return zoneNamed(linkedZone(sys) ?? linesOf(sys, "/etc/timezone")[0] ?? "UTC");
}

/** A zone by name (`Asia/Seoul`) or in POSIX form (`KST-9`); UTC for what isn't known. */
export function zoneNamed(name: string): Zone {
  const posix = /^<?([A-Za-z0-9+-]{3,}?)>?([+-]?)(\d{1,2})(?::(\d\d))?$/.exec(name);
  if (posix) {
    const [, abbreviation = "", sign, hours, minutes] = posix;
    const offset = (sign === "-" ? 1 : -1) * (Number(hours) * 60 + Number(minutes ?? 0));
    return { name, offsetAt: () => offset, abbreviationAt: () => abbreviation };
  }
  if (name === "" || /^(Etc\/)?(UTC|UCT|Universal|Zulu)$/i.test(name)) return UTC;
  try {
    return intlZone(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...UTC, abbreviationAt: () => (/^[A-Za-z]{3,}$/.test(name) ? name : "UTC") };
  }
}

export function calendarOf(time: number, zone: Zone): Calendar {
  const offset = zone.offsetAt(time);
  const wall = new Date(time + offset * 60_000);
  const year = wall.getUTCFullYear();
  return {
    year,
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
    weekday: wall.getUTCDay(),
    yearDay: Math.floor((wall.getTime() - Date.UTC(year, 0, 1)) / 86_400_000),
    offset,
    zone: zone.abbreviationAt(time),
    time,
  };
}

/** The moment when a zone's clocks show a wall time. Fields may overflow, as for mktime(3). */
export function timeOf(
  zone: Zone,
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond = 0,
): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const guess = wall - zone.offsetAt(wall) * 60_000;
  return wall - zone.offsetAt(guess) * 60_000;
}

function linkedZone(sys: Sys): string | undefined {
  try {
    return /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(sys.readlink("/etc/localtime"))?.[1];
  } catch {
    return undefined;
  }
}

function intlZone(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const known = new Map<number, number>();
  const offsetAt = (time: number): number => {
    const quarter = Math.floor(time / 900_000);
    const cached = known.get(quarter);
    if (cached !== undefined) return cached;
    const parts = new Map(format.formatToParts(quarter * 900_000).map((part) => [part.type, Number(part.value)]));
    const field = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = Date.UTC(field("year"), field("month") - 1, field("day"), field("hour"), field("minute"), field("second"));
    const offset = Math.round((wall - quarter * 900_000) / 60_000);
    known.set(quarter, offset);
    return offset;
  };
  return { name, offsetAt, abbreviationAt: (time) => abbreviation(name, time, offsetAt) };
}

function abbreviation(name: string, time: number, offsetAt: (time: number) => number): string {
  const offset = offsetAt(time);
  const year = new Date(time).getUTCFullYear();
  const standard = Math.min(offsetAt(Date.UTC(year, 0, 1)), offsetAt(Date.UTC(year, 6, 1)));
  const known = ABBREVIATIONS[name];
  if (known) return offset > standard ? known[1] : known[0];
  const sign = offset < 0 ? "-" : "+";
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  return sign + two(Math.floor(minutes / 60)) + (minutes % 60 === 0 ? "" : two(minutes % 60));
}
