/** Layers: the difference between two trees as an archive, and an archive put on a tree. */

import { type Content, contentFrom, diffTrees, emptyTree, type Part, type Tree, type TreeNode, treeAt, walkTree } from "#vfs";
import { chunksOf } from "./chunks.ts";
import { chainIdOf, pause } from "./digest.ts";
import { digestThroughFingerprint, fingerprintOf } from "./fingerprint.ts";
import { type TarEntry, tarLength, tarParts } from "./tar.ts";
import { type Chunks, readTar } from "./tar-reader.ts";
import type { Digest, Layer } from "./types.ts";
import { Unpacker } from "./unpack.ts";

/** Files unpacked between two pauses: some milliseconds. */
const BATCH = 100;

const NOTHING: Tree = emptyTree(0);

/** The tree that a container of these layers starts from; an empty root directory without any. */
export function treeOf(layer: Layer | undefined): Tree {
  return layer?.tree ?? NOTHING;
}

/** All files of a tree as entries of an archive: `docker export`. */
export function* treeEntries(tree: Tree): Generator<TarEntry> {
  const first = new Map<number, string>();
  for (const [path, node] of walkTree(tree)) if (node.type !== "socket") yield entryOf(path, node, first);
}

/** What changed between two trees as entries of a layer, in the order of a walk; deleted files as whiteouts. */
export function changedEntries(base: Tree, next: Tree): readonly TarEntry[] {
  const order = (path: string): string => path.replaceAll("/", "\0");
  const found: { readonly key: string; readonly path: string; readonly node: TreeNode | undefined }[] = [];
  for (const { path, kind } of diffTrees(base, next)) {
    const node = treeAt(next, path);
    // Sockets mean nothing outside of their machine: moby leaves them out.
    if (node?.type === "socket") continue;
    const shown = kind === "deleted" ? path.replace(/([^/]+)$/, ".wh.$1") : path;
    found.push({ key: order(shown), path: shown, node });
  }
  found.sort((a, b) => (a.key < b.key ? -1 : 1));
  const first = new Map<number, string>();
  return found.map(({ path, node }) => (node ? entryOf(path, node, first) : whiteout(path)));
}

function whiteout(path: string): TarEntry {
  return { path: path.slice(1), type: "file", mode: 0, uid: 0, gid: 0, mtime: 0 };
}

/** `first` remembers under which path a file with several names came first. */
function entryOf(path: string, node: TreeNode, first: Map<number, string>): TarEntry {
  const { type, mode, uid, gid, mtime, rdev, target, content } = node;
  const name = path.slice(1) + (type === "directory" ? "/" : "");
  const before = first.get(node.ino);
  if (before !== undefined) return { path: name, type: "link", mode, uid, gid, mtime, target: before };
  if (node.links.length > 1) first.set(node.ino, name);
  return { path: name, type, mode, uid, gid, mtime, target, rdev, content };
}

const sizeOf = (entries: Iterable<TarEntry>): number => {
  let size = 0;
  for (const entry of entries) size += entry.content?.length ?? 0;
  return size;
};

interface Made {
  readonly diffId: Digest;
  readonly parent: Layer | undefined;
  readonly size: number;
  readonly tree: Tree;
  readonly tarSize: number;
  /** The archive itself where it isn't what changedEntries gives back. */
  readonly raw: Content | undefined;
}

function layerOf({ diffId, parent, size, tree, tarSize, raw }: Made): Layer {
  const parts = (): Iterable<Part> => (raw ? partsOf(raw) : tarParts(changedEntries(treeOf(parent), tree)));
  return {
    diffId,
    chainId: chainIdOf(parent?.chainId, diffId),
    parent,
    size,
    tree,
    tarSize,
    async *tar() {
      yield* chunksOf(parts());
    },
  };
}

function* partsOf(content: Content): Generator<Part> {
  for (const segment of content.segments()) yield "hole" in segment ? segment.hole : segment.data;
}

export interface DiffOptions {
  /** What the changes are relative to, where that is not the parent's tree: a container's starts with files of the engine (/etc/hosts …). */
  readonly base?: Tree;
}

/** A layer of what changed on top of `parent`: `docker commit`. Costs the number of changes. */
export async function layerFromDiff(next: Tree, parent: Layer | undefined, options: DiffOptions = {}): Promise<Layer> {
  const below = treeOf(parent);
  const base = options.base ?? below;
  const tree = base === below ? next : replay(changedEntries(base, next), below);
  const entries = changedEntries(below, tree);
  const tarSize = tarLength(entries);
  const { digest } = await digestThroughFingerprint(() => tarParts(entries), tarSize);
  return layerOf({ diffId: digest, parent, size: sizeOf(entries), tree, tarSize, raw: undefined });
}

function replay(entries: Iterable<TarEntry>, base: Tree): Tree {
  const unpacker = new Unpacker(base);
  for (const entry of entries) unpacker.apply(entry);
  return unpacker.finish();
}

/** A tree with an archive of changes (changedEntries) put on it. Throws TarError. */
export async function treeWithChanges(base: Tree, chunks: Chunks): Promise<Tree> {
  const unpacker = new Unpacker(base);
  for await (const entry of readTar(chunks)) unpacker.apply(entry);
  return unpacker.finish();
}

export interface TarOptions {
  /** The digest of the archive where it is known for sure: a checked blob's. */
  readonly diffId?: Digest;
}

/** A layer from its uncompressed archive: `docker load`, `docker import`, a pull, ADD. Throws TarError. */
export async function layerFromTar(chunks: Chunks, parent: Layer | undefined, options: TarOptions = {}): Promise<Layer> {
  const unpacker = new Unpacker(treeOf(parent));
  const seen: Part[] = [];
  let size = 0;
  let tarSize = 0;
  const note = (part: Part): void => {
    tarSize += typeof part === "number" ? part : part.length;
    if (options.diffId === undefined) seen.push(part);
  };
  let count = 0;
  for await (const entry of readTar(chunks, note)) {
    unpacker.apply(entry);
    size += entry.content?.length ?? 0;
    if (++count % BATCH === 0) await pause();
  }
  const tree = unpacker.finish();
  if (options.diffId !== undefined) return layerOf({ diffId: options.diffId, parent, size, tree, tarSize, raw: undefined });
  const { digest, fingerprint } = await digestThroughFingerprint(() => seen, tarSize);
  const entries = changedEntries(treeOf(parent), tree);
  const isCanonical = tarLength(entries) === tarSize && (await fingerprintOf(tarParts(entries))) === fingerprint;
  return layerOf({ diffId: digest, parent, size, tree, tarSize, raw: isCanonical ? undefined : contentFrom(seen) });
}

/** The archive of a whole tree in chunks, and its length: `docker export`. */
export function exportTree(tree: Tree): { readonly length: number; readonly chunks: Iterable<Uint8Array> } {
  return { length: tarLength(treeEntries(tree)), chunks: { [Symbol.iterator]: () => chunksOf(tarParts(treeEntries(tree))) } };
}
