/** The images of Docker before 1.10, one per layer: archives still name layers by their ids (moby image/v1). */

import { encode } from "#abi";
import { goContainerConfig, goJson, type ImageConfig, sortedKeys } from "./config.ts";
import { chainIdOf, digestOf, hexOf } from "./digest.ts";
import type { Digest } from "./types.ts";

export interface V1Image {
  /** 64 digits. */
  readonly id: string;
  /** What stands in the archive's file `json`. */
  readonly json: Uint8Array;
}

const EPOCH = "1970-01-01T00:00:00Z";

/** The old-style images of a config, lowest layer first. */
export function v1Images(config: ImageConfig): readonly V1Image[] {
  const { diff_ids } = config.rootfs;
  const images: V1Image[] = [];
  let parent: string | undefined;
  let chain: Digest | undefined;
  for (const [index, diffId] of diff_ids.entries()) {
    chain = chainIdOf(chain, diffId);
    const isTop = index === diff_ids.length - 1;
    const fields = isTop ? topFields(config) : { created: EPOCH, container_config: goContainerConfig({}) };
    const named: Record<string, unknown> = { ...fields, layer_id: chain, ...(parent === undefined ? {} : { parent: `sha256:${parent}` }) };
    const id = hexOf(digestOf(goJson(sortedKeys(named))));
    const { os: _, ...own } = fields as Record<string, unknown>;
    const json = encode(goJson({ id, ...(parent === undefined ? {} : { parent }), ...own, ...(config.os ? { os: config.os } : {}) }));
    images.push({ id, json });
    parent = id;
  }
  return images;
}

/** V1Image of moby, in the order of its struct. */
function topFields(config: ImageConfig): Record<string, unknown> {
  const { comment, created, container, container_config, docker_version, author, config: run, architecture, variant, os } = config;
  return {
    ...(comment ? { comment } : {}),
    created: created ?? "0001-01-01T00:00:00Z",
    ...(container ? { container } : {}),
    container_config: goContainerConfig(container_config ?? {}),
    ...(docker_version ? { docker_version } : {}),
    ...(author ? { author } : {}),
    ...(run ? { config: goContainerConfig(run) } : {}),
    ...(architecture ? { architecture } : {}),
    ...(variant ? { variant } : {}),
    ...(os ? { os } : {}),
  };
}
