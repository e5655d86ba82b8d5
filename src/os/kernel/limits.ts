import type { Core } from "./core.ts";
import type { Limit } from "./process.ts";

/** Limits that processes start with: getrlimit(2), as systemd sets them. */
export function defaultLimits(core: Core): Map<string, Limit> {
  const processes = core.options.maxProcesses ?? 4096;
  return new Map<string, Limit>([
    ["core", { soft: 0, hard: undefined }],
    ["memlock", { soft: 65536, hard: 65536 }],
    ["msgqueue", { soft: 819200, hard: 819200 }],
    ["nice", { soft: 0, hard: 0 }],
    ["nofile", { soft: 1024, hard: 4096 }],
    ["nproc", { soft: processes, hard: processes }],
    ["rtprio", { soft: 0, hard: 0 }],
    ["sigpending", { soft: 7262, hard: 7262 }],
    ["stack", { soft: 8 * 1024 * 1024, hard: undefined }],
  ]);
}
