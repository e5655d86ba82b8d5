/** Images that are there before anybody looks: `--image`. No pull happens, so `docker events` has none to tell. */

import type { Engine } from "#engine";
import { type Layer, layerFromBlob, parseReference, type Registry, type RegistryFailure, withDefaultTag } from "#images";

/** Puts an image of the registry into the daemon. Rejects when the registry has none of that name. */
export async function preload(engine: Engine, registry: Registry, reference: string): Promise<void> {
  const name = withDefaultTag(parseReference(reference, { namesRepository: true }));
  const image = await registry.resolve(name);
  if ("kind" in image) throw new Error(`${reference}: ${reason(image)}`);
  let layer: Layer | undefined;
  for (const descriptor of image.layers) layer = await layerFromBlob(await registry.download(descriptor, () => undefined), layer);
  engine.preload({ reference, config: image.config, layer, digest: image.digest });
}

function reason(failure: RegistryFailure): string {
  switch (failure.kind) {
    case "manifest-unknown":
      return "the repository has no such tag";
    case "denied":
      return "no such repository";
    case "unreachable":
      return failure.message;
    case "no-platform":
      return `no image for ${failure.platform}`;
  }
}
