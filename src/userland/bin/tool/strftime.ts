/** Dates as text: strftime(3) with GNU's flags, in the C and Korean locales. */

import type { Calendar } from "./zone.ts";

interface TimeLocale {
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  readonly am: string;
  readonly pm: string;
  readonly dateTime: string;
  readonly date: string;
  readonly time: string;
  readonly time12: string;
  /** What `date` prints without a format. */
  readonly full: string;
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const KOREAN_DAYS = ["일", "월", "화", "수", "목", "금", "토"];

const ENGLISH: TimeLocale = {
  days: DAYS,
  shortDays: DAYS.map((day) => day.slice(0, 3)),
  months: MONTHS,
  shortMonths: MONTHS.map((month) => month.slice(0, 3)),
  am: "AM",
  pm: "PM",
  dateTime: "%a %b %e %H:%M:%S %Y",
  date: "%m/%d/%y",
  time: "%H:%M:%S",
  time12: "%I:%M:%S %p",
  full: "%a %b %e %H:%M:%S %Z %Y",
};
const KOREAN: TimeLocale = {
  days: KOREAN_DAYS.map((day) => `${day}요일`),
  shortDays: KOREAN_DAYS,
  months: MONTHS.map((_, at) => `${at + 1}월`),
  shortMonths: MONTHS.map((_, at) => `${String(at + 1).padStart(2)}월`),
  am: "오전",
  pm: "오후",
  dateTime: "%x (%a) %r",
  date: "%Y년 %m월 %d일",
  time: "%H시 %M분 %S초",
  time12: "%p %I시 %M분 %S초",
  full: "%Y. %m. %d. (%a) %H:%M:%S %Z",
};

/** The format of `date` without one. */
export function fullFormat(korean: boolean): string {
  return (korean ? KOREAN : ENGLISH).full;
}

export function strftime(format: string, at: Calendar, korean = false): string {
  const locale = korean ? KOREAN : ENGLISH;
  return format.replace(/%([-_0^#+]*)(\d*)([EO]?)(:{0,3}z|[A-Za-z%])/g, (whole, flags: string, width: string, _, letter: string) => {
    const field = convert(letter, at, locale, korean);
    return field === undefined ? whole : pad(field, flags, width, letter);
  });
}

interface Field {
  readonly text: string;
  /** Numbers are padded: with what and to how many places. */
  readonly fill?: string;
  readonly places?: number;
}

function pad(field: Field, flags: string, width: string, letter: string): string {
  let fill = field.fill;
  let upper = false;
  for (const flag of flags) {
    if (flag === "-") fill = undefined;
    else if (flag === "_") fill = " ";
    else if (flag === "0" || flag === "+") fill = "0";
    else upper = true;
  }
  if (letter === "N")
    return fill === undefined && flags.includes("-")
      ? field.text.replace(/0+$/, "")
      : field.text.slice(0, width === "" ? 9 : Number(width));
  const places = width !== "" ? Number(width) : flags.includes("-") ? 0 : (field.places ?? 0);
  const text = field.text.padStart(places, fill ?? " ");
  if (!upper) return text;
  return letter === "Z" || letter === "p" ? (flags.includes("#") ? text.toLowerCase() : text) : text.toUpperCase();
}

function convert(letter: string, at: Calendar, locale: TimeLocale, korean: boolean): Field | undefined {
  const number = (value: number, places: number, fill = "0"): Field => ({ text: String(value), places, fill });
  const text = (value: string): Field => ({ text: value });
  const again = (format: string): Field => text(strftime(format, at, korean));
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12;
  if (letter.endsWith("z") && letter !== "Z") return text(offsetText(at.offset, letter.length - 1));
  switch (letter) {
    case "%":
      return text("%");
    case "n":
      return text("\n");
    case "t":
      return text("\t");
    case "Y":
      return { text: String(at.year), fill: "0", places: 0 };
    case "C":
      return number(Math.floor(at.year / 100), 2);
    case "y":
      return number(at.year % 100, 2);
    case "m":
      return number(at.month, 2);
    case "d":
      return number(at.day, 2);
    case "e":
      return number(at.day, 2, " ");
    case "H":
      return number(at.hour, 2);
    case "k":
      return number(at.hour, 2, " ");
    case "I":
      return number(hour12, 2);
    case "l":
      return number(hour12, 2, " ");
    case "M":
      return number(at.minute, 2);
    case "S":
      return number(at.second, 2);
    case "N":
      return text(nanoseconds(at.time));
    case "s":
      return text(String(Math.floor(at.time / 1000)));
    case "j":
      return number(at.yearDay + 1, 3);
    case "q":
      return text(String(Math.ceil(at.month / 3)));
    case "u":
      return text(String(at.weekday === 0 ? 7 : at.weekday));
    case "w":
      return text(String(at.weekday));
    case "U":
      return number(Math.floor((at.yearDay + 7 - at.weekday) / 7), 2);
    case "W":
      return number(Math.floor((at.yearDay + 7 - ((at.weekday + 6) % 7)) / 7), 2);
    case "V":
      return number(isoWeek(at).week, 2);
    case "G":
      return text(String(isoWeek(at).year));
    case "g":
      return number(isoWeek(at).year % 100, 2);
    case "a":
      return text(locale.shortDays[at.weekday] ?? "");
    case "A":
      return text(locale.days[at.weekday] ?? "");
    case "b":
    case "h":
      return text(locale.shortMonths[at.month - 1] ?? "");
    case "B":
      return text(locale.months[at.month - 1] ?? "");
    case "p":
      return text(at.hour < 12 ? locale.am : locale.pm);
    case "P":
      return text((at.hour < 12 ? locale.am : locale.pm).toLowerCase());
    case "Z":
      return text(at.zone);
    case "c":
      return again(locale.dateTime);
    case "x":
      return again(locale.date);
    case "X":
      return again(locale.time);
    case "r":
      return again(locale.time12);
    case "D":
      return again("%m/%d/%y");
    case "F":
      return again("%Y-%m-%d");
    case "T":
      return again("%H:%M:%S");
    case "R":
      return again("%H:%M");
    default:
      return undefined;
  }
}

/** The fraction of the second, nine digits. */
export function nanoseconds(time: number): string {
  return String(Math.floor((time - Math.floor(time / 1000) * 1000) * 1e6)).padStart(9, "0");
}

/** `+0900`, `+09:00`, `+09:00:00`. */
function offsetText(offset: number, colons: number): string {
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const hours = two(Math.floor(minutes / 60));
  const rest = two(minutes % 60);
  if (colons === 3) return sign + (rest === "00" ? hours : `${hours}:${rest}`);
  return sign + [hours, rest, ...(colons === 2 ? ["00"] : [])].join(colons > 0 ? ":" : "");
}

/** Week and year of ISO 8601. */
function isoWeek(at: Calendar): { readonly week: number; readonly year: number } {
  const weekday = (at.weekday + 6) % 7;
  const thursday = new Date(Date.UTC(at.year, at.month - 1, at.day - weekday + 3));
  const year = thursday.getUTCFullYear();
  return { week: 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 / 7), year };
}
