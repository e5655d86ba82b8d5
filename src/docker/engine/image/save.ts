import { type Archive, canonicalString, type Digest, type Reference, type SavedImage, saveArchive } from "#images";
import type { Daemon } from "../daemon.ts";
import { ApiError, notFound, systemError } from "../errors.ts";
import { findImage, noSuchImage, readReference, referencesOf } from "./find.ts";

/** GET /images/get: a name without tag means all its tags. */
export function saveImages(daemon: Daemon, names: readonly string[]): Archive {
  const chosen = new Map<string, Reference[]>();
  for (const name of names) {
    const wanted = wantedImages(daemon, name);
    for (const [id, references] of wanted) {
      const list = chosen.get(id) ?? [];
      for (const one of references) if (!list.some((other) => canonicalString(other) === canonicalString(one))) list.push(one);
      chosen.set(id, list);
    }
  }
  const images = [...chosen].map(([id, references]): SavedImage => {
    const kept = daemon.layers.get(id);
    if (!kept?.layer) throw systemError("empty export - not implemented");
    return { id: id as Digest, config: kept.config, layer: kept.layer, references };
  });
  return saveArchive(images, daemon.release.archiveFormat);
}

function wantedImages(daemon: Daemon, name: string): readonly (readonly [string, readonly Reference[]])[] {
  try {
    const { image, reference } = findImage(daemon, name);
    if (!reference) return [[image.id, []]];
    const asked = readReference(daemon, name);
    if (asked.tag !== undefined || asked.digest !== undefined) return [[image.id, reference.tag === undefined ? [] : [reference]]];
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  }
  const asked = /^[0-9a-f]{12,64}$/.test(name) ? undefined : readReference(daemon, name);
  const found = new Map<string, Reference[]>();
  for (const id of daemon.store.state.images.keys()) {
    const tags = referencesOf(daemon, id).filter(
      (one) => one.tag !== undefined && asked && one.domain === asked.domain && one.path === asked.path,
    );
    if (tags.length > 0) found.set(id, [...tags]);
  }
  if (found.size === 0 || asked?.tag !== undefined)
    throw notFound(noSuchImage(daemon, name).replace(/^No such image: /, `${daemon.release.texts.saveMissing}`));
  return [...found];
}
