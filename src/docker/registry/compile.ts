/** From descriptions to the registry's files: layers, configs, manifests. Runs at build time (scripts/compile-images.js). */

import {
  changedEntries,
  chunksOf,
  type Digest,
  digestOf,
  encodeBlob,
  encodeImageConfig,
  encodeJson,
  fingerprintOf,
  goJson,
  type ImageConfig,
  type Layer,
  type LayerDescriptor,
  layerFromDiff,
  rememberDigest,
  sortedKeys,
  tarParts,
  treeOf,
  treeWithFiles,
} from "#images";
import { blobPath, CATALOG_PATH, type Catalog, type CatalogImage } from "./catalog.ts";
import type { ImageDescription, Step } from "./description.ts";

/** What the build machine does faster than we could. */
export interface CompileTools {
  /** Digest of chunks in order. */
  sha256(chunks: Iterable<Uint8Array>): Digest;
  gzip(bytes: Uint8Array): Uint8Array;
  /** Whether the machine has a program of this name: files of others are left out, as if their package were not installed. All by default. */
  readonly hasProgram?: (name: string) => boolean;
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
      schemaVersion: 2,
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      config: { mediaType: "application/vnd.docker.container.image.v1+json", size: config.length, digest: id },
      layers: layers.map(({ digest, size }) => ({ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size, digest })),
    });
    const digest = digestOf(manifest);
    compiled[digest] = { config: id, layers };
    repositories[image.repository] = { ...repositories[image.repository], ...Object.fromEntries(image.tags.map((tag) => [tag, digest])) };
  }
  files.set(CATALOG_PATH, encodeJson({ repositories, images: compiled } satisfies Catalog));
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

async function compileImage(
  image: ImageDescription,
  tools: CompileTools,
  files: Map<string, Uint8Array>,
): Promise<{ config: Uint8Array; layers: readonly LayerDescriptor[] }> {
  const layers: LayerDescriptor[] = [];
  let top: Layer | undefined;
  for (const step of image.steps) {
    if (!step.layer) continue;
    const { files: table, size, filling } = step.layer;
    const tree = treeWithFiles(treeOf(top), table, {
      time: Date.parse(step.created ?? image.created),
      size,
      filling,
      hasProgram: tools.hasProgram,
    });
    const entries = changedEntries(treeOf(top), tree);
    const parts = [...tarParts(entries)];
    const fingerprint = await fingerprintOf(parts);
    const diffId = tools.sha256(chunksOf(parts));
    rememberDigest(fingerprint, diffId);
    top = await layerFromDiff(tree, top);
    const blob = tools.gzip(encodeBlob({ diffId, fingerprint }, parts));
    const digest = digestOf(blob);
    files.set(blobPath(digest), blob);
    layers.push({ digest, diffId, size: step.layer.download });
  }
  return {
    config: imageConfig(
      image,
      layers.map(({ diffId }) => diffId),
    ),
    layers,
  };
}

function imageConfig(image: ImageDescription, diffIds: readonly Digest[]): Uint8Array {
  const { created, builder, steps } = image;
  const history = steps.map((step) => historyOf(step, created));
  const rootfs = { type: "layers", diff_ids: diffIds };
  if (builder.kind === "buildkit") {
    return encodeJson(sortedKeys({ architecture: "amd64", config: image.config, created, history, os: "linux", rootfs }));
  }
  const last = steps[steps.length - 1];
  const run = { Image: digestOf(`${image.repository} ${created}`), ...image.config };
  const whole: ImageConfig = {
    architecture: "amd64",
    os: "linux",
    created,
    container: builder.container,
    docker_version: builder.version,
    history,
    rootfs,
    config: run,
    container_config: {
      ...run,
      Hostname: builder.container.slice(0, 12),
      Cmd: ["/bin/sh", "-c", last?.by.replace(/^\/bin\/sh -c /, "") ?? ""],
    },
  };
  return encodeImageConfig(whole);
}

function historyOf({ by, comment, author, created, layer }: Step, imageCreated: string) {
  return {
    created: created ?? imageCreated,
    ...(author ? { author } : {}),
    created_by: by,
    ...(comment ? { comment } : {}),
    ...(layer ? {} : { empty_layer: true }),
  };
}
