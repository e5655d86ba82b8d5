import type { TreeFilesystem } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { systemError } from "../errors.ts";

/** A container's writable tree. */
export function liveRoot(daemon: Daemon, id: string): TreeFilesystem {
  const live = daemon.live.get(id);
  if (!live) throw systemError(`container ${id} has no writable layer`);
  return live.root;
}
