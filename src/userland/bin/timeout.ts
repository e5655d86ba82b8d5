import { isErrno, type Program, parseSignal, type Signal, type Sys, shellStatus, signalNumber } from "#abi";
import { execCommand, execStatus } from "./account/run.ts";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds of `1.5`, `10s`, `2m`, `1h`, `1d`; undefined when it is no duration. */
function duration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * (UNITS[match[2] ?? ""] ?? 1) * 1000;
}

/** timeout: run a command with a time limit. Models GNU timeout. */
export const timeout: Program = utility({
  name: "timeout",
  summary: "Start COMMAND, and kill it if still running after DURATION.",
  usage: ["[OPTION] DURATION COMMAND [ARG]...", "[OPTION]"],
  usageStatus: 125,
  permute: false,
  options: {
    preserve: ["--preserve-status", "exit with the same status as COMMAND, even when the command times out"],
    foreground: ["--foreground", "allow COMMAND to read from the TTY and get TTY signals"],
    killAfter: [
      "-k, --kill-after=DURATION",
      "also send a KILL signal if COMMAND is still running this long after the initial signal was sent",
    ],
    signal: ["-s, --signal=SIGNAL", "specify the signal to be sent on timeout"],
    verbose: ["-v, --verbose", "diagnose to stderr any signal sent upon timeout"],
  },
  async run(sys, { options, operands }) {
    const [length, ...command] = operands;
    if (length === undefined || command.length === 0) throw new UsageFailure("missing operand", 125);
    const limit = duration(length);
    if (limit === undefined) throw new UsageFailure(`invalid time interval ${quote(sys, length)}`, 125);
    const grace = options.killAfter === undefined ? undefined : duration(options.killAfter);
    if (options.killAfter !== undefined && grace === undefined)
      throw new UsageFailure(`invalid time interval ${quote(sys, options.killAfter)}`, 125);
    const signal = options.signal === undefined ? "SIGTERM" : parseSignal(options.signal);
    if (signal === undefined) throw new UsageFailure(`${quote(sys, options.signal ?? "")}: invalid signal`, 125);
    return runLimited(sys, command, {
      limit,
      grace,
      signal,
      preserve: options.preserve,
      foreground: options.foreground,
      verbose: options.verbose,
    });
  },
});

interface Limits {
  readonly limit: number;
  readonly grace: number | undefined;
  readonly signal: Signal;
  readonly preserve: boolean;
  readonly foreground: boolean;
  readonly verbose: boolean;
}

async function runLimited(sys: Sys, command: readonly string[], limits: Limits): Promise<number> {
  if (!limits.foreground) {
    try {
      sys.setpgid(0, 0);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    sys.signal("SIGTTIN", "ignore");
    sys.signal("SIGTTOU", "ignore");
  }
  const child = sys.fork(async (inner) => {
    inner.signal("SIGTTIN", "default");
    inner.signal("SIGTTOU", "default");
    try {
      return await execCommand(inner, command, inner.env);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(inner, `failed to run command ${quoteAlways(inner, command[0] ?? "")}: ${errorText(inner, error.code)}`);
      return execStatus(error);
    }
  });
  // The clock is a child of its own: waiting for both tells which came first.
  const clock = (ms: number) => sys.fork(async (inner) => inner.sleep(ms).then(() => 0));
  let timer = limits.limit > 0 ? clock(limits.limit) : undefined;
  let timedOut = false;
  let sent: Signal = limits.signal;
  for (;;) {
    const waited = await sys.wait({ target: "any" });
    if (waited === undefined) continue;
    if (waited.pid === timer) {
      timedOut = true;
      if (limits.verbose) await complain(sys, `sending signal ${sent.slice(3)} to command ${quote(sys, command[0] ?? "")}`);
      hit(sys, child, sent, limits.foreground);
      timer = limits.grace !== undefined && sent !== "SIGKILL" ? clock(limits.grace) : undefined;
      sent = "SIGKILL";
      continue;
    }
    if (waited.pid !== child) continue;
    if (timer !== undefined) hit(sys, timer, "SIGKILL", true);
    if (timedOut && !limits.preserve)
      return waited.status.kind === "signaled" && waited.status.signal === "SIGKILL" ? 128 + signalNumber("SIGKILL") : 124;
    return shellStatus(waited.status);
  }
}

function hit(sys: Sys, pid: number, signal: Signal, alone: boolean): void {
  try {
    sys.kill(pid, signal);
    if (alone) return;
    // The whole group gets it, but not timeout itself.
    if (signal !== "SIGKILL") {
      sys.signal(signal, "ignore");
      sys.kill(0, signal);
    }
    sys.kill(pid, "SIGCONT");
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** nohup: run a command immune to hangups. Models GNU nohup. */
export const nohup: Program = utility({
  name: "nohup",
  summary: "Run COMMAND, ignoring hangup signals.",
  usage: ["COMMAND [ARG]...", "OPTION"],
  usageStatus: 125,
  permute: false,
  options: {},
  async run(sys, { operands }) {
    if (operands.length === 0) throw new UsageFailure("missing operand", 125);
    const ignoring = sys.isatty(0);
    const outTty = sys.isatty(1);
    const errTty = sys.isatty(2);
    if (ignoring) replace(sys, sys.open("/dev/null", { write: true }), 0);
    let file: string | undefined;
    if (outTty) {
      file = openOutput(sys);
      await complain(
        sys,
        ignoring ? `ignoring input and appending output to ${quote(sys, file)}` : `appending output to ${quote(sys, file)}`,
      );
    } else if (ignoring) {
      await complain(sys, errTty ? "ignoring input and redirecting stderr to stdout" : "ignoring input");
    }
    if (errTty) sys.dup(1, 2);
    sys.signal("SIGHUP", "ignore");
    try {
      return await execCommand(sys, operands, sys.env);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `failed to run command ${quoteAlways(sys, operands[0] ?? "")}: ${errorText(sys, error.code)}`);
      return execStatus(error);
    }
  },
});

function replace(sys: Sys, from: number, to: number): void {
  sys.dup(from, to);
  if (from !== to) sys.close(from);
}

function openOutput(sys: Sys): string {
  const flags = { write: true, append: true, create: true } as const;
  const home = `${sys.env.get("HOME") ?? ""}/nohup.out`;
  for (const name of ["nohup.out", home]) {
    try {
      replace(sys, sys.open(name, flags, 0o600), 1);
      return name;
    } catch (error) {
      if (!isErrno(error) || name === home) throw error;
    }
  }
  throw new Failure("failed to open 'nohup.out'", 125);
}

/** nice: run a command with changed scheduling priority. Models GNU nice. */
export const nice: Program = utility({
  name: "nice",
  summary: "Run COMMAND with an adjusted niceness, which affects process scheduling.\nWith no COMMAND, print the current niceness.",
  usage: "[OPTION] [COMMAND [ARG]...]",
  usageStatus: 125,
  permute: false,
  rewrite: (args) =>
    args.map((arg, at) =>
      at === 0 && /^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : at === 0 && /^--\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg,
    ),
  options: { adjustment: ["-n, --adjustment=N", "add integer N to the niceness (default 10)"] },
  async run(sys, { options, operands }) {
    if (operands.length === 0) {
      if (options.adjustment !== undefined) throw new UsageFailure("a command must be given with an adjustment", 125);
      await sys.write(1, new TextEncoder().encode(`${sys.nice(0)}\n`));
      return 0;
    }
    const adjustment = Number(options.adjustment ?? 10);
    if (!Number.isInteger(adjustment)) throw new Failure(`invalid adjustment ${quote(sys, options.adjustment ?? "")}`, 125);
    try {
      sys.nice(adjustment);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `cannot set niceness: ${errorText(sys, error.code)}`);
    }
    try {
      return await execCommand(sys, operands, sys.env);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `${quoteAlways(sys, operands[0] ?? "")}: ${errorText(sys, error.code)}`);
      return execStatus(error);
    }
  },
});
