import type { Core } from "./core.ts";
import type { Process } from "./process.ts";
import type { ProcessInfo } from "./types.ts";

/** The letter that ps shows. */
export function processState(core: Core, process: Process): ProcessInfo["state"] {
  switch (process.life.kind) {
    case "zombie":
    case "reaped":
      return "Z";
    case "stopped":
      return "T";
    case "running":
      if (process.cgroup.frozen) return "D";
      return process.cpu.waiting || process === core.current ? "R" : "S";
  }
}
