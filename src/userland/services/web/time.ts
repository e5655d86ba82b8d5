/** Times as servers' logs write them, in UTC as containers are. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

/** `23/Nov/2026:19:17:00 +0000`: the common log format. */
export function commonLogTime(ms: number): string {
  const at = new Date(ms);
  return `${pad(at.getUTCDate())}/${month(at)}/${at.getUTCFullYear()}:${clock(at)} +0000`;
}

/** `Mon Nov 23 19:17:00.388458 2026`: Apache's error log. */
export function apacheTime(ms: number): string {
  const at = new Date(ms);
  return `${DAYS[at.getUTCDay()] ?? ""} ${month(at)} ${pad(at.getUTCDate())} ${clock(at)}.${micros(ms)} ${at.getUTCFullYear()}`;
}

/** `2026/11/23 18:48:07`: nginx' error log. */
export function nginxTime(ms: number): string {
  const at = new Date(ms);
  return `${at.getUTCFullYear()}/${pad(at.getUTCMonth() + 1)}/${pad(at.getUTCDate())} ${clock(at)}`;
}

/** `23 Nov 2026 18:48:07.123`: redis. */
export function redisTime(ms: number): string {
  const at = new Date(ms);
  return `${pad(at.getUTCDate())} ${month(at)} ${at.getUTCFullYear()} ${clock(at)}.${pad(at.getUTCMilliseconds(), 3)}`;
}

/** `2026-11-23T18:48:07.123456Z`: MySQL 5.7. */
export function mysqlTime(ms: number): string {
  const at = new Date(ms);
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}T${clock(at)}.${micros(ms)}Z`;
}

/** `19:17:00` */
export function clock(at: Date): string {
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`;
}

function month(at: Date): string {
  return MONTHS[at.getUTCMonth()] ?? "";
}

function micros(ms: number): string {
  return pad(Math.floor((ms - Math.floor(ms / 1000) * 1000) * 1000), 6);
}
