/** The entries of a listing and what they need to be shown. */

import { type FileType, isErrno, type Stat, type Sys } from "#abi";
import { dirName, join } from "../tool/files.ts";
import { type Names, namesOf } from "../tool/users.ts";
import { type Zone, zoneOf } from "../tool/zone.ts";
import { type Colors, colorsOf } from "./colors.ts";
import type { Settings } from "./settings.ts";

export interface Listing {
  readonly sys: Sys;
  readonly settings: Settings;
  readonly names: Names;
  readonly zone: Zone;
  readonly colors: Colors;
  /** Files have a security context, shown as a dot behind the mode. */
  readonly selinux: boolean;
}

export interface Entry {
  readonly path: string;
  readonly name: string;
  readonly type: FileType;
  readonly stat: Stat;
  /** Target of a symbolic link that is shown as such. */
  readonly link: string | undefined;
  /** What the link leads to; undefined when it leads nowhere. */
  readonly target: Stat | undefined;
}

export function listingOf(sys: Sys, settings: Settings): Listing {
  return { sys, settings, names: namesOf(sys), zone: zoneOf(sys), colors: colorsOf(sys), selinux: hasSelinux(sys) };
}

/** Throws Errno when the path can't be looked at. */
export function entryOf({ sys, settings }: Listing, path: string, name: string, named: boolean): Entry {
  const own = sys.lstat(path);
  if (own.type !== "symlink") return { path, name, type: own.type, stat: own, link: undefined, target: undefined };
  const target = targetOf(sys, path);
  // A link on the command line is followed to a directory unless it is to be described itself.
  const describes = settings.format === "long" || settings.directory || settings.indicators === "all";
  const follows = settings.follow === "all" || (named && (settings.follow === "named" || (!describes && target?.type === "directory")));
  if (follows && target) return { path, name, type: target.type, stat: target, link: undefined, target: undefined };
  if (follows) sys.stat(path);
  return { path, name, type: "symlink", stat: own, link: sys.readlink(path), target };
}

function targetOf(sys: Sys, path: string): Stat | undefined {
  try {
    return sys.stat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function hasSelinux(sys: Sys): boolean {
  try {
    return sys.stat("/sys/fs/selinux").type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** Where a relative link leads, from the directory it lies in. */
export function linkPath(entry: Entry): string {
  const link = entry.link ?? "";
  return link.startsWith("/") ? link : join(dirName(entry.path), link);
}
