/** The short formats: one a line, in columns, across, with commas. */

import { flavourOf } from "../tool/flavour.ts";
import { displayWidth } from "../tool/text.ts";
import type { Entry, Listing } from "./listing.ts";
import { blockText } from "./long.ts";
import { type ShownName, shownNames } from "./names.ts";

export function oneLine(listing: Listing, entries: readonly Entry[]): string {
  return cells(listing, entries)
    .map((cell) => `${cell.text}\n`)
    .join("");
}

/** Sorted downwards, as many columns as fit. */
export function columns(listing: Listing, entries: readonly Entry[]): string {
  const all = cells(listing, entries);
  if (listing.settings.width === Number.POSITIVE_INFINITY) return all.length === 0 ? "" : `${all.map((cell) => cell.text).join("  ")}\n`;
  const count = columnsThatFit(listing, all, true);
  const height = Math.ceil(all.length / Math.max(1, count));
  const widths = columnWidths(all, height, true, count);
  let text = "";
  for (let row = 0; row < height; row++) {
    const line = all.filter((_, at) => at % height === row);
    text += lineOf(listing, line, widths);
  }
  return text;
}

/** Sorted along the lines. */
export function rows(listing: Listing, entries: readonly Entry[]): string {
  const all = cells(listing, entries);
  const count = Math.max(1, columnsThatFit(listing, all, false));
  const widths = columnWidths(all, count, false, count);
  let text = "";
  for (let at = 0; at < all.length; at += count) text += lineOf(listing, all.slice(at, at + count), widths);
  return text;
}

export function commas(listing: Listing, entries: readonly Entry[]): string {
  let text = "";
  let column = 0;
  for (const [at, cell] of cells(listing, entries).entries()) {
    if (at > 0) {
      text += ",";
      column++;
      if (column + 1 + cell.width + 1 > listing.settings.width) {
        text += "\n";
        column = 0;
      } else {
        text += " ";
        column++;
      }
    }
    text += cell.text;
    column += cell.width;
  }
  return text === "" ? "" : `${text}\n`;
}

/** Names with inode number and blocks in front, where these were asked for. */
function cells(listing: Listing, entries: readonly Entry[]): readonly ShownName[] {
  const { settings } = listing;
  const names = shownNames(listing, entries);
  if (!settings.inode && !settings.blocks) return names;
  const inodes = entries.map((entry) => String(entry.stat.ino));
  const blocks = entries.map((entry) => blockText(listing, entry.stat.blocks));
  const [inodeWidth, blockWidth] = [inodes, blocks].map((list) =>
    settings.format === "commas" ? 0 : Math.max(0, ...list.map((text) => text.length)),
  );
  return names.map((name, at) => {
    const inode = settings.inode ? `${(inodes[at] ?? "").padStart(inodeWidth ?? 0)} ` : "";
    const block = settings.blocks ? `${(blocks[at] ?? "").padStart(blockWidth ?? 0)} ` : "";
    return { text: inode + block + name.text, width: displayWidth(inode + block) + name.width };
  });
}

/** Width of each column, with the gap behind all but the last. */
function columnWidths(all: readonly ShownName[], step: number, down: boolean, count: number): readonly number[] {
  const widths = Array.from({ length: count }, () => 3);
  for (const [at, cell] of all.entries()) {
    const column = down ? Math.floor(at / step) : at % step;
    const gap = column === count - 1 ? 0 : 2;
    widths[column] = Math.max(widths[column] ?? 3, cell.width + gap);
  }
  return widths;
}

function columnsThatFit({ settings }: Listing, all: readonly ShownName[], down: boolean): number {
  const most = Math.min(all.length, Math.max(1, Math.floor(settings.width / 3)));
  for (let count = most; count > 1; count--) {
    const step = down ? Math.ceil(all.length / count) : count;
    const widths = columnWidths(all, step, down, count);
    if (widths.reduce((sum, width) => sum + width, 0) < settings.width) return count;
  }
  return 1;
}

function lineOf({ sys, settings }: Listing, line: readonly ShownName[], widths: readonly number[]): string {
  let text = "";
  let column = 0;
  let start = 0;
  for (const [at, cell] of line.entries()) {
    text += cell.text;
    column += cell.width;
    if (at === line.length - 1) break;
    start += widths[at] ?? 0;
    text += flavourOf(sys) === "busybox" ? " ".repeat(start - column) : indent(column, start, settings.tabSize);
    column = start;
  }
  return `${text}\n`;
}

/** From one column to another, with tabs where they reach. */
function indent(from: number, to: number, tabSize: number): string {
  let text = "";
  let at = from;
  while (at < to) {
    if (tabSize > 0 && Math.floor(to / tabSize) > Math.floor((at + 1) / tabSize)) {
      text += "\t";
      at += tabSize - (at % tabSize);
    } else {
      text += " ";
      at++;
    }
  }
  return text;
}
