/** POST /images/load */

import { type Chunks, ConfigError, canonicalString, familiarString, isBadArchive, LoadError, loadArchive, withDefaultTag } from "#images";
import type { Daemon } from "../daemon.ts";
import { systemError } from "../errors.ts";
import { addImage, findLayer, nameImage } from "./add.ts";
import { readReference } from "./find.ts";
import { progressResponse } from "./progress.ts";
import { counted } from "./pull.ts";

export function loadImages(daemon: Daemon, chunks: Chunks, quiet: boolean): Promise<Response> {
  return progressResponse(async (progress) => {
    const sent = new Set<string>();
    try {
      const images = loadArchive(chunks, {
        findLayer: (chainId) => findLayer(daemon, chainId),
        progress: (diffId, current, total) => {
          const id = diffId.slice(7, 19);
          if (!quiet) progress.send(counted("Loading layer", id, current, total));
          sent.add(id);
        },
      });
      for await (const { config, layer, tags } of images) {
        const image = addImage(daemon, config, layer);
        daemon.events.emit("image", "load", image.id, { name: image.id });
        for (const tag of tags) {
          const reference = withDefaultTag(readReference(daemon, tag));
          const before = daemon.store.state.references.get(canonicalString(reference));
          if (before !== undefined && before !== image.id)
            progress.send({
              stream: `The image ${familiarString(reference)} already exists, renaming the old one with ID ${before} to empty string\n`,
            });
          nameImage(daemon, image.id, reference);
          progress.send({ stream: `Loaded image: ${familiarString(reference)}\n` });
        }
        if (tags.length === 0) progress.send({ stream: `Loaded image ID: ${image.id}\n` });
      }
    } catch (error) {
      if (error instanceof LoadError || error instanceof ConfigError || isBadArchive(error)) throw systemError(error.message);
      throw error;
    }
  });
}
