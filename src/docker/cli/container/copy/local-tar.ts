import { isErrno, type Stat, type Sys } from "#abi";
import { StatusError } from "../../command/errors.ts";
import { goErrno } from "../../go/errno.ts";
import { fileBlocks } from "../../tar/file-blocks.ts";
import { BLOCK, type Entry, headerBlocks } from "../../tar/format.ts";
import { cleanPath, hasTrailing } from "./paths.ts";
import { directoryOf, type End, lastName, place } from "./placement.ts";

/** A tar of a local file or directory, named so that it becomes what was asked for where it is extracted. */
export function localTar(
  sys: Sys,
  path: string,
  target: End,
  follow: boolean,
): { readonly extractTo: string; readonly content: AsyncGenerator<Uint8Array> } {
  const source = follow ? realPath(sys, path) : path;
  const stat = look(sys, source, hasTrailing(source));
  const placement = place({ path: source, directory: stat.type === "directory" }, target);
  const name = follow && !hasTrailing(path) ? lastName(path) : lastName(source);
  return { extractTo: placement.extractTo, content: archive(sys, `${directoryOf(source)}/${lastName(source)}`, name, placement.rename) };
}

function realPath(sys: Sys, path: string): string {
  try {
    const real = sys.realpath(cleanPath(path));
    return path.endsWith("/.") ? `${real}/.` : real;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(`lstat ${cleanPath(path)}: ${goErrno(error)}`);
  }
}

function look(sys: Sys, path: string, follow: boolean): Stat {
  const clean = cleanPath(path);
  try {
    const stat = follow ? sys.stat(clean) : sys.lstat(clean);
    if (follow && stat.type !== "directory") throw new StatusError("not a directory");
    return stat;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(`lstat ${clean}: ${goErrno(error)}`);
  }
}

async function* archive(sys: Sys, path: string, name: string, rename: (name: string) => string): AsyncGenerator<Uint8Array> {
  yield* add(sys, path, name, rename);
  yield new Uint8Array(2 * BLOCK);
}

async function* add(sys: Sys, path: string, name: string, rename: (name: string) => string): AsyncGenerator<Uint8Array> {
  const stat = name === "." ? sys.stat(path) : sys.lstat(path);
  const kind = stat.type === "directory" || stat.type === "symlink" ? stat.type : "file";
  if (stat.type === "socket") return;
  const called = rename(name);
  const entry: Entry = {
    name: kind === "directory" ? `${called}/` : called,
    kind,
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    size: kind === "file" ? stat.size : 0,
    mtime: Math.floor(stat.mtime / 1000),
    target: kind === "symlink" ? sys.readlink(path) : "",
  };
  yield* headerBlocks(entry);
  if (kind === "file") yield* fileBlocks(sys, path, entry.size);
  if (kind !== "directory") return;
  const names = sys
    .readdir(path)
    .map((one) => one.name)
    .filter((one) => one !== "." && one !== "..");
  for (const child of names.sort()) yield* add(sys, `${path}/${child}`, name === "." ? child : `${name}/${child}`, rename);
}
