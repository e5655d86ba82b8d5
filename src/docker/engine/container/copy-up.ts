/** A volume that is empty gets what the image has at its place, owner and mode included. */

import { statAt } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { copyInto } from "../host/files.ts";
import type { ContainerRecord } from "../store/state.ts";
import { volumeDirectory } from "../volume/volumes.ts";
import { containerFiles } from "./namespace.ts";

export function copyUp(daemon: Daemon, container: ContainerRecord): void {
  const files = containerFiles(daemon, container);
  for (const mount of container.mounts) {
    if (mount.Type !== "volume" || mount.noCopy || mount.Name === undefined) continue;
    const from = files.find(mount.Destination);
    if (!from || statAt(from).type !== "directory") continue;
    const to = volumeDirectory(daemon, mount.Name);
    if (to.mount.filesystem.readdir(to.ino).length > 0) continue;
    copyInto(from, to);
  }
}
