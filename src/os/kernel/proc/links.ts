import type { Location } from "#vfs";
import type { Core } from "../core.ts";
import type { OpenFile } from "../open-file.ts";
import { procInstance } from "./instances.ts";

/** What a link of /proc/PID/fd stands for: an open file that may have no path. Undefined for all other links. */
export function procLinkTarget(core: Core, at: Location): OpenFile | undefined {
  const proc = procInstance(at.mount.filesystem);
  if (proc === undefined) return undefined;
  const [pid, directory, fd] = proc.filesystem.pathTo(at.ino);
  if (directory !== "fd" || pid === undefined || fd === undefined) return undefined;
  const process = pid === "self" ? core.current : proc.space.identities.get(Number(pid))?.process;
  return process?.descriptors.find(Number(fd));
}
