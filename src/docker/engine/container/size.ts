import { diffTrees, treeAt } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { layersOf } from "../image/add.ts";
import type { ContainerRecord } from "../store/state.ts";
import { liveOf } from "./find.ts";

/** Bytes that a container wrote, and those with its image's. */
export function containerSizes(daemon: Daemon, container: ContainerRecord): { readonly SizeRw: number; readonly SizeRootFs: number } {
  const { base, root } = liveOf(daemon, container);
  const now = root.snapshot();
  let written = 0;
  for (const { path, kind } of diffTrees(base, now)) if (kind !== "deleted") written += treeAt(now, path)?.content?.length ?? 0;
  const image = layersOf(daemon.containerLayers.get(container.id)).reduce((sum, layer) => sum + layer.size, 0);
  return { SizeRw: written, SizeRootFs: image + written };
}
