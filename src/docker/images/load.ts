/** `docker load`: archives of both layouts, plain or gzip'd, into layers and configs. */

import { decode, ZERO_CHUNK, zeros } from "#abi";
import { type Content, EMPTY_CONTENT } from "#vfs";
import { decompressed } from "./compression.ts";
import { ConfigError, jsonProblem, parseImageConfig } from "./config.ts";
import { chainIdOf, digestOf, pause } from "./digest.ts";
import { layerFromTar } from "./layer.ts";
import { bytesOf, type Chunks, readTar } from "./tar-reader.ts";
import type { Digest, Layer } from "./types.ts";

export interface LoadOptions {
  /** A layer that is there already. */
  readonly findLayer: (chainId: Digest) => Layer | undefined;
  /** Bytes of a layer's archive read so far. */
  readonly progress?: (diffId: Digest, current: number, total: number) => void;
  /** The directory that Docker would have unpacked into; messages name it. */
  readonly directory?: string;
}

export interface LoadedImage {
  readonly id: Digest;
  readonly config: Uint8Array;
  readonly layer: Layer;
  /** As the archive has them: familiar names with tags. */
  readonly tags: readonly string[];
  readonly parent: Digest | undefined;
}

/** Why an archive can't be loaded, in Docker's words. */
export class LoadError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LoadError";
  }
}

type Files = ReadonlyMap<string, Content | { readonly target: string }>;

/** The images of an archive, one by one. Throws LoadError, ConfigError, TarError. */
export async function* loadArchive(chunks: Chunks, options: LoadOptions): AsyncGenerator<LoadedImage> {
  const files = await unpacked(chunks);
  const directory = options.directory ?? "/var/lib/docker/tmp/docker-import-000000000";
  const manifest = fileAt(files, "manifest.json");
  if (!manifest) throw new LoadError(`open ${directory}/repositories: no such file or directory`);
  for (const { Config, RepoTags, Layers, Parent } of parseManifest(decode(bytesOf(manifest)))) {
    const file = fileAt(files, Config);
    if (!file) throw new LoadError(`open ${directory}/${Config}: no such file or directory`);
    const bytes = bytesOf(file).slice();
    const config = parseImageConfig(bytes);
    if (config.os === "windows") throw new LoadError("cannot load windows image on linux");
    const { diff_ids: ids } = config.rootfs;
    if (ids.length !== Layers.length)
      throw new LoadError(`invalid manifest, layers length mismatch: expected ${Layers.length}, got ${ids.length}`);
    let layer: Layer | undefined;
    for (const [index, diffId] of ids.entries()) {
      const path = Layers[index] ?? "";
      const content = fileAt(files, path);
      const known: Layer | undefined = options.findLayer(chainIdOf(layer?.chainId, diffId));
      if (!content && !known) throw new LoadError(`open ${directory}/${path}: no such file or directory`);
      const next: Layer = known ?? (await layerFromTar(decompressed(counted(content ?? EMPTY_CONTENT, diffId, options)), layer));
      if (next.diffId !== diffId) throw new LoadError(`invalid diffID for layer ${index}: expected "${diffId}", got "${next.diffId}"`);
      layer = next;
    }
    if (!layer) throw new ConfigError("invalid image JSON, no RootFS key");
    yield { id: digestOf(bytes), config: bytes, layer, tags: RepoTags, parent: Parent };
  }
}

async function unpacked(chunks: Chunks): Promise<Files> {
  const files = new Map<string, Content | { readonly target: string }>();
  for await (const { path, type, content, target } of readTar(decompressed(chunks))) {
    const name = path.replace(/^(\.?\/)+/, "");
    if (type === "file" && content) files.set(name, content);
    else if (type === "symlink") files.set(name, { target: join(name, target ?? "") });
    else if (type === "link") files.set(name, { target: (target ?? "").replace(/^(\.?\/)+/, "") });
  }
  return files;
}

/** A link's target from the archive's top. */
function join(from: string, target: string): string {
  const names = target.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const name of target.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}

function fileAt(files: Files, path: string): Content | undefined {
  let found = files.get(path.replace(/^(\.?\/)+/, ""));
  for (let links = 0; found && "target" in found && links < 8; links++) found = files.get(found.target);
  return found && !("target" in found) ? found : undefined;
}

interface ManifestItem {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
  readonly Parent: Digest | undefined;
}

function parseManifest(text: string): readonly ManifestItem[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LoadError(jsonProblem(text));
  }
  if (!Array.isArray(value)) throw new LoadError("json: cannot unmarshal object into Go value of type []tarexport.manifestItem");
  const strings = (list: unknown): readonly string[] => (Array.isArray(list) ? list.filter((one) => typeof one === "string") : []);
  return value.map((item: Record<string, unknown>) => {
    const { Config, RepoTags, Layers, Parent } = item;
    return {
      Config: typeof Config === "string" ? Config : "",
      RepoTags: strings(RepoTags),
      Layers: strings(Layers),
      Parent: typeof Parent === "string" && Parent.startsWith("sha256:") ? (Parent as Digest) : undefined,
    };
  });
}

/** Chunks of a layer's file; tells how far it is and lets others run now and then. */
async function* counted(content: Content, diffId: Digest, { progress }: LoadOptions): AsyncGenerator<Uint8Array> {
  let current = 0;
  let told = -1;
  for (const segment of content.segments()) {
    const length = "hole" in segment ? segment.hole : segment.data.length;
    for (let at = 0; at < length; at += ZERO_CHUNK) {
      const size = Math.min(ZERO_CHUNK, length - at);
      yield "hole" in segment ? zeros(size) : segment.data.subarray(at, at + size);
      current += size;
      // moby's progress reader tells each 512 KiB or so; a few dozen frames are enough for a person.
      if (current - told < content.length / 50) continue;
      told = current;
      progress?.(diffId, current, content.length);
      await pause();
    }
  }
  progress?.(diffId, current, content.length);
}
