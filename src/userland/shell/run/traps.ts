import { parseSignal, type Signal, signalNumber } from "#abi";
import type { Shell } from "./shell.ts";
import { isUnwind, Unwind } from "./unwind.ts";

/** The signal that a trap's name means; EXIT, ERR, DEBUG and RETURN are none. */
export function signalOf(name: string): Signal | undefined {
  return parseSignal(name);
}

/** Key of a trap: `INT`, `EXIT`, …; undefined for a wrong name. */
export function trapName(spec: string): string | undefined {
  const upper = spec.toUpperCase().replace(/^SIG/, "");
  if (upper === "EXIT" || upper === "0") return "EXIT";
  if (upper === "ERR" || upper === "DEBUG" || upper === "RETURN") return upper;
  const signal = parseSignal(spec);
  return signal?.slice(3);
}

/** Sets, resets (undefined) or makes a trap ignore (empty). */
export function setTrap(shell: Shell, name: string, command: string | undefined): void {
  if (command === undefined) shell.traps.delete(name);
  else shell.traps.set(name, { command });
  const signal = signalOf(name);
  if (signal === undefined || signal === "SIGKILL" || signal === "SIGSTOP") return;
  // A signal ignored at the start of a shell that isn't interactive stays ignored.
  if (!shell.interactive && shell.ignoredAtStart.has(signal)) return;
  if (command === undefined) {
    restoreDefault(shell, signal);
    return;
  }
  if (command === "") shell.sys.signal(signal, "ignore");
  else shell.sys.signal(signal, { handle: (one) => receive(shell, one), interrupt: true });
}

function receive(shell: Shell, signal: Signal): void {
  shell.pendingSignals.push(signal);
  if (shell.interactive && signal === "SIGINT") shell.interrupted = true;
}

/** What a signal does when no trap is set: an interactive shell survives most. */
export function restoreDefault(shell: Shell, signal: Signal): void {
  if (!shell.interactive) {
    shell.sys.signal(signal, "default");
    return;
  }
  if (signal === "SIGINT")
    shell.sys.signal(signal, {
      handle: () => {
        shell.interrupted = true;
      },
      interrupt: true,
    });
  else if (signal === "SIGTERM" || signal === "SIGQUIT") shell.sys.signal(signal, "ignore");
  else if ((signal === "SIGTSTP" || signal === "SIGTTIN" || signal === "SIGTTOU") && shell.terminal !== undefined)
    shell.sys.signal(signal, "ignore");
  else if (signal === "SIGHUP")
    shell.sys.signal(signal, {
      handle: () => {
        shell.hungUp = true;
      },
      interrupt: true,
    });
  else shell.sys.signal(signal, "default");
}

/** Runs what signals since the last command ask for; throws the ^C of an interactive shell. */
export async function runPendingTraps(shell: Shell): Promise<void> {
  for (let signal = shell.pendingSignals.shift(); signal; signal = shell.pendingSignals.shift()) {
    const trap = shell.traps.get(signal.slice(3));
    if (trap && trap.command !== "") await runTrap(shell, trap.command);
  }
  if (shell.hungUp) throw new Unwind({ kind: "exit", status: 128 + signalNumber("SIGHUP") });
  if (shell.interrupted) {
    shell.interrupted = false;
    throw new Unwind({ kind: "abort", status: 130, interrupted: true });
  }
}

/** Runs a trap's text; `$?` is as before for what follows. */
export async function runTrap(shell: Shell, command: string): Promise<void> {
  const { status, pipeStatus } = shell;
  await shell.interpreter.run(shell, command, { firstLine: shell.line });
  shell.status = status;
  shell.pipeStatus = pipeStatus;
}

/** Runs the EXIT trap, once; resolves with the status to end with. */
export async function runExitTrap(shell: Shell, status: number): Promise<number> {
  const trap = shell.traps.get("EXIT");
  if (!trap || trap.command === "") return status;
  shell.traps.delete("EXIT");
  shell.status = status;
  try {
    await runTrap(shell, trap.command);
  } catch (error) {
    if (isUnwind(error, "exit", "abort") && "status" in error.leaving) return error.leaving.status;
    if (!isUnwind(error)) throw error;
  }
  return status;
}
