/** dockerd: a function from requests to answers over one state. */

import type { Handler } from "#http";
import type { Layer, Registry } from "#images";
import { withDefaultTag } from "#images";
import type { Kernel } from "#kernel";
import type { NetworkStack } from "#net";
import type { EngineRelease } from "#releases";
import type { Capacity } from "#vfs";
import type { Daemon, HostFacts } from "./daemon.ts";
import { DATA_ROOT } from "./daemon.ts";
import { createEvents, type EngineEvent } from "./event/events.ts";
import { readFacts } from "./host/facts.ts";
import { filesOf } from "./host/files.ts";
import { randomId } from "./ids.ts";
import { addImage, nameImage } from "./image/add.ts";
import { readReference } from "./image/find.ts";
import { createDefaultNetworks, raiseBridge } from "./network/networks.ts";
import { createPortAllocator } from "./network/ports.ts";
import { archiveRoutes } from "./router/archive.ts";
import { buildRoutes } from "./router/build.ts";
import { containerRoutes } from "./router/container.ts";
import { execRoutes } from "./router/exec.ts";
import { imageRoutes } from "./router/image.ts";
import { networkRoutes } from "./router/network.ts";
import { createRouter } from "./router/router.ts";
import { systemRoutes } from "./router/system.ts";
import { volumeRoutes } from "./router/volume.ts";
import { type EngineSnapshot, restoreEngine, takeSnapshot } from "./snapshot.ts";
import type { EngineState } from "./store/state.ts";
import { createStore, type StateListener } from "./store/store.ts";
import { prepareVolumes } from "./volume/volumes.ts";

export interface EngineOptions {
  readonly kernel: Kernel;
  readonly network: NetworkStack;
  readonly release: EngineRelease;
  readonly registry: Registry;
  /** What differs from what the host's files tell. */
  readonly facts?: Partial<HostFacts>;
  /** The host's disk: containers' trees take from it. */
  readonly capacity?: Capacity;
}

export interface Engine {
  /** Answers the Engine API. */
  readonly handle: Handler;
  /** Immutable; a new value after each operation. */
  readonly state: EngineState;
  subscribe(listener: StateListener): () => void;
  /** New events as they happen. */
  listen(listener: (event: EngineEvent) => void): () => void;
  /** An image that was there before anybody pulled it. `config` byte for byte; `reference` as people write it. */
  preload(image: {
    readonly reference: string;
    readonly config: Uint8Array;
    readonly layer: Layer | undefined;
    readonly digest?: `sha256:${string}`;
  }): void;
  /** Everything that is worth keeping; containers that run are kept as stopped. */
  snapshot(): Promise<EngineSnapshot>;
  /** Into a fresh engine. */
  restore(snapshot: EngineSnapshot): Promise<void>;
  /** Kills what runs. */
  shutdown(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { kernel, release } = options;
  let device = 50;
  const store = createStore();
  const events = createEvents(kernel.clock);
  const host = filesOf(kernel.host.mounts);
  const daemon: Daemon = {
    kernel,
    network: options.network,
    release,
    registry: options.registry,
    clock: kernel.clock,
    random: kernel.random,
    facts: { ...readFacts(kernel, host), ...options.facts },
    engineId: engineId(options),
    store,
    events,
    host,
    live: new Map(),
    liveExecs: new Map(),
    layers: new Map(),
    containerLayers: new Map(),
    bridges: new Map(),
    ports: createPortAllocator(),
    disk: options.capacity ? { capacity: options.capacity } : {},
    nextDevice: () => device++,
  };
  prepareDataRoot(daemon);
  createDefaultNetworks(daemon);
  for (const network of store.state.networks.values()) raiseBridge(daemon, network);
  const handle = createRouter(
    [
      ...systemRoutes(daemon),
      ...containerRoutes(daemon),
      ...archiveRoutes(daemon),
      ...execRoutes(daemon),
      ...imageRoutes(daemon),
      ...buildRoutes(daemon),
      ...volumeRoutes(daemon),
      ...networkRoutes(daemon),
    ],
    release,
  );
  return {
    handle,
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    listen: events.listen,
    preload({ reference, config, layer, digest }) {
      const name = withDefaultTag(readReference(daemon, reference));
      const { id } = addImage(daemon, config, layer);
      nameImage(daemon, id, name);
      if (digest) nameImage(daemon, id, { domain: name.domain, path: name.path, digest });
    },
    snapshot: () => takeSnapshot(daemon),
    restore: (snapshot) => restoreEngine(daemon, snapshot),
    shutdown: () => shutdown(daemon),
  };
}

/** The later releases' is a UUID, the earlier ones' twelve groups of base 32. */
function engineId({ kernel, release }: EngineOptions): string {
  const hex = randomId(kernel.random);
  if (release.behaviour.dnsNames)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const letters = [...kernel.random.bytes(48)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32]).join("");
  return letters.match(/.{4}/g)?.join(":") ?? letters;
}

const DIRECTORIES = [
  "buildkit",
  "containers",
  "image",
  "image/overlay2",
  "network",
  "network/files",
  "overlay2",
  "overlay2/l",
  "plugins",
  "runtimes",
  "swarm",
  "tmp",
  "volumes",
];

/** /var/lib/docker as root finds it, closed to everyone else. */
function prepareDataRoot(daemon: Daemon): void {
  const { behaviour } = daemon.release;
  daemon.host.makeDirectories(DATA_ROOT, behaviour.dataRootMode);
  for (const directory of DIRECTORIES)
    daemon.host.makeDirectories(`${DATA_ROOT}/${directory}`, directory === "volumes" ? behaviour.volumesMode : 0o700);
  prepareVolumes(daemon);
}

async function shutdown(daemon: Daemon): Promise<void> {
  const ends: Promise<unknown>[] = [];
  for (const live of daemon.live.values()) {
    live.stopping = true;
    live.cancelRestart?.();
    if (!live.life) continue;
    live.life.cgroup.thaw();
    live.life.process.kill("SIGKILL");
    ends.push(live.life.ended);
  }
  await Promise.all(ends);
}
