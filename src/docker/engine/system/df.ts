import type { DiskUsage, ImageSummary } from "#api";
import { listContainers } from "../container/list.ts";
import type { Daemon } from "../daemon.ts";
import { layersOf } from "../image/add.ts";
import { listImages } from "../image/list.ts";
import { mountpointOf, volumeUsers, volumeView } from "../volume/volumes.ts";

/** GET /system/df; `types` asks for parts only. */
export function diskUsage(daemon: Daemon, types: readonly string[]): DiskUsage {
  const wants = (type: string): boolean => types.length === 0 || types.includes(type);
  const sizes = new Map<string, number>();
  for (const { layer } of daemon.layers.values()) for (const one of layersOf(layer)) sizes.set(one.chainId, one.size);
  const images: readonly ImageSummary[] = wants("image")
    ? listImages(daemon, { all: false, filters: new Map(), sharedSize: true, containerCount: true })
    : [];
  return {
    LayersSize: wants("image") ? [...sizes.values()].reduce((sum, size) => sum + size, 0) : 0,
    Images: wants("image") ? images : null,
    Containers: wants("container") ? listContainers(daemon, { all: true, size: true, limit: 0, filters: new Map() }) : null,
    Volumes: wants("volume")
      ? [...daemon.store.state.volumes.values()].map((volume) => ({
          ...volumeView(volume),
          UsageData: { RefCount: volumeUsers(daemon, volume.name).length, Size: daemon.host.usage(mountpointOf(volume.name)) },
        }))
      : null,
    BuildCache: wants("build-cache") ? [] : null,
    BuilderSize: 0,
  };
}
