/** The daemon's objects as plain immutable data. Times are milliseconds since the epoch; bytes, logs and handles are not in here. */

import type { ContainerConfig, EndpointIpamConfig, Health, HostConfig, Ipam, MountPoint, PortMap } from "#api";
import type { ImageConfig } from "#images";

/** Where a container is in its life. */
export type Lifecycle =
  | { readonly kind: "created"; readonly exitCode: number; readonly error: string }
  | {
      readonly kind: "running" | "paused";
      readonly pid: number;
      readonly startedAt: number;
      readonly finishedAt: number | undefined;
      readonly oomKilled: boolean;
    }
  /** Between two lives, as the restart policy wants. */
  | {
      readonly kind: "restarting";
      readonly exitCode: number;
      readonly startedAt: number;
      readonly finishedAt: number;
      readonly oomKilled: boolean;
    }
  | {
      readonly kind: "exited";
      readonly exitCode: number;
      readonly error: string;
      readonly startedAt: number | undefined;
      readonly finishedAt: number | undefined;
      readonly oomKilled: boolean;
    }
  | {
      readonly kind: "removing" | "dead";
      readonly exitCode: number;
      readonly error: string;
      readonly startedAt: number | undefined;
      readonly finishedAt: number | undefined;
    };

/** A container's end in a network. The address is there while it runs. */
export interface EndpointRecord {
  /** As it was asked for. */
  readonly ipam: EndpointIpamConfig | null;
  readonly links: readonly string[] | null;
  readonly aliases: readonly string[] | null;
  readonly driverOpts: Readonly<Record<string, string>> | null;
  readonly gwPriority: number;
  readonly wantedMac: string;
  readonly networkId: string;
  readonly joined: JoinedEndpoint | undefined;
}
export interface JoinedEndpoint {
  readonly endpointId: string;
  readonly address: string;
  readonly prefix: number;
  readonly gateway: string;
  readonly mac: string;
}

export interface ContainerRecord {
  readonly id: string;
  /** Without slash. */
  readonly name: string;
  readonly created: number;
  readonly path: string;
  readonly args: readonly string[];
  /** The image's id; it stays when the image is gone. */
  readonly image: string;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly mounts: readonly MountRecord[];
  readonly state: Lifecycle;
  readonly health: Health | undefined;
  readonly restartCount: number;
  /** Stopped by hand: `unless-stopped` stays off after the daemon's restart. */
  readonly manuallyStopped: boolean;
  readonly sandboxId: string;
  /** By network name. */
  readonly endpoints: Readonly<Record<string, EndpointRecord>>;
  /** Published now; null when it does not run. */
  readonly ports: PortMap | null;
  /** Name of the writable layer's directory in overlay2. */
  readonly layerId: string;
  readonly execIds: readonly string[];
  /** Of the snapshot the container was started from: network mode container:ID. */
  readonly networkOf: string | undefined;
}

/** A mount as inspect shows it, and what else mounting it needs. */
export interface MountRecord extends MountPoint {
  readonly noCopy?: boolean;
  /** Volumes made for this container only. */
  readonly anonymous?: boolean;
  readonly tmpfs?: string;
  readonly subpath?: string;
}

/** An image; its layers and the bytes of its config live beside the store. */
export interface ImageRecord {
  /** sha256 of the config. */
  readonly id: string;
  readonly config: ImageConfig;
  /** Milliseconds; undefined when the config has no time. */
  readonly created: number | undefined;
  /** Bytes of all layers. */
  readonly size: number;
  /** Image that this one was committed or built from here; empty when it was pulled or loaded. */
  readonly parent: string;
  readonly lastTagTime: number | undefined;
}

export interface VolumeRecord {
  readonly name: string;
  readonly created: number;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly options: Readonly<Record<string, string>> | null;
  readonly anonymous: boolean;
}

export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly driver: string;
  readonly enableIPv6: boolean;
  readonly ipam: Ipam;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** bridge, host and none: made with the daemon. */
  readonly predefined: boolean;
}

export interface ExecRecord {
  readonly id: string;
  readonly containerId: string;
  readonly running: boolean;
  readonly started: boolean;
  readonly exitCode: number | null;
  readonly pid: number;
  readonly tty: boolean;
  readonly privileged: boolean;
  readonly user: string;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly detachKeys: string;
}

export interface EngineState {
  readonly containers: ReadonlyMap<string, ContainerRecord>;
  readonly images: ReadonlyMap<string, ImageRecord>;
  /** Full references, `docker.io/library/httpd:latest` and `docker.io/library/httpd@sha256:…`, to image ids. */
  readonly references: ReadonlyMap<string, string>;
  readonly volumes: ReadonlyMap<string, VolumeRecord>;
  readonly networks: ReadonlyMap<string, NetworkRecord>;
  readonly execs: ReadonlyMap<string, ExecRecord>;
}

export const EMPTY_STATE: EngineState = {
  containers: new Map(),
  images: new Map(),
  references: new Map(),
  volumes: new Map(),
  networks: new Map(),
  execs: new Map(),
};
