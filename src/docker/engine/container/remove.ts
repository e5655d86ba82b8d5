/** `docker rm`: daemon/delete.go of moby. */

import { isErrno } from "#abi";
import type { Daemon } from "../daemon.ts";
import { conflict, fill, invalid } from "../errors.ts";
import { removeVolume, volumeUsers } from "../volume/volumes.ts";
import { containerDirectory } from "./directory.ts";
import { emitContainer, findContainer, isRunning, liveOf } from "./find.ts";

export interface RemoveContainerOptions {
  readonly force: boolean;
  /** Its anonymous volumes, too. */
  readonly volumes: boolean;
}

/** A container that does not run (any more). */
export function removeContainer(daemon: Daemon, wanted: string, options: RemoveContainerOptions): void {
  const container = findContainer(daemon, wanted);
  const { id } = container;
  const live = liveOf(daemon, container);
  live.stopping = true;
  live.cancelRestart?.();
  const { state } = container;
  const exitCode = "exitCode" in state ? state.exitCode : 0;
  live.root.dispose();
  daemon.host.remove(containerDirectory(id));
  daemon.store.update((draft) => {
    draft.containers.delete(id);
    for (const [execId, exec] of draft.execs) if (exec.containerId === id) draft.execs.delete(execId);
  });
  for (const execId of [...daemon.liveExecs.keys()]) if (!daemon.store.state.execs.has(execId)) daemon.liveExecs.delete(execId);
  daemon.live.delete(id);
  daemon.containerLayers.delete(id);
  for (const mount of container.mounts) {
    if (!options.volumes || mount.Type !== "volume" || !mount.anonymous || mount.Name === undefined) continue;
    if (volumeUsers(daemon, mount.Name).length === 0) removeVolume(daemon, mount.Name, true);
  }
  live.stdio.finish();
  emitContainer(daemon, container, "destroy");
  for (const tell of [...live.exitWaiters, ...live.removalWaiters]) tell({ code: exitCode });
  live.exitWaiters.clear();
  live.removalWaiters.clear();
}

/** DELETE /containers/ID: kills first when forced. 409 when it runs. */
export async function removeByRequest(
  daemon: Daemon,
  wanted: string,
  options: RemoveContainerOptions & { readonly link: boolean },
): Promise<void> {
  const container = findContainer(daemon, wanted);
  const { texts } = daemon.release;
  if (options.link) throw invalid(`Cannot remove link: ${wanted}`);
  if (container.state.kind === "removing") throw conflict(`removal of container ${wanted} is already in progress`);
  if (isRunning(container)) {
    const isNamed = texts.removeRunning.includes('"');
    const shown = isNamed ? wanted : container.id;
    if (!options.force) throw conflict(fill(container.state.kind === "paused" ? texts.removePaused : texts.removeRunning, shown));
    const live = liveOf(daemon, container);
    live.stopping = true;
    const { life } = live;
    if (life) {
      life.cgroup.thaw();
      emitContainer(daemon, container, "kill", { signal: "9" });
      try {
        life.process.kill("SIGKILL");
      } catch (error) {
        if (!isErrno(error, "ESRCH")) throw error;
      }
      await life.ended;
    }
    // --rm has removed it by now.
    if (!daemon.store.state.containers.has(container.id)) return;
  }
  removeContainer(daemon, container.id, options);
}
