/** `docker rmi`: daemon/images/image_delete.go of moby. */

import type { ImageDeleteItem } from "#api";
import { canonicalString, familiarString, isDigest, type Reference } from "#images";
import { isRunning } from "../container/find.ts";
import type { Daemon } from "../daemon.ts";
import { conflict } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { ContainerRecord, ImageRecord } from "../store/state.ts";
import { findLayer, imageLabels, layersOf } from "./add.ts";
import { findImage, referencesOf } from "./find.ts";

export interface RemoveOptions {
  readonly force: boolean;
  /** Also takes parents that nobody needs any more. */
  readonly prune: boolean;
}

export function removeImage(daemon: Daemon, wanted: string, options: RemoveOptions): readonly ImageDeleteItem[] {
  const { image, reference } = findImage(daemon, wanted);
  const items: ImageDeleteItem[] = [];
  const references = referencesOf(daemon, image.id);
  const users = usersOf(daemon, image.id);
  const isForced = options.force;
  if (!reference || isIdOf(image, wanted)) {
    if (references.length > 1 && !isOneRepository(references) && !isForced) {
      throw conflict(`conflict: unable to delete ${shortId(image.id)} (must be forced) - image is referenced in multiple repositories`);
    }
    if (references.length > 0 && !isForced) checkConflicts(daemon, image, { running: true, stopped: true, hard: false });
    if (references.length > 0 && isForced) checkConflicts(daemon, image, { running: true, stopped: false, hard: true });
    for (const one of references) untag(daemon, image, one, items);
    deleteImage(daemon, image, options, items, true);
    return items;
  }
  if (references.filter((one) => one.tag !== undefined).length <= 1 && isLast(references, reference)) {
    const user = users.find((container) => isUsing(container, image));
    if (user && !isForced) {
      throw conflict(
        `conflict: unable to remove repository reference "${wanted}" (must force) - container ${shortId(user.id)} is using its referenced image ${shortId(image.id)}`,
      );
    }
  }
  untag(daemon, image, reference, items);
  const left = referencesOf(daemon, image.id);
  if (left.some((one) => one.tag !== undefined)) {
    // The last tag of a repository takes the repository's digests along.
    if (reference.tag !== undefined && !left.some((one) => one.tag !== undefined && sameRepository(one, reference))) {
      for (const one of left) if (one.digest !== undefined && sameRepository(one, reference)) untag(daemon, image, one, items);
    }
    return items;
  }
  if (left.some((one) => !sameRepository(one, reference))) return items;
  for (const one of left) untag(daemon, image, one, items);
  deleteImage(daemon, image, options, items, false);
  return items;
}

function isIdOf(image: ImageRecord, wanted: string): boolean {
  return isDigest(wanted) ? wanted === image.id : /^[0-9a-f]+$/.test(wanted) && image.id.slice(7).startsWith(wanted);
}

function isLast(references: readonly Reference[], reference: Reference): boolean {
  return references.every((one) => sameRepository(one, reference));
}

function isOneRepository(references: readonly Reference[]): boolean {
  const [first] = references;
  return (
    first !== undefined &&
    references.every((one) => sameRepository(one, first)) &&
    references.filter((one) => one.tag !== undefined).length <= 1
  );
}

function sameRepository(a: Reference, b: Reference): boolean {
  return a.domain === b.domain && a.path === b.path;
}

export function usersOf(daemon: Daemon, id: string): readonly ContainerRecord[] {
  return [...daemon.store.state.containers.values()].filter((container) => container.image === id);
}

function isUsing(container: ContainerRecord, image: ImageRecord): boolean {
  return container.image === image.id;
}

function untag(daemon: Daemon, image: ImageRecord, reference: Reference, items: ImageDeleteItem[]): void {
  daemon.store.update((draft) => void draft.references.delete(canonicalString(reference)));
  daemon.events.emit("image", "untag", image.id, { ...imageLabels(daemon, image.id), name: image.id });
  items.push({ Untagged: familiarString(reference) });
}

function checkConflicts(
  daemon: Daemon,
  image: ImageRecord,
  what: { readonly running: boolean; readonly stopped: boolean; readonly hard: boolean },
): void {
  for (const container of usersOf(daemon, image.id)) {
    if (isRunning(container)) {
      if (what.running) {
        throw conflict(
          `conflict: unable to delete ${shortId(image.id)} (cannot be forced) - image is being used by running container ${shortId(container.id)}`,
        );
      }
    } else if (what.stopped) {
      throw conflict(
        `conflict: unable to delete ${shortId(image.id)} (must be forced) - image is being used by stopped container ${shortId(container.id)}`,
      );
    }
  }
}

/** An image without names goes, its layers that nobody else has too, and then parents that were only its own. Quiet: in use is no error. */
function deleteImage(daemon: Daemon, image: ImageRecord, options: RemoveOptions, items: ImageDeleteItem[], byId: boolean): void {
  const children = [...daemon.store.state.images.values()].filter((one) => one.parent === image.id);
  if (children.length > 0) {
    if (byId && items.length === 0)
      throw conflict(`conflict: unable to delete ${shortId(image.id)} (cannot be forced) - image has dependent child images`);
    return;
  }
  const users = usersOf(daemon, image.id);
  const running = users.find(isRunning);
  const stopped = users.find((one) => !isRunning(one));
  if (running) {
    if (byId && items.length === 0)
      throw conflict(
        `conflict: unable to delete ${shortId(image.id)} (cannot be forced) - image is being used by running container ${shortId(running.id)}`,
      );
    return;
  }
  if (stopped && !options.force) {
    if (byId && items.length === 0)
      throw conflict(
        `conflict: unable to delete ${shortId(image.id)} (must be forced) - image is being used by stopped container ${shortId(stopped.id)}`,
      );
    return;
  }
  const layers = layersOf(daemon.layers.get(image.id)?.layer);
  const { parent } = image;
  daemon.layers.delete(image.id);
  daemon.store.update((draft) => void draft.images.delete(image.id));
  daemon.events.emit("image", "delete", image.id, { ...image.config.config?.Labels, name: image.id });
  items.push({ Deleted: image.id });
  if (users.length === 0) {
    for (const layer of [...layers].reverse()) {
      if (findLayer(daemon, layer.chainId) || isHeld(daemon, layer.chainId)) break;
      items.push({ Deleted: layer.chainId });
    }
  }
  const above = daemon.store.state.images.get(parent);
  if (above && options.prune && referencesOf(daemon, above.id).length === 0)
    deleteImage(daemon, above, { ...options, force: false }, items, false);
}

/** A container whose image is gone keeps its layers. */
function isHeld(daemon: Daemon, chainId: string): boolean {
  for (const container of daemon.store.state.containers.values()) {
    const layer = daemon.containerLayers.get(container.id);
    for (let one = layer; one; one = one.parent) if (one.chainId === chainId) return true;
  }
  return false;
}
