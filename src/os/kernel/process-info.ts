import type { Core } from "./core.ts";
import type { Process } from "./process.ts";
import { residentMemory, virtualMemory } from "./process-memory.ts";
import { processState } from "./process-state.ts";
import type { ProcessInfo } from "./types.ts";

/** A process as the kernel's own users see it: numbers of the first namespace. */
export function processInfo(core: Core, process: Process): ProcessInfo {
  const { identity, group, credentials, cpu } = process;
  const { terminal } = group.session;
  return {
    pid: identity.host,
    innerPid: identity.inner,
    ppid: process.parent?.identity.host ?? 0,
    pgid: group.identity.host,
    sid: group.session.identity.host,
    tty: terminal && `pts/${terminal.index}`,
    tpgid: terminal?.foreground?.identity.host ?? -1,
    state: processState(core, process),
    comm: process.comm,
    argv: process.argv,
    credentials,
    nice: process.nice,
    started: process.started,
    user: cpu.user,
    system: cpu.system,
    resident: process.alive ? residentMemory(process) : 0,
    virtual: process.alive ? virtualMemory(process) : 0,
    threads: process.threads,
    cgroup: process.cgroup.path,
  };
}
