/** `docker cp` and `docker export`: daemon/archive_unix.go of moby. */

import { encode, type FileType, isErrno, S_ISGID, S_ISUID, S_ISVTX, type Stat, ZERO_CHUNK, zeros } from "#abi";
import type { ContainerPathStat } from "#api";
import { type Chunks, exportTree, isBadArchive, readTar, type TarEntry, tarParts } from "#images";
import { type Location, statAt } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { forbidden, invalid, notFound, systemError } from "../errors.ts";
import { contentAt, type Files, filesOf, removeBelow } from "../host/files.ts";
import type { ContainerRecord } from "../store/state.ts";
import { rfc3339Nano } from "../time.ts";
import { emitContainer, findContainer, liveOf } from "./find.ts";
import { cleanPath } from "./mount-spec.ts";
import { mountedFiles } from "./namespace.ts";
import { lookUpUser } from "./user.ts";

/** What a running container sees, else its root with its volumes. */
function filesFor(daemon: Daemon, container: ContainerRecord): Files {
  const { life } = liveOf(daemon, container);
  return life ? filesOf(life.namespaces.mounts) : mountedFiles(daemon, container);
}

interface Found {
  readonly container: ContainerRecord;
  readonly files: Files;
  readonly place: Location;
  readonly stat: Stat;
  /** Absolute; a trailing `/.` or `/` is kept. */
  readonly path: string;
}

/** The last name is not followed when it is a link, unless something comes after it. */
function find(daemon: Daemon, wanted: string, path: string): Found {
  const container = findContainer(daemon, wanted);
  const files = filesFor(daemon, container);
  const isTrailing = /\/\.?$/.test(path) && cleanPath(`/${path}`) !== "/";
  const absolute = cleanPath(`/${path}`);
  const place = files.find(absolute, isTrailing);
  if (!place) throw notFound(`Could not find the file ${path} in container ${wanted}`);
  const stat = statAt(place);
  if (isTrailing && stat.type !== "directory") throw systemError(`lstat ${absolute}: not a directory`);
  return { container, files, place, stat, path: isTrailing ? `${absolute}${path.endsWith("/.") ? "/." : "/"}` : absolute };
}

const BITS: Record<FileType, number> = {
  file: 0,
  directory: 2 ** 31,
  symlink: 2 ** 27,
  block: 2 ** 26,
  char: 2 ** 26 + 2 ** 21,
  fifo: 2 ** 25,
  socket: 2 ** 24,
};

/** Go's os.FileMode. */
function goMode({ type, mode }: Stat): number {
  const extra = (mode & S_ISUID ? 2 ** 23 : 0) + (mode & S_ISGID ? 2 ** 22 : 0) + (mode & S_ISVTX ? 2 ** 20 : 0);
  return BITS[type] + extra + (mode & 0o777);
}

function view({ files, place, stat, path }: Found): ContainerPathStat {
  const linkTarget = stat.type === "symlink" ? resolvedTarget(files, path, place.mount.filesystem.readlink(place.ino)) : "";
  return {
    name: baseOf(path),
    size: stat.type === "directory" ? 4096 : stat.size,
    mode: goMode(stat),
    mtime: rfc3339Nano(stat.mtime),
    linkTarget,
  };
}

/** filepath.Base */
function baseOf(path: string): string {
  if (path.endsWith("/.")) return ".";
  return path.replace(/\/+$/, "").split("/").pop() || "/";
}

function resolvedTarget(files: Files, path: string, target: string): string {
  const absolute = target.startsWith("/") ? target : `${path.slice(0, path.lastIndexOf("/"))}/${target}`;
  const found = files.find(absolute);
  return (found && files.mounts.pathOf(found)) ?? cleanPath(absolute);
}

export function statPath(daemon: Daemon, wanted: string, path: string): ContainerPathStat {
  return view(find(daemon, wanted, path));
}

/** The stat as its header carries it: base64 of JSON. */
export function pathStatHeader(stat: ContainerPathStat): string {
  const bytes = encode(JSON.stringify(stat));
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += [18, 12, 6, 0]
      .map((shift, index) => ((index === 2 && b === undefined) || (index === 3 && c === undefined) ? "=" : ALPHABET[(bits >> shift) & 63]))
      .join("");
  }
  return text;
}

/** GET /containers/ID/archive: entries are named from the path's last name. */
export function packArchive(
  daemon: Daemon,
  wanted: string,
  path: string,
): { readonly stat: ContainerPathStat; readonly chunks: Iterable<Uint8Array> } {
  const found = find(daemon, wanted, path);
  const { files, place, container } = found;
  emitContainer(daemon, container, "archive-path");
  const stat = view(found);
  const name = stat.name === "/" ? "" : stat.name;
  return { stat, chunks: chunksOf(tarParts(entries(files, place, name))) };
}

function* chunksOf(parts: Iterable<Uint8Array | number>): Generator<Uint8Array> {
  for (const part of parts) {
    if (typeof part !== "number") yield part;
    else for (let left = part; left > 0; left -= ZERO_CHUNK) yield zeros(Math.min(left, ZERO_CHUNK));
  }
}

function* entries(files: Files, place: Location, name: string): Generator<TarEntry> {
  const { filesystem } = place.mount;
  const stat = statAt(place);
  const { type, mode, uid, gid, mtime } = stat;
  if (type === "socket") return;
  const content = type === "file" ? contentAt(filesystem, place.ino) : undefined;
  const target = type === "symlink" ? filesystem.readlink(place.ino) : undefined;
  if (name !== "") yield { path: type === "directory" ? `${name}/` : name, type, mode, uid, gid, mtime, target, rdev: stat.rdev, content };
  if (type !== "directory") return;
  const names = filesystem
    .readdir(place.ino)
    .map((entry) => entry.name)
    .sort();
  for (const child of names) {
    const ino = filesystem.lookup(place.ino, child);
    if (ino !== undefined) yield* entries(files, files.mounts.enter({ mount: place.mount, ino }), name === "" ? child : `${name}/${child}`);
  }
}

export interface ExtractOptions {
  /** Refuses to put a file in a directory's place, and the other way round. */
  readonly noOverwriteDirNonDir: boolean;
  /** Everything becomes the container's user's. */
  readonly copyUidGid: boolean;
}

/** PUT /containers/ID/archive: unpacks into a directory that is there. */
export async function extractArchive(daemon: Daemon, wanted: string, path: string, chunks: Chunks, options: ExtractOptions): Promise<void> {
  const container = findContainer(daemon, wanted);
  const files = filesFor(daemon, container);
  const absolute = cleanPath(`/${path}`);
  const place = files.find(absolute);
  if (!place) throw notFound(`Could not find the file ${path} in container ${wanted}`);
  if (statAt(place).type !== "directory") throw invalid("extraction point is not a directory");
  if (place.mount.flags.readOnly)
    throw forbidden(place.mount.target === "/" ? "container rootfs is marked read-only" : "mounted volume is marked read-only");
  if (container.hostConfig.ReadonlyRootfs && place.mount.filesystem === liveOf(daemon, container).root)
    throw forbidden("container rootfs is marked read-only");
  const owner = options.copyUidGid ? lookUpUser(files, container.config.User, [], false).credentials : undefined;
  try {
    for await (const entry of readTar(chunks))
      extractEntry(files, files.mounts.pathOf(place) ?? absolute, owner ? { ...entry, uid: owner.uid, gid: owner.gid } : entry, options);
  } catch (error) {
    if (isBadArchive(error)) throw systemError(`Error processing tar file(exit status 1): ${error.message}`);
    throw error;
  }
  emitContainer(daemon, container, "extract-to-dir");
}

function extractEntry(files: Files, directory: string, entry: TarEntry, options: ExtractOptions): void {
  const relative = cleanPath(`/${entry.path}`);
  const path = cleanPath(`${directory}/${relative}`);
  if (relative === "/") return;
  const parent = files.makeDirectories(path.slice(0, path.lastIndexOf("/")) || "/");
  const { filesystem } = parent.mount;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const existing = filesystem.lookup(parent.ino, name);
  const { type, mode, uid, gid, mtime } = entry;
  if (existing !== undefined) {
    const there = files.mounts.enter({ mount: parent.mount, ino: existing });
    const isDirectory = statAt(there).type === "directory";
    if (options.noOverwriteDirNonDir && isDirectory !== (type === "directory")) {
      throw systemError(
        isDirectory
          ? `cannot overwrite directory "${path}" with non-directory "${directory}"`
          : `cannot overwrite non-directory "${path}" with directory "${directory}"`,
      );
    }
    if (isDirectory && type === "directory") {
      there.mount.filesystem.setattr(there.ino, { mode, uid, gid, mtime });
      return;
    }
    if (there.mount !== parent.mount) {
      overwrite(there, entry);
      return;
    }
    removeBelow(filesystem, existing);
    filesystem.unlink(parent.ino, name);
  }
  if (type === "link") {
    const target = files.find(cleanPath(`${directory}/${entry.target ?? ""}`), false);
    if (!target || target.mount.filesystem !== filesystem) throw systemError(`invalid hardlink "${entry.path}" -> "${entry.target}"`);
    filesystem.link(parent.ino, name, target.ino);
    return;
  }
  const ino = filesystem.create(parent.ino, name, {
    type,
    mode,
    uid,
    gid,
    mtime,
    ...(entry.target === undefined ? {} : { target: entry.target }),
    ...(entry.rdev ? { rdev: entry.rdev } : {}),
    ...(entry.content ? { content: entry.content } : {}),
  });
  filesystem.setattr(ino, { mtime });
}

/** A file that is mounted keeps its place: only its bytes change. */
function overwrite(place: Location, entry: TarEntry): void {
  const { filesystem } = place.mount;
  try {
    filesystem.truncate(place.ino, 0);
    let at = 0;
    for (const segment of entry.content?.segments() ?? []) {
      const size = "hole" in segment ? segment.hole : segment.data.length;
      if ("data" in segment) filesystem.write(place.ino, at, segment.data);
      at += size;
    }
    filesystem.truncate(place.ino, at);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw systemError(error.message);
  }
}

/** GET /containers/ID/export: the whole tree without mounts. */
export function exportContainer(daemon: Daemon, wanted: string): Iterable<Uint8Array> {
  const container = findContainer(daemon, wanted);
  emitContainer(daemon, container, "export");
  return exportTree(liveOf(daemon, container).root.snapshot()).chunks;
}
