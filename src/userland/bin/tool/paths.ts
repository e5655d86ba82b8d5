/** Paths with every `.`, `..` and symbolic link resolved, also where the end doesn't exist: realpath(1), readlink -f. */

import { Errno, isErrno, type Sys } from "#abi";
import { join } from "./files.ts";

/** Which parts of a path must exist: all, all but the last, none. */
export type Existence = "all" | "parents" | "none";

const MAX_LINKS = 40;

/** Throws Errno when what must exist doesn't. */
export function canonicalPath(sys: Sys, path: string, must: Existence): string {
  if (path === "") throw new Errno("ENOENT", path);
  const todo = path.split("/");
  let links = 0;
  let at = path.startsWith("/") ? "/" : sys.getcwd();
  while (todo.length > 0) {
    const name = todo.shift() ?? "";
    if (name === "" || name === ".") continue;
    if (name === "..") {
      at = at.slice(0, at.lastIndexOf("/")) || "/";
      continue;
    }
    const next = join(at, name);
    const target = readLink(
      sys,
      next,
      must,
      todo.every((one) => one === ""),
    );
    if (target === undefined) {
      at = next;
      continue;
    }
    if (++links > MAX_LINKS) throw new Errno("ELOOP", path);
    todo.unshift(...target.split("/"));
    if (target.startsWith("/")) at = "/";
  }
  if (path.endsWith("/") && must === "all") sys.readdir(at);
  return at;
}

/** A link's target; undefined when it is no link. */
function readLink(sys: Sys, path: string, must: Existence, last: boolean): string | undefined {
  try {
    const stat = sys.lstat(path);
    if (stat.type === "symlink") return sys.readlink(path);
    if (!last && stat.type !== "directory" && must !== "none") throw new Errno("ENOTDIR", path);
    return undefined;
  } catch (error) {
    if (must === "none" && isErrno(error)) return undefined;
    if (must === "parents" && last && isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** A path as seen from a directory. */
export function relativePath(sys: Sys, path: string, from: string): string {
  const to = canonicalPath(sys, path, "none").split("/").filter(Boolean);
  const base = canonicalPath(sys, from, "none").split("/").filter(Boolean);
  let common = 0;
  while (common < to.length && common < base.length && to[common] === base[common]) common++;
  return [...base.slice(common).map(() => ".."), ...to.slice(common)].join("/") || ".";
}
