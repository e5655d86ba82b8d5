import type { WindowSize } from "#abi";
import type { Daemon } from "../daemon.ts";
import { emitContainer, findContainer, lifeOf, liveOf } from "./find.ts";

/** POST /containers/ID/resize */
export function resizeContainer(daemon: Daemon, wanted: string, size: WindowSize): void {
  const container = findContainer(daemon, wanted);
  lifeOf(daemon, container);
  liveOf(daemon, container).stdio.pty?.resize(size);
  emitContainer(daemon, container, "resize", { height: String(size.rows), width: String(size.columns) });
}
