/** From descriptions to the registry's files: layers, configs, manifests. Runs at build time (scripts/compile-images.js). */

import { encode, stub } from "#abi";
import {
  changedEntries, type Digest, digestOf, encodeBlob, encodeImageConfig, fingerprintOf, goJson, type ImageConfig, type Layer, type LayerDescriptor, layerFromDiff, rememberDigest, sortedKeys, tarParts, treeOf,
} from "#images";
import { concatContents, type Content, contentOf, hole, type Ino, type Part, type Tree, TreeFilesystem } from "#vfs";
import { blobPath, type Catalog, CATALOG_PATH, type CatalogImage } from "./catalog.ts";
import { chanceOf, type FileDescription, type ImageDescription, type LayerDescription, type Step } from "./description.ts";

/** What the build machine does faster than we could. */
export interface CompileTools {
  /** Digest of chunks in order. */
  sha256(chunks: Iterable<Uint8Array>): Digest;
  gzip(bytes: Uint8Array): Uint8Array;
  /** Whether the machine has a program of this name: files of others are left out, as if their package were not installed. All by default. */
  hasProgram?(name: string): boolean;
}

export interface CompiledFile {
  /** Below the site's root. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All files of the registry. The same descriptions give the same bytes. */
export async function compileImages(images: readonly ImageDescription[], tools: CompileTools): Promise<readonly CompiledFile[]> {
  const files = new Map<string, Uint8Array>();
  const repositories: Record<string, Record<string, Digest>> = {};
  const compiled: Record<string, CatalogImage> = {};
  for (const image of images) {
    const { config, layers } = await compileImage(image, tools, files);
    const id = digestOf(config);
    files.set(blobPath(id), config);
    const manifest = goJson({
      schemaVersion: 2, mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      config: { mediaType: "application/vnd.docker.container.image.v1+json", size: config.length, digest: id },
      layers: layers.map(({ digest, size }) => ({ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size, digest })),
    });
    const digest = digestOf(manifest);
    compiled[digest] = { config: id, layers };
    repositories[image.repository] = { ...repositories[image.repository], ...Object.fromEntries(image.tags.map((tag) => [tag, digest])) };
  }
  files.set(CATALOG_PATH, encode(JSON.stringify({ repositories, images: compiled } satisfies Catalog)));
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

async function compileImage(image: ImageDescription, tools: CompileTools, files: Map<string, Uint8Array>): Promise<{ config: Uint8Array; layers: readonly LayerDescriptor[] }> {
  const layers: LayerDescriptor[] = [];
  let top: Layer | undefined;
  for (const step of image.steps) {
    if (!step.layer) continue;
    const tree = layerTree(treeOf(top), step.layer, Date.parse(step.created ?? image.created), tools);
    const entries = changedEntries(treeOf(top), tree);
    const parts = [...tarParts(entries)];
    const fingerprint = await fingerprintOf(parts);
    const diffId = tools.sha256(bytesOfParts(parts));
    rememberDigest(fingerprint, diffId);
    top = await layerFromDiff(tree, top);
    const blob = tools.gzip(encodeBlob({ diffId, fingerprint }, parts));
    const digest = digestOf(blob);
    files.set(blobPath(digest), blob);
    layers.push({ digest, diffId, size: step.layer.download });
  }
  return { config: imageConfig(image, layers.map(({ diffId }) => diffId)), layers };
}

function* bytesOfParts(parts: Iterable<Part>): Generator<Uint8Array> {
  const page = new Uint8Array(1 << 20);
  for (const part of parts) {
    if (typeof part !== "number") yield part;
    else for (let at = 0; at < part; at += page.length) yield page.subarray(0, Math.min(page.length, part - at));
  }
}

/** The tree below with a layer's files put on it. */
function layerTree(base: Tree, layer: LayerDescription, created: number, tools: CompileTools): Tree {
  const time = Math.floor(created / 1000) * 1000;
  const fs = new TreeFilesystem(base, { type: "build", dev: 0, clock: () => time });
  const isThere = ([, file]: [string, FileDescription]): boolean => file.kind !== "program" || tools.hasProgram?.(file.program) !== false;
  const files = Object.entries(layer.files).filter(isThere);
  for (const [path, file] of files) place(fs, path, file);
  if (layer.size !== undefined) fill(fs, files.map(([, file]) => file), layer.filling ?? [], layer.size);
  return fs.snapshot();
}

function directoryAt(fs: TreeFilesystem, path: string): Ino {
  let at = fs.root;
  for (const name of path.split("/").filter((part) => part !== "")) {
    const found = fs.lookup(at, name) ?? fs.create(at, name, { type: "directory", mode: 0o755, uid: 0, gid: 0 });
    const { type } = fs.stat(found);
    // Debian's /bin is a link to usr/bin: what is put there goes where it leads.
    at = type === "symlink" ? directoryAt(fs, fs.readlink(found)) : found;
  }
  return at;
}

function place(fs: TreeFilesystem, path: string, file: FileDescription): void {
  const slash = path.lastIndexOf("/");
  const directory = directoryAt(fs, slash < 0 ? "" : path.slice(0, slash));
  const name = path.slice(slash + 1);
  const { uid = 0, gid = 0 } = file;
  const existing = fs.lookup(directory, name);
  if (file.kind === "directory") {
    if (existing === undefined) fs.create(directory, name, { type: "directory", mode: file.mode ?? 0o755, uid, gid });
    else fs.setattr(existing, { mode: file.mode ?? 0o755, uid, gid });
    return;
  }
  if (existing !== undefined) fs.unlink(directory, name);
  if (file.kind === "link") fs.create(directory, name, { type: "symlink", mode: 0o777, uid, gid, target: file.target });
  else if (file.kind === "hard") {
    const from = file.path.lastIndexOf("/");
    const target = fs.lookup(directoryAt(fs, file.path.slice(0, from)), file.path.slice(from + 1));
    if (target === undefined) throw new Error(`${path}: no ${file.path} to link to`);
    fs.link(directory, name, target);
  } else fs.create(directory, name, { type: "file", mode: file.mode ?? (file.kind === "program" ? 0o755 : 0o644), uid, gid, content: contentFor(file) });
}

function contentFor(file: FileDescription): Content {
  if (file.kind === "text") return contentOf(encode(file.text));
  if (file.kind === "program") {
    const head = encode(stub(file.program));
    return concatContents([contentOf(head), hole(Math.max(0, file.size - head.length))]);
  }
  return hole(file.kind === "data" ? file.size : 0);
}

/** Adds files of zeros until the layer has the size that the real one has. */
function fill(fs: TreeFilesystem, files: readonly FileDescription[], names: readonly string[], size: number): void {
  let missing = size;
  for (const file of files) {
    if (file.kind === "text") missing -= encode(file.text).length;
    else if (file.kind === "program" || file.kind === "data") missing -= file.size;
  }
  if (missing < 0 || (missing > 0 && names.length === 0)) throw new Error(`layer of ${size} bytes: ${missing} missing, ${names.length} files to fill`);
  const weights = names.map((name) => 0.1 + chanceOf(name) ** 2);
  let rest = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, name] of names.entries()) {
    const weight = weights[index] ?? 1;
    const share = index === names.length - 1 ? missing : Math.floor((missing * weight) / rest);
    place(fs, name, { kind: "data", size: share, mode: /\.so|\/bin\//.test(name) ? 0o755 : 0o644 });
    missing -= share;
    rest -= weight;
  }
}

function imageConfig(image: ImageDescription, diffIds: readonly Digest[]): Uint8Array {
  const { created, builder, steps } = image;
  const history = steps.map((step) => historyOf(step, created));
  const rootfs = { type: "layers", diff_ids: diffIds };
  if (builder.kind === "buildkit") {
    return encode(goJson(sortedKeys({ architecture: "amd64", config: image.config, created, history, os: "linux", rootfs })));
  }
  const last = steps[steps.length - 1];
  const run = { Image: digestOf(`${image.repository} ${created}`), ...image.config };
  const whole: ImageConfig = {
    architecture: "amd64", os: "linux", created, container: builder.container, docker_version: builder.version, history, rootfs,
    config: run,
    container_config: { ...run, Hostname: builder.container.slice(0, 12), Cmd: ["/bin/sh", "-c", last?.by.replace(/^\/bin\/sh -c /, "") ?? ""] },
  };
  return encodeImageConfig(whole);
}

function historyOf({ by, comment, author, created, layer }: Step, imageCreated: string) {
  return { created: created ?? imageCreated, ...(author ? { author } : {}), created_by: by, ...(comment ? { comment } : {}), ...(layer ? {} : { empty_layer: true }) };
}
