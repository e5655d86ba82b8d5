import { encode } from "#abi";
import { jobState } from "../run/jobs.ts";
import type { Shell } from "../run/shell.ts";
import { reap } from "../run/waiting.ts";

/** Tells before a prompt what became of background jobs since the last one, and forgets those that ended. */
export async function announceJobs(shell: Shell): Promise<void> {
  // A killed process takes longer to go than a prompt takes to come: it is told of at the prompt after.
  if (shell.sentSignals) {
    shell.sentSignals = false;
    return;
  }
  await reap(shell);
  for (const job of [...shell.jobs.all]) {
    if (job.notified) continue;
    const state = jobState(job);
    if (state === "running") continue;
    job.notified = true;
    const { jobLine } = await import("../run/job-text.ts");
    if (job.background || state === "stopped")
      await shell.sys.write(2, encode(`${state === "stopped" ? "\n" : ""}${jobLine(shell, job)}\n`));
    if (state === "done") shell.jobs.remove(job);
  }
}
