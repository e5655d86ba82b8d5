/** What belongs to a container but is no state: its tree, its log, and the handles of its life. */

import type { Cgroup, Namespaces, ProcessHandle } from "#kernel";
import type { ContainerNetwork, Endpoint, HostNetwork } from "#net";
import type { Tree, TreeFilesystem } from "#vfs";
import type { ContainerLog } from "./log.ts";
import type { Stdio } from "./stdio.ts";

export interface LiveContainer {
  readonly root: TreeFilesystem;
  /** The image's tree with the files that the engine puts into every container: what changes are relative to. */
  readonly base: Tree;
  readonly log: ContainerLog;
  readonly stdio: Stdio;
  life: Life | undefined;
  /** Waiting for the next end of its process. */
  readonly exitWaiters: Set<(status: ExitResult) => void>;
  readonly removalWaiters: Set<(status: ExitResult) => void>;
  /** Cancels a restart that is waiting for its time. */
  cancelRestart: (() => void) | undefined;
  /** Milliseconds that the next restart waits. */
  backOff: number;
  /** Stop, kill or remove was asked for: the restart policy is off. */
  stopping: boolean;
}

export interface ExitResult {
  readonly code: number;
  readonly error?: string;
}

/** From start to end of one process. */
export interface Life {
  readonly namespaces: Namespaces;
  readonly cgroup: Cgroup;
  readonly process: ProcessHandle;
  readonly shim: ProcessHandle | undefined;
  readonly network: ContainerNetwork | HostNetwork;
  /** By network name. */
  readonly endpoints: Map<string, Endpoint>;
  published: readonly { close(): void }[];
  oomKilled: boolean;
  stopHealth: (() => void) | undefined;
  readonly startedAt: number;
  /** Resolves when the engine has noted the end. */
  readonly ended: Promise<ExitResult>;
}
