import { isErrno } from "#abi";
import { expandWords } from "../expand/expand.ts";
import { quoteIfNeeded } from "../expand/quote.ts";
import { bareText, type Simple, type Word } from "../syntax/index.ts";
import { type ArrayValue, assign, expandAssignment, type ReadyAssignment } from "./assign.ts";
import { callFunction } from "./functions.ts";
import { type Action, applyRedirects, expandRedirects, RedirectError, undoRedirects } from "./redirect.ts";
import type { Builtin, Shell } from "./shell.ts";
import { trace } from "./trace.ts";
import { Unwind } from "./unwind.ts";
import { ReadOnlyError, type Variable } from "./variables.ts";

const DECLARATIONS: ReadonlySet<string> = new Set(["declare", "typeset", "local", "export", "readonly"]);
// What a builtin costs a real machine, so that endless loops are seen by the scheduler and by `docker stats`.
const BUILTIN_MS = 0.05;

/** Executes a simple command (POSIX 2.9.1). */
export async function executeSimple(shell: Shell, command: Simple, last: boolean): Promise<number> {
  shell.line = command.line;
  shell.substitutionStatus = undefined;
  const arrays = new Map<number, ArrayValue>();
  const name = command.words[0] && bareText(command.words[0]);
  const substitutions = shell.openSubstitutions.length;
  try {
    const argv = await expandCommandWords(shell, command.words, arrays);
    return await executeExpanded(shell, command, argv, arrays, last);
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    await shell.complain(error.message);
    const special =
      shell.flavour.strict && !shell.interactive && name !== undefined && shell.interpreter.builtin(shell, name)?.special === true;
    if (special) throw new Unwind({ kind: "exit", status: 2 });
    return shell.flavour.name === "dash" ? 2 : 1;
  } finally {
    closeSubstitutions(shell, substitutions);
  }
}

/** Closes this side of the process substitutions that a command was given. */
export function closeSubstitutions(shell: Shell, kept: number): void {
  for (const fd of shell.openSubstitutions.splice(kept)) if (shell.sys.isOpen(fd)) shell.sys.close(fd);
}

async function expandCommandWords(shell: Shell, words: readonly Word[], arrays: Map<number, ArrayValue>): Promise<string[]> {
  const [first] = words;
  if (!first || !DECLARATIONS.has(bareText(first) ?? "") || shell.functions.has(bareText(first) ?? "")) return expandWords(shell, words);
  const argv: string[] = [bareText(first) ?? ""];
  for (const word of words.slice(1)) {
    if (!word.assignment) {
      argv.push(...(await expandWords(shell, [word])));
      continue;
    }
    const ready = await expandAssignment(shell, word.assignment);
    const target = `${ready.name}${ready.index === undefined ? "" : `[${ready.index}]`}${ready.append ? "+=" : "="}`;
    if (typeof ready.value !== "string") arrays.set(argv.length, ready.value);
    argv.push(target + (typeof ready.value === "string" ? ready.value : ""));
  }
  return argv;
}

async function executeExpanded(
  shell: Shell,
  command: Simple,
  argv: readonly string[],
  arrays: ReadonlyMap<number, ArrayValue>,
  last: boolean,
): Promise<number> {
  const actions = command.redirects.length === 0 ? [] : await expandRedirects(shell, command.redirects);
  const assignments: ReadyAssignment[] = [];
  const [name] = argv;
  if (name === undefined) {
    for (const one of command.assignments) {
      const ready = await expandAssignment(shell, one);
      if (shell.option("xtrace")) await trace(shell, [assignmentText(shell, ready)]);
      await assign(shell, ready);
    }
    await withRedirects(shell, actions, () => Promise.resolve(0));
    await shell.sys.cpu(BUILTIN_MS);
    return shell.substitutionStatus ?? 0;
  }
  for (const one of command.assignments) assignments.push(await expandAssignment(shell, one));
  if (shell.option("xtrace"))
    await trace(shell, [...assignments.map((one) => assignmentText(shell, one)), ...argv.map((word) => traced(shell, word))]);
  const builtin = shell.interpreter.builtin(shell, name);
  const definition = builtin?.special && shell.flavour.strict ? undefined : shell.functions.get(name);
  if (definition) return temporarily(shell, assignments, () => withRedirects(shell, actions, () => callFunction(shell, definition, argv)));
  if (builtin) return executeBuiltin(shell, builtin, name, argv, arrays, assignments, actions);
  const env = new Map<string, string>();
  for (const one of assignments)
    if (typeof one.value === "string") env.set(one.name, one.append ? (shell.variables.get(one.name) ?? "") + one.value : one.value);
  const { runProgram } = await import("./foreground.ts");
  return runProgram(shell, { name, argv, actions, env, last, command });
}

async function executeBuiltin(
  shell: Shell,
  builtin: Builtin,
  name: string,
  argv: readonly string[],
  arrays: ReadonlyMap<number, ArrayValue>,
  assignments: readonly ReadyAssignment[],
  actions: readonly Action[],
): Promise<number> {
  await shell.sys.cpu(BUILTIN_MS);
  const run = async () => {
    try {
      const status = await builtin.run(shell, argv, arrays);
      shell.lastArgument = argv.at(-1) ?? "";
      return status;
    } catch (error) {
      if (isErrno(error, "EPIPE", "ENOSPC", "EIO", "EBADF")) {
        await writeFailed(shell, name, error.code === "EBADF" ? "Bad file descriptor" : error.message);
        return 1;
      }
      if (error instanceof ReadOnlyError) {
        await shell.complain(shell.flavour.readOnly(error.variable));
        return 1;
      }
      throw error;
    }
  };
  // exec's redirections are meant to stay.
  if (name === "exec") {
    for (const one of assignments) await assign(shell, one);
    await applyRedirects(shell, shell.sys, actions);
    return run();
  }
  if (builtin.special && shell.flavour.strict) {
    for (const one of assignments) await assign(shell, one);
    return withRedirects(shell, actions, run);
  }
  return temporarily(shell, assignments, () => withRedirects(shell, actions, run));
}

async function writeFailed(shell: Shell, name: string, reason: string): Promise<void> {
  try {
    await shell.complain(`write error: ${reason}`, name);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** A word as set -x shows it: dash doesn't quote. */
function traced(shell: Shell, word: string): string {
  return shell.flavour.name === "dash" ? word : quoteIfNeeded(word);
}

function assignmentText(shell: Shell, one: ReadyAssignment): string {
  const index = one.index === undefined ? "" : `[${one.index}]`;
  const value =
    typeof one.value === "string"
      ? one.value === ""
        ? ""
        : traced(shell, one.value)
      : `(${one.value.map((item) => (item.index === undefined ? "" : `[${item.index}]=`) + quoteIfNeeded(item.text)).join(" ")})`;
  return `${one.name}${index}${one.append ? "+=" : "="}${value}`;
}

/** Runs with redirections in force, and takes them back. */
export async function withRedirects(shell: Shell, actions: readonly Action[], body: () => Promise<number>): Promise<number> {
  if (actions.length === 0) return body();
  const undo: { fd: number; saved: number | undefined }[] = [];
  try {
    await applyRedirects(shell, shell.sys, actions, undo);
    return await body();
  } finally {
    undoRedirects(shell.sys, undo);
  }
}

/** Runs with assignments that are exported and undone afterwards: `x=1 function`. */
async function temporarily(shell: Shell, assignments: readonly ReadyAssignment[], body: () => Promise<number>): Promise<number> {
  if (assignments.length === 0) return body();
  const saved: [string, Variable | undefined][] = [];
  for (const one of assignments) {
    saved.push([one.name, shell.variables.save(one.name)]);
    await assign(shell, one);
    shell.variables.export(one.name);
  }
  try {
    return await body();
  } finally {
    for (const [name, variable] of saved.reverse()) shell.variables.restore(name, variable);
  }
}
