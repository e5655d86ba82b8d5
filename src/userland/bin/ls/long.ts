/** The long format: ls -l. */

import { modeString, type Stat } from "#abi";
import { flavourOf } from "../tool/flavour.ts";
import { isKorean } from "../tool/locale.ts";
import { humanSize } from "../tool/size.ts";
import { strftime } from "../tool/strftime.ts";
import { displayWidth } from "../tool/text.ts";
import { calendarOf } from "../tool/zone.ts";
import type { Entry, Listing } from "./listing.ts";
import { shownNames, shownTarget } from "./names.ts";

/** Half a mean Gregorian year, in milliseconds: older files show their year instead of the hour. */
const HALF_YEAR = (31_556_952 / 2) * 1000;

export function longLines(listing: Listing, entries: readonly Entry[]): string {
  const names = shownNames(listing, entries);
  const rows = flavourOf(listing.sys) === "busybox" ? entries.map((entry) => busyboxRow(listing, entry)) : alignedRows(listing, entries);
  return entries
    .map((entry, at) => {
      const target = entry.link === undefined ? "" : ` -> ${shownTarget(listing, entry)}`;
      return `${rows[at] ?? ""} ${names[at]?.text ?? ""}${target}\n`;
    })
    .join("");
}

/** The number after `total`. */
export function total(listing: Listing, entries: readonly Entry[]): string {
  return blockText(
    listing,
    entries.reduce((sum, entry) => sum + entry.stat.blocks, 0),
  );
}

/** 512-byte blocks as the 1024-byte ones that ls counts in, or as a size for people. */
export function blockText({ settings }: Listing, blocks: number): string {
  return settings.human ? humanSize(blocks * 512, settings.human) : String(Math.ceil(blocks / 2));
}

function alignedRows(listing: Listing, entries: readonly Entry[]): readonly string[] {
  const { settings, names, selinux } = listing;
  const table = entries.map(({ stat }) => {
    const cells: Cell[] = [];
    if (settings.inode) cells.push({ text: String(stat.ino), align: "right" });
    if (settings.blocks) cells.push({ text: blockText(listing, stat.blocks), align: "right" });
    cells.push({ text: modeString(stat.type, stat.mode) + (selinux ? "." : ""), align: "left" });
    cells.push({ text: String(stat.nlink), align: "right" });
    if (settings.owner) cells.push(idCell(stat.uid, settings.numeric ? undefined : names.user(stat.uid)));
    if (settings.group) cells.push(idCell(stat.gid, settings.numeric ? undefined : names.group(stat.gid)));
    if (settings.context) cells.push({ text: selinux ? "unconfined_u:object_r:user_home_t:s0" : "?", align: "left" });
    cells.push({ text: sizeText(listing, stat), align: "right" });
    cells.push({ text: timeText(listing, stat[settings.time]), align: "right" });
    return cells;
  });
  alignDevices(table, entries);
  const widths: number[] = [];
  for (const row of table) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell.text));
  return table.map((row) => row.map((cell, at) => pad(cell, widths[at] ?? 0)).join(" "));
}

interface Cell {
  text: string;
  readonly align: "left" | "right";
}

/** Numbers of devices stand in two columns of their own within the column of sizes. */
function alignDevices(table: readonly Cell[][], entries: readonly Entry[]): void {
  const width = Math.max(0, ...entries.map(({ stat }) => (stat.rdev ? String(stat.rdev.minor).length : 0)));
  for (const [at, { stat }] of entries.entries()) {
    const cell = table[at]?.at(-2);
    if (stat.rdev && cell) cell.text = `${stat.rdev.major}, ${String(stat.rdev.minor).padStart(width)}`;
  }
}

function pad({ text, align }: Cell, width: number): string {
  const fill = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + fill : fill + text;
}

function idCell(id: number, name: string | undefined): Cell {
  return name === undefined ? { text: String(id), align: "right" } : { text: name, align: "left" };
}

function sizeText({ settings }: Listing, stat: Stat): string {
  return settings.human ? humanSize(stat.size, settings.human) : String(stat.size);
}

function timeText({ sys, settings, zone }: Listing, time: number): string {
  const age = sys.now() - time;
  // A file from the near future (clocks of other machines) counts as old, as in ls.
  const recent = age >= 0 && age < HALF_YEAR;
  const korean = isKorean(sys, "LC_TIME");
  return strftime(timeFormat(settings.timeStyle, recent), calendarOf(time, zone), korean);
}

function timeFormat(style: string, recent: boolean): string {
  if (style.startsWith("+")) {
    const [old = "", fresh = old] = style.slice(1).split("\n");
    return recent ? fresh : old;
  }
  if (style === "full-iso") return "%Y-%m-%d %H:%M:%S.%N %z";
  if (style === "long-iso") return "%Y-%m-%d %H:%M";
  if (style === "iso") return recent ? "%m-%d %H:%M" : "%Y-%m-%d ";
  return recent ? "%b %e %H:%M" : "%b %e  %Y";
}

/** Busybox has fixed widths. */
function busyboxRow(listing: Listing, { stat }: Entry): string {
  const { settings, names } = listing;
  const name = (id: number, of: string | undefined) => (settings.numeric ? String(id) : (of ?? String(id))).slice(0, 8).padEnd(8);
  const inode = settings.inode ? `${String(stat.ino).padStart(7)} ` : "";
  const blocks = settings.blocks ? `${blockText(listing, stat.blocks).padStart(6)} ` : "";
  const size = stat.rdev
    ? `${String(stat.rdev.major).padStart(4)}, ${String(stat.rdev.minor).padStart(3)}`
    : sizeText(listing, stat).padStart(9);
  return `${inode}${blocks}${modeString(stat.type, stat.mode)} ${String(stat.nlink).padStart(4)} ${name(stat.uid, names.user(stat.uid))} ${name(stat.gid, names.group(stat.gid))} ${size} ${timeText(listing, stat[settings.time])}`;
}
