import { encode } from "#abi";

/** The tar format of POSIX (ustar with pax records), as far as `docker cp` and `docker build` read and write it. */
export type EntryKind = "file" | "directory" | "symlink" | "link" | "other";
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  readonly target: string;
}

export const BLOCK = 512;
const FLAGS: Readonly<Record<EntryKind, string>> = { file: "0", link: "1", symlink: "2", directory: "5", other: "0" };
const SIZE_LIMIT = 0o77777777777;

/** The blocks before an entry's content: its header, after pax records where the header is too small. */
export function headerBlocks(entry: Entry): Uint8Array[] {
  const records: string[] = [];
  if (encode(entry.name).length > 100) records.push(paxRecord("path", entry.name));
  if (encode(entry.target).length > 100) records.push(paxRecord("linkpath", entry.target));
  if (entry.size > SIZE_LIMIT) records.push(paxRecord("size", String(entry.size)));
  const own = header(entry, FLAGS[entry.kind]);
  if (records.length === 0) return [own];
  const body = encode(records.join(""));
  const pax = header(
    { name: `PaxHeaders.0/${entry.name}`, kind: "file", mode: 0, uid: 0, gid: 0, size: body.length, mtime: 0, target: "" },
    "x",
  );
  return [pax, body, new Uint8Array(padding(body.length)), own];
}

/** Zeros that fill the last block of a content. */
export function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = encode(rest).length;
  let total = length + String(length).length;
  if (String(total).length > String(length).length) total++;
  return `${total}${rest}`;
}

function header(entry: Entry, flag: string): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, bytes: Uint8Array, room: number): void => block.set(bytes.subarray(0, room), at);
  const octal = (at: number, value: number, room: number): void =>
    put(
      at,
      encode(
        Math.min(value, 8 ** (room - 1) - 1)
          .toString(8)
          .padStart(room - 1, "0"),
      ),
      room - 1,
    );
  put(0, encode(entry.name), 100);
  octal(100, entry.mode, 8);
  octal(108, entry.uid, 8);
  octal(116, entry.gid, 8);
  octal(124, entry.size > SIZE_LIMIT ? 0 : entry.size, 12);
  octal(136, Math.max(0, entry.mtime), 12);
  put(148, encode("        "), 8);
  put(156, encode(flag), 1);
  put(157, encode(entry.target), 100);
  put(257, encode("ustar\x0000"), 8);
  octal(329, 0, 8);
  octal(337, 0, 8);
  const sum = block.reduce<number>((total, byte) => total + byte, 0);
  put(148, encode(`${sum.toString(8).padStart(6, "0")}\x00 `), 8);
  return block;
}
