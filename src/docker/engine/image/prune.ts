import { isErrno } from "#abi";
import type { Filters, ImageDeleteItem, ImagesPruneReport } from "#api";
import { familiarString } from "#images";
import type { Daemon } from "../daemon.ts";
import { ApiError, fill, invalid } from "../errors.ts";
import { parseTimeOrDuration } from "../time.ts";
import { findLayer, layersOf } from "./add.ts";
import { referencesOf } from "./find.ts";
import { booleanFilter, hasLabels } from "./list.ts";
import { removeImage, usersOf } from "./remove.ts";

/** Refuses filters that a prune does not know. */
export function checkPruneFilters(daemon: Daemon, filters: Filters, known: readonly string[]): number | undefined {
  for (const key of filters.keys()) if (!known.includes(key)) throw invalid(fill(daemon.release.texts.invalidFilter, key));
  const [until, more] = filters.get("until") ?? [];
  if (more !== undefined) throw invalid("more than one until filter specified");
  if (until === undefined) return undefined;
  const time = parseTimeOrDuration(until, daemon.clock.now());
  if (time === undefined) throw invalid(`failed to parse value as time or duration: "${until}"`);
  return time;
}

/** POST /images/prune: those without a name, or with `dangling=false` all that no container uses. */
export function pruneImages(daemon: Daemon, filters: Filters): ImagesPruneReport {
  const until = checkPruneFilters(daemon, filters, ["dangling", "label", "label!", "until"]);
  const danglingOnly = booleanFilter(daemon, filters, "dangling") ?? true;
  const deleted: ImageDeleteItem[] = [];
  const sizes = new Map<string, number>();
  for (const { layer } of daemon.layers.values()) for (const one of layersOf(layer)) sizes.set(one.chainId, one.size);
  const candidates = [...daemon.store.state.images.values()].filter((image) => {
    if (until !== undefined && (image.created ?? 0) > until) return false;
    if (!hasLabels(image.config.config?.Labels ?? {}, filters) || usersOf(daemon, image.id).length > 0) return false;
    const isDangling = !referencesOf(daemon, image.id).some((one) => one.tag !== undefined);
    const hasChildren = [...daemon.store.state.images.values()].some((one) => one.parent === image.id);
    return isDangling ? !hasChildren : !danglingOnly;
  });
  for (const image of candidates) {
    const references = referencesOf(daemon, image.id);
    try {
      if (references.length === 0) deleted.push(...removeImage(daemon, image.id, { force: false, prune: true }));
      for (const reference of references) {
        if (referencesOf(daemon, image.id).some((one) => familiarString(one) === familiarString(reference)))
          deleted.push(...removeImage(daemon, familiarString(reference), { force: false, prune: true }));
      }
    } catch (error) {
      // What is in use after all stays.
      if (!(error instanceof ApiError) && !isErrno(error)) throw error;
    }
  }
  let reclaimed = 0;
  for (const { Deleted: id } of deleted)
    if (id !== undefined && !findLayer(daemon, id as `sha256:${string}`)) reclaimed += sizes.get(id) ?? 0;
  if (deleted.length > 0 || reclaimed > 0) daemon.events.emit("image", "prune", "", { reclaimed: String(reclaimed) });
  return { ImagesDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: reclaimed };
}
