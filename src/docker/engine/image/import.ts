import { type Chunks, decompressed, encodeImageConfig, importConfig, isBadArchive, layerFromTar, withDefaultTag } from "#images";
import type { Daemon } from "../daemon.ts";
import { systemError } from "../errors.ts";
import { rfc3339Nano } from "../time.ts";
import { addImage, nameImage } from "./add.ts";
import { applyChanges } from "./changes.ts";
import { readNameAndTag } from "./find.ts";
import { progressResponse } from "./progress.ts";

export interface ImportRequest {
  /** `-`: the body; else an address, which nobody here can download. */
  readonly source: string;
  readonly repository: string;
  readonly tag: string;
  readonly message: string;
  readonly changes: readonly string[];
  readonly chunks: Chunks;
}

/** POST /images/create?fromSrc=… */
export function importImage(daemon: Daemon, request: ImportRequest): Promise<Response> {
  const reference = request.repository === "" ? undefined : withDefaultTag(readNameAndTag(daemon, request.repository, request.tag));
  const config = applyChanges({}, request.changes, daemon.release.texts);
  if (request.source !== "-")
    throw systemError(`Get "${request.source}": dial tcp: lookup ${request.source.split("/")[2] ?? request.source}: no such host`);
  return progressResponse(async (progress) => {
    try {
      const layer = await layerFromTar(decompressed(request.chunks), undefined);
      const bytes = encodeImageConfig(
        importConfig({
          created: rfc3339Nano(daemon.clock.now()),
          comment: request.message || "Imported from -",
          dockerVersion: daemon.release.version,
          config,
          diffId: layer.diffId,
        }),
      );
      const image = addImage(daemon, bytes, layer);
      if (reference) nameImage(daemon, image.id, reference, "tag");
      daemon.events.emit("image", "import", image.id, { name: reference ? `${reference.path}` : image.id });
      progress.send({ status: image.id });
    } catch (error) {
      if (isBadArchive(error)) throw systemError(`Error processing tar file(exit status 1): ${error.message}`);
      throw error;
    }
  });
}
