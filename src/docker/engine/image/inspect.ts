import type { GraphDriver, HistoryItem, ImageInspect } from "#api";
import type { Layer } from "#images";
import { DATA_ROOT, type Daemon } from "../daemon.ts";
import { shaped } from "../shape.ts";
import type { ImageRecord } from "../store/state.ts";
import { rfc3339Nano, seconds, ZERO_TIME } from "../time.ts";
import { layersOf } from "./add.ts";
import { digestsOf, findImage, tagsOf } from "./find.ts";

const NEVER_SECONDS = -62135596800;

/** GET /images/NAME/json */
export function inspectImage(daemon: Daemon, wanted: string): ImageInspect {
  const { image } = findImage(daemon, wanted);
  const { config } = image;
  return shaped<ImageInspect>(daemon.release.shapes.imageInspect, {
    Id: image.id,
    RepoTags: tagsOf(daemon, image.id),
    RepoDigests: digestsOf(daemon, image.id),
    Parent: image.parent,
    Comment: config.comment || (config.history?.at(-1)?.comment ?? ""),
    Created: config.created ?? "",
    Container: config.container ?? "",
    ContainerConfig: shaped(daemon.release.shapes.config, config.container_config ?? {}),
    DockerVersion: config.docker_version ?? "",
    Author: config.author ?? "",
    Config: config.config ? shaped(daemon.release.shapes.imageConfig, config.config) : null,
    Architecture: config.architecture ?? "",
    ...(config.variant ? { Variant: config.variant } : {}),
    Os: config.os ?? "",
    Size: image.size,
    VirtualSize: image.size,
    GraphDriver: imageGraph(layersOf(daemon.layers.get(image.id)?.layer)),
    RootFS: { Type: "layers", ...(config.rootfs.diff_ids.length > 0 ? { Layers: config.rootfs.diff_ids } : {}) },
    Metadata: { LastTagTime: image.lastTagTime === undefined ? ZERO_TIME : rfc3339Nano(image.lastTagTime) },
  });
}

/** Directories of overlay2; each layer's is named by its chain. */
function imageGraph(layers: readonly Layer[]): GraphDriver {
  const directories = layers.map(layerDirectory);
  const top = directories.at(-1);
  if (top === undefined) return { Data: null, Name: "overlay2" };
  const lower = directories
    .slice(0, -1)
    .reverse()
    .map((one) => `${one}/diff`);
  return {
    Data: {
      ...(lower.length > 0 ? { LowerDir: lower.join(":") } : {}),
      MergedDir: `${top}/merged`,
      UpperDir: `${top}/diff`,
      WorkDir: `${top}/work`,
    },
    Name: "overlay2",
  };
}

export function layerDirectory(layer: Layer): string {
  return `${DATA_ROOT}/overlay2/${layer.chainId.slice(7)}`;
}

/** GET /images/NAME/history, newest first. */
export function imageHistory(daemon: Daemon, wanted: string): readonly HistoryItem[] {
  const { image } = findImage(daemon, wanted);
  const layers = [...layersOf(daemon.layers.get(image.id)?.layer)];
  const rows = (image.config.history ?? []).map((one) => {
    const created = Date.parse(one.created ?? "");
    return {
      Id: "<missing>",
      Created: Number.isNaN(created) ? NEVER_SECONDS : seconds(created),
      CreatedBy: one.created_by ?? "",
      Tags: null as readonly string[] | null,
      Size: one.empty_layer ? 0 : (layers.shift()?.size ?? 0),
      Comment: one.comment ?? "",
    };
  });
  rows.reverse();
  nameParents(daemon, image, rows);
  return rows;
}

/** Rows that images here stand for show their ids and tags. */
function nameParents(daemon: Daemon, image: ImageRecord, rows: { Id: string; Tags: readonly string[] | null }[]): void {
  for (
    let one: ImageRecord | undefined = image, total = image.config.history?.length ?? 0;
    one;
    one = daemon.store.state.images.get(one.parent)
  ) {
    const row = rows[total - (one.config.history?.length ?? 0)];
    if (!row) break;
    row.Id = one.id;
    const tags = tagsOf(daemon, one.id);
    row.Tags = tags.length > 0 ? tags : null;
  }
}
