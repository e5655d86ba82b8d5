/** Signals of Linux x86_64 (signal(7)): numbers, default actions, and the texts of strsignal(3). */

const SIGNALS = {
  SIGHUP: [1, "terminate", "Hangup"],
  SIGINT: [2, "terminate", "Interrupt"],
  SIGQUIT: [3, "core", "Quit"],
  SIGILL: [4, "core", "Illegal instruction"],
  SIGTRAP: [5, "core", "Trace/breakpoint trap"],
  SIGABRT: [6, "core", "Aborted"],
  SIGBUS: [7, "core", "Bus error"],
  SIGFPE: [8, "core", "Floating point exception"],
  SIGKILL: [9, "terminate", "Killed"],
  SIGUSR1: [10, "terminate", "User defined signal 1"],
  SIGSEGV: [11, "core", "Segmentation fault"],
  SIGUSR2: [12, "terminate", "User defined signal 2"],
  SIGPIPE: [13, "terminate", "Broken pipe"],
  SIGALRM: [14, "terminate", "Alarm clock"],
  SIGTERM: [15, "terminate", "Terminated"],
  SIGSTKFLT: [16, "terminate", "Stack fault"],
  SIGCHLD: [17, "ignore", "Child exited"],
  SIGCONT: [18, "continue", "Continued"],
  SIGSTOP: [19, "stop", "Stopped (signal)"],
  SIGTSTP: [20, "stop", "Stopped"],
  SIGTTIN: [21, "stop", "Stopped (tty input)"],
  SIGTTOU: [22, "stop", "Stopped (tty output)"],
  SIGURG: [23, "ignore", "Urgent I/O condition"],
  SIGXCPU: [24, "core", "CPU time limit exceeded"],
  SIGXFSZ: [25, "core", "File size limit exceeded"],
  SIGVTALRM: [26, "terminate", "Virtual timer expired"],
  SIGPROF: [27, "terminate", "Profiling timer expired"],
  SIGWINCH: [28, "ignore", "Window changed"],
  SIGIO: [29, "terminate", "I/O possible"],
  SIGPWR: [30, "terminate", "Power failure"],
  SIGSYS: [31, "core", "Bad system call"],
} as const satisfies Record<string, readonly [number, SignalAction, string]>;

/** What the kernel does when a process left a signal's disposition at its default. */
export type SignalAction = "terminate" | "core" | "ignore" | "stop" | "continue";
export type Signal = keyof typeof SIGNALS;

/** Every signal, in the order of the numbers. */
export const ALL_SIGNALS: readonly Signal[] = Object.keys(SIGNALS) as Signal[];

/** The number of a signal. */
export function signalNumber(signal: Signal): number {
  return SIGNALS[signal][0];
}

export function defaultAction(signal: Signal): SignalAction {
  return SIGNALS[signal][1];
}

/** The text of strsignal(3). */
export function strsignal(signal: Signal): string {
  return SIGNALS[signal][2];
}

/** A signal by number (`9`), name (`KILL`) or full name (`SIGKILL`), any case; undefined when there is none. Signal 0 has no name. */
export function parseSignal(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return ALL_SIGNALS.find((signal) => signalNumber(signal) === Number(text));
  const name = text.toUpperCase();
  return ALL_SIGNALS.find((signal) => signal === name || signal === `SIG${name}`);
}

/** How a process ended or changed: what wait(2) tells. */
export type WaitStatus =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signaled"; readonly signal: Signal }
  | { readonly kind: "stopped"; readonly signal: Signal }
  | { readonly kind: "continued" };

/** The number a shell puts into `$?`: the exit status, or 128 plus the signal. */
export function shellStatus(status: WaitStatus): number {
  switch (status.kind) {
    case "exited":
      return status.code;
    case "signaled":
    case "stopped":
      return 128 + signalNumber(status.signal);
    case "continued":
      return 0;
  }
}
