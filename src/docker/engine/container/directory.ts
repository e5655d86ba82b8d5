import { DATA_ROOT } from "../daemon.ts";

/** Where the daemon keeps a container's files on the host. */
export function containerDirectory(id: string): string {
  return `${DATA_ROOT}/containers/${id}`;
}
