import { concat, decode } from "#abi";
import { BLOCK, type Entry, type EntryKind, padding } from "../../tar/format.ts";

const KINDS: Readonly<Record<string, EntryKind>> = {
  "0": "file",
  "\x00": "file",
  "7": "file",
  "1": "link",
  "2": "symlink",
  "5": "directory",
};

/** What a tar holds, in order; each content must be read before the next entry is asked for. */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly entry: Entry; readonly content: AsyncGenerator<Uint8Array> }> {
  const reader = new BlockReader(source);
  let pax = new Map<string, string>();
  let longName: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const block = await reader.exactly(BLOCK);
    if (!block || block.every((byte) => byte === 0)) return;
    const flag = decode(block.subarray(156, 157));
    const size = Number(pax.get("size") ?? number(block, 124, 12));
    if (flag === "x" || flag === "g" || flag === "L" || flag === "K") {
      const own = number(block, 124, 12);
      const body = await reader.exactly(own + padding(own));
      const text = decode((body ?? new Uint8Array(0)).subarray(0, own));
      if (flag === "x") pax = paxRecords(text);
      if (flag === "L") longName = text.replace(/\0.*$/s, "");
      if (flag === "K") longLink = text.replace(/\0.*$/s, "");
      continue;
    }
    const prefix = textOf(block, 257, 5) === "ustar" ? textOf(block, 345, 155) : "";
    const short = textOf(block, 0, 100);
    const kind = KINDS[flag] ?? "other";
    const entry: Entry = {
      name: pax.get("path") ?? longName ?? (prefix === "" ? short : `${prefix}/${short}`),
      kind,
      mode: number(block, 100, 8) & 0o7777,
      uid: number(block, 108, 8),
      gid: number(block, 116, 8),
      size: kind === "file" ? size : 0,
      mtime: Number(pax.get("mtime") ?? number(block, 136, 12)),
      target: pax.get("linkpath") ?? longLink ?? textOf(block, 157, 100),
    };
    pax = new Map();
    longName = undefined;
    longLink = undefined;
    const content = reader.pieces(entry.size);
    yield { entry, content };
    for await (const rest of content) void rest;
    await reader.exactly(padding(entry.size));
  }
}

/** Gives a stream's bytes in wanted portions; pieces of contents are passed on as they came. */
class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }
  async #some(most: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done) return undefined;
      this.#rest = next.value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }
  /** undefined at the end of the stream. */
  async exactly(length: number): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = [];
    for (let left = length; left > 0; ) {
      const piece = await this.#some(left);
      if (!piece) return undefined;
      pieces.push(piece);
      left -= piece.length;
    }
    return concat(pieces);
  }
  async *pieces(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      const piece = await this.#some(left);
      if (!piece) return;
      left -= piece.length;
      yield piece;
    }
  }
}

function textOf(block: Uint8Array, at: number, room: number): string {
  const bytes = block.subarray(at, at + room);
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal text, or GNU's binary numbers. */
function number(block: Uint8Array, at: number, room: number): number {
  const [first = 0] = block.subarray(at, at + 1);
  if (first >= 0x80) return block.subarray(at + 1, at + room).reduce((value, byte) => value * 256 + byte, 0);
  const text = textOf(block, at, room).trim();
  return text === "" ? 0 : Number.parseInt(text, 8);
}

function paxRecords(text: string): Map<string, string> {
  const records = new Map<string, string>();
  for (const match of text.matchAll(/\d+ ([^=]+)=([^\n]*)\n/g)) records.set(match[1] ?? "", match[2] ?? "");
  return records;
}
