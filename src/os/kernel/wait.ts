/** wait(2): which children have something to tell. */

import { Errno, type Waited, type WaitOptions } from "#abi";
import type { Core } from "./core.ts";
import { reap } from "./exit.ts";
import type { Process } from "./process.ts";
import { type Attempt, BLOCKED } from "./wait-queue.ts";

/** An attempt at wait(2): undefined with `noHang` when nothing is ready. ECHILD when no child matches. */
export function waitAttempt(core: Core, process: Process, options: WaitOptions): Attempt<Waited | undefined> {
  const { space } = process.identity;
  const { target = "any" } = options;
  const pgid = typeof target === "object" ? target.pgid || process.group.identity.in(space) : undefined;
  const matches = (child: Process): boolean => {
    if (target === "any") return true;
    if (pgid !== undefined) return child.group.identity.in(space) === pgid;
    return child.identity.in(space) === target;
  };
  return () => {
    let isAny = false;
    for (const child of process.children) {
      if (!matches(child)) continue;
      isAny = true;
      const pid = child.identity.in(space);
      if (child.life.kind === "zombie") {
        const { status } = child.life;
        reap(core, child);
        return { pid, status };
      }
      if (options.untraced && child.report !== undefined) {
        const status = child.report;
        child.report = undefined;
        return { pid, status };
      }
    }
    if (!isAny) throw new Errno("ECHILD");
    return options.noHang ? undefined : BLOCKED;
  };
}
