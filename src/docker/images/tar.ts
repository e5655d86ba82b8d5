/**
 * Tar archives (POSIX.1-2001 ustar with pax records), as Go's archive/tar writes them for Docker. Ours, because the id of a layer is the
 * digest of these bytes and must never change with a library, the length must be known beforehand, and holes must pass as lengths.
 */

import { decode, type Errno, encode, type FileType, isErrno } from "#abi";
import type { Content, Part } from "#vfs";

export interface TarEntry {
  /** Without a leading slash; directories end in one. */
  readonly path: string;
  readonly type: FileType | "link";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Milliseconds; whole seconds are kept. */
  readonly mtime: number;
  /** Of symbolic and hard links. */
  readonly target?: string | undefined;
  readonly rdev?: { readonly major: number; readonly minor: number } | undefined;
  /** Of regular files. */
  readonly content?: Content | undefined;
}

export const BLOCK = 512;
const FLAGS: Record<TarEntry["type"], string> = {
  file: "0",
  link: "1",
  symlink: "2",
  char: "3",
  block: "4",
  directory: "5",
  fifo: "6",
  socket: "0",
};
const TYPES: Record<string, TarEntry["type"]> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "link",
  "2": "symlink",
  "3": "char",
  "4": "block",
  "5": "directory",
  "6": "fifo",
};
const LARGEST_OCTAL = 0o77777777777;

/** What is wrong with an archive, in Go's words. */
export class TarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TarError";
  }
}

const padding = (length: number): number => (BLOCK - (length % BLOCK)) % BLOCK;
const sizeOf = (entry: TarEntry): number => (entry.type === "file" ? (entry.content?.length ?? 0) : 0);

/** An archive as bytes and lengths of zeros, with the two empty blocks at the end. */
export function* tarParts(entries: Iterable<TarEntry>): Generator<Part> {
  for (const entry of entries) {
    yield entryHeader(entry);
    if (entry.type !== "file" || !entry.content) continue;
    for (const segment of entry.content.segments()) yield "hole" in segment ? segment.hole : segment.data;
    const pad = padding(entry.content.length);
    if (pad > 0) yield pad;
  }
  yield 2 * BLOCK;
}

/** The length of what tarParts gives. */
export function tarLength(entries: Iterable<TarEntry>): number {
  let length = 2 * BLOCK;
  for (const entry of entries) length += entryHeader(entry).length + sizeOf(entry) + padding(sizeOf(entry));
  return length;
}

/** The header of one entry, with pax records before it where its names or numbers need them. */
export function entryHeader(entry: TarEntry): Uint8Array {
  const size = sizeOf(entry);
  const records = new Map<string, string>();
  const split = splitName(entry.path);
  const target = entry.target ?? "";
  if (!split) records.set("path", entry.path);
  if (!fits(target, 100)) records.set("linkpath", target);
  if (size > LARGEST_OCTAL) records.set("size", `${size}`);
  if (entry.uid > 0o7777777) records.set("uid", `${entry.uid}`);
  if (entry.gid > 0o7777777) records.set("gid", `${entry.gid}`);
  const [name, prefix] = split ?? [ascii(entry.path).slice(0, 100), ""];
  const header = block(name, prefix, entry, FLAGS[entry.type], size > LARGEST_OCTAL ? 0 : size, ascii(target).slice(0, 100));
  if (records.size === 0) return header;
  const body = encode(
    [...records]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => paxRecord(key, value))
      .join(""),
  );
  const parts = entry.path.replace(/\/$/, "").split("/");
  const last = parts.pop() ?? "";
  const paxName = ascii([...parts, "PaxHeaders.0", last].join("/")).slice(0, 100);
  const pax = block(paxName, "", { ...entry, uid: 0, gid: 0, mode: 0, mtime: 0, rdev: undefined }, "x", body.length, "");
  const whole = new Uint8Array(BLOCK + body.length + padding(body.length) + BLOCK);
  whole.set(pax);
  whole.set(body, BLOCK);
  whole.set(header, whole.length - BLOCK);
  return whole;
}

const isAscii = (text: string): boolean => /^[\x01-\x7f]*$/.test(text);
const fits = (text: string, length: number): boolean => text.length <= length && isAscii(text);
const ascii = (text: string): string => text.replaceAll(/[^\x01-\x7f]/gu, "");

/** Name and prefix of the ustar header; undefined when a path does not fit. */
function splitName(path: string): [string, string] | undefined {
  if (fits(path, 100)) return [path, ""];
  if (!fits(path, 256)) return undefined;
  const slash = path.lastIndexOf("/", path.endsWith("/") ? Math.min(155, path.length - 2) : 155);
  const name = path.slice(slash + 1);
  return slash <= 0 || name.length > 100 || name === "" ? undefined : [name, path.slice(0, slash)];
}

function paxRecord(key: string, value: string): string {
  const rest = encode(` ${key}=${value}\n`).length;
  let length = rest + `${rest}`.length;
  if (`${length}`.length + rest !== length) length = rest + `${length}`.length;
  return `${length} ${key}=${value}\n`;
}

function block(name: string, prefix: string, entry: TarEntry, flag: string, size: number, target: string): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => header.set(encode(text), at);
  const octal = (at: number, width: number, value: number): void =>
    put(
      at,
      Math.max(0, value)
        .toString(8)
        .padStart(width - 1, "0")
        .slice(1 - width),
    );
  put(0, name);
  octal(100, 8, entry.mode & 0o7777);
  octal(108, 8, entry.uid > 0o7777777 ? 0 : entry.uid);
  octal(116, 8, entry.gid > 0o7777777 ? 0 : entry.gid);
  octal(124, 12, size);
  octal(136, 12, Math.floor(entry.mtime / 1000));
  put(148, "        ");
  put(156, flag);
  put(157, target);
  put(257, "ustar\x0000");
  octal(329, 8, entry.rdev?.major ?? 0);
  octal(337, 8, entry.rdev?.minor ?? 0);
  put(345, prefix);
  let sum = 0;
  for (const byte of header) sum += byte;
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** A header as read: of which type, how long its body is, and which names pax or GNU records gave to it. */
export interface RawHeader {
  readonly flag: string;
  readonly size: number;
  readonly entry: TarEntry;
}

/** Reads one header block. Undefined at an empty block: the end. Throws TarError. */
export function readHeader(header: Uint8Array): RawHeader | undefined {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += header[at] ?? 0;
  if (sum === 0) return undefined;
  // The checksum's own eight bytes count as spaces.
  for (let at = 148; at < 156; at++) sum += 32 - (header[at] ?? 0);
  const text = (at: number, length: number): string => {
    let end = at;
    while (end < at + length && header[end] !== 0) end++;
    return end === at ? "" : decode(header.subarray(at, end));
  };
  const number = (at: number, length: number): number => {
    // GNU and star write large numbers in base 256.
    if (((header[at] ?? 0) & 0x80) !== 0) return header.subarray(at + 1, at + length).reduce((value, byte) => value * 256 + byte, 0);
    const digits = text(at, length).trim();
    if (!/^[0-7]*$/.test(digits)) throw new TarError("archive/tar: invalid tar header");
    return digits === "" ? 0 : Number.parseInt(digits, 8);
  };
  if (sum !== number(148, 8)) throw new TarError("archive/tar: invalid tar header");
  const isUstar = text(257, 5) === "ustar";
  const prefix = isUstar && text(257, 8) !== "ustar  " ? text(345, 155) : "";
  const flag = String.fromCharCode(header[156] ?? 0);
  const name = prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  // Only archives older than ustar tell directories by the slash.
  const type = flag === "\0" && name.endsWith("/") ? "directory" : TYPES[flag];
  const rdev = flag === "3" || flag === "4" ? { major: number(329, 8), minor: number(337, 8) } : undefined;
  return {
    flag,
    size: number(124, 12),
    entry: {
      path: name,
      type: type ?? "file",
      mode: number(100, 8) & 0o7777,
      uid: number(108, 8),
      gid: number(116, 8),
      mtime: number(136, 12) * 1000,
      target: text(157, 100),
      rdev,
    },
  };
}

/** The records of a pax header's body. */
export function readPax(body: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const length = Number.parseInt(decode(body.subarray(at, space)), 10);
    if (space < 0 || !(length > 0) || at + length > body.length) throw new TarError("archive/tar: invalid tar header");
    const record = decode(body.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** Whether an error says that an archive or a path in it is wrong. */
export function isBadArchive(error: unknown): error is TarError | Errno {
  return error instanceof TarError || isErrno(error);
}
