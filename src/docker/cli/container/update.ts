import type { ContainerUpdateRequest } from "#api";
import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { parseCpus } from "../command/values.ts";
import { messageOf } from "../known.ts";
import type { Run } from "../run.ts";
import { parseRestart } from "./options/parse.ts";

/** `docker update`: new limits for containers, one after the other. */
export const run: Run = async ({ session, flags, args }) => {
  if (flags.given().length === 0) throw new StatusError("you must provide one or more flags when using this command");
  const request = updateRequest(flags, session.release.texts.restartCount);
  const client = await session.client();
  const warnings: string[] = [];
  const errors: string[] = [];
  for (const name of args) {
    try {
      const { Warnings } = await client.container.update(name, request);
      await session.out(`${name}\n`);
      warnings.push(...(Warnings ?? []));
    } catch (error) {
      errors.push(messageOf(error));
    }
  }
  if (warnings.length > 0) await session.out(`${warnings.join("\n")}\n`);
  if (errors.length > 0) throw new StatusError(errors.join("\n"));
};

function updateRequest(flags: Flags, restartCount: string): ContainerUpdateRequest {
  const pids = flags.number("pids-limit");
  return {
    CpuShares: flags.number("cpu-shares"),
    Memory: flags.bytes("memory"),
    NanoCpus: flags.text("cpus") === "" ? 0 : parseCpus(flags.text("cpus")),
    CgroupParent: "",
    BlkioWeight: flags.number("blkio-weight"),
    CpuPeriod: flags.number("cpu-period"),
    CpuQuota: flags.number("cpu-quota"),
    CpuRealtimePeriod: flags.number("cpu-rt-period"),
    CpuRealtimeRuntime: flags.number("cpu-rt-runtime"),
    CpusetCpus: flags.text("cpuset-cpus"),
    CpusetMems: flags.text("cpuset-mems"),
    KernelMemory: flags.bytes("kernel-memory"),
    MemoryReservation: flags.bytes("memory-reservation"),
    MemorySwap: flags.bytes("memory-swap"),
    PidsLimit: pids === 0 ? null : pids,
    RestartPolicy: restart(flags.text("restart"), restartCount),
  };
}

function restart(text: string, badCount: string): NonNullable<ContainerUpdateRequest["RestartPolicy"]> {
  try {
    return parseRestart(text, badCount);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(error.message);
  }
}
