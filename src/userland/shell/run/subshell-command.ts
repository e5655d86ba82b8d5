import { type Compound, printCommand } from "../syntax/index.ts";
import { currentDirectory, waitForJob } from "./foreground.ts";
import type { Shell } from "./shell.ts";
import { forkShell } from "./subshell.ts";

/** Executes `( … )`. */
export async function executeSubshell(
  shell: Shell,
  command: Extract<Compound, { kind: "subshell" | "group" }>,
  last: boolean,
): Promise<number> {
  // What is already a process of its own for nothing but this needs no other.
  if (last && !shell.interactive && shell.traps.size === 0 && shell.subshellLevel > 0)
    return shell.interpreter.execute(shell, command.body, true);
  const controlled = shell.terminal !== undefined && shell.option("monitor");
  const pid = forkShell(shell, { pgid: controlled ? 0 : undefined, foreground: controlled }, (child) =>
    child.interpreter.execute(child, command.body, true),
  );
  return waitForJob(shell, shell.jobs.add(controlled ? pid : 0, [pid], printCommand(command), currentDirectory(shell), false));
}
