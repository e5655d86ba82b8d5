import { ALL_SIGNALS, isErrno, type Program, parseSignal, print, type Signal, STDERR, type Sys, signalNumber } from "#abi";
import { readProcesses } from "./process/processes.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, errorText } from "./tool/messages.ts";

const USAGE = `
Usage:
 kill [options] <pid|name> [...]

Options:
 -a, --all              do not restrict the name-to-pid conversion to processes
                        with the same uid as the present process
 -s, --signal <sig>     send specified signal
 -q, --queue <sig>      use sigqueue(2) rather than kill(2)
 -p, --pid              print pids without signaling them
 -l, --list [=<signal>] list signal names, or convert one to a name
 -L, --table            list signal names and numbers

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see kill(1).
`;

/** A signal by name or number, 0 included; `undefined` inside stands for signal 0. */
export function signalArgument(text: string): { readonly signal: Signal | undefined } | undefined {
  if (text === "0") return { signal: undefined };
  const signal = parseSignal(text);
  return signal === undefined ? undefined : { signal };
}

/** kill: send a signal to processes. Models util-linux 2.23: kill(1). */
export const kill: Program = async (sys) => {
  const args = sys.argv.slice(1);
  let signal: Signal | undefined = "SIGTERM";
  let onlyPrint = false;
  while (args.length > 0 && (args[0] ?? "").startsWith("-")) {
    const arg = args.shift() ?? "";
    if (arg === "--") break;
    if (arg === "-h" || arg === "--help") return print(sys, USAGE).then(() => 0);
    if (arg === "-V" || arg === "--version") return print(sys, "kill from util-linux 2.23.2\n").then(() => 0);
    if (/^(-l|--list)(=.*)?$/.test(arg)) return listSignals(sys, arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : args[0]);
    if (arg === "-L" || arg === "--table") return table(sys);
    if (arg === "-p" || arg === "--pid") {
      onlyPrint = true;
      continue;
    }
    if (arg === "-a" || arg === "--all") continue;
    const text = /^(-s|--signal|-q|--queue)$/.test(arg) ? (args.shift() ?? "") : arg.replace(/^--signal=/, "").replace(/^-/, "");
    // A negative number after the signal is a process group.
    const parsed = signalArgument(text);
    if (parsed === undefined) {
      await complain(sys, flavourOf(sys) === "busybox" ? `invalid signal '${text}'` : `unknown signal: ${text}`);
      return 1;
    }
    signal = parsed.signal;
    if (args[0]?.startsWith("-") === true && /^-\d+$/.test(args[0])) break;
  }
  if (args.length === 0) {
    if (flavourOf(sys) === "busybox") {
      await complain(sys, "you need to specify whom to kill");
      return 1;
    }
    await print(sys, USAGE, STDERR);
    return 1;
  }
  let status = 0;
  for (const arg of args) if (!(await killOne(sys, arg, signal, onlyPrint))) status = 1;
  return status;
};

async function killOne(sys: Sys, arg: string, signal: Signal | undefined, onlyPrint: boolean): Promise<boolean> {
  if (!/^-?\d+$/.test(arg)) {
    if (flavourOf(sys) === "busybox") {
      await complain(sys, `invalid number '${arg}'`);
      return false;
    }
    const named = readProcesses(sys).filter(({ comm }) => comm === arg);
    if (named.length === 0) await complain(sys, `cannot find process "${arg}"`);
    let well = named.length > 0;
    for (const { pid } of named) well = (await send(sys, pid, signal, onlyPrint)) && well;
    return well;
  }
  return send(sys, Number(arg), signal, onlyPrint);
}

async function send(sys: Sys, pid: number, signal: Signal | undefined, onlyPrint: boolean): Promise<boolean> {
  if (onlyPrint) {
    await print(sys, `${pid}\n`);
    return true;
  }
  try {
    sys.kill(pid, signal);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const text = errorText(sys, error.code);
    await complain(sys, flavourOf(sys) === "busybox" ? `can't kill pid ${pid}: ${text}` : `sending signal to ${pid} failed: ${text}`);
    return false;
  }
}

async function listSignals(sys: Sys, which: string | undefined): Promise<number> {
  if (which === undefined) {
    await print(sys, `${ALL_SIGNALS.map((signal) => signal.slice(3)).join(" ")}\n`);
    return 0;
  }
  if (/^\d+$/.test(which)) {
    const number = Number(which) > 128 ? Number(which) - 128 : Number(which);
    const signal = parseSignal(String(number));
    if (signal === undefined) {
      await complain(sys, `unknown signal: ${which}`);
      return 1;
    }
    await print(sys, `${signal.slice(3)}\n`);
    return 0;
  }
  const signal = parseSignal(which);
  if (signal === undefined) {
    await complain(sys, `unknown signal: ${which}`);
    return 1;
  }
  await print(sys, `${signalNumber(signal)}\n`);
  return 0;
}

async function table(sys: Sys): Promise<number> {
  const cells = ALL_SIGNALS.map((signal) => `${String(signalNumber(signal)).padStart(2)} ${signal.slice(3)}`.padEnd(12));
  let text = "";
  for (let at = 0; at < cells.length; at += 6)
    text += `${cells
      .slice(at, at + 6)
      .join("")
      .trimEnd()}\n`;
  await print(sys, text);
  return 0;
}
