import type { FunctionDefinition } from "../syntax/index.ts";
import type { Frame, Shell } from "./shell.ts";
import { runTrap } from "./traps.ts";
import { isUnwind } from "./unwind.ts";

const DEEPEST = 4000;

/** Calls a function: its own positional parameters and locals; `return` ends it. */
export async function callFunction(
  shell: Shell,
  definition: FunctionDefinition & { readonly source: string },
  argv: readonly string[],
): Promise<number> {
  if (shell.frames.length > DEEPEST) shell.sys.kill(shell.sys.pid, "SIGSEGV");
  const { positional, loopDepth } = shell;
  // Gives way, so that recursion is seen by the scheduler and doesn't pile up on our own stack.
  await shell.sys.cpu(0.02);
  shell.positional = argv.slice(1);
  shell.loopDepth = 0;
  shell.variables.pushScope();
  try {
    return await inFrame(shell, { kind: "function", name: definition.name, source: definition.source, calledAt: shell.line }, () =>
      shell.interpreter.execute(shell, definition.body),
    );
  } finally {
    shell.variables.popScope();
    shell.positional = positional;
    shell.loopDepth = loopDepth;
  }
}

/** Runs something as called from here; `return` in it ends here. */
export async function inFrame(shell: Shell, frame: Frame, body: () => Promise<number>): Promise<number> {
  const { frames } = shell;
  shell.frames = [...frames, frame];
  try {
    return await body();
  } catch (error) {
    if (!isUnwind(error, "return") || !("status" in error.leaving)) throw error;
    shell.status = error.leaving.status;
    return error.leaving.status;
  } finally {
    shell.frames = frames;
    if (frame.kind !== "eval") shell.line = frame.calledAt;
    const onReturn = shell.traps.get("RETURN");
    if (onReturn && onReturn.command !== "" && frame.kind === "source") await runTrap(shell, onReturn.command);
  }
}
