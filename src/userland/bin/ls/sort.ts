/** The order of a listing. */

import type { Sys } from "#abi";
import { type Compare, collation, compareVersions } from "../tool/collate.ts";
import type { Entry } from "./listing.ts";
import type { Settings } from "./settings.ts";

export function sortEntries(sys: Sys, settings: Settings, entries: readonly Entry[]): readonly Entry[] {
  const byName = collation(sys);
  const order = orderOf(settings, byName);
  const sorted = settings.order === "none" ? [...entries] : [...entries].sort((a, b) => (settings.reverse ? order(b, a) : order(a, b)));
  if (!settings.directoriesFirst) return sorted;
  const isDirectory = (entry: Entry) => entry.type === "directory" || entry.target?.type === "directory";
  return [...sorted.filter(isDirectory), ...sorted.filter((entry) => !isDirectory(entry))];
}

function orderOf(settings: Settings, byName: Compare): (a: Entry, b: Entry) => number {
  switch (settings.order) {
    case "time":
      return (a, b) => b.stat[settings.time] - a.stat[settings.time] || byName(a.name, b.name);
    case "size":
      return (a, b) => b.stat.size - a.stat.size || byName(a.name, b.name);
    case "version":
      return (a, b) => compareVersions(a.name, b.name);
    case "extension":
      return (a, b) => byName(extension(a.name), extension(b.name)) || byName(a.name, b.name);
    case "name":
    case "none":
      return (a, b) => byName(a.name, b.name);
  }
}

function extension(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot);
}
