/** `docker update`: daemon/update.go of moby. */

import { castDraft } from "immer";
import type { ContainerUpdateRequest, ContainerUpdateResponse, Resources } from "#api";
import type { Daemon } from "../daemon.ts";
import { type ApiError, conflict, invalid, systemError } from "../errors.ts";
import type { ContainerRecord } from "../store/state.ts";
import { emitContainer, findContainer, liveOf } from "./find.ts";
import { cgroupLimits } from "./limits.ts";
import { validateResources, validateRestartPolicy } from "./validate.ts";

const NUMBERS = [
  "CpuShares",
  "Memory",
  "MemorySwap",
  "MemoryReservation",
  "KernelMemory",
  "BlkioWeight",
  "CpuPeriod",
  "CpuQuota",
  "CpuRealtimePeriod",
  "CpuRealtimeRuntime",
  "NanoCpus",
] as const;

export function updateContainer(daemon: Daemon, wanted: string, request: ContainerUpdateRequest): ContainerUpdateResponse {
  if (request.RestartPolicy && request.RestartPolicy.Name !== "") validateRestartPolicy(daemon.release, request.RestartPolicy);
  const warnings = validateResources(daemon, request, true);
  const container = findContainer(daemon, wanted);
  const { hostConfig } = container;
  const cannot = (text: string): ApiError => systemError(`Cannot update container ${container.id}: ${text}`);
  if (container.state.kind === "removing" || container.state.kind === "dead")
    throw cannot(`Container is marked for removal and cannot be "update".`);
  const policy = request.RestartPolicy?.Name ? request.RestartPolicy : undefined;
  if (policy && policy.Name !== "no" && hostConfig.AutoRemove)
    throw invalid(
      `Cannot update container ${container.id}: Restart policy cannot be updated because AutoRemove is enabled for the container`,
    );
  const next = mergeResources(container, request, cannot);
  daemon.store.update((draft) => {
    const record = draft.containers.get(container.id);
    if (record) Object.assign(record.hostConfig, castDraft(next), policy ? { RestartPolicy: policy } : {});
  });
  const { life } = liveOf(daemon, container);
  if (life) life.cgroup.limits = cgroupLimits({ ...hostConfig, ...next });
  emitContainer(daemon, container, "update");
  return { Warnings: warnings.length > 0 ? warnings : null };
}

function mergeResources(
  { hostConfig: now }: ContainerRecord,
  asked: ContainerUpdateRequest,
  cannot: (text: string) => ApiError,
): Partial<Resources> {
  const next: Record<string, unknown> = {};
  for (const key of NUMBERS) if (asked[key]) next[key] = asked[key];
  for (const key of ["CpusetCpus", "CpusetMems"] as const) if (asked[key]) next[key] = asked[key];
  const { NanoCpus: nano, Memory: memory = 0, MemorySwap: swap = 0, PidsLimit: pids } = asked;
  if (nano && (now.CpuPeriod > 0 || now.CpuQuota > 0))
    throw conflict("Conflicting options: Nano CPUs cannot be updated as CPU Period/Quota has already been set");
  if ((asked.CpuPeriod || asked.CpuQuota) && now.NanoCpus > 0)
    throw conflict("Conflicting options: CPU Period/Quota cannot be updated as NanoCPUs has already been set");
  if (memory > 0 && swap === 0 && memory > now.MemorySwap) {
    throw cannot("Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
  }
  if (pids !== undefined && pids !== null && pids !== 0) next["PidsLimit"] = pids < 0 ? null : pids;
  return next;
}
