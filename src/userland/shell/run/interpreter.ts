import { decode, isErrno, print, readAll, STDERR, type Sys, shellStatus } from "#abi";
import type { Command } from "../syntax/index.ts";
import { executeCompound } from "./compound.ts";
import { callFunction } from "./functions.ts";
import { runText } from "./reader.ts";
import { applyRedirects, expandRedirects, RedirectError } from "./redirect.ts";
import type { Interpreter, Shell } from "./shell.ts";
import { executeSimple } from "./simple.ts";
import { forkShell } from "./subshell.ts";
import { runPendingTraps, runTrap } from "./traps.ts";
import { Unwind } from "./unwind.ts";
import { waitPid } from "./waiting.ts";

/** Executes any command; what starts processes is loaded with the first that does. Sets $?, acts on errexit, traps and ^C. */
export async function execute(shell: Shell, command: Command, last = false): Promise<number> {
  switch (command.kind) {
    case "sequence": {
      let status = 0;
      for (const [i, item] of command.items.entries()) {
        status = item.background
          ? await (await import("./pipeline.ts")).startBackground(shell, item.command)
          : await execute(shell, item.command, last && i === command.items.length - 1);
        shell.status = status;
      }
      return status;
    }
    case "and-or": {
      shell.conditions += 1;
      let left: number;
      try {
        left = await execute(shell, command.left);
      } finally {
        shell.conditions -= 1;
      }
      shell.status = left;
      if ((left === 0) !== (command.operator === "&&")) return left;
      return execute(shell, command.right, last);
    }
    case "function":
      shell.functions.set(command.name, {
        ...command,
        source: shell.frames.at(-1)?.source ?? (shell.mode === "file" ? shell.name : "environment"),
      });
      shell.status = 0;
      return 0;
    default: {
      const status = await executeOne(shell, command, last);
      if (command.kind === "simple" || command.kind === "conditional" || command.kind === "arithmetic") shell.pipeStatus = [status];
      return settle(shell, command, status);
    }
  }
}

function executeOne(shell: Shell, command: Exclude<Command, { kind: "sequence" | "and-or" | "function" }>, last: boolean): Promise<number> {
  if (shell.option("noexec") && !shell.interactive) return Promise.resolve(0);
  if (command.kind === "simple") return executeSimple(shell, command, last);
  if (command.kind === "pipeline") return import("./pipeline.ts").then(({ executePipeline }) => executePipeline(shell, command, last));
  return executeCompound(shell, command, last);
}

async function settle(shell: Shell, command: Command, status: number): Promise<number> {
  shell.status = status;
  if (shell.pendingSignals.length > 0 || shell.interrupted || shell.hungUp) await runPendingTraps(shell);
  const counts =
    command.kind === "simple" ||
    command.kind === "subshell" ||
    command.kind === "arithmetic" ||
    command.kind === "conditional" ||
    (command.kind === "pipeline" && !command.negate);
  if (status === 0 || !counts || shell.conditions > 0) return status;
  const onError = shell.traps.get("ERR");
  if (onError && onError.command !== "" && (shell.frames.every((frame) => frame.kind !== "function") || shell.option("errtrace")))
    await runTrap(shell, onError.command);
  if (shell.option("errexit")) throw new Unwind({ kind: "exit", status });
  return status;
}

/** Output of a command substitution; $(<file) reads the file itself. */
export async function substitute(shell: Shell, body: Command | undefined): Promise<string> {
  if (!body) {
    shell.substitutionStatus = 0;
    return "";
  }
  const pipe = shell.sys.pipe();
  const pid = forkShell(
    shell,
    {
      descriptors: (sys) => {
        sys.close(pipe.read);
        if (pipe.write !== 1) {
          sys.dup(pipe.write, 1);
          sys.close(pipe.write);
        }
      },
    },
    (child) => {
      if (shell.flavour.name === "bash" && !shell.shopt("inherit_errexit") && !shell.option("posix")) child.options.delete("errexit");
      child.conditions = 0;
      return isFileRead(body) ? readFile(child, body) : execute(child, body, true);
    },
  );
  shell.sys.close(pipe.write);
  const bytes = await collect(shell, pipe.read);
  shell.sys.close(pipe.read);
  const status = shellStatus(await waitPid(shell, pid));
  shell.substitutionStatus = status;
  if (shell.flavour.name === "bash") shell.status = status;
  return decode(bytes).replace(/\n+$/, "").replaceAll("\0", "");
}

/** Largest text that a substitution may give, in bytes: real memory of the tab, whatever the simulated machine has. */
const LARGEST_SUBSTITUTION = 256 << 20;
/** From here on what was read is claimed as the process's memory. */
const CLAIM = 1 << 20;

async function collect(shell: Shell, fd: number): Promise<Uint8Array> {
  const { sys } = shell;
  let length = 0;
  let claimed = 0;
  const whole = await readAll({
    read: async (max) => {
      const chunk = await patientRead(sys, fd, max);
      length += chunk.length;
      if (length > LARGEST_SUBSTITUTION) {
        await print(sys, `${shell.flavour.name}: xrealloc: cannot allocate ${length} bytes\n`, STDERR);
        throw new Unwind({ kind: "exit", status: 2 });
      }
      if (length - claimed >= CLAIM) {
        await sys.memory(length - claimed);
        claimed = length;
      }
      return chunk;
    },
  });
  if (claimed > 0) await sys.memory(-claimed);
  return whole;
}

async function patientRead(sys: Sys, fd: number, max?: number): Promise<Uint8Array> {
  for (;;) {
    try {
      return await sys.read(fd, max);
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

function isFileRead(body: Command): body is Extract<Command, { kind: "simple" }> {
  return (
    body.kind === "simple" &&
    body.words.length === 0 &&
    body.assignments.length === 0 &&
    body.redirects.length === 1 &&
    body.redirects[0]?.operator === "<"
  );
}

async function readFile(child: Shell, body: Extract<Command, { kind: "simple" }>): Promise<number> {
  try {
    await applyRedirects(child, child.sys, await expandRedirects(child, body.redirects));
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    await child.complain(error.message);
    return 1;
  }
  for (;;) {
    const chunk = await child.sys.read(0);
    if (chunk.length === 0) return 0;
    await child.sys.write(1, chunk);
  }
}

/** Starts the process of <( ) or >( ); its end of the pipe stays open for the command that is given the path. */
export function processSubstitution(shell: Shell, direction: "<" | ">", body: Command | undefined): string {
  const pipe = shell.sys.pipe();
  const [mine, theirs, standard] = direction === "<" ? [pipe.read, pipe.write, 1] : [pipe.write, pipe.read, 0];
  forkShell(
    shell,
    {
      descriptors: (sys) => {
        sys.close(mine);
        if (theirs !== standard) {
          sys.dup(theirs, standard);
          sys.close(theirs);
        }
      },
    },
    (child) => (body ? execute(child, body, true) : Promise.resolve(0)),
  );
  shell.sys.close(theirs);
  // High numbers, as bash takes them, so that they don't meet what scripts open.
  let high = 63;
  while (shell.sys.isOpen(high)) high -= 1;
  shell.sys.dup(mine, high);
  shell.sys.close(mine);
  shell.openSubstitutions.push(high);
  return `/dev/fd/${high}`;
}

/** Calls a command by its words: for command, eval's relatives and completion. */
export async function call(
  shell: Shell,
  argv: readonly string[],
  options: { readonly plain?: boolean; readonly last?: boolean; readonly path?: string } = {},
): Promise<number> {
  const [name] = argv;
  if (name === undefined) return 0;
  const definition = options.plain ? undefined : shell.functions.get(name);
  if (definition) return callFunction(shell, definition, argv);
  const builtin = shell.interpreter.builtin(shell, name);
  if (builtin) return builtin.run(shell, argv, new Map());
  const { runProgram } = await import("./foreground.ts");
  return runProgram(shell, {
    name,
    argv,
    actions: [],
    env: new Map(),
    last: options.last === true,
    ...(options.path === undefined ? {} : { path: options.path }),
    command: { kind: "simple", assignments: [], words: argv.map((text) => ({ parts: [], text })), redirects: [], line: shell.line },
  });
}

/** Everything but the builtins, which are joined in by whoever makes the shell. */
export const INTERPRETER: Pick<Interpreter, "execute" | "run" | "substitute" | "processSubstitution" | "call"> = {
  execute,
  run: runText,
  substitute,
  processSubstitution,
  call,
};
