import { isErrno, readText, type Sys } from "#abi";
import { StatusError } from "../../command/errors.ts";
import { absolute } from "../../container/options/mount.ts";
import { goErrno } from "../../go/errno.ts";
import { fileBlocks } from "../../tar/file-blocks.ts";
import { BLOCK, type Entry, headerBlocks } from "../../tar/format.ts";
import { type Ignore, ignoreLines, parseIgnore } from "./ignore.ts";

/** A directory to build from, and its Dockerfile relative to it: `../…` when it lies elsewhere, `-` when it comes from stdin. */
export interface DirectoryContext {
  readonly directory: string;
  readonly dockerfile: string;
}

/** Throws an Error when the directory or its Dockerfile can't be found. */
export function findContext(sys: Sys, path: string, dockerfile: string): DirectoryContext {
  const directory = evaluate(sys, absolute(sys.getcwd(), path), "context path");
  if (sys.stat(directory).type !== "directory") throw new Error(`context must be a directory: ${directory}`);
  if (dockerfile === "-") return { directory, dockerfile };
  const wanted = dockerfile === "" ? standardFile(sys, directory) : absolute(sys.getcwd(), dockerfile);
  return { directory, dockerfile: relative(directory, evaluate(sys, wanted, "Dockerfile path")) };
}

function standardFile(sys: Sys, directory: string): string {
  const exists = (path: string): boolean => {
    try {
      sys.lstat(path);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  };
  const [upper, lower] = [`${directory}/Dockerfile`, `${directory}/dockerfile`];
  return !exists(upper) && exists(lower) ? lower : upper;
}

function evaluate(sys: Sys, path: string, what: string): string {
  try {
    return sys.realpath(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Error(`unable to evaluate symlinks in ${what}: lstat ${firstMissing(sys, path)}: ${goErrno(error)}`);
  }
}

/** The first part of a path that isn't there. */
function firstMissing(sys: Sys, path: string): string {
  const parts = path.split("/");
  for (let length = 2; length <= parts.length; length++) {
    const part = parts.slice(0, length).join("/");
    try {
      sys.stat(part);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return part;
    }
  }
  return path;
}

function relative(from: string, to: string): string {
  const [left, right] = [from, to].map((path) => path.split("/").filter((part) => part !== ""));
  let same = 0;
  while (left?.[same] !== undefined && left[same] === right?.[same]) same++;
  return [...(left ?? []).slice(same).map(() => ".."), ...(right ?? []).slice(same)].join("/");
}

/** What .dockerignore leaves out of the directory; the Dockerfile and .dockerignore itself are always sent. */
export function ignored(sys: Sys, { directory, dockerfile }: DirectoryContext): Ignore {
  let lines: readonly string[] = [];
  try {
    lines = ignoreLines(readText(sys, `${directory}/.dockerignore`));
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code !== "ENOENT") throw new StatusError(`open ${directory}/.dockerignore: ${goErrno(error)}`);
  }
  const plain = parseIgnore(lines);
  const kept = [".dockerignore", ...(dockerfile === "-" ? [] : [dockerfile])].filter((name) => plain.matches(name));
  return parseIgnore([...lines, ...kept.map((name) => `!${name}`)]);
}

/** Files of the directory that could not be read. Throws an Error. */
export function checkReadable(sys: Sys, directory: string, ignore: Ignore, path: string = ""): void {
  for (const name of names(sys, `${directory}/${path}`)) {
    const inner = path === "" ? name : `${path}/${name}`;
    if (ignore.matches(inner) && !ignore.mayHoldException(inner)) continue;
    const full = `${directory}/${inner}`;
    const { type } = sys.lstat(full);
    if (type === "directory") checkReadable(sys, directory, ignore, inner);
    else if (type === "file" && !ignore.matches(inner)) {
      try {
        sys.close(sys.open(full));
      } catch (error) {
        if (!isErrno(error, "EACCES")) throw error;
        throw new Error(`no permission to read from '${full}'`);
      }
    }
  }
}

function names(sys: Sys, path: string): readonly string[] {
  try {
    return sys
      .readdir(path)
      .map((entry) => entry.name)
      .filter((name) => name !== "." && name !== "..")
      .sort();
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Error(`can't stat '${path.replace(/\/$/, "")}'`);
  }
}

/** The directory as an archive of root's. `extra` are files that come last. */
export async function* archiveDirectory(
  sys: Sys,
  directory: string,
  ignore: Ignore,
  extra: ReadonlyMap<string, Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* addAll(sys, directory, ignore, extra, "");
  for (const [name, bytes] of extra) yield* oneFile(name, bytes, sys.now());
  yield new Uint8Array(2 * BLOCK);
}

/** An archive of one file. */
export async function* archiveFile(name: string, bytes: Uint8Array, now: number): AsyncGenerator<Uint8Array> {
  yield* oneFile(name, bytes, now);
  yield new Uint8Array(2 * BLOCK);
}

function* oneFile(name: string, bytes: Uint8Array, now: number): Generator<Uint8Array> {
  yield* headerBlocks({ name, kind: "file", mode: 0o600, uid: 0, gid: 0, size: bytes.length, mtime: Math.floor(now / 1000), target: "" });
  const padded = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  padded.set(bytes);
  if (padded.length > 0) yield padded;
}

async function* addAll(
  sys: Sys,
  directory: string,
  ignore: Ignore,
  extra: ReadonlyMap<string, Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array> {
  for (const name of names(sys, `${directory}/${path}`)) {
    const inner = path === "" ? name : `${path}/${name}`;
    const full = `${directory}/${inner}`;
    const stat = sys.lstat(full);
    const out = ignore.matches(inner) || extra.has(inner);
    if (stat.type === "socket" || (out && !(stat.type === "directory" && ignore.mayHoldException(inner)))) continue;
    const kind = stat.type === "directory" || stat.type === "symlink" || stat.type === "file" ? stat.type : "other";
    const entry: Entry = {
      name: kind === "directory" ? `${inner}/` : inner,
      kind,
      mode: stat.mode,
      uid: 0,
      gid: 0,
      size: kind === "file" ? stat.size : 0,
      mtime: Math.floor(stat.mtime / 1000),
      target: kind === "symlink" ? sys.readlink(full) : "",
    };
    if (!out) yield* headerBlocks(entry);
    if (kind === "file") yield* fileBlocks(sys, full, entry.size);
    if (kind === "directory") yield* addAll(sys, directory, ignore, extra, inner);
  }
}
