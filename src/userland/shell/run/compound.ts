import { encode } from "#abi";
import { expandDouble, expandPattern, expandSingle, expandWords } from "../expand/expand.ts";
import { evaluateCommand } from "../expand/number.ts";
import { matchesPattern } from "../expand/pattern.ts";
import { quoteIfNeeded } from "../expand/quote.ts";
import type { Command, Compound } from "../syntax/index.ts";
import { assign } from "./assign.ts";
import { readLine } from "./read-line.ts";
import { expandRedirects, RedirectError } from "./redirect.ts";
import type { Shell } from "./shell.ts";
import { closeSubstitutions, withRedirects } from "./simple.ts";
import { trace } from "./trace.ts";
import { isUnwind, Unwind } from "./unwind.ts";

/** Executes a compound command with its redirections. */
export async function executeCompound(shell: Shell, command: Compound, last: boolean): Promise<number> {
  shell.line = command.line || shell.line;
  if (command.redirects.length === 0) return executeBody(shell, command, last);
  const substitutions = shell.openSubstitutions.length;
  try {
    const actions = await expandRedirects(shell, command.redirects);
    return await withRedirects(shell, actions, () => executeBody(shell, command, false));
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    await shell.complain(error.message);
    return shell.flavour.name === "dash" ? 2 : 1;
  } finally {
    closeSubstitutions(shell, substitutions);
  }
}

function executeBody(shell: Shell, command: Compound, last: boolean): Promise<number> {
  switch (command.kind) {
    case "group":
      return shell.interpreter.execute(shell, command.body, last);
    case "subshell":
      return import("./subshell-command.ts").then(({ executeSubshell }) => executeSubshell(shell, command, last));
    case "if":
      return executeIf(shell, command, last);
    case "while":
    case "until":
      return executeWhile(shell, command.condition, command.body, command.kind === "until");
    case "for":
      return executeFor(shell, command);
    case "select":
      return executeSelect(shell, command);
    case "for-arithmetic":
      return executeForArithmetic(shell, command);
    case "case":
      return executeCase(shell, command, last);
    case "conditional":
      return import("./conditional.ts").then(({ evaluateTest }) => evaluateTest(shell, command.test));
    case "arithmetic":
      return executeArithmetic(shell, command);
  }
}

/** Executes what is only asked for its truth: errexit doesn't act on it. */
async function truth(shell: Shell, condition: Command): Promise<boolean> {
  shell.conditions += 1;
  try {
    return (await shell.interpreter.execute(shell, condition)) === 0;
  } finally {
    shell.conditions -= 1;
  }
}

async function executeIf(shell: Shell, command: Extract<Compound, { kind: "if" }>, last: boolean): Promise<number> {
  if (await truth(shell, command.condition)) return shell.interpreter.execute(shell, command.then, last);
  return command.otherwise ? shell.interpreter.execute(shell, command.otherwise, last) : 0;
}

/** Runs a loop's body once; false when a break ends the loop. */
async function turn(shell: Shell, body: () => Promise<unknown>): Promise<boolean> {
  shell.loopDepth += 1;
  try {
    await body();
    return true;
  } catch (error) {
    if (!isUnwind(error, "break", "continue") || !("levels" in error.leaving)) throw error;
    const { kind, levels } = error.leaving;
    if (levels > 1 && shell.loopDepth > 1) throw new Unwind({ kind, levels: levels - 1 });
    shell.status = 0;
    return kind === "continue";
  } finally {
    shell.loopDepth -= 1;
  }
}

async function executeWhile(shell: Shell, condition: Command, body: Command, until: boolean): Promise<number> {
  let status = 0;
  for (;;) {
    let going = true;
    const more = await turn(shell, async () => {
      going = (await truth(shell, condition)) !== until;
      if (going) status = await shell.interpreter.execute(shell, body);
    });
    if (!more || !going) return more ? status : 0;
  }
}

async function executeFor(shell: Shell, command: Extract<Compound, { kind: "for" | "select" }>): Promise<number> {
  const values = command.words ? await expandWords(shell, command.words) : shell.positional;
  let status = 0;
  for (const value of values) {
    if (shell.option("xtrace") && shell.flavour.name === "bash")
      await trace(shell, ["for", command.variable, "in", ...(command.words ?? [{ text: '"$@"' }]).map((word) => word.text)]);
    await assign(shell, { name: command.variable, index: undefined, append: false, value });
    const more = await turn(shell, async () => {
      status = await shell.interpreter.execute(shell, command.body);
    });
    if (!more) return 0;
  }
  return status;
}

async function executeSelect(shell: Shell, command: Extract<Compound, { kind: "for" | "select" }>): Promise<number> {
  const values = command.words ? await expandWords(shell, command.words) : shell.positional;
  let status = 0;
  let show = true;
  for (;;) {
    if (show) await shell.sys.write(2, encode(values.map((value, i) => `${i + 1}) ${value}\n`).join("")));
    await shell.sys.write(2, encode(shell.variables.get("PS3") ?? "#? "));
    const line = await readLine(shell.sys, 0);
    if (line === undefined) {
      await shell.sys.write(2, encode("\n"));
      return 1;
    }
    shell.variables.set("REPLY", line);
    show = line.trim() === "";
    if (show) continue;
    await assign(shell, { name: command.variable, index: undefined, append: false, value: values[Number(line.trim()) - 1] ?? "" });
    const more = await turn(shell, async () => {
      status = await shell.interpreter.execute(shell, command.body);
    });
    if (!more) return status;
  }
}

async function executeForArithmetic(shell: Shell, command: Extract<Compound, { kind: "for-arithmetic" }>): Promise<number> {
  const value = async (word: (typeof command)["start"]) => {
    const text = await expandDouble(shell, word);
    return text.trim() === "" ? 1n : evaluateCommand(shell, text, "((");
  };
  let status = 0;
  if ((await value(command.start)) === undefined) return 1;
  for (;;) {
    const test = await value(command.test);
    if (test === undefined) return 1;
    if (test === 0n) return status;
    const more = await turn(shell, async () => {
      status = await shell.interpreter.execute(shell, command.body);
    });
    if (!more) return 0;
    if ((await value(command.step)) === undefined) return 1;
    await shell.sys.cpu(0.01);
  }
}

async function executeCase(shell: Shell, command: Extract<Compound, { kind: "case" }>, last: boolean): Promise<number> {
  const subject = await expandSingle(shell, command.word);
  if (shell.option("xtrace") && shell.flavour.name === "bash") await trace(shell, ["case", quoteIfNeeded(subject), "in"]);
  const options = { extglob: shell.dialect.extglob, ignoreCase: shell.shopt("nocasematch") };
  let status = 0;
  let falling = false;
  for (const [i, branch] of command.branches.entries()) {
    let matched = falling;
    for (const word of matched ? [] : branch.patterns) {
      if (matchesPattern(await expandPattern(shell, word), subject, options)) {
        matched = true;
        break;
      }
    }
    if (!matched) continue;
    const ends = branch.end === ";;" || i === command.branches.length - 1;
    status = branch.body ? await shell.interpreter.execute(shell, branch.body, last && ends) : 0;
    if (ends) return status;
    falling = branch.end === ";&";
  }
  return status;
}

async function executeArithmetic(shell: Shell, command: Extract<Compound, { kind: "arithmetic" }>): Promise<number> {
  await shell.sys.cpu(0.02);
  if (shell.option("xtrace")) await trace(shell, [`(( ${command.expression.text.trim()} ))`]);
  const value = await evaluateCommand(shell, await expandDouble(shell, command.expression), "((");
  return value === undefined || value === 0n ? 1 : 0;
}
