import { ALL_SIGNALS, defaultAction, encode, isErrno, type Pid, parseSignal, type Signal, signalNumber, strerror } from "#abi";
import { type Job, jobState } from "../run/jobs.ts";
import { minutes } from "../run/pipeline.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { noJob, readFlags, refuse, usage } from "./flags.ts";

export const kill: Builtin = {
  run: async (shell, argv) => {
    const [, first, ...rest] = argv;
    if (first === undefined) {
      if (shell.flavour.name === "bash") return usage(shell, "kill");
      await shell.complain("Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]", "kill");
      return 2;
    }
    if (first === "-l" || first === "-L") return list(shell, rest);
    let signal: Signal | undefined = "SIGTERM";
    let targets: readonly string[] = argv.slice(1);
    if (first === "-s" || first === "-n") {
      const parsed = await signalArgument(shell, rest[0]);
      if (typeof parsed === "number") return parsed;
      signal = parsed.signal;
      targets = rest.slice(1);
    } else if (/^-./.test(first) && first !== "--") {
      const parsed = await signalArgument(shell, first.slice(1));
      if (typeof parsed === "number") return parsed;
      signal = parsed.signal;
      targets = rest;
    }
    if (targets[0] === "--") targets = targets.slice(1);
    if (targets.length === 0) return usage(shell, "kill");
    let status = 0;
    for (const target of targets) status = (await killOne(shell, target, signal)) || status;
    return status;
  },
};

async function signalArgument(shell: Shell, text: string | undefined): Promise<{ readonly signal: Signal | undefined } | number> {
  if (text === "0") return { signal: undefined };
  const signal = text === undefined ? undefined : parseSignal(text);
  if (signal) return { signal };
  return refuse(
    shell,
    "kill",
    shell.flavour.name === "bash"
      ? `${text ?? ""}: invalid signal specification`
      : shell.flavour.name === "dash"
        ? `invalid signal number or name: ${text ?? ""}`
        : `bad signal name '${text ?? ""}'`,
  );
}

async function killOne(shell: Shell, target: string, signal: Signal | undefined): Promise<number> {
  if (target.startsWith("%")) {
    const job = shell.jobs.find(target);
    if (!job || job === "ambiguous") return noJob(shell, "kill", target, job === "ambiguous");
    return send(shell, target, job.pgid > 0 ? [-job.pgid] : job.processes.map((one) => one.pid), signal, job);
  }
  if (!/^-?\d+$/.test(target))
    return refuse(
      shell,
      "kill",
      shell.flavour.name === "bash"
        ? `${target}: arguments must be process or job IDs`
        : shell.flavour.name === "dash"
          ? `Illegal number: ${target}`
          : `invalid number '${target}'`,
    );
  return send(shell, target, [Number(target)], signal);
}

async function send(shell: Shell, target: string, pids: readonly Pid[], signal: Signal | undefined, job?: Job): Promise<number> {
  try {
    for (const pid of pids) shell.sys.kill(pid, signal);
    if (signal !== undefined && defaultAction(signal) !== "stop") shell.sentSignals = true;
    // A stopped job can only take a signal when it goes on.
    if (job && jobState(job) === "stopped" && signal && !["SIGCONT", "SIGSTOP", "SIGTSTP", "SIGKILL"].includes(signal))
      for (const pid of pids) shell.sys.kill(pid, "SIGCONT");
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const reason = strerror(error.code);
    if (shell.flavour.name === "ash") {
      await shell.complain(`can't kill pid ${target}: ${reason}`);
      return 1;
    }
    await shell.complain(shell.flavour.name === "bash" ? `(${target}) - ${reason}` : `${reason}\n`, "kill");
    return 1;
  }
}

async function list(shell: Shell, words: readonly string[]): Promise<number> {
  const name = (signal: Signal) => signal.slice(3);
  if (words.length === 0) {
    const cells = ALL_SIGNALS.map((signal) => `${String(signalNumber(signal)).padStart(2)}) ${signal}`);
    const rows: string[] = [];
    for (let i = 0; i < cells.length; i += 5) rows.push(cells.slice(i, i + 5).join("\t"));
    await shell.sys.write(1, encode(shell.flavour.name === "bash" ? `${rows.join("\n")}\n` : `${ALL_SIGNALS.map(name).join("\n")}\n`));
    return 0;
  }
  for (const word of words) {
    const signal = parseSignal(/^\d+$/.test(word) && Number(word) > 128 ? String(Number(word) - 128) : word);
    if (!signal) return refuse(shell, "kill", `${word}: invalid signal specification`);
    await shell.sys.write(1, encode(`${/^\d+$/.test(word) ? name(signal) : signalNumber(signal)}\n`));
  }
  return 0;
}

export const times: Builtin = {
  run: async (shell) => {
    const { self, children } = shell.sys.rusage();
    await shell.sys.write(
      1,
      encode(`${minutes(self.user)} ${minutes(self.system)}\n${minutes(children.user)} ${minutes(children.system)}\n`),
    );
    return 0;
  },
};

const LIMITS: readonly (readonly [string, string, string, string, number])[] = [
  ["c", "core", "core file size", "blocks", 512],
  ["d", "data", "data seg size", "kbytes", 1024],
  ["e", "nice", "scheduling priority", "", 1],
  ["f", "fsize", "file size", "blocks", 512],
  ["i", "sigpending", "pending signals", "", 1],
  ["l", "memlock", "max locked memory", "kbytes", 1024],
  ["m", "rss", "max memory size", "kbytes", 1024],
  ["n", "nofile", "open files", "", 1],
  ["q", "msgqueue", "POSIX message queues", "bytes", 1],
  ["r", "rtprio", "real-time priority", "", 1],
  ["s", "stack", "stack size", "kbytes", 1024],
  ["t", "cpu", "cpu time", "seconds", 1],
  ["u", "nproc", "max user processes", "", 1],
  ["v", "as", "virtual memory", "kbytes", 1024],
  ["x", "locks", "file locks", "", 1],
];

export const ulimit: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "SHacdefilmnqrstuvx");
    if (typeof flags === "number") return flags;
    const value = (name: string, scale: number) => {
      const limit = shell.sys.getrlimit(name)[flags.has("H") ? "hard" : "soft"];
      return limit === undefined ? "unlimited" : String(Math.floor(limit / scale));
    };
    if (flags.has("a")) {
      const lines = LIMITS.map(
        ([letter, name, text, unit, scale]) =>
          `${text.padEnd(24)}${`(${unit === "" ? "" : `${unit}, `}-${letter})`.padStart(16)} ${value(name, scale)}`,
      );
      await shell.sys.write(1, encode(`${lines.join("\n")}\n`));
      return 0;
    }
    const [letter = "f", name = "fsize", , , scale = 512] = LIMITS.find(([one]) => flags.has(one)) ?? LIMITS[3] ?? [];
    const [text] = flags.rest;
    if (text === undefined) {
      await shell.sys.write(1, encode(`${value(name, scale)}\n`));
      return 0;
    }
    const wanted = text === "unlimited" ? undefined : /^\d+$/.test(text) ? Number(text) * scale : Number.NaN;
    if (Number.isNaN(wanted)) return refuse(shell, "ulimit", shell.flavour.name === "bash" ? `${text}: invalid number` : "bad number");
    const before = shell.sys.getrlimit(name);
    const both = !flags.has("S") && !flags.has("H");
    try {
      shell.sys.setrlimit(name, {
        soft: both || flags.has("S") ? wanted : before.soft,
        hard: both || flags.has("H") ? wanted : before.hard,
      });
      return 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      const what = LIMITS.find(([one]) => one === letter)?.[2] ?? "";
      return refuse(
        shell,
        "ulimit",
        shell.flavour.name === "bash"
          ? `${what}: cannot modify limit: ${strerror(error.code)}`
          : `error setting limit (${strerror(error.code)})`,
      );
    }
  },
};
