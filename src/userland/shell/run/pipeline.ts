import { encode, type Fd, type Pid } from "#abi";
import { type Command, type Pipeline, printCommand } from "../syntax/index.ts";
import { currentDirectory, waitForJob } from "./foreground.ts";
import type { Job } from "./jobs.ts";
import type { Shell } from "./shell.ts";
import { forkShell } from "./subshell.ts";

/** Executes a pipeline with its `!` and `time`. */
export async function executePipeline(shell: Shell, pipeline: Pipeline, last: boolean): Promise<number> {
  const run = async () => {
    const [only] = pipeline.stages;
    if (pipeline.stages.length === 0) return 0;
    if (pipeline.stages.length === 1 && only)
      return shell.interpreter.execute(shell, only, last && !pipeline.negate && pipeline.timed === "no");
    return waitForJob(shell, startStages(shell, pipeline.stages, printCommand({ ...pipeline, negate: false, timed: "no" }), false));
  };
  const started = { now: shell.sys.now(), usage: shell.sys.rusage() };
  if (pipeline.negate) shell.conditions += 1;
  let status: number;
  try {
    status = await run();
  } finally {
    if (pipeline.negate) shell.conditions -= 1;
  }
  if (pipeline.timed !== "no") await reportTime(shell, started, pipeline.timed);
  if (pipeline.negate) status = status === 0 ? 1 : 0;
  return status;
}

/** Starts each stage in a process of its own, joined by pipes; all in one process group where there is job control. */
export function startStages(shell: Shell, stages: readonly Command[], text: string, background: boolean): Job {
  const controlled = shell.terminal !== undefined && shell.option("monitor");
  const pids: Pid[] = [];
  let input: Fd | undefined;
  stages.forEach((stage, i) => {
    const pipe = i < stages.length - 1 ? shell.sys.pipe() : undefined;
    const from = input;
    const pid = forkShell(
      shell,
      {
        pgid: controlled ? (pids[0] ?? 0) : undefined,
        foreground: controlled && !background,
        background: background && i === 0,
        descriptors: (sys) => {
          if (from !== undefined) move(sys, from, 0);
          if (pipe) {
            sys.close(pipe.read);
            move(sys, pipe.write, 1);
          }
        },
      },
      (child) => child.interpreter.execute(child, stage, true),
    );
    pids.push(pid);
    if (from !== undefined) shell.sys.close(from);
    if (pipe) shell.sys.close(pipe.write);
    input = pipe?.read;
  });
  return shell.jobs.add(controlled ? (pids[0] ?? 0) : 0, pids, text, currentDirectory(shell), background);
}

function move(sys: { dup(fd: Fd, to?: Fd): Fd; close(fd: Fd): void }, from: Fd, to: Fd): void {
  if (from === to) return;
  sys.dup(from, to);
  sys.close(from);
}

/** Starts a command with & and says so where a person is watching. */
export async function startBackground(shell: Shell, command: Command): Promise<number> {
  const stages = command.kind === "pipeline" && !command.negate && command.timed === "no" ? command.stages : [command];
  const job = startStages(shell, stages, printCommand(command), true);
  shell.lastBackground = job.processes.at(-1)?.pid;
  if (shell.interactive) {
    if (shell.flavour.name === "bash") await shell.sys.write(2, encode(`[${job.id}] ${shell.lastBackground}\n`));
  }
  return 0;
}

async function reportTime(
  shell: Shell,
  since: { readonly now: number; readonly usage: ReturnType<Shell["sys"]["rusage"]> },
  format: "bash" | "posix",
): Promise<void> {
  const usage = shell.sys.rusage();
  const user = usage.self.user + usage.children.user - since.usage.self.user - since.usage.children.user;
  const system = usage.self.system + usage.children.system - since.usage.self.system - since.usage.children.system;
  const real = shell.sys.now() - since.now;
  const text =
    format === "posix"
      ? `real ${(real / 1000).toFixed(2)}\nuser ${(user / 1000).toFixed(2)}\nsys ${(system / 1000).toFixed(2)}\n`
      : `\nreal\t${minutes(real)}\nuser\t${minutes(user)}\nsys\t${minutes(system)}\n`;
  await shell.sys.write(2, encode(text));
}

/** `0m1.234s` */
export function minutes(ms: number): string {
  return `${Math.floor(ms / 60_000)}m${((ms % 60_000) / 1000).toFixed(3)}s`;
}
