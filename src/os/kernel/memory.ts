/** Memory as a model: what processes claim, what a control group may have, and who dies when it is too much. */

import { Errno } from "#abi";
import { BASE_MEMORY, type ControlGroup } from "./cgroup.ts";
import type { Core } from "./core.ts";
import { endProcess } from "./exit.ts";
import type { Process } from "./process.ts";

/** Claims (or gives back) bytes. ENOMEM when the machine has no more; over the group's limit somebody in it is killed. */
export function claimMemory(core: Core, process: Process, bytes: number): void {
  const claimed = Math.max(-process.memory, bytes);
  if (claimed > 0) {
    const limit = process.limits.get("as")?.soft;
    if (limit !== undefined && process.memory + claimed > limit) throw new Errno("ENOMEM");
    if (usedMemory(core) + claimed > core.options.memory) throw new Errno("ENOMEM");
  }
  process.memory += claimed;
  process.cgroup.addMemory(claimed);
}

/** Anonymous memory of all processes, bytes. */
export function usedMemory(core: Core): number {
  let used = 0;
  for (const process of core.processes.values()) if (process.alive) used += process.memory + BASE_MEMORY;
  return used;
}

/** Kills the largest process of a group, again and again, until what is left fits its limit. The machine has no swap. */
export function enforceLimit(core: Core, group: ControlGroup): void {
  for (;;) {
    const { memory: limit } = group.limits;
    if (limit === undefined || limit <= 0 || group.anonymous <= limit) return;
    group.memoryFailures++;
    let largest: Process | undefined;
    for (const process of group.members) if (process.alive && (largest === undefined || process.memory > largest.memory)) largest = process;
    if (largest === undefined) return;
    endProcess(core, largest, { kind: "signaled", signal: "SIGKILL" });
    group.onOutOfMemory?.();
  }
}
