/** Dates as people write them, as far as GNU's `date -d` and `touch -d` are commonly used. */

import { calendarOf, timeOf, UTC, type Zone, zoneNamed } from "./zone.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const UNITS: Readonly<Record<string, number>> = {
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  fortnight: 1_209_600,
};
const ZONES: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  kst: 540,
  jst: 540,
  cet: 60,
  cest: 120,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

interface Draft {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  offset: number | undefined;
  addMonths: number;
  addDays: number;
  addSeconds: number;
  weekday: { readonly day: number; readonly ordinal: number } | undefined;
  /** A time of day was written. */
  timed: boolean;
}

type Rule = readonly [
  pattern: RegExp,
  apply: (draft: Draft, groups: readonly (string | undefined)[], now: number, zone: Zone) => boolean | void,
];

/** Milliseconds since the epoch; undefined when the text is no date. `now` is what relative words start from. */
export function parseDate(text: string, now: number, localZone: Zone): number | undefined {
  const prefix = /^TZ="([^"]*)"\s*/.exec(text);
  const zone = prefix ? zoneNamed(prefix[1] ?? "") : localZone;
  const epoch = /^\s*@(-?\d+(?:[.,]\d+)?)\s*$/.exec(text);
  if (epoch) return Number((epoch[1] ?? "").replace(",", ".")) * 1000;
  const today = calendarOf(now, zone);
  const draft: Draft = {
    year: today.year,
    month: today.month,
    day: today.day,
    hour: today.hour,
    minute: today.minute,
    second: today.second,
    millisecond: now - Math.floor(now / 1000) * 1000,
    offset: undefined,
    addMonths: 0,
    addDays: 0,
    addSeconds: 0,
    weekday: undefined,
    timed: false,
  };
  let rest = text
    .slice(prefix?.[0].length ?? 0)
    .toLowerCase()
    .trim();
  if (rest === "") clearTime(draft);
  while (rest !== "") {
    const before = rest;
    for (const [pattern, apply] of RULES) {
      const match = pattern.exec(rest);
      if (!match || apply(draft, match.slice(1), now, zone) === false) continue;
      rest = rest.slice(match[0].length).replace(/^[\s,]+/, "");
      break;
    }
    if (rest === before) return undefined;
  }
  return finish(draft, zone);
}

const RULES: readonly Rule[] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d))?/, (draft, [year, month, day]) => setDate(draft, year, month, day)],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{2,4})(?!\d)/, (draft, [month, day, year]) => setDate(draft, year, month, day)],
  [/^(\d{1,2})[ -]([a-z]{3,9})\.?(?:[ ,-]+(\d{4}))?(?![a-z\d])/, (draft, [day, name, year]) => setNamed(draft, year, name, day)],
  [/^([a-z]{3,9})\.? +(\d{1,2})(?:,? +(\d{4}))?(?![\d:])/, (draft, [name, day, year]) => setNamed(draft, year, name, day)],
  [
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s*([ap])\.?m\.?)?/,
    (draft, [hour, minute, second, fraction, half]) => setTime(draft, hour, minute, second, fraction, half),
  ],
  [/^(\d{1,2})\s*([ap])\.?m\.?(?![a-z])/, (draft, [hour, half]) => setTime(draft, hour, "0", undefined, undefined, half)],
  [
    /^(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?(?![\d\s]*\s*[a-z])/,
    (draft, [sign, hours, minutes]) => {
      draft.offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
    },
  ],
  [
    /^(now|today|yesterday|tomorrow|midnight|noon)(?![a-z])/,
    (draft, [word]) => {
      if (word === "yesterday") draft.addDays--;
      if (word === "tomorrow") draft.addDays++;
      if (word === "midnight") clearTime(draft);
      if (word === "noon") setTime(draft, "12", "0");
    },
  ],
  [
    /^([+-]?\s*\d+|next|last|this|an?)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(?![a-z])(\s+ago)?/,
    (draft, [count = "", unit = "", ago]) => {
      const number = /\d/.test(count) ? Number(count.replace(/\s+/g, "")) : count === "last" ? -1 : count === "this" ? 0 : 1;
      add(draft, ago ? -number : number, unit);
    },
  ],
  [
    /^(?:(next|last|this)\s+)?([a-z]{3,9})(?![a-z])/,
    (draft, [which, name = ""]) => {
      const day = DAYS.findIndex((one) => name.startsWith(one) && /^(sun|mon|tues?|wed(nes)?|thu(rs?)?|fri|satur|sat)(day)?$/.test(name));
      if (day < 0) return false;
      draft.weekday = { day, ordinal: which === "next" ? 1 : which === "last" ? -1 : 0 };
      clearTime(draft);
      return true;
    },
  ],
  [
    /^([a-z]+)(?![a-z])/,
    (draft, [name = ""]) => {
      const offset = ZONES[name];
      if (offset === undefined) return false;
      draft.offset = offset;
      return true;
    },
  ],
  [/^(\d{4})(\d{2})(\d{2})(?!\d)/, (draft, [year, month, day]) => setDate(draft, year, month, day)],
];

function setDate(draft: Draft, year: string | undefined, month: string | undefined, day: string | undefined): boolean {
  const full = year === undefined ? draft.year : year.length <= 2 ? Number(year) + (Number(year) < 69 ? 2000 : 1900) : Number(year);
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(full, m, 0)).getUTCDate()) return false;
  draft.year = full;
  draft.month = m;
  draft.day = d;
  clearTime(draft);
  return true;
}

function setNamed(draft: Draft, year: string | undefined, name: string | undefined, day: string | undefined): boolean {
  const month = MONTHS.findIndex((one) => name?.startsWith(one));
  return month >= 0 && setDate(draft, year, String(month + 1), day);
}

function setTime(
  draft: Draft,
  hour: string | undefined,
  minute: string | undefined,
  second?: string,
  fraction?: string,
  half?: string,
): boolean {
  let h = Number(hour);
  if (half !== undefined) {
    if (h < 1 || h > 12) return false;
    h = (h % 12) + (half === "p" ? 12 : 0);
  }
  if (h > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return false;
  draft.hour = h;
  draft.minute = Number(minute);
  draft.second = Number(second ?? 0);
  draft.millisecond = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  draft.timed = true;
  return true;
}

/** A date without a time means its midnight, whichever was written first. */
function clearTime(draft: Draft): void {
  if (draft.timed) return;
  draft.hour = draft.minute = draft.second = draft.millisecond = 0;
}

function add(draft: Draft, count: number, unit: string): void {
  if (unit === "month") draft.addMonths += count;
  else if (unit === "year") draft.addMonths += count * 12;
  else if (unit === "day" || unit === "week" || unit === "fortnight") draft.addDays += (count * (UNITS[unit] ?? 0)) / 86_400;
  else draft.addSeconds += count * (UNITS[unit] ?? 0);
}

function finish(draft: Draft, localZone: Zone): number {
  const { offset } = draft;
  const zone = offset === undefined ? localZone : { ...UTC, offsetAt: () => offset };
  if (draft.weekday) {
    const { day, ordinal } = draft.weekday;
    const current = new Date(Date.UTC(draft.year, draft.month - 1, draft.day)).getUTCDay();
    const ahead = (day - current + 7) % 7;
    draft.addDays += ahead + (ordinal > 0 ? (ahead === 0 ? 7 : 0) : ordinal < 0 ? -7 : 0);
  }
  const whole = timeOf(zone, draft.year, draft.month + draft.addMonths, draft.day + draft.addDays, draft.hour, draft.minute, draft.second);
  return whole + draft.millisecond + draft.addSeconds * 1000;
}
