/** What every part of the daemon works with. */

import type { Clock, Random } from "#abi";
import type { Layer, Registry } from "#images";
import type { Kernel } from "#kernel";
import type { Bridge, NetworkStack } from "#net";
import type { EngineRelease } from "#releases";
import type { Capacity } from "#vfs";
import type { LiveContainer } from "./container/live.ts";
import type { Events } from "./event/events.ts";
import type { LiveExec } from "./exec/live.ts";
import type { Files } from "./host/files.ts";
import type { PortAllocator } from "./network/ports.ts";
import type { Store } from "./store/store.ts";

export interface Daemon {
  readonly kernel: Kernel;
  readonly network: NetworkStack;
  readonly release: EngineRelease;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  readonly facts: HostFacts;
  /** The ID of `docker info`. */
  readonly engineId: string;
  readonly store: Store;
  readonly events: Events;
  /** Root on the host. */
  readonly host: Files;
  /** Beside the store: handles, trees and logs by container id. */
  readonly live: Map<string, LiveContainer>;
  readonly liveExecs: Map<string, LiveExec>;
  /** By image id. */
  readonly layers: Map<string, { readonly config: Uint8Array; readonly layer: Layer | undefined }>;
  /** The image's top layer by container id, whether the image is still there or not. */
  readonly containerLayers: Map<string, Layer | undefined>;
  /** Bridges on the host by network id. */
  readonly bridges: Map<string, Bridge>;
  readonly ports: PortAllocator;
  /** What all containers' trees take from: the host's disk. */
  readonly disk: { readonly capacity?: Capacity };
  /** A device number for a new filesystem. */
  nextDevice(): number;
}

/** What the daemon tells of its host. */
export interface HostFacts {
  readonly hostname: string;
  readonly processors: number;
  /** Bytes. */
  readonly memory: number;
  /** uname -r */
  readonly kernelVersion: string;
  readonly operatingSystem: string;
  /** Address of the resolver in /etc/resolv.conf when that file can't be read. */
  readonly nameServer: string;
}

export const DATA_ROOT = "/var/lib/docker";
