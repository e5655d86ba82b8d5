import { isErrno, type Sys } from "#abi";
import { StatusError } from "../../command/errors.ts";
import { goErrno } from "../../go/errno.ts";
import { quote } from "../../go/quote.ts";
import type { Entry } from "../../tar/format.ts";
import { cleanPath, hasTrailing, parent } from "./paths.ts";
import { type End, place } from "./placement.ts";
import { readTar } from "./tar-reader.ts";

/** Extracts what came out of a container to a local path. Throws a StatusError. */
export async function unpack(
  sys: Sys,
  content: AsyncIterable<Uint8Array>,
  source: { readonly path: string; readonly directory: boolean; readonly renamed: string | undefined },
  local: string,
  given: string,
): Promise<void> {
  const target = destination(sys, local, given);
  const { extractTo, rename } = place(source, target);
  const base =
    source.path
      .replace(/\/+\.?$/, "")
      .split("/")
      .at(-1) ?? "";
  const times: (() => void)[] = [];
  for await (const { entry, content: bytes } of readTar(content)) {
    const name = source.renamed === undefined ? entry.name : entry.name.replace(base, () => source.renamed ?? base);
    await extract(sys, `${extractTo}/${rename(name)}`, extractTo, { ...entry, name }, bytes, times);
  }
  for (const setTime of times.reverse()) setTime();
}

function destination(sys: Sys, path: string, given: string): End {
  const clean = cleanPath(path);
  const directory = parent(clean);
  try {
    sys.stat(directory);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const named = given.includes("/") ? given.replace(/\/[^/]*\/?$/, "") : directory;
    throw new StatusError(
      `invalid output path: directory ${quote(given.startsWith("/") ? directory : named.startsWith("/") ? named : directory)} does not exist`,
    );
  }
  try {
    const stat = sys.stat(clean);
    if (hasTrailing(path) && stat.type !== "directory") throw new StatusError("not a directory");
    return { path, exists: true, directory: stat.type === "directory" };
  } catch (error) {
    if (!isErrno(error)) throw error;
    return { path, exists: false, directory: false };
  }
}

async function extract(
  sys: Sys,
  path: string,
  root: string,
  entry: Entry,
  bytes: AsyncIterable<Uint8Array>,
  times: (() => void)[],
): Promise<void> {
  const place = cleanPath(path);
  try {
    if (entry.kind === "directory") {
      makeDirectory(sys, place, entry.mode);
      times.push(() => sys.utimes(place, undefined, entry.mtime * 1000));
      return;
    }
    if (entry.kind === "other") return;
    makeParents(sys, parent(place));
    removeOld(sys, place);
    if (entry.kind === "symlink") return sys.symlink(entry.target, place);
    if (entry.kind === "link") return sys.link(cleanPath(`${root}/${entry.target}`), place);
    const fd = sys.open(place, { write: true, create: true, truncate: true }, entry.mode);
    for await (const chunk of bytes) await sys.write(fd, chunk);
    sys.close(fd);
    sys.chmod(place, entry.mode);
    sys.utimes(place, undefined, entry.mtime * 1000);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(`${entry.kind === "directory" ? "mkdir" : "open"} ${place}: ${goErrno(error)}`);
  }
}

function makeDirectory(sys: Sys, path: string, mode: number): void {
  try {
    sys.mkdir(path, mode);
    sys.chmod(path, mode);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
    if (sys.stat(path).type !== "directory")
      throw new StatusError(`cannot overwrite non-directory ${quote(path)} with directory ${quote(path)}`);
  }
}

function makeParents(sys: Sys, path: string): void {
  try {
    sys.stat(path);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
    makeParents(sys, parent(path));
    sys.mkdir(path, 0o755);
  }
}

function removeOld(sys: Sys, path: string): void {
  try {
    const { type } = sys.lstat(path);
    if (type === "directory")
      throw new StatusError(`cannot overwrite directory ${quote(path)} with non-directory ${quote(path.slice(0, path.lastIndexOf("/")))}`);
    sys.unlink(path);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
  }
}
