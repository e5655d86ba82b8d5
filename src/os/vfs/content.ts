/**
 * File contents as ropes: stretches of bytes and of zeros, the latter without memory (as holes of a sparse file, lseek(2)).
 * A rope is a value. Only the filesystem whose token it carries may change it in place; everyone else copies its list of parts first.
 */

import { EMPTY, isZeroView, ZERO_CHUNK, zeros } from "#abi";
import type { Content } from "./types.ts";

/** Data as bytes, a hole as its length. */
export type Part = Uint8Array | number;

/** Chunks from this length on are kept as they came; shorter neighbours are joined by copying. */
const LARGE = 32 * 1024;
/** A growing tail stops doubling here and a new part begins. */
const TAIL_LIMIT = 256 * 1024;

const partLength = (part: Part): number => (typeof part === "number" ? part : part.length);

/** A small view of a large buffer would keep all of that buffer alive. */
function compact(bytes: Uint8Array): Uint8Array {
  return bytes.length < LARGE && bytes.buffer.byteLength > 2 * bytes.length + 64 ? bytes.slice() : bytes;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

export class Rope implements Content {
  /** Who may change it in place. Giving a rope away means clearing this. */
  owner: object | undefined;
  #parts: Part[];
  /** Where each part ends. */
  #ends: number[];
  #weight: number;
  /** Backing of the last part when there is room behind it that is ours. */
  #spare: Uint8Array | undefined;

  constructor(owner?: object, from?: Rope) {
    this.owner = owner;
    this.#parts = from ? from.#parts.slice() : [];
    this.#ends = from ? from.#ends.slice() : [];
    this.#weight = from ? from.#weight : 0;
  }

  get length(): number {
    return this.#ends[this.#ends.length - 1] ?? 0;
  }
  get weight(): number {
    return this.#weight;
  }

  read(offset: number, length: number): Uint8Array {
    const want = Math.min(length, this.length - offset);
    if (want <= 0) return EMPTY;
    const index = this.#indexAt(offset);
    const part = this.#parts[index] ?? 0;
    const end = this.#ends[index] ?? 0;
    const rest = Math.min(want, end - offset);
    if (typeof part === "number") return zeros(Math.min(rest, ZERO_CHUNK));
    const from = part.length - (end - offset);
    return part.subarray(from, from + rest);
  }

  *segments(): Generator<{ readonly data: Uint8Array } | { readonly hole: number }> {
    for (const part of this.#parts) yield typeof part === "number" ? { hole: part } : { data: part };
  }

  /** This rope if it is `owner`'s, else a copy that is. */
  editable(owner: object): Rope {
    return this.owner === owner ? this : new Rope(owner, this);
  }

  append(part: Part): void {
    const length = partLength(part);
    if (length === 0) return;
    const last = this.#parts.length - 1;
    const tail = this.#parts[last];
    if (typeof part === "number") {
      if (typeof tail === "number") this.#replaceTail(last, tail + part);
      else this.#push(part);
      return;
    }
    this.#weight += length;
    if (tail === undefined || typeof tail === "number" || length >= LARGE || tail.length + length > TAIL_LIMIT) {
      this.#push(compact(part));
      return;
    }
    let backing = this.#spare;
    if (backing === undefined || backing.length < tail.length + length) {
      if (tail.length >= LARGE && backing === undefined) {
        this.#push(compact(part));
        return;
      }
      backing = new Uint8Array(Math.min(TAIL_LIMIT, Math.max(4096, 2 * (tail.length + length))));
      backing.set(tail);
      this.#spare = backing;
    }
    backing.set(part, tail.length);
    this.#replaceTail(last, backing.subarray(0, tail.length + length), backing);
  }

  /** pwrite(2): zeros fill what lies between the end and `offset`. */
  write(offset: number, part: Part): void {
    const length = partLength(part);
    if (length === 0) return;
    if (offset > this.length) this.append(offset - this.length);
    if (offset === this.length) this.append(part);
    else this.#overwrite(offset, part, length);
  }

  truncate(length: number): void {
    if (length >= this.length) {
      this.append(length - this.length);
      return;
    }
    this.#spare = undefined;
    const index = length === 0 ? 0 : this.#indexAt(length - 1);
    const part = this.#parts[index] ?? 0;
    for (const dropped of this.#parts.slice(index)) if (typeof dropped !== "number") this.#weight -= dropped.length;
    const from = this.#ends[index - 1] ?? 0;
    this.#parts.length = index;
    this.#ends.length = index;
    if (length === from) return;
    if (typeof part === "number") this.#push(length - from);
    else {
      this.#weight += length - from;
      this.#push(compact(part.subarray(0, length - from)));
    }
  }

  #overwrite(offset: number, part: Part, length: number): void {
    const end = offset + length;
    const first = this.#indexAt(offset);
    const last = end >= this.length ? this.#parts.length - 1 : this.#indexAt(end - 1);
    const begin = this.#ends[first - 1] ?? 0;
    const middle: Part[] = [];
    const add = (piece: Part): void => {
      const before = middle[middle.length - 1];
      if (partLength(piece) === 0) return;
      if (typeof piece === "number" && typeof before === "number") middle[middle.length - 1] = before + piece;
      else if (typeof piece !== "number" && before !== undefined && typeof before !== "number" && before.length + piece.length <= 2 * LARGE)
        middle[middle.length - 1] = join(before, piece);
      else middle.push(typeof piece === "number" ? piece : compact(piece));
    };
    const head = this.#parts[first] ?? 0;
    const tail = this.#parts[last] ?? 0;
    const tailFrom = end - (this.#ends[last - 1] ?? 0);
    add(typeof head === "number" ? offset - begin : head.subarray(0, offset - begin));
    add(part);
    if (tailFrom < partLength(tail)) add(typeof tail === "number" ? tail - tailFrom : tail.subarray(tailFrom));
    for (const gone of this.#parts.slice(first, last + 1)) if (typeof gone !== "number") this.#weight -= gone.length;
    let at = begin;
    const ends = middle.map((piece) => {
      at += partLength(piece);
      if (typeof piece !== "number") this.#weight += piece.length;
      return at;
    });
    if (last === this.#parts.length - 1) this.#spare = undefined;
    this.#parts.splice(first, last - first + 1, ...middle);
    this.#ends.splice(first, last - first + 1, ...ends);
  }

  #push(part: Part): void {
    this.#ends.push(this.length + partLength(part));
    this.#parts.push(part);
    this.#spare = undefined;
  }

  #replaceTail(index: number, part: Part, spare?: Uint8Array): void {
    this.#parts[index] = part;
    this.#ends[index] = (this.#ends[index - 1] ?? 0) + partLength(part);
    this.#spare = spare;
  }

  /** The part that holds the byte at `offset`. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** No bytes. */
export const EMPTY_CONTENT: Content = new Rope();

/** Bytes as a content; a view of the zero page becomes a hole. The bytes now belong to the content. */
export function contentOf(bytes: Uint8Array): Content {
  const rope = new Rope();
  rope.append(isZeroView(bytes) ? bytes.length : bytes);
  return rope;
}

/** `length` zeros that take no memory. */
export function hole(length: number): Content {
  const rope = new Rope();
  rope.append(length);
  return rope;
}

/** A content of parts in order: bytes (shared, views of the zero page as holes) and lengths of holes. */
export function contentFrom(parts: Iterable<Part>): Content {
  const rope = new Rope();
  for (const part of parts) rope.append(typeof part !== "number" && isZeroView(part) ? part.length : part);
  return rope;
}

/** Contents one after the other; bytes are shared, small neighbours joined. */
export function concatContents(contents: Iterable<Content>): Content {
  const rope = new Rope();
  for (const content of contents) for (const segment of content.segments()) rope.append("hole" in segment ? segment.hole : segment.data);
  return rope;
}

/** The part of a content from `from` up to (not including) `to`, shared. */
export function sliceContent(content: Content, from: number, to: number = content.length): Content {
  const rope = new Rope();
  let at = 0;
  for (const segment of content.segments()) {
    const length = "hole" in segment ? segment.hole : segment.data.length;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    if (start < end) rope.append("hole" in segment ? end - start : segment.data.subarray(start, end));
    at += length;
    if (at >= to) break;
  }
  return rope;
}

/** A content with `bytes` written over it at `offset`. */
export function overwriteContent(content: Content, offset: number, bytes: Uint8Array): Content {
  const rope = new Rope(undefined, ropeOf(content));
  rope.write(offset, isZeroView(bytes) ? bytes.length : bytes);
  return rope;
}

/** Any content as a rope that nobody changes in place. */
export function ropeOf(content: Content): Rope {
  if (content instanceof Rope) {
    content.owner = undefined;
    return content;
  }
  const rope = new Rope();
  for (const segment of content.segments()) rope.append("hole" in segment ? segment.hole : segment.data);
  return rope;
}
