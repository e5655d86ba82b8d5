import type { FilesystemChange } from "#api";
import { diffTrees } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { findContainer, liveOf } from "./find.ts";

const KINDS = { modified: 0, added: 1, deleted: 2 } as const;

/** GET /containers/ID/changes: null where nothing changed. */
export function containerChanges(daemon: Daemon, wanted: string): readonly FilesystemChange[] | null {
  const { base, root } = liveOf(daemon, findContainer(daemon, wanted));
  const changes = diffTrees(base, root.snapshot()).map(({ path, kind }): FilesystemChange => ({ Path: path, Kind: KINDS[kind] }));
  return changes.length > 0 ? changes : null;
}
