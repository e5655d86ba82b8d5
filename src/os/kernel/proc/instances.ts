import type { Filesystem } from "#vfs";
import type { GeneratedFilesystem } from "../generated-filesystem.ts";
import type { PidSpace } from "../pids.ts";

/** A /proc: which namespace's processes it shows. */
export interface ProcInstance {
  readonly filesystem: GeneratedFilesystem;
  readonly space: PidSpace;
}

const instances = new WeakMap<Filesystem, ProcInstance>();

export function registerProc(instance: ProcInstance): void {
  instances.set(instance.filesystem, instance);
}

/** Undefined when a filesystem is not a /proc. */
export function procInstance(filesystem: Filesystem): ProcInstance | undefined {
  return instances.get(filesystem);
}
