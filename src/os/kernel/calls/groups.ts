import { Errno, type Sys } from "#abi";
import type { Core } from "../core.ts";
import { createGroup, createSession, joinGroup } from "../groups.ts";
import type { Process } from "../process.ts";
import { enter, LIGHT_COST } from "../system-call.ts";

type Calls = Pick<Sys, "getpgid" | "setpgid" | "getsid" | "setsid">;

/** Process groups and sessions. */
export function groupCalls(core: Core, process: Process): Calls {
  const { space } = process.identity;
  const find = (pid: number): Process => {
    const found = pid === 0 ? process : space.identities.get(pid)?.process;
    if (found === undefined) throw new Errno("ESRCH");
    return found;
  };
  return {
    getpgid: (pid = 0) => find(pid).group.identity.in(space),
    getsid: (pid = 0) => find(pid).group.session.identity.in(space),
    setpgid: (pid, pgid) => {
      enter(core, process, LIGHT_COST);
      const target = find(pid);
      if (target !== process && target.parent !== process) throw new Errno("ESRCH");
      const { session } = process.group;
      if (target.group.session !== session || session.leader === target) throw new Errno("EPERM");
      if (pgid < 0) throw new Errno("EINVAL");
      if (pgid === 0 || pgid === target.identity.in(space)) {
        if (target.identity.group === undefined) joinGroup(target, createGroup(target.identity, session));
        else joinGroup(target, target.identity.group);
        return;
      }
      const group = space.identities.get(pgid)?.group;
      if (group === undefined || group.session !== session) throw new Errno("EPERM");
      joinGroup(target, group);
    },
    setsid: () => {
      enter(core, process, LIGHT_COST);
      if (process.identity.group !== undefined) throw new Errno("EPERM");
      joinGroup(process, createSession(process));
      return process.identity.inner;
    },
  };
}
