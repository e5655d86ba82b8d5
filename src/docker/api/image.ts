/** Images as the API shows them. */

import type { GraphDriver } from "./container.ts";
import type { ContainerConfig } from "./container-config.ts";

/** A row of GET /images/json. */
export interface ImageSummary {
  readonly Containers: number;
  /** Seconds since the epoch. */
  readonly Created: number;
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly ParentId: string;
  readonly RepoDigests: readonly string[] | null;
  readonly RepoTags: readonly string[] | null;
  /** -1 when not asked for. */
  readonly SharedSize: number;
  readonly Size: number;
  readonly VirtualSize?: number;
}
/** GET /images/NAME/json. */
export interface ImageInspect {
  readonly Id: string;
  readonly RepoTags: readonly string[];
  readonly RepoDigests: readonly string[];
  readonly Parent: string;
  readonly Comment: string;
  readonly Created: string;
  readonly Container?: string;
  readonly ContainerConfig?: ContainerConfig;
  readonly DockerVersion: string;
  readonly Author: string;
  readonly Config: Partial<ContainerConfig> | null;
  readonly Architecture: string;
  readonly Variant?: string;
  readonly Os: string;
  readonly OsVersion?: string;
  readonly Size: number;
  readonly VirtualSize?: number;
  readonly GraphDriver: GraphDriver;
  readonly RootFS: { readonly Type: string; readonly Layers?: readonly string[] };
  readonly Metadata: { readonly LastTagTime: string };
}
/** A row of GET /images/NAME/history, newest first. */
export interface HistoryItem {
  readonly Id: string;
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Tags: readonly string[] | null;
  readonly Size: number;
  readonly Comment: string;
}
/** A row of the answer to DELETE /images/NAME: exactly one of the two. */
export interface ImageDeleteItem {
  readonly Untagged?: string;
  readonly Deleted?: string;
}
export interface ImagesPruneReport {
  readonly ImagesDeleted: readonly ImageDeleteItem[] | null;
  readonly SpaceReclaimed: number;
}
/** A row of GET /images/search. */
export interface ImageSearchItem {
  readonly star_count: number;
  readonly is_official: boolean;
  readonly name: string;
  readonly is_automated: boolean;
  readonly description: string;
}
/** POST /commit. */
export interface CommitResponse {
  readonly Id: string;
}
