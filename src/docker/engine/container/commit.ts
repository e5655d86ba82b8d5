/** `docker commit`: daemon/commit.go of moby. */

import type { ContainerConfig } from "#api";
import { childConfig, EMPTY_LAYER, encodeImageConfig, layerFromDiff, withDefaultTag } from "#images";
import type { Daemon } from "../daemon.ts";
import { conflict } from "../errors.ts";
import { addImage, nameImage } from "../image/add.ts";
import { applyChanges } from "../image/changes.ts";
import { readNameAndTag } from "../image/find.ts";
import { rfc3339Nano } from "../time.ts";
import { emitContainer, findContainer, liveOf } from "./find.ts";
import { mergeEnv } from "./merge-config.ts";

export interface CommitRequest {
  readonly container: string;
  readonly repository: string;
  readonly tag: string;
  readonly comment: string;
  readonly author: string;
  readonly changes: readonly string[];
  readonly config: Partial<ContainerConfig>;
  readonly pause: boolean;
}

/** A new image of a container's changes; gives its id. */
export async function commitContainer(daemon: Daemon, request: CommitRequest): Promise<string> {
  const container = findContainer(daemon, request.container);
  if (container.state.kind === "dead" || container.state.kind === "removing")
    throw conflict(`You cannot commit container ${container.id} which is Dead`);
  const live = liveOf(daemon, container);
  const asked = applyChanges(request.config, request.changes, daemon.release.texts);
  const reference = request.repository === "" ? undefined : withDefaultTag(readNameAndTag(daemon, request.repository, request.tag));
  const freezes = request.pause && container.state.kind === "running";
  const parentLayer = daemon.containerLayers.get(container.id);
  if (freezes) live.life?.cgroup.freeze();
  const tree = live.root.snapshot();
  if (freezes) live.life?.cgroup.thaw();
  const layer = await layerFromDiff(tree, parentLayer, { base: live.base });
  const parent = daemon.store.state.images.get(container.image);
  const own = container.config;
  const config: Partial<ContainerConfig> = {
    ...own,
    ...asked,
    Hostname: own.Hostname,
    Env: mergeEnv(asked.Env ?? [], own.Env ?? []),
    Labels: { ...own.Labels, ...asked.Labels },
    ExposedPorts: { ...own.ExposedPorts, ...asked.ExposedPorts },
    Volumes: { ...own.Volumes, ...asked.Volumes },
    Cmd: asked.Cmd ?? (asked.Entrypoint ? null : own.Cmd),
    Image: own.Image,
    WorkingDir: asked.WorkingDir || own.WorkingDir,
    User: asked.User || own.User,
  };
  const bytes = encodeImageConfig(
    childConfig(parent?.config, {
      created: rfc3339Nano(daemon.clock.now()),
      author: request.author,
      comment: request.comment,
      dockerVersion: daemon.release.version,
      container: container.id,
      containerConfig: own,
      config: tidy(config),
      diffId: layer.diffId,
    }),
  );
  const image = addImage(daemon, bytes, layer.diffId === EMPTY_LAYER ? parentLayer : layer, container.image);
  if (reference) nameImage(daemon, image.id, reference, "tag");
  emitContainer(daemon, container, "commit", {
    comment: request.comment,
    imageID: image.id,
    imageRef: reference ? `${reference.domain}/${reference.path}:${reference.tag}` : "",
  });
  return image.id;
}

/** Empty sets are null or left out in Go's JSON. */
function tidy(config: Partial<ContainerConfig>): Partial<ContainerConfig> {
  const { ExposedPorts: ports, Volumes: volumes, ...rest } = config;
  return {
    ...rest,
    Volumes: volumes && Object.keys(volumes).length > 0 ? volumes : null,
    ...(ports && Object.keys(ports).length > 0 ? { ExposedPorts: ports } : {}),
  };
}
