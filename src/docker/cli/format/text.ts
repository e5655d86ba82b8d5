/** Cutting and dating of what lists show. */

import type { Sys } from "#abi";
import { isErrno } from "#abi";
import { humanDuration } from "../go/units.ts";

/** The first twelve characters of an id, without its algorithm. */
export function shortId(id: string): string {
  return id.slice(id.indexOf(":") + 1).slice(0, 12);
}

/** Whether a character takes two columns. */
export function isWide(char: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u.test(
    char,
  );
}

/** Cuts a text to `most` columns, its last one an ellipsis. */
export function ellipsis(text: string, most: number): string {
  const chars = [...text];
  if (most <= 0) return "";
  if (most === 1) return chars[0] ?? "";
  const widths = chars.map((char) => (isWide(char) ? 2 : 1));
  const total = widths.reduce<number>((sum, width) => sum + width, 0);
  if (total <= most) return text;
  let width = 0;
  let kept = 0;
  while (kept < chars.length && width + (widths[kept] ?? 0) <= most - 1) width += widths[kept++] ?? 0;
  return `${chars.slice(0, kept).join("")}…`;
}

/** `3 weeks ago` for a time in milliseconds. */
export function ago(sys: Sys, then: number): string {
  return `${humanDuration(sys.now() - then)} ago`;
}

const ZONES: Readonly<Record<string, readonly [hours: number, name: string]>> = {
  "Asia/Seoul": [9, "KST"],
  ROK: [9, "KST"],
  "Asia/Tokyo": [9, "JST"],
  "Asia/Shanghai": [8, "CST"],
};

/** The machine's time zone: hours from UTC and its short name. */
export function localZone(sys: Sys): readonly [hours: number, name: string] {
  const named = sys.env.get("TZ");
  const name = named ?? linkTarget(sys, "/etc/localtime").replace(/^.*zoneinfo\//, "");
  return ZONES[name.replace(/^:/, "")] ?? [0, "UTC"];
}

function linkTarget(sys: Sys, path: string): string {
  try {
    return sys.readlink(path);
  } catch (error) {
    if (isErrno(error)) return "";
    throw error;
  }
}

/** time.Time's String: `2024-11-12 02:13:50 +0000 UTC`. */
export function goTime(sys: Sys, ms: number): string {
  const [hours, name] = localZone(sys);
  const local = new Date(ms + hours * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset(hours, "")} ${name}`;
}

/** RFC 3339 in local time: `2024-11-12T02:13:50Z`, `+09:00`. */
export function rfc3339(sys: Sys, ms: number): string {
  const [hours] = localZone(sys);
  return `${new Date(ms + hours * 3_600_000).toISOString().slice(0, 19)}${hours === 0 ? "Z" : offset(hours, ":")}`;
}

function offset(hours: number, between: string): string {
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}${between}00`;
}

/** time.ANSIC in UTC: `Mon Jun 22 15:46:54 2020`. */
export function ansicTime(ms: number): string {
  const date = new Date(ms);
  const day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.getUTCDay()];
  const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.getUTCMonth()];
  return `${day} ${month} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()}`;
}
