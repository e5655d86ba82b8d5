/** COPY and ADD: what to take, where to put it, and the digest that the cache knows it by. */

import { concat, isErrno } from "#abi";
import { bytesOf, decompressed, digestOf, isBadArchive, readTar, type TarEntry, TarError, tarParts } from "#images";
import { type Location, MountNamespace, statAt, type Tree, TreeFilesystem } from "#vfs";
import { cleanPath } from "../container/mount-spec.ts";
import { ApiError, invalid } from "../errors.ts";
import { contentAt, type Files, filesOf } from "../host/files.ts";

export interface CopySource {
  /** A name for messages. */
  readonly name: string;
  readonly place: Location;
}
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A tree with files on top of it, for reading and writing. */
export function treeFiles(tree: Tree, now: () => number): { readonly files: Files; readonly filesystem: TreeFilesystem } {
  const filesystem = new TreeFilesystem(tree, { type: "overlay", dev: 0, clock: now });
  return { files: filesOf(new MountNamespace(filesystem)), filesystem };
}

/** The files that a source names (`*`, `?` and `[…]` allowed). 500 in the builder's words. */
export function findSources(files: Files, pattern: string, instruction: string, directory: string): readonly CopySource[] {
  const path = cleanPath(`/${pattern}`);
  if (/(^|\/)\.\.(\/|$)/.test(cleanPath(pattern)))
    throw failed(`${instruction} failed: Forbidden path outside the build context: ${pattern} ()`);
  if (!/[*?[]/.test(pattern)) {
    const place = files.find(path);
    if (!place) throw failed(`${instruction} failed: stat ${directory}${path}: no such file or directory`);
    return [{ name: path.slice(path.lastIndexOf("/") + 1), place }];
  }
  const found = glob(files, path);
  if (found.length === 0) throw failed(`${instruction} failed: no source files were specified`);
  return found;
}

const failed = (text: string): ApiError => new ApiError(500, text);

function glob(files: Files, pattern: string): readonly CopySource[] {
  let paths = [""];
  for (const part of pattern.split("/").filter((one) => one !== "")) {
    const matcher = new RegExp(
      `^${part
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replace(/\*/g, "[^/]*")
        .replace(/\?/g, "[^/]")}$`,
    );
    paths = paths.flatMap((path) =>
      files
        .list(path || "/")
        .filter((name) => matcher.test(name))
        .sort()
        .map((name) => `${path}/${name}`),
    );
  }
  return paths.map((path) => ({ name: path.slice(path.lastIndexOf("/") + 1), place: files.at(path) }));
}

/** Everything at a place as archive entries, named below `name`. */
export function* entriesOf({ mount: { filesystem }, ino }: Location, name: string): Generator<TarEntry> {
  const { type, mode, uid, gid, mtime, rdev } = filesystem.stat(ino);
  const content = type === "file" ? contentAt(filesystem, ino) : undefined;
  const target = type === "symlink" ? filesystem.readlink(ino) : undefined;
  if (name !== "") yield { path: type === "directory" ? `${name}/` : name, type, mode, uid, gid, mtime, target, rdev, content };
  if (type !== "directory") return;
  const children = [...filesystem.readdir(ino)].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of children)
    yield* entriesOf({ mount: { filesystem } as Location["mount"], ino: child.ino }, name === "" ? child.name : `${name}/${child.name}`);
}

/** `file:…`, `dir:…` or `multi:…`: what the history shows and the cache compares. Times don't count. */
export function sourceDigest(sources: readonly CopySource[]): string {
  const one = ({ place, name }: CopySource): string => {
    const still = [...entriesOf(place, statAt(place).type === "directory" ? "" : name)].map((entry) => ({
      ...entry,
      mtime: 0,
      uid: 0,
      gid: 0,
    }));
    const bytes = concat([...tarParts(still)].map((part) => (typeof part === "number" ? new Uint8Array(part) : part)));
    return `${statAt(place).type === "directory" ? "dir" : "file"}:${digestOf(bytes).slice(7)}`;
  };
  const [first, ...more] = sources.map(one);
  return more.length === 0 ? (first ?? "") : `multi:${digestOf([first, ...more].join(",")).slice(7)}`;
}

export interface CopyOptions {
  readonly owner: Owner;
  /** Local archives are unpacked: ADD. */
  readonly unpacks: boolean;
  readonly workingDir: string;
}

/** Puts sources into a tree. A directory's content goes, not itself. */
export async function copySources(files: Files, sources: readonly CopySource[], target: string, options: CopyOptions): Promise<void> {
  const absolute = target.startsWith("/") ? target : `${options.workingDir || "/"}/${target}`;
  const isDirectory = target.endsWith("/") || target === "." || target.endsWith("/.") || sources.length > 1;
  const path = cleanPath(absolute);
  for (const source of sources) {
    const { type } = statAt(source.place);
    if (type === "directory") {
      put(files, path, entriesOf(source.place, ""), options.owner);
      continue;
    }
    const bytes = options.unpacks && type === "file" ? await archiveEntries(source.place) : undefined;
    if (bytes) {
      put(files, path, bytes, undefined);
      continue;
    }
    const isInto = isDirectory || files.stat(path)?.type === "directory";
    const whole = isInto ? cleanPath(`${path}/${source.name}`) : path;
    const cut = whole.lastIndexOf("/");
    put(files, whole.slice(0, cut) || "/", entriesOf(source.place, whole.slice(cut + 1)), options.owner);
  }
}

/** The entries of a file that is an archive; undefined when it is none. */
async function archiveEntries({ mount: { filesystem }, ino }: Location): Promise<readonly TarEntry[] | undefined> {
  const content = contentAt(filesystem, ino);
  if (!content || content.length < 512) return undefined;
  const found: TarEntry[] = [];
  try {
    for await (const entry of readTar(decompressed([bytesOf(content)]))) found.push(entry);
  } catch (error) {
    if (error instanceof TarError || isBadArchive(error) || isErrno(error) || error instanceof TypeError) return undefined;
    throw error;
  }
  return found.length > 0 ? found : undefined;
}

/** Entries below a directory, which is made where it is missing. Without an owner they keep theirs. */
function put(files: Files, directory: string, entries: Iterable<TarEntry>, owner: Owner | undefined): void {
  const top = makeOwned(files, directory, owner);
  if (statAt(top).type !== "directory") throw invalid(`cannot copy to non-directory: ${directory}`);
  for (const entry of entries) {
    const relative = cleanPath(`/${entry.path}`);
    if (relative === "/") continue;
    const path = cleanPath(`${directory}/${relative}`);
    const parent = makeOwned(files, path.slice(0, path.lastIndexOf("/")) || "/", owner);
    const name = path.slice(path.lastIndexOf("/") + 1);
    const { filesystem } = parent.mount;
    const old = filesystem.lookup(parent.ino, name);
    const { uid, gid } = owner ?? entry;
    if (entry.type === "directory" && old !== undefined && filesystem.stat(old).type === "directory") {
      filesystem.setattr(old, { mode: entry.mode, mtime: entry.mtime });
      continue;
    }
    if (old !== undefined) files.remove(path);
    if (entry.type === "link") {
      const target = files.find(cleanPath(`${directory}/${entry.target ?? ""}`), false);
      if (target) filesystem.link(parent.ino, name, target.ino);
      continue;
    }
    const ino = filesystem.create(parent.ino, name, {
      type: entry.type,
      mode: entry.mode,
      uid,
      gid,
      mtime: entry.mtime,
      ...(entry.target === undefined ? {} : { target: entry.target }),
      ...(entry.rdev ? { rdev: entry.rdev } : {}),
      ...(entry.content ? { content: entry.content } : {}),
    });
    filesystem.setattr(ino, { mtime: entry.mtime });
  }
}

function makeOwned(files: Files, path: string, owner: Owner | undefined): Location {
  const existing = files.find(path);
  if (existing) return existing;
  const above = makeOwned(files, path.slice(0, path.lastIndexOf("/")) || "/", owner);
  const ino = above.mount.filesystem.create(above.ino, path.slice(path.lastIndexOf("/") + 1), {
    type: "directory",
    mode: 0o755,
    uid: owner?.uid ?? 0,
    gid: owner?.gid ?? 0,
  });
  return { mount: above.mount, ino };
}
