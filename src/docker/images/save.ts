/** `docker save`: archives as the releases write them. */

import { encode } from "#abi";
import { contentOf } from "#vfs";
import { goJson, type ImageConfig, parseImageConfig, sortedKeys } from "./config.ts";
import { digestOf, hexOf } from "./digest.ts";
import { familiarName, familiarString, type Reference } from "./reference.ts";
import { BLOCK, entryHeader, type TarEntry } from "./tar.ts";
import type { Digest, Layer } from "./types.ts";
import { v1Images } from "./v1.ts";

export interface SavedImage {
  readonly id: Digest;
  /** Byte for byte. */
  readonly config: Uint8Array;
  /** The top layer. */
  readonly layer: Layer;
  /** With tags; none when the image was named by its id. */
  readonly references: readonly Reference[];
  /** An image that it was built from, if that is saved too. */
  readonly parent?: Digest | undefined;
}

/** `legacy`: one directory per layer (up to 24). `oci`: blobs by digest, with the older files beside them. */
export type ArchiveFormat = "legacy" | "oci";

export interface Archive {
  readonly length: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** A file of the archive: bytes, a layer, or a directory or link. */
interface Item {
  readonly path: string;
  readonly mtime: number;
  readonly body: Uint8Array | Layer | "directory" | { readonly target: string };
}

/** Thrown for an image without layers, with Docker's text. */
export class EmptyExport extends Error {
  constructor() {
    super("empty export - not implemented");
    this.name = "EmptyExport";
  }
}

/** The archive of some images. Nothing is put together before it is read. */
export function saveArchive(images: readonly SavedImage[], format: ArchiveFormat): Archive {
  const items = new Map<string, Item>();
  const add = (path: string, mtime: number, body: Item["body"]): void => {
    if (!items.has(path)) items.set(path, { path, mtime, body });
  };
  for (const image of images) if (parseImageConfig(image.config).rootfs.diff_ids.length === 0) throw new EmptyExport();
  if (format === "legacy") addLegacy(images, add);
  else addOci(images, add);
  const sorted = [...items.values()].sort((a, b) => (order(a.path) < order(b.path) ? -1 : 1));
  let length = 2 * BLOCK;
  for (const item of sorted) length += entryHeader(entryOf(item)).length + Math.ceil(lengthOf(item.body) / BLOCK) * BLOCK;
  return { length, chunks: () => chunksOfItems(sorted) };
}

type Add = (path: string, mtime: number, body: Item["body"]) => void;

const order = (path: string): string => path.replace(/\/$/, "").replaceAll("/", "\0");

function layersOf(top: Layer): readonly Layer[] {
  return top.parent ? [...layersOf(top.parent), top] : [top];
}

const timeOf = (config: ImageConfig): number => {
  const time = Date.parse(config.created ?? "");
  return Number.isNaN(time) ? 0 : time;
};

function addLegacy(images: readonly SavedImage[], add: Add): void {
  const paths = new Map<Digest, string>();
  const repositories: Record<string, Record<string, string>> = {};
  const manifest = images.map((image) => {
    const config = parseImageConfig(image.config);
    const time = timeOf(config);
    const v1 = v1Images(config);
    for (const [index, layer] of layersOf(image.layer).entries()) {
      const { id = "", json = new Uint8Array() } = v1[index] ?? {};
      const before = paths.get(layer.diffId);
      add(`${id}/`, time, "directory");
      add(`${id}/VERSION`, time, encode("1.0"));
      add(`${id}/json`, time, json);
      add(`${id}/layer.tar`, time, before === undefined || before === id ? layer : { target: `../${before}/layer.tar` });
      if (before === undefined) paths.set(layer.diffId, id);
    }
    add(`${hexOf(image.id)}.json`, time, image.config);
    nameIn(repositories, image, v1[v1.length - 1]?.id ?? "");
    return {
      Config: `${hexOf(image.id)}.json`,
      RepoTags: tagsOf(image),
      Layers: v1.map(({ id }) => `${id}/layer.tar`),
      ...parentOf(images, image),
    };
  });
  add("manifest.json", 0, encode(`${goJson(manifest)}\n`));
  addRepositories(repositories, add);
}

function addOci(images: readonly SavedImage[], add: Add): void {
  const repositories: Record<string, Record<string, string>> = {};
  const manifests: unknown[] = [];
  const blobPath = (digest: Digest): string => `blobs/sha256/${hexOf(digest)}`;
  const manifest = images.map((image) => {
    const config = parseImageConfig(image.config);
    const time = timeOf(config);
    const layers = layersOf(image.layer);
    for (const { json } of v1Images(config)) add(blobPath(digestOf(json)), time, json);
    for (const layer of layers) add(blobPath(layer.diffId), time, layer);
    add(blobPath(image.id), time, image.config);
    const sources = layers.map(({ diffId, tarSize }) => ({
      mediaType: "application/vnd.oci.image.layer.v1.tar",
      digest: diffId,
      size: tarSize,
    }));
    const type = "application/vnd.oci.image.manifest.v1+json";
    const data = encode(
      goJson({
        schemaVersion: 2,
        mediaType: type,
        config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: image.id, size: image.config.length },
        layers: sources,
      }),
    );
    const descriptor = { mediaType: type, digest: digestOf(data), size: data.length };
    add(blobPath(descriptor.digest), 0, data);
    for (const reference of image.references) {
      const annotations = {
        "io.containerd.image.name": `${reference.domain}/${reference.path}:${reference.tag}`,
        "org.opencontainers.image.ref.name": reference.tag,
      };
      manifests.push({ ...descriptor, annotations });
    }
    if (manifests.length === 0) manifests.push(descriptor);
    nameIn(repositories, image, hexOf(image.layer.diffId));
    return {
      Config: blobPath(image.id),
      RepoTags: tagsOf(image),
      Layers: layers.map(({ diffId }) => blobPath(diffId)),
      ...parentOf(images, image),
      // The older descriptor type has its fields in another order.
      LayerSources: sortedKeys(Object.fromEntries(sources.map(({ mediaType, digest, size }) => [digest, { mediaType, size, digest }]))),
    };
  });
  const last = images[images.length - 1];
  const written = last ? timeOf(parseImageConfig(last.config)) : 0;
  add("blobs/", written, "directory");
  add("blobs/sha256/", written, "directory");
  add("index.json", 0, encode(goJson({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests })));
  add("manifest.json", 0, encode(`${goJson(manifest)}\n`));
  add("oci-layout", 0, encode('{"imageLayoutVersion": "1.0.0"}'));
  addRepositories(repositories, add);
}

const tagsOf = (image: SavedImage): readonly string[] | null =>
  image.references.length === 0 ? null : image.references.map(familiarString);

/** A parent is told only when it is in the archive too. */
function parentOf(images: readonly SavedImage[], image: SavedImage): { Parent?: Digest } {
  return image.parent !== undefined && images.some(({ id }) => id === image.parent) ? { Parent: image.parent } : {};
}

function nameIn(repositories: Record<string, Record<string, string>>, image: SavedImage, id: string): void {
  for (const reference of image.references) {
    const name = familiarName(reference);
    repositories[name] = { ...repositories[name], [reference.tag ?? "latest"]: id };
  }
}

function addRepositories(repositories: Record<string, Record<string, string>>, add: Add): void {
  if (Object.keys(repositories).length === 0) return;
  const sorted = Object.fromEntries(Object.entries(sortedKeys(repositories)).map(([name, tags]) => [name, sortedKeys(tags)]));
  add("repositories", 0, encode(`${goJson(sorted)}\n`));
}

const isLayer = (body: Item["body"]): body is Layer => typeof body === "object" && "diffId" in body;

function lengthOf(body: Item["body"]): number {
  if (body instanceof Uint8Array) return body.length;
  return isLayer(body) ? body.tarSize : 0;
}

/** The header only needs a content's length. */
function entryOf({ path, mtime, body }: Item): TarEntry {
  const owned = { path, uid: 0, gid: 0, mtime };
  if (body === "directory") return { ...owned, type: "directory", mode: 0o755 };
  if (!(body instanceof Uint8Array) && !isLayer(body)) return { ...owned, type: "symlink", mode: 0o777, target: body.target };
  const length = lengthOf(body);
  return {
    ...owned,
    type: "file",
    mode: 0o644,
    content: { ...contentOf(new Uint8Array()), length, read: () => new Uint8Array(), segments: () => [], weight: 0 },
  };
}

async function* chunksOfItems(items: readonly Item[]): AsyncGenerator<Uint8Array> {
  for (const item of items) {
    yield entryHeader(entryOf(item));
    if (item.body instanceof Uint8Array) yield item.body;
    else if (isLayer(item.body)) yield* item.body.tar();
    const pad = (BLOCK - (lengthOf(item.body) % BLOCK)) % BLOCK;
    if (pad > 0) yield new Uint8Array(pad);
  }
  yield new Uint8Array(2 * BLOCK);
}
