import { encode, isErrno, type Pid, shellStatus, signalNumber } from "#abi";
import { waitForJob } from "../run/foreground.ts";
import { jobLine } from "../run/job-text.ts";
import { type Job, jobState } from "../run/jobs.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { runPendingTraps } from "../run/traps.ts";
import { reap, waitAny } from "../run/waiting.ts";
import { noJob, readFlags, refuse } from "./flags.ts";

function isJob(job: Job | undefined | "ambiguous"): job is Job {
  return job !== undefined && job !== "ambiguous";
}

export const jobs: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, shell.flavour.name === "bash" ? "lnprs" : "lp");
    if (typeof flags === "number") return flags;
    await reap(shell);
    shell.warnsOfJobs = true;
    let status = 0;
    const chosen: Job[] = [];
    for (const spec of flags.rest) {
      const job = shell.jobs.find(spec);
      if (isJob(job)) chosen.push(job);
      else status = await noJob(shell, "jobs", spec, job === "ambiguous");
    }
    for (const job of flags.rest.length > 0 ? chosen : shell.jobs.all) {
      const state = jobState(job);
      if (flags.has("r") && state !== "running") continue;
      if (flags.has("s") && state !== "stopped") continue;
      if (flags.has("n") && job.notified) continue;
      await shell.sys.write(1, encode(`${flags.has("p") ? job.processes[0]?.pid : jobLine(shell, job, flags.has("l"))}\n`));
      job.notified = true;
    }
    for (const job of [...shell.jobs.all]) if (jobState(job) === "done" && job.notified) shell.jobs.remove(job);
    return status;
  },
};

async function jobArgument(shell: Shell, who: string, spec: string | undefined): Promise<Job | number> {
  if (shell.terminal === undefined && shell.flavour.name === "bash") return refuse(shell, who, "no job control");
  const job = shell.jobs.find(spec ?? "%+");
  if (isJob(job)) return job;
  if (spec === undefined && shell.flavour.name !== "bash") return refuse(shell, who, "No current job");
  return noJob(shell, who, spec ?? "current", job === "ambiguous");
}

function wake(shell: Shell, job: Job): void {
  for (const one of job.processes) if (one.status?.kind === "stopped") one.status = undefined;
  try {
    shell.sys.kill(job.pgid > 0 ? -job.pgid : (job.processes[0]?.pid ?? 0), "SIGCONT");
  } catch (error) {
    if (!isErrno(error, "ESRCH")) throw error;
  }
}

export const fg: Builtin = {
  run: async (shell, argv) => {
    await reap(shell);
    const job = await jobArgument(shell, "fg", argv[1]);
    if (typeof job === "number") return job;
    if (jobState(job) === "done") return refuse(shell, "fg", "job has terminated");
    // Before the text, so that what is typed on seeing it already goes to the job.
    if (shell.terminal !== undefined && job.pgid > 0) shell.sys.tcsetpgrp(shell.terminal, job.pgid);
    await shell.sys.write(1, encode(`${job.text}\n`));
    job.background = false;
    wake(shell, job);
    return waitForJob(shell, job);
  },
};

export const bg: Builtin = {
  run: async (shell, argv) => {
    await reap(shell);
    let status = 0;
    for (const spec of argv.length > 1 ? argv.slice(1) : [undefined]) {
      const job = await jobArgument(shell, "bg", spec);
      if (typeof job === "number") {
        status = job;
        continue;
      }
      if (jobState(job) === "running" && shell.flavour.name === "bash") {
        await shell.complain(`job ${job.id} already in background`, "bg");
        continue;
      }
      job.background = true;
      wake(shell, job);
      const mark = shell.jobs.current === job ? "+" : shell.jobs.previous === job ? "-" : " ";
      await shell.sys.write(1, encode(shell.flavour.name === "bash" ? `[${job.id}]${mark} ${job.text} &\n` : `[${job.id}] ${job.text}\n`));
    }
    return status;
  },
};

export const disown: Builtin = {
  only: ["bash"],
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "har");
    if (typeof flags === "number") return flags;
    const all = flags.has("a") || flags.has("r");
    const specs = flags.rest.length > 0 ? flags.rest : all ? [] : ["%+"];
    const chosen =
      all && flags.rest.length === 0 ? [...shell.jobs.all].filter((job) => !flags.has("r") || jobState(job) === "running") : [];
    let status = 0;
    for (const spec of specs) {
      const job = /^\d+$/.test(spec) ? shell.jobs.ofPid(Number(spec)) : shell.jobs.find(spec);
      if (isJob(job)) chosen.push(job);
      else status = await noJob(shell, "disown", flags.rest.length > 0 ? spec : "current", job === "ambiguous");
    }
    for (const job of chosen) {
      if (flags.has("h")) job.keep = true;
      else shell.jobs.remove(job);
    }
    return status;
  },
};

/** Waits for one child to change; a trapped signal or ^C ends the waiting with its status. */
async function waitOnce(shell: Shell): Promise<"changed" | "none" | number> {
  try {
    return (await waitAny(shell, false)) ? "changed" : "none";
  } catch (error) {
    if (!isErrno(error, "EINTR")) throw error;
    const [signal] = shell.pendingSignals;
    await runPendingTraps(shell);
    return signal ? 128 + signalNumber(signal) : "changed";
  }
}

async function waitPid(shell: Shell, pid: Pid): Promise<number> {
  const ofJob = shell.jobs.ofPid(pid);
  for (;;) {
    const status = shell.jobs.statusOf(pid);
    if (status && status.kind !== "continued" && status.kind !== "stopped") {
      if (ofJob && jobState(ofJob) === "done") shell.jobs.remove(ofJob);
      return shellStatus(status);
    }
    if (!ofJob) {
      if (shell.flavour.name === "bash") await shell.complain(`pid ${pid} is not a child of this shell`, "wait");
      return 127;
    }
    const outcome = await waitOnce(shell);
    if (typeof outcome === "number") return outcome;
    if (outcome === "none") return 127;
  }
}

async function waitJob(shell: Shell, job: Job): Promise<number> {
  while (jobState(job) === "running") {
    const outcome = await waitOnce(shell);
    if (typeof outcome === "number") return outcome;
    if (outcome === "none") break;
  }
  const last = job.processes.at(-1)?.status;
  if (jobState(job) === "done" && !shell.interactive) shell.jobs.remove(job);
  return last ? shellStatus(last) : 127;
}

async function waitNext(shell: Shell, into: string | undefined): Promise<number> {
  for (;;) {
    const done = shell.jobs.all.find((job) => jobState(job) === "done");
    if (done) {
      const last = done.processes.at(-1);
      shell.jobs.remove(done);
      if (into !== undefined) shell.variables.set(into, String(last?.pid ?? ""));
      return last?.status ? shellStatus(last.status) : 0;
    }
    if (!shell.jobs.all.some((job) => jobState(job) === "running")) return 127;
    const outcome = await waitOnce(shell);
    if (typeof outcome === "number") return outcome;
    if (outcome === "none") return 127;
  }
}

export const wait: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, shell.flavour.name === "bash" ? "fnp:" : shell.flavour.name === "ash" ? "n" : "");
    if (typeof flags === "number") return flags;
    await reap(shell);
    if (flags.has("n")) return waitNext(shell, flags.value("p"));
    if (flags.rest.length === 0) {
      while (shell.jobs.all.some((job) => jobState(job) === "running")) {
        const outcome = await waitOnce(shell);
        if (typeof outcome === "number") return outcome;
        if (outcome === "none") break;
      }
      if (!shell.interactive) for (const job of [...shell.jobs.all]) if (jobState(job) === "done") shell.jobs.remove(job);
      return 0;
    }
    let status = 0;
    for (const word of flags.rest) {
      if (word.startsWith("%")) {
        const job = shell.jobs.find(word);
        status = isJob(job) ? await waitJob(shell, job) : (await noJob(shell, "wait", word, job === "ambiguous"), 127);
      } else if (/^\d+$/.test(word)) status = await waitPid(shell, Number(word));
      else {
        await shell.complain(shell.flavour.name === "bash" ? `\`${word}': not a pid or valid job spec` : `Illegal number: ${word}`, "wait");
        status = shell.flavour.name === "bash" ? 1 : 2;
      }
    }
    return status;
  },
};
