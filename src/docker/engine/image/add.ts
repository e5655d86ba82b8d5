/** Images into the store, by whatever way they came. */

import { castDraft } from "immer";
import { canonicalString, type Digest, digestOf, familiarString, type Layer, parseImageConfig, type Reference } from "#images";
import type { Daemon } from "../daemon.ts";
import type { ImageRecord } from "../store/state.ts";

/** Keeps an image with its layers; the same image stays as it is. Gives its id. */
export function addImage(daemon: Daemon, bytes: Uint8Array, layer: Layer | undefined, parent: string = ""): ImageRecord {
  const id = digestOf(bytes);
  const known = daemon.store.state.images.get(id);
  if (known) return known;
  const config = parseImageConfig(bytes);
  const created = Date.parse(config.created ?? "");
  const record: ImageRecord = {
    id,
    config,
    size: layersOf(layer).reduce((sum, one) => sum + one.size, 0),
    parent,
    lastTagTime: undefined,
    created: Number.isNaN(created) ? undefined : exactTime(config.created ?? "", created),
  };
  daemon.layers.set(id, { config: bytes, layer });
  daemon.store.update((draft) => void draft.images.set(id, castDraft(record)));
  return record;
}

/** Milliseconds with the digits of the nanoseconds that Date.parse drops. */
function exactTime(text: string, ms: number): number {
  const digits = /\.\d{3}(\d+)/.exec(text)?.[1];
  return digits === undefined ? ms : ms + Number(`0.${digits}`);
}

/** Lowest first. */
export function layersOf(top: Layer | undefined): readonly Layer[] {
  const layers: Layer[] = [];
  for (let layer = top; layer; layer = layer.parent) layers.unshift(layer);
  return layers;
}

/** A layer that some image has already. */
export function findLayer(daemon: Daemon, chainId: Digest): Layer | undefined {
  for (const { layer } of daemon.layers.values()) {
    for (let one = layer; one; one = one.parent) if (one.chainId === chainId) return one;
  }
  return undefined;
}

/** Gives an image a name; one that had it before loses it. With `tag` it counts as tagged by hand. */
export function nameImage(daemon: Daemon, id: string, reference: Reference, event?: "tag"): void {
  daemon.store.update((draft) => {
    draft.references.set(canonicalString(reference), id);
    const image = draft.images.get(id);
    if (image && event === "tag") image.lastTagTime = daemon.clock.now();
  });
  if (event === "tag") daemon.events.emit("image", "tag", id, { ...imageLabels(daemon, id), name: familiarString(reference) });
}

export function imageLabels(daemon: Daemon, id: string): Readonly<Record<string, string>> {
  return daemon.store.state.images.get(id)?.config.config?.Labels ?? {};
}
