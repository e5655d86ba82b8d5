/** A name as it is shown: quoted, coloured, with its indicator. */

import { flavourOf } from "../tool/flavour.ts";
import { shellQuoteIfNeeded } from "../tool/quote.ts";
import { displayWidth } from "../tool/text.ts";
import type { Entry, Listing } from "./listing.ts";

export interface ShownName {
  readonly text: string;
  /** Columns that it takes. */
  readonly width: number;
}

/** All names of one listing: where one needs quotes the others move one column right, to stay in line. */
export function shownNames(listing: Listing, entries: readonly Entry[]): readonly ShownName[] {
  const quoted = entries.map((entry) => quoteName(listing, entry.name));
  const { settings } = listing;
  const aligned =
    settings.quoting === "shell" && settings.format !== "commas" && settings.format !== "one" && quoted.some((text) => /^['"]/.test(text));
  return entries.map((entry, at) => {
    const text = quoted[at] ?? "";
    const pad = aligned && !/^['"]/.test(text) ? " " : "";
    const indicator = indicatorOf(listing, entry);
    const painted = settings.color
      ? listing.colors.paint(text, entry.name, entry.stat, entry.type === "symlink" && entry.target === undefined)
      : text;
    return { text: pad + painted + indicator, width: pad.length + displayWidth(text) + indicator.length };
  });
}

/** The target behind ` -> `. */
export function shownTarget(listing: Listing, entry: Entry): string {
  const text = quoteName(listing, entry.link ?? "");
  if (listing.settings.color && !listing.colors.paintsTargets) return text;
  if (!listing.settings.color)
    return text + (entry.target ? indicatorOf(listing, { ...entry, stat: entry.target, type: entry.target.type }) : "");
  return listing.colors.paint(text, entry.link ?? "", entry.target, entry.target === undefined);
}

function quoteName({ settings }: Listing, name: string): string {
  switch (settings.quoting) {
    case "literal":
      return name;
    case "shell":
      return shellQuoteIfNeeded(name);
    case "hide":
      return name.replace(/[\x00-\x1f\x7f]/g, "?");
    case "c":
      return `"${cEscape(name).replaceAll('"', '\\"')}"`;
    case "escape":
      return cEscape(name).replaceAll(" ", "\\ ");
  }
}

function cEscape(name: string): string {
  const names: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
    "\x07": "\\a",
  };
  return name.replace(/[\\\x00-\x1f\x7f]/g, (character) => names[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

function indicatorOf({ sys, settings }: Listing, { type, stat }: Entry): string {
  if (settings.indicators === "none") return "";
  if (type === "directory") return "/";
  if (settings.indicators === "slash") return "";
  if (type === "symlink") return settings.format === "long" && flavourOf(sys) === "gnu" ? "" : "@";
  if (type === "fifo") return "|";
  if (type === "socket") return "=";
  return settings.indicators === "all" && type === "file" && (stat.mode & 0o111) !== 0 ? "*" : "";
}
