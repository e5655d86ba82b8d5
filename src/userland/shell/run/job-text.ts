import { signalNumber, strsignal } from "#abi";
import { type Job, type JobState, jobState } from "./jobs.ts";
import type { Shell } from "./shell.ts";

/** What happened to a job, as `jobs` says it: Running, Stopped, Done, Exit 3, Terminated. */
export function stateText(shell: Shell, job: Job, state: JobState = jobState(job)): string {
  const last = job.processes.at(-1)?.status;
  if (state === "running") return "Running";
  if (state === "stopped") {
    const stopped = job.processes.find((one) => one.status?.kind === "stopped")?.status;
    return stopped?.kind === "stopped" && stopped.signal !== "SIGTSTP" && shell.flavour.name !== "bash"
      ? strsignal(stopped.signal)
      : "Stopped";
  }
  if (last?.kind === "signaled") return strsignal(last.signal);
  if (last?.kind === "exited" && last.code !== 0) return shell.flavour.name === "bash" ? `Exit ${last.code}` : `Done(${last.code})`;
  return "Done";
}

/** `[1]+  Running                 sleep 5 &`: a job's line in `jobs` and in notices. */
export function jobLine(shell: Shell, job: Job, withPids = false): string {
  const state = jobState(job);
  const mark = shell.jobs.current === job ? "+" : shell.jobs.previous === job ? "-" : " ";
  const ampersand = state === "running" && job.background && shell.flavour.name === "bash" ? " &" : "";
  const where =
    shell.flavour.name === "bash" && job.directory !== (shell.variables.get("PWD") ?? "")
      ? `  (wd: ${tildeDirectory(shell, job.directory)})`
      : "";
  if (withPids) return pidLines(shell, job, mark, ampersand + where);
  if (shell.flavour.name === "bash") return `[${job.id}]${mark}  ${stateText(shell, job).padEnd(23)} ${job.text}${ampersand}${where}`;
  return `[${job.id}]${shell.flavour.name === "dash" ? ` ${mark} ` : `${mark}  `}${stateText(shell, job).padEnd(26)} ${job.text}${ampersand}`;
}

function pidLines(shell: Shell, job: Job, mark: string, end: string): string {
  const stages = job.text.split(" | ");
  return job.processes
    .map(({ pid }, i) => {
      const text = i === job.processes.length - 1 ? stages.slice(i).join(" | ") : (stages[i] ?? "");
      if (i === 0)
        return `[${job.id}]${mark} ${String(pid).padStart(5)} ${stateText(shell, job).padEnd(23)} ${text}${job.processes.length === 1 ? end : ""}`;
      return `     ${String(pid).padStart(5)}                         | ${text}${i === job.processes.length - 1 ? end : ""}`;
    })
    .join("\n");
}

function tildeDirectory(shell: Shell, directory: string): string {
  const home = shell.variables.get("HOME");
  return home && home !== "/" && (directory === home || directory.startsWith(`${home}/`)) ? `~${directory.slice(home.length)}` : directory;
}

/** Number that $? gets from the signal that stopped or ended the job. */
export function signalStatus(job: Job): number | undefined {
  const last = job.processes.at(-1)?.status;
  return last?.kind === "signaled" || last?.kind === "stopped" ? 128 + signalNumber(last.signal) : undefined;
}
