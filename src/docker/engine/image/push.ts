import { canonicalString, familiarName, withDefaultTag } from "#images";
import type { Daemon } from "../daemon.ts";
import { invalid, notFound } from "../errors.ts";
import { layersOf } from "./add.ts";
import { readNameAndTag } from "./find.ts";
import { progressResponse } from "./progress.ts";

/** POST /images/NAME/push: nobody is logged in here, so that every registry refuses. */
export async function pushImage(daemon: Daemon, name: string, tag: string): Promise<Response> {
  const reference = withDefaultTag(readNameAndTag(daemon, name, tag));
  const id = daemon.store.state.references.get(canonicalString(reference));
  if (reference.digest !== undefined) throw invalid("cannot push a digest reference");
  if (id === undefined) {
    throw notFound(
      tag === ""
        ? `An image does not exist locally with the tag: ${familiarName(reference)}`
        : `tag does not exist: ${familiarName(reference)}:${tag}`,
    );
  }
  return progressResponse(async (progress) => {
    progress.send({ status: `The push refers to repository [${reference.domain}/${reference.path}]` });
    const layers = [...layersOf(daemon.layers.get(id)?.layer)].reverse();
    for (const layer of layers) progress.send({ status: "Preparing", progressDetail: {}, id: layer.diffId.slice(7, 19) });
    for (const layer of layers.slice(5)) progress.send({ status: "Waiting", progressDetail: {}, id: layer.diffId.slice(7, 19) });
    const host = reference.domain === "docker.io" ? undefined : reference.domain;
    if (host === undefined) throw new Error("denied: requested access to the resource is denied");
    const answer = await daemon.registry.resolve({ domain: reference.domain, path: reference.path, tag: reference.tag ?? "latest" });
    throw new Error("kind" in answer && answer.kind === "unreachable" ? answer.message : "no basic auth credentials");
  });
}
