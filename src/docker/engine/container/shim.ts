import type { Program } from "#abi";
import type { ProcessHandle } from "#kernel";
import type { Daemon } from "../daemon.ts";
import { ROOT } from "../host/files.ts";

const WAITS: Program = () => new Promise(() => undefined);

/** containerd's shim: the parent that a container's processes have on the host. */
export async function startShim(daemon: Daemon, containerId: string): Promise<ProcessHandle> {
  const { argv, underContainerd } = daemon.release.behaviour.shim;
  const containerd = underContainerd ? daemon.kernel.processes().find((process) => process.comm === "containerd") : undefined;
  return daemon.kernel.spawn({
    namespaces: daemon.kernel.host,
    parent: containerd?.pid ?? 1,
    credentials: ROOT,
    env: new Map(),
    cwd: "/",
    argv: argv.map((word) => word.replace("{}", containerId)),
    program: WAITS,
    stdin: { kind: "null" },
    stdout: { kind: "null" },
    stderr: { kind: "null" },
  });
}
