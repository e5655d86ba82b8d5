import { encode, type Pid, shellStatus } from "#abi";
import { type Command, printCommand } from "../syntax/index.ts";
import { jobLine } from "./job-text.ts";
import { type Job, jobState } from "./jobs.ts";
import { findProgram } from "./lookup.ts";
import { becomeProgram } from "./program.ts";
import { type Action, applyRedirects, RedirectError } from "./redirect.ts";
import type { Shell } from "./shell.ts";
import { fork, resetSignalsHere } from "./subshell.ts";
import { Unwind } from "./unwind.ts";
import { jobStatuses, reportDeath, takeTerminal, waitForeground } from "./waiting.ts";

/** Runs a program and waits for it; with `last` it takes the shell's place. */
export async function runProgram(
  shell: Shell,
  run: {
    readonly name: string;
    readonly argv: readonly string[];
    readonly actions: readonly Action[];
    readonly env: ReadonlyMap<string, string>;
    readonly last: boolean;
    readonly command: Command;
    readonly path?: string;
  },
): Promise<number> {
  const { name, argv, actions } = run;
  const found = findProgram(shell, name, run.path ?? run.env.get("PATH"));
  shell.lastArgument = argv.at(-1) ?? "";
  const environment = shell.variables.environment();
  for (const [key, value] of run.env) environment.set(key, value);
  if (found.kind === "missing") {
    const handler = shell.functions.get("command_not_found_handle");
    if (handler && shell.flavour.name === "bash") return shell.interpreter.call(shell, ["command_not_found_handle", ...argv]);
  }
  const become = async (sys: Shell["sys"]): Promise<number> => {
    try {
      await applyRedirects(shell, sys, actions);
    } catch (error) {
      if (!(error instanceof RedirectError)) throw error;
      await shell.complainOn(sys, error.message);
      return shell.flavour.name === "dash" ? 2 : 1;
    }
    if (found.kind === "missing") {
      await shell.complainOn(sys, found.message);
      return found.status;
    }
    environment.set("_", found.path);
    return becomeProgram(shell, sys, name, found.path, argv, environment);
  };
  if (run.last && !shell.interactive && !hasTraps(shell)) {
    resetSignalsHere(shell);
    throw new Unwind({ kind: "exit", status: await become(shell.sys), replaced: true });
  }
  const controlled = shell.terminal !== undefined && shell.option("monitor");
  const pid = fork(shell, { pgid: controlled ? 0 : undefined, foreground: controlled }, become);
  return waitForJob(shell, shell.jobs.add(controlled ? pid : 0, [pid], printCommand(run.command), currentDirectory(shell), false));
}

export function hasTraps(shell: Shell): boolean {
  for (const trap of shell.traps.values()) if (trap.command !== "") return true;
  return false;
}

export function currentDirectory(shell: Shell): string {
  return shell.variables.get("PWD") ?? "";
}

/** Waits for a foreground job; a stopped one is announced and kept, an interrupted one ends the command line. */
export async function waitForJob(shell: Shell, job: Job): Promise<number> {
  await waitForeground(shell, job);
  takeTerminal(shell);
  const statuses = jobStatuses(job);
  shell.pipeStatus = statuses;
  const last = job.processes.at(-1)?.status;
  if (jobState(job) === "stopped") {
    job.background = true;
    job.notified = true;
    shell.jobs.touch(job);
    await shell.sys.write(2, encode(`${shell.flavour.name === "bash" ? "\n" : ""}${jobLine(shell, job)}\n`));
    return statuses.at(-1) ?? 0;
  }
  shell.jobs.remove(job);
  for (const { pid } of job.processes) shell.jobs.forget(pid);
  if (last) {
    await reportDeath(shell, job);
    if (last.kind === "signaled" && last.signal === "SIGINT") {
      if (shell.interactive && shell.traps.has("INT")) await shell.sys.write(2, encode("\n"));
      else if (shell.interactive) throw new Unwind({ kind: "abort", status: 130, interrupted: true });
    }
  }
  return pipelineStatus(shell, last ? statuses : [0]);
}

/** The last status, or with pipefail the last that is not 0. */
export function pipelineStatus(shell: Shell, statuses: readonly number[]): number {
  if (!shell.option("pipefail")) return statuses.at(-1) ?? 0;
  return statuses.findLast((status) => status !== 0) ?? 0;
}

/** Status of a process by its pid, for `wait`. */
export function statusNumber(shell: Shell, pid: Pid): number | undefined {
  const status = shell.jobs.statusOf(pid);
  return status ? shellStatus(status) : undefined;
}
