/** `docker pull` as the classic puller (distribution/pull_v2.go, xfer): three downloads at once, layers put on one another in order. */

import {
  chainIdOf,
  familiarName,
  familiarString,
  type Layer,
  type LayerDescriptor,
  layerFromBlob,
  parseImageConfig,
  type Reference,
  type RegistryFailure,
  type RemoteImage,
  withDefaultTag,
} from "#images";
import type { Daemon } from "../daemon.ts";
import { type ApiError, notFound, systemError } from "../errors.ts";
import { addImage, findLayer, imageLabels, nameImage } from "./add.ts";
import type { Progress } from "./progress.ts";

const AT_ONCE = 3;

/** Pulls one tag or digest, or all tags. Throws ApiError when the registry has nothing. */
export async function pullImage(daemon: Daemon, name: Reference, allTags: boolean, progress: Progress): Promise<void> {
  if (!allTags) {
    await pullOne(daemon, withDefaultTag(name), progress);
    return;
  }
  const tags = await daemon.registry.tags(name);
  if (!Array.isArray(tags)) throw refusal(name, tags as RegistryFailure);
  for (const tag of tags) await pullOne(daemon, { domain: name.domain, path: name.path, tag }, progress);
}

async function pullOne(daemon: Daemon, reference: Reference, progress: Progress): Promise<void> {
  const { domain, path, tag, digest } = reference;
  const remote = await daemon.registry.resolve({
    domain,
    path,
    ...(digest === undefined ? (tag === undefined ? {} : { tag }) : { digest }),
  });
  if ("kind" in remote) throw refusal(reference, remote);
  const shown = domain === "docker.io" ? path : familiarName(reference);
  progress.send({ status: `Pulling from ${shown}`, id: digest ?? tag ?? "latest" });
  const before = daemon.store.state.references.get(`${domain}/${path}${tag === undefined ? `@${digest}` : `:${tag}`}`);
  const layer = await fetchLayers(daemon, remote, progress);
  const image = addImage(daemon, remote.config, layer);
  progress.send({ status: `Digest: ${remote.digest}` });
  if (tag !== undefined && digest === undefined) nameImage(daemon, image.id, { domain, path, tag });
  nameImage(daemon, image.id, { domain, path, digest: remote.digest });
  const familiar = familiarString(reference);
  progress.send({
    status: before === image.id ? `Status: Image is up to date for ${familiar}` : `Status: Downloaded newer image for ${familiar}`,
  });
  daemon.events.emit("image", "pull", familiar, { ...imageLabels(daemon, image.id), name: familiarName(reference) });
}

/** What the registry said, in the words of the daemon. */
function refusal(reference: Reference, failure: RegistryFailure): ApiError {
  const familiar = familiarString(reference);
  switch (failure.kind) {
    case "manifest-unknown":
      return notFound(`manifest for ${familiar} not found: manifest unknown: manifest unknown`);
    case "denied":
      return notFound(
        `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
      );
    case "unreachable":
      return systemError(failure.message);
    case "no-platform":
      return notFound(`no matching manifest for ${failure.platform} in the manifest list entries`);
  }
}

/** A layer on its way. */
interface Transfer {
  readonly descriptor: LayerDescriptor;
  readonly id: string;
  /** Undefined while it is not here; absent for one that was there. */
  blob: Promise<Uint8Array> | undefined;
}

async function fetchLayers(daemon: Daemon, remote: RemoteImage, progress: Progress): Promise<Layer | undefined> {
  const { rootfs } = parseImageConfig(remote.config);
  let chain: ReturnType<typeof chainIdOf> | undefined;
  let known: Layer | undefined;
  const missing: Transfer[] = [];
  for (const [index, descriptor] of remote.layers.entries()) {
    chain = chainIdOf(chain, rootfs.diff_ids[index] ?? descriptor.diffId);
    const id = descriptor.digest.slice(7, 19);
    const there = missing.length === 0 ? findLayer(daemon, chain) : undefined;
    if (there) known = there;
    else missing.push({ descriptor, id, blob: undefined });
    progress.send(there ? { status: "Already exists", progressDetail: {}, id } : { status: "Pulling fs layer", progressDetail: {}, id });
  }
  await download(daemon, missing, progress);
  let layer = known;
  for (const { descriptor, id, blob } of missing) {
    const bytes = await blob;
    if (!bytes) throw systemError("missing blob");
    const total = descriptor.size;
    for (const part of [0.3, 0.7, 1]) progress.send(counted("Extracting", id, Math.ceil(total * part), total));
    layer = await layerFromBlob(bytes, layer);
    progress.send({ status: "Pull complete", progressDetail: {}, id });
  }
  return layer;
}

/** Starts all downloads, three at a time; the promises are there when it returns. */
async function download(daemon: Daemon, transfers: readonly Transfer[], progress: Progress): Promise<void> {
  const waiting = [...transfers];
  for (const { id } of waiting.slice(AT_ONCE)) progress.send({ status: "Waiting", progressDetail: {}, id });
  const free: (() => void)[] = [];
  let running = 0;
  const acquire = async (): Promise<void> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => free.push(resolve));
    running++;
  };
  const one = async ({ descriptor, id }: Transfer): Promise<Uint8Array> => {
    await acquire();
    try {
      let last = -1;
      const blob = await daemon.registry.download(descriptor, (bytes) => {
        if (bytes === last || bytes === 0) return;
        last = bytes;
        progress.send(counted("Downloading", id, bytes, descriptor.size));
      });
      progress.send({ status: "Verifying Checksum", progressDetail: {}, id });
      progress.send({ status: "Download complete", progressDetail: {}, id });
      return blob;
    } finally {
      running--;
      free.shift()?.();
    }
  };
  for (const transfer of waiting) {
    transfer.blob = one(transfer);
    // Whoever waits for it hears of a failure; those behind it don't need to.
    transfer.blob.catch(() => undefined);
  }
}

/** A line with a bar, and the bar as text: pkg/jsonmessage. */
export function counted(status: string, id: string, current: number, total: number) {
  return { status, progressDetail: { current, total }, progress: progressBar(current, total), id };
}

/** `[=====>          ]  1.2MB/3.4MB` */
export function progressBar(current: number, total: number): string {
  const percent = Math.floor(((current / total) * 100) / 2) || 0;
  const shown = Math.min(50, percent);
  const bar = `[${"=".repeat(shown)}>${" ".repeat(Math.max(0, 50 - shown))}]`;
  return `${bar} ${humanSize(current).padStart(8)}/${humanSize(total)}`;
}

/** units.HumanSize: four digits, powers of a thousand. */
export function humanSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(4))}${units[unit]}`;
}
