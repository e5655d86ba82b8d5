/** The machine as bytes: what changed on its disk, and the daemon's snapshot. Processes are not in it: they end with the machine. */

import { concat, decode, encode } from "#abi";
import type { EngineSnapshot } from "#engine";
import { changedEntries, packParts, tarParts, treeWithChanges, unpackParts } from "#images";
import type { Tree } from "#vfs";

export interface SavedMachine {
  /** When the machine was first booted, in milliseconds since the epoch: its disk is made again from that. */
  readonly installed: number;
  /** What changed on the disk since, packed. */
  readonly disk: Uint8Array;
  readonly engine: SavedEngine | undefined;
}
export interface SavedEngine {
  readonly snapshot: EngineSnapshot;
  /** Containers that ran, in the order in which they were started. */
  readonly running: readonly string[];
}

const MAGIC = "drydock machine 1\n";
const LENGTH = 8;

/** What changed between two trees. */
export function packDisk(base: Tree, now: Tree): Uint8Array {
  return packParts(tarParts(changedEntries(base, now)));
}

/** A tree with packed changes put on it. */
export function unpackDisk(base: Tree, changes: Uint8Array): Promise<Tree> {
  return treeWithChanges(base, unpackParts(changes));
}

/** Everything as one array: a line of magic, then JSON in which bytes are numbered, then the bytes. */
export function packMachine(machine: SavedMachine): Uint8Array {
  const blobs: Uint8Array[] = [];
  const json = JSON.stringify(machine, (_, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    blobs.push(value);
    return { $bytes: blobs.length - 1 };
  });
  const texts = [encode(json), ...blobs];
  return concat([encode(MAGIC), number(texts.length), ...texts.flatMap((bytes) => [number(bytes.length), bytes])]);
}

/** The other way round; undefined when the bytes are none of ours, or of another version. */
export function unpackMachine(bytes: Uint8Array): SavedMachine | undefined {
  const magic = encode(MAGIC).length;
  if (decode(bytes.subarray(0, magic)) !== MAGIC) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blobs: Uint8Array[] = [];
  let at = magic + LENGTH;
  for (let left = view.getFloat64(magic, true); left > 0; left--) {
    const length = view.getFloat64(at, true);
    blobs.push(bytes.subarray(at + LENGTH, at + LENGTH + length));
    at += LENGTH + length;
  }
  const [json, ...rest] = blobs;
  if (json === undefined || at !== bytes.length) return undefined;
  return JSON.parse(decode(json), (_, value: unknown) => (isReference(value) ? rest[value.$bytes] : value)) as SavedMachine;
}

function isReference(value: unknown): value is { readonly $bytes: number } {
  return typeof value === "object" && value !== null && "$bytes" in value;
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}
