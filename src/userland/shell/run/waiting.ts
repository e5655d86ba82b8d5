import { encode, isErrno, type Pid, shellStatus, strsignal, type WaitStatus } from "#abi";
import { type Job, jobState } from "./jobs.ts";
import type { Shell } from "./shell.ts";

/** Waits until the job has ended or stopped. Signals are kept for afterwards. */
export async function waitForeground(shell: Shell, job: Job): Promise<void> {
  while (jobState(job) === "running") {
    if (!(await waitAny(shell, true))) break;
  }
}

/** Waits for one child to change and writes it down; false when there are no children. Signals interrupt only if asked. */
export async function waitAny(shell: Shell, patient: boolean): Promise<boolean> {
  for (;;) {
    try {
      const waited = await shell.sys.wait({ target: "any", untraced: shell.terminal !== undefined });
      if (waited) shell.jobs.record(waited.pid, waited.status);
      return waited !== undefined;
    } catch (error) {
      if (isErrno(error, "ECHILD")) return false;
      if (!isErrno(error, "EINTR") || !patient) throw error;
    }
  }
}

/** Writes down what has happened to children meanwhile, without waiting. */
export async function reap(shell: Shell): Promise<void> {
  for (;;) {
    try {
      const waited = await shell.sys.wait({ target: "any", untraced: shell.terminal !== undefined, noHang: true });
      if (!waited) return;
      shell.jobs.record(waited.pid, waited.status);
    } catch (error) {
      if (isErrno(error, "ECHILD")) return;
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

/** Waits for one process: its status. */
export async function waitPid(shell: Shell, pid: Pid): Promise<WaitStatus> {
  for (;;) {
    const known = shell.jobs.statusOf(pid);
    if (known && known.kind !== "continued") {
      shell.jobs.forget(pid);
      return known;
    }
    if (!(await waitAny(shell, true))) return { kind: "exited", code: 127 };
  }
}

/** Brings the terminal back to the shell. */
export function takeTerminal(shell: Shell): void {
  if (shell.terminal === undefined) return;
  try {
    shell.sys.tcsetpgrp(shell.terminal, shell.sys.getpgid());
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** Statuses of a job's processes, for $PIPESTATUS. */
export function jobStatuses(job: Job): number[] {
  return job.processes.map((one) => (one.status ? shellStatus(one.status) : 0));
}

/** `Killed`, `Segmentation fault (core dumped)`-like text for a process that died of a signal; undefined where nothing is said. */
export function deathText(status: WaitStatus): string | undefined {
  if (status.kind !== "signaled" || status.signal === "SIGINT" || status.signal === "SIGPIPE") return undefined;
  return strsignal(status.signal);
}

/** Says how a foreground job died, as bash does after it. */
export async function reportDeath(shell: Shell, job: Job): Promise<void> {
  const last = job.processes.at(-1);
  const text = last?.status ? deathText(last.status) : undefined;
  if (text === undefined) return;
  if (shell.flavour.name !== "bash") {
    await shell.sys.write(2, encode(`${text}\n`));
    return;
  }
  if (shell.interactive) await shell.sys.write(2, encode(`${text}\n`));
  else
    await shell.sys.write(
      2,
      encode(`${shell.flavour.prefix(shell)}${String(last?.pid ?? 0).padStart(5)} ${text.padEnd(23)} ${job.text}\n`),
    );
}
