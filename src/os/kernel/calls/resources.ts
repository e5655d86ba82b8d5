import { Errno, type Sys } from "#abi";
import type { Core } from "../core.ts";
import { claimMemory } from "../memory.ts";
import type { Process } from "../process.ts";
import { begin, enter, LIGHT_COST } from "../system-call.ts";
import { longTimer } from "../timer.ts";
import { BLOCKED, WaitQueue } from "../wait-queue.ts";

type Calls = Pick<Sys, "sleep" | "cpu" | "memory" | "threads" | "rusage" | "nice" | "getrlimit" | "setrlimit">;

/** Time, memory and limits. */
export function resourceCalls(core: Core, process: Process): Calls {
  return {
    sleep: (ms) => {
      if (!(ms > 0)) return begin(core, process, () => undefined, []);
      let isOver = false;
      const queue = new WaitQueue();
      const cancel = longTimer(core.clock, ms, () => {
        isOver = true;
        queue.wake();
      });
      return begin(core, process, () => (isOver ? undefined : BLOCKED), [queue], { onOver: cancel });
    },
    cpu: (ms) => {
      if (!process.alive) return new Promise(() => {});
      core.turn.spend(Math.max(0, ms - LIGHT_COST));
      core.scheduler.charge(process, Math.max(0, ms), 0);
      return begin(core, process, () => undefined, [], { cost: 0, restart: true });
    },
    memory: (bytes) =>
      begin(
        core,
        process,
        () => {
          claimMemory(core, process, bytes);
          return undefined;
        },
        [],
        { restart: true },
      ),
    threads: (count) => {
      process.threads = Math.max(1, Math.floor(count));
    },
    rusage: () => ({
      self: { user: process.cpu.user, system: process.cpu.system },
      children: { user: process.childrenUser, system: process.childrenSystem },
    }),
    nice: (increment) => {
      enter(core, process, LIGHT_COST);
      const nice = Math.max(-20, Math.min(19, process.nice + increment));
      if (nice < process.nice && process.credentials.euid !== 0) throw new Errno("EPERM");
      process.nice = nice;
      core.scheduler.changed();
      return nice;
    },
    getrlimit: (name) => process.limits.get(name) ?? { soft: undefined, hard: undefined },
    setrlimit: (name, limit) => {
      enter(core, process, LIGHT_COST);
      const { hard } = process.limits.get(name) ?? { hard: undefined };
      if ((limit.soft ?? Number.POSITIVE_INFINITY) > (limit.hard ?? Number.POSITIVE_INFINITY)) throw new Errno("EINVAL");
      const raises = (limit.hard ?? Number.POSITIVE_INFINITY) > (hard ?? Number.POSITIVE_INFINITY);
      if (raises && process.credentials.euid !== 0) throw new Errno("EPERM");
      process.limits.set(name, limit);
    },
  };
}
