import type { Sys } from "#abi";
import { calendarOf, zoneOf } from "../tool/zone.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

/** The present moment as ctime(3) writes it: `Mon Aug 10 13:56:01 2020`. */
export function dateText(sys: Sys): string {
  const { weekday, month, day, hour, minute, second, year } = calendarOf(sys.now(), zoneOf(sys));
  return `${DAYS[weekday] ?? ""} ${MONTHS[month - 1] ?? ""} ${String(day).padStart(2)} ${two(hour)}:${two(minute)}:${two(second)} ${year}`;
}
