import type { ForkOptions, Pid, Signal, Sys } from "#abi";
import { createHistory } from "../editor/history.ts";
import { computeVariables } from "./dynamic.ts";
import { JobTable } from "./jobs.ts";
import { type HistoryAccess, Shell } from "./shell.ts";
import { runExitTrap, signalOf } from "./traps.ts";
import { isUnwind } from "./unwind.ts";

export interface ForkHow {
  /** Process group: 0 a new one; undefined stays in the shell's. Only with job control. */
  readonly pgid?: Pid | undefined;
  readonly foreground?: boolean;
  /** Started with &: without job control it must not get ^C nor read the terminal. */
  readonly background?: boolean;
  readonly argv?: readonly string[];
  /** Runs in the child's place at the fork: pipes. */
  readonly descriptors?: (sys: Sys) => void;
}

const JOB_SIGNALS: readonly Signal[] = ["SIGTSTP", "SIGTTIN", "SIGTTOU"];
const INTERACTIVE_SIGNALS: readonly Signal[] = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGWINCH", "SIGHUP", ...JOB_SIGNALS];

/** Forks; the child gets its own descriptors, signals as a program expects them, and runs `body`. */
export function fork(shell: Shell, how: ForkHow, body: (sys: Sys) => Promise<number>): Pid {
  const options: ForkOptions = {
    ...(how.argv ? { argv: how.argv } : {}),
    ...(how.pgid === undefined ? {} : { pgid: how.pgid }),
    ...(how.foreground && shell.terminal !== undefined ? { foreground: shell.terminal } : {}),
    setup: (child) => {
      resetSignals(shell, child, how.background === true && how.pgid === undefined);
      if (how.background && how.pgid === undefined && !shell.interactive) readNothing(child);
      how.descriptors?.(child);
    },
  };
  return shell.sys.fork(body, options);
}

function resetSignals(shell: Shell, child: Sys, deaf: boolean): void {
  const touched = new Set<Signal>(shell.interactive ? INTERACTIVE_SIGNALS : ["SIGINT"]);
  for (const name of shell.traps.keys()) {
    const signal = signalOf(name);
    if (signal) touched.add(signal);
  }
  for (const signal of touched) {
    const ignored = shell.traps.get(signal.slice(3))?.command === "";
    child.signal(signal, ignored || shell.ignoredAtStart.has(signal) ? "ignore" : "default");
  }
  if (deaf) for (const signal of ["SIGINT", "SIGQUIT"] as const) child.signal(signal, "ignore");
}

/** Signals of this process as a program expects them that is about to take its place. */
export function resetSignalsHere(shell: Shell): void {
  resetSignals(shell, shell.sys, false);
}

function readNothing(child: Sys): void {
  const fd = child.open("/dev/null");
  child.dup(fd, 0);
  if (fd !== 0) child.close(fd);
}

/** The state that a subshell begins with. */
export function subshellOf(shell: Shell, sys: Sys): Shell {
  const child = new Shell({
    sys,
    flavour: shell.flavour,
    interpreter: shell.interpreter,
    variables: shell.variables.clone(),
    jobs: new JobTable(),
    name: shell.name,
    rootPid: shell.rootPid,
  });
  child.functions = new Map(shell.functions);
  child.aliases = new Map(shell.aliases);
  child.options = new Set(shell.options);
  child.options.delete("monitor");
  child.shopts = new Map(shell.shopts);
  child.dialect.extglob = shell.dialect.extglob;
  child.positional = shell.positional;
  child.status = shell.status;
  child.pipeStatus = shell.pipeStatus;
  child.lastBackground = shell.lastBackground;
  child.subshellLevel = shell.subshellLevel + 1;
  child.line = shell.line;
  child.frames = shell.frames;
  child.loopDepth = shell.loopDepth;
  child.conditions = shell.conditions;
  child.hash = new Map(shell.hash);
  child.hashedPath = shell.hashedPath;
  child.ignoredAtStart = shell.ignoredAtStart;
  // Ignored signals stay ignored; other traps belong to the parent.
  for (const [name, trap] of shell.traps) if (trap.command === "") child.traps.set(name, trap);
  child.mode = shell.mode;
  child.typed = shell.typed;
  child.directoryStack = shell.directoryStack;
  child.started = shell.started;
  child.secondsBase = shell.secondsBase;
  child.lastArgument = shell.lastArgument;
  child.inheritedHistory = () => copyHistory(shell, sys);
  child.parentTraps = shell.traps;
  child.parentJobs = shell.jobs;
  computeVariables(child);
  return child;
}

function copyHistory(shell: Shell, sys: Sys): HistoryAccess | undefined {
  const source = shell.history ?? shell.inheritedHistory?.();
  if (source === undefined) return undefined;
  const copy = createHistory(sys, () => Number.POSITIVE_INFINITY);
  for (const line of source.entries) copy.add(line);
  return copy;
}

/** Forks a subshell that executes `body` and ends with its status. */
export function forkShell(shell: Shell, how: ForkHow, body: (child: Shell) => Promise<number>): Pid {
  return fork(shell, how, async (sys) => finish(subshellOf(shell, sys), body));
}

/** Runs a shell process's whole life: what unwinds ends here, then the EXIT trap runs. */
export async function finish(shell: Shell, body: (shell: Shell) => Promise<number>): Promise<number> {
  let status: number;
  let replaced = false;
  try {
    status = await body(shell);
    shell.status = status;
  } catch (error) {
    if (!isUnwind(error)) throw error;
    const { leaving } = error;
    status = "status" in leaving ? leaving.status : shell.status;
    replaced = leaving.kind === "exit" && leaving.replaced === true;
  }
  if (!replaced) status = await runExitTrap(shell, status);
  return status & 0xff;
}
