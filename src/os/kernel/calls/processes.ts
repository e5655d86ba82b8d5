import { Errno, type Signal, type Sys } from "#abi";
import type { Core } from "../core.ts";
import { becomeImage, loadImage, runImage } from "../exec.ts";
import { forkProcess } from "../fork.ts";
import type { Process } from "../process.ts";
import { ignores, sendSignal } from "../signals.ts";
import { begin, EXEC_COST, enter, FORK_COST, LIGHT_COST } from "../system-call.ts";
import { waitAttempt } from "../wait.ts";

type Calls = Pick<Sys, "credentials" | "setCredentials" | "umask" | "fork" | "exec" | "spawn" | "wait" | "kill" | "signal">;

/** fork, exec, wait, kill and the process's own record. */
export function processCalls(core: Core, process: Process): Calls {
  return {
    credentials: () => process.credentials,
    setCredentials: (to) => {
      enter(core, process, LIGHT_COST);
      setCredentials(process, to);
    },
    umask: (mask) => {
      const before = process.umask;
      if (mask !== undefined) process.umask = mask & 0o777;
      return before;
    },
    fork: (program, options = {}) => {
      enter(core, process, FORK_COST);
      return forkProcess(core, process, program, options).identity.inner;
    },
    exec: async (path, argv, env = process.env) => {
      await begin(core, process, () => undefined, [], { cost: EXEC_COST, restart: true });
      const image = await loadImage(core, process, path, argv, env);
      // Not there any more when the program arrives: killed while it was loaded.
      await begin(core, process, () => undefined, [], { cost: 0, restart: true });
      becomeImage(core, process, image, env);
      return runImage(core, process, image);
    },
    spawn: async (path, argv, options = {}) => {
      await begin(core, process, () => undefined, [], { cost: FORK_COST, restart: true });
      const env = options.env ?? process.env;
      const image = await loadImage(core, process, path, argv, env);
      await begin(core, process, () => undefined, [], { cost: EXEC_COST, restart: true });
      const child = forkProcess(core, process, () => runImage(core, child, image), { ...options, env });
      becomeImage(core, child, image, env);
      return child.identity.inner;
    },
    wait: (options = {}) => begin(core, process, waitAttempt(core, process, options), [process.childQueue]),
    kill: (pid, signal) => {
      enter(core, process);
      kill(core, process, pid, signal);
    },
    signal: (signal, disposition) => {
      enter(core, process, LIGHT_COST);
      if (signal === "SIGKILL" || signal === "SIGSTOP") throw new Errno("EINVAL");
      const before = process.dispositions.get(signal) ?? "default";
      if (disposition === "default") process.dispositions.delete(signal);
      else process.dispositions.set(signal, disposition);
      if (ignores(process, signal) && process.pending.includes(signal)) process.pending.splice(process.pending.indexOf(signal), 1);
      return before;
    },
  };
}

function setCredentials(process: Process, to: Parameters<Sys["setCredentials"]>[0]): void {
  const { credentials } = process;
  const isRoot = credentials.euid === 0;
  const mayUser = (id: number | undefined): boolean => id === undefined || isRoot || id === credentials.uid || id === credentials.euid;
  const mayGroup = (id: number | undefined): boolean => id === undefined || isRoot || id === credentials.gid || id === credentials.egid;
  if (!mayUser(to.uid) || !mayUser(to.euid) || !mayGroup(to.gid) || !mayGroup(to.egid)) throw new Errno("EPERM");
  if (to.groups !== undefined && !isRoot) throw new Errno("EPERM");
  process.credentials = { ...credentials, ...to };
}

function kill(core: Core, sender: Process, pid: number, signal: Signal | undefined): void {
  const { space } = sender.identity;
  const targets = targetsOf(sender, pid);
  if (targets.length === 0) throw new Errno("ESRCH");
  const allowed = targets.filter((target) => maySignal(sender, target, signal));
  if (allowed.length === 0) throw new Errno("EPERM");
  if (signal === undefined) return;
  for (const target of allowed) if (target.identity.space.isWithin(space)) sendSignal(core, target, signal, sender);
}

function targetsOf(sender: Process, pid: number): Process[] {
  const { space } = sender.identity;
  if (pid > 0) {
    const target = space.identities.get(pid)?.process;
    return target === undefined ? [] : [target];
  }
  if (pid === -1) return space.processes().filter((process) => process !== sender && process !== space.init);
  const group = pid === 0 ? sender.group : space.identities.get(-pid)?.group;
  return group === undefined ? [] : [...group.members];
}

/** kill(2): root may all; others those whose real or saved user is theirs; SIGCONT reaches the own session. */
function maySignal(sender: Process, target: Process, signal: Signal | undefined): boolean {
  const { uid, euid } = sender.credentials;
  if (euid === 0) return true;
  if (signal === "SIGCONT" && sender.group.session === target.group.session) return true;
  return euid === target.credentials.uid || uid === target.credentials.uid;
}
