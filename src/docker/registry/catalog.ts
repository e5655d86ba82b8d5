/** The files that `npm run images` writes and a pull fetches. */

import type { Digest, LayerDescriptor } from "#images";

/** `registry/index.json`. */
export interface Catalog {
  /** Repositories by path, with the digest of each tag's manifest. */
  readonly repositories: Readonly<Record<string, Readonly<Record<string, Digest>>>>;
  /** Images by the digest of their manifest. */
  readonly images: Readonly<Record<string, CatalogImage>>;
}
export interface CatalogImage {
  /** Digest of the config, which is the image's id. */
  readonly config: Digest;
  readonly layers: readonly LayerDescriptor[];
}

export const CATALOG_PATH = "registry/index.json";

/** Where a blob or config lies: by its digest. */
export function blobPath(digest: Digest): string {
  return `registry/blobs/${digest.slice("sha256:".length)}`;
}
