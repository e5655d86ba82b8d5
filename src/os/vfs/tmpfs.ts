import { Capacity } from "./capacity.ts";
import { emptyTree } from "./tree.ts";
import { TreeFilesystem } from "./tree-filesystem.ts";

export interface TmpfsOptions {
  readonly dev: number;
  readonly clock: () => number;
  /** Bytes; half of the machine's memory is Linux's default. */
  readonly size: number;
  /** Of the root directory; 1777 by default. */
  readonly mode?: number;
  readonly source?: string;
}

/** tmpfs(5): an empty filesystem in memory with a size of its own. */
export function tmpfs(options: TmpfsOptions): TreeFilesystem {
  return new TreeFilesystem(emptyTree(options.clock(), options.mode ?? 0o1777), {
    type: "tmpfs",
    source: options.source ?? "tmpfs",
    dev: options.dev,
    clock: options.clock,
    capacity: new Capacity({ total: options.size }),
  });
}
