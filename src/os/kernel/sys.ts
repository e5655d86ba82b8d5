/** Puts a process's system calls together: one object per process, made of the groups in calls/. */

import type { Sys } from "#abi";
import { descriptorCalls } from "./calls/descriptors.ts";
import { fileCalls } from "./calls/files.ts";
import { groupCalls } from "./calls/groups.ts";
import { machineCalls } from "./calls/machine.ts";
import { mountCalls } from "./calls/mounts.ts";
import { pathCalls } from "./calls/paths.ts";
import { processCalls } from "./calls/processes.ts";
import { resourceCalls } from "./calls/resources.ts";
import { socketCalls } from "./calls/sockets.ts";
import { terminalCalls } from "./calls/terminals.ts";
import type { Core } from "./core.ts";
import type { Process } from "./process.ts";

export function createSys(core: Core, process: Process): Sys {
  return {
    get pid() {
      return process.identity.inner;
    },
    get ppid() {
      return process.parent?.identity.in(process.identity.space) ?? 0;
    },
    get argv() {
      return process.argv;
    },
    get env() {
      return process.env;
    },
    ...processCalls(core, process),
    ...groupCalls(core, process),
    ...resourceCalls(core, process),
    ...descriptorCalls(core, process),
    ...fileCalls(core, process),
    ...pathCalls(core, process),
    ...mountCalls(core, process),
    ...terminalCalls(core, process),
    ...socketCalls(core, process),
    ...machineCalls(core, process),
  };
}
