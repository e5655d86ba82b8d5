import type { ContainersPruneReport, Filters } from "#api";
import type { Daemon } from "../daemon.ts";
import { hasLabels } from "../image/list.ts";
import { checkPruneFilters } from "../image/prune.ts";
import { isRunning } from "./find.ts";
import { removeContainer } from "./remove.ts";
import { containerSizes } from "./size.ts";

/** POST /containers/prune: all that don't run. */
export function pruneContainers(daemon: Daemon, filters: Filters): ContainersPruneReport {
  const until = checkPruneFilters(daemon, filters, ["label", "label!", "until"]);
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const container of [...daemon.store.state.containers.values()]) {
    if (isRunning(container) || container.state.kind === "restarting" || (until !== undefined && container.created > until)) continue;
    if (!hasLabels(container.config.Labels ?? {}, filters)) continue;
    reclaimed += containerSizes(daemon, container).SizeRw;
    removeContainer(daemon, container.id, { force: false, volumes: false });
    deleted.push(container.id);
  }
  daemon.events.emit("container", "prune", "", { reclaimed: String(reclaimed) });
  return { ContainersDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: reclaimed };
}
