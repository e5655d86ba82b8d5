/** The contracts of this room: what both ends of a pull, a save and a load speak of. */

import type { Tree } from "#vfs";

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** A layer applied to a parent: what an image's RootFS is a list of. */
export interface Layer {
  /** Digest of the uncompressed tar. */
  readonly diffId: Digest;
  /** Digest of the chain up to here: the parent's chain and this diffId. */
  readonly chainId: Digest;
  readonly parent: Layer | undefined;
  /** Bytes of the files in it. */
  readonly size: number;
  /** The whole tree with this layer on top. */
  readonly tree: Tree;
  /** The uncompressed tar, byte for byte what diffId is the digest of; zeros come as shared views. */
  tar(): AsyncIterable<Uint8Array>;
  /** Length of that tar. */
  readonly tarSize: number;
}

/** One layer as a registry lists it. */
export interface LayerDescriptor {
  /** Digest of the blob that is downloaded. */
  readonly digest: Digest;
  readonly diffId: Digest;
  /** Bytes that the download counts. */
  readonly size: number;
}

/** What a registry knows under a name: enough to pull. */
export interface RemoteImage {
  /** Digest of the manifest (list) that the tag names. */
  readonly digest: Digest;
  /** The image config, whose digest is the image id; byte for byte. */
  readonly config: Uint8Array;
  readonly layers: readonly LayerDescriptor[];
}

/** A result line of `docker search`; the Engine API's ImageSearchResponseItem. */
export interface SearchResult {
  readonly name: string;
  readonly description: string;
  readonly star_count: number;
  readonly is_official: boolean;
  readonly is_automated: boolean;
}

/** Why a registry did not give what was asked for. */
export type RegistryFailure =
  /** The repository exists, the tag or digest does not. */
  | { readonly kind: "manifest-unknown" }
  /** Private or missing: Docker Hub does not tell which. */
  | { readonly kind: "denied" }
  /** No such host, connection refused, time-out: the text of Go's dialer. */
  | { readonly kind: "unreachable"; readonly message: string }
  /** The image has no manifest for this platform. */
  | { readonly kind: "no-platform"; readonly platform: string };

/** What the engine needs of the registries of the world; the registry room implements Docker Hub. */
export interface Registry {
  /** `domain` docker.io, `path` library/httpd, and a tag or digest. */
  resolve(name: {
    readonly domain: string;
    readonly path: string;
    readonly tag?: string;
    readonly digest?: string;
  }): Promise<RemoteImage | RegistryFailure>;
  /** All tags of a repository (`pull -a`). */
  tags(name: { readonly domain: string; readonly path: string }): Promise<readonly string[] | RegistryFailure>;
  /**
   * Downloads a layer's blob; `progress` is called with the bytes so far at the line's simulated speed. The digest was checked.
   * The blob is what layerFromBlob understands.
   */
  download(layer: LayerDescriptor, progress: (bytes: number) => void, signal?: AbortSignal): Promise<Uint8Array>;
  search(term: string, limit: number): Promise<readonly SearchResult[]>;
}
