import type { Pid, WaitStatus } from "#abi";

export interface JobProcess {
  readonly pid: Pid;
  /** Undefined while it runs. */
  status: WaitStatus | undefined;
}
export interface Job {
  readonly id: number;
  readonly pgid: Pid;
  readonly processes: readonly JobProcess[];
  /** As `jobs` shows it. */
  readonly text: string;
  readonly directory: string;
  /** Started with & or moved there: its end is announced before the next prompt. */
  background: boolean;
  /** The last change has been told. */
  notified: boolean;
  /** disown -h: no SIGHUP when the shell ends. */
  keep?: boolean;
}

export type JobState = "running" | "stopped" | "done";

export function jobState(job: Job): JobState {
  if (job.processes.some((one) => one.status?.kind === "stopped"))
    return job.processes.every((one) => one.status !== undefined && one.status.kind !== "continued") ? "stopped" : "running";
  return job.processes.every((one) => one.status?.kind === "exited" || one.status?.kind === "signaled") ? "done" : "running";
}

/** Children of a shell: its jobs, in order of use, and what became of processes that no job holds. */
export class JobTable {
  #jobs: Job[] = [];
  /** Ids from the least to the most recently used: the last is `%+`, the one before `%-`. */
  #recent: number[] = [];
  readonly #ended = new Map<Pid, WaitStatus>();

  get all(): readonly Job[] {
    return this.#jobs;
  }

  add(pgid: Pid, pids: readonly Pid[], text: string, directory: string, background: boolean): Job {
    const id = Math.max(0, ...this.#jobs.map((job) => job.id)) + 1;
    const job: Job = {
      id,
      pgid,
      processes: pids.map((pid) => ({ pid, status: this.#take(pid) })),
      text,
      directory,
      background,
      notified: true,
    };
    this.#jobs.push(job);
    this.#use(job);
    return job;
  }

  #take(pid: Pid): WaitStatus | undefined {
    const status = this.#ended.get(pid);
    this.#ended.delete(pid);
    return status;
  }

  #use(job: Job): void {
    this.#recent = [...this.#recent.filter((id) => id !== job.id), job.id];
  }

  /** Makes a job the current one: it was stopped or sent to the background. */
  touch(job: Job): void {
    this.#use(job);
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((one) => one !== job);
    this.#recent = this.#recent.filter((id) => id !== job.id);
    // `wait pid` still wants to know how it ended.
    for (const { pid, status } of job.processes) if (status) this.#ended.set(pid, status);
  }

  clear(): void {
    this.#jobs = [];
    this.#recent = [];
  }

  /** Writes down what wait(2) reported. */
  record(pid: Pid, status: WaitStatus): void {
    for (const job of this.#jobs) {
      const process = job.processes.find((one) => one.pid === pid);
      if (!process) continue;
      process.status = status.kind === "continued" ? undefined : status;
      job.notified = false;
      if (status.kind === "stopped") this.#use(job);
      return;
    }
    if (status.kind !== "continued") this.#ended.set(pid, status);
  }

  /** How a process ended, if it did. */
  statusOf(pid: Pid): WaitStatus | undefined {
    for (const job of this.#jobs) for (const process of job.processes) if (process.pid === pid) return process.status;
    return this.#ended.get(pid);
  }

  forget(pid: Pid): void {
    this.#ended.delete(pid);
  }

  ofPid(pid: Pid): Job | undefined {
    return this.#jobs.find((job) => job.processes.some((one) => one.pid === pid));
  }

  /** `%+`: stopped jobs come before running ones. */
  get current(): Job | undefined {
    return this.#ranked()[0];
  }
  get previous(): Job | undefined {
    return this.#ranked()[1];
  }

  #ranked(): Job[] {
    const byUse = [...this.#recent].reverse().flatMap((id) => this.#jobs.filter((job) => job.id === id));
    return [...byUse.filter((job) => jobState(job) === "stopped"), ...byUse.filter((job) => jobState(job) !== "stopped")];
  }

  /** The job that `%1`, `%+`, `%-`, `%name` or `%?text` means. */
  find(spec: string): Job | undefined | "ambiguous" {
    const text = spec.startsWith("%") ? spec.slice(1) : spec;
    if (text === "" || text === "+" || text === "%") return this.current;
    if (text === "-") return this.previous ?? this.current;
    if (/^\d+$/.test(text)) return this.#jobs.find((job) => job.id === Number(text));
    const matches = this.#jobs.filter((job) => (text.startsWith("?") ? job.text.includes(text.slice(1)) : job.text.startsWith(text)));
    return matches.length > 1 ? "ambiguous" : matches[0];
  }
}
