/** How an image is described: what its layers hold, and what its config says. `npm run images` makes layers and manifests of it. */

import type { ContainerConfig } from "#api";
import type { Files } from "#images";

export interface LayerDescription {
  readonly files: Files;
  /** Bytes of all files together, as `docker history` shows them; what `files` lack of it is spread over `filling`. */
  readonly size?: number;
  readonly filling?: readonly string[];
  /** Bytes that a pull counts: the compressed size. */
  readonly download: number;
}

/** One step of the build: a row of `docker history`, with a layer or without. */
export interface Step {
  readonly by: string;
  readonly comment?: string;
  readonly author?: string;
  /** RFC 3339; the image's by default. */
  readonly created?: string;
  readonly layer?: LayerDescription;
}

export interface ImageDescription {
  readonly repository: string;
  readonly tags: readonly string[];
  /** RFC 3339. */
  readonly created: string;
  /** The config as the builder wrote it: BuildKit leaves out what is empty, the classic builder writes all fields and the last step's container. */
  readonly builder: { readonly kind: "buildkit" } | { readonly kind: "classic"; readonly version: string; readonly container: string };
  readonly config: Partial<ContainerConfig>;
  readonly steps: readonly Step[];
}
