import { encode, isErrno } from "#abi";
import { createEditor } from "../editor/editor.ts";
import type { CompletionSource, LineEditor } from "../editor/types.ts";
import { jobState } from "../run/jobs.ts";
import { findAll } from "../run/lookup.ts";
import { executeTop, nextCommand, parserFor, reportSyntaxError } from "../run/reader.ts";
import type { Shell } from "../run/shell.ts";
import { runPendingTraps, runTrap } from "../run/traps.ts";
import { isUnwind, Unwind } from "../run/unwind.ts";
import { takeTerminal } from "../run/waiting.ts";
import { setSize } from "../startup.ts";
import { type Command, ShellSyntaxError } from "../syntax/index.ts";
import { announceJobs } from "./notices.ts";
import { promptText } from "./prompt.ts";

/** Reads and executes command lines from a person until they leave. */
export async function runInteractive(shell: Shell): Promise<number> {
  const editor = createEditor(shell.sys, shell.flavour.name, completionSource(shell));
  shell.history = editor.history;
  const file = historyFile(shell);
  if (file !== undefined) editor.history.load(file);
  let leaving: Unwind | undefined;
  try {
    await new Session(shell, editor).run();
  } catch (error) {
    // Without its terminal nothing can be read or said any more.
    if (isErrno(error, "EIO")) shell.hungUp = true;
    else if (isUnwind(error, "exit")) leaving = error;
    else throw error;
  }
  saveHistory(shell, editor);
  if (leaving?.leaving.kind === "exit" && leaving.leaving.replaced) throw leaving;
  hangUpJobs(shell);
  if (shell.hungUp) dieOfHangUp(shell);
  if (leaving) throw leaving;
  return shell.status;
}

function dieOfHangUp(shell: Shell): void {
  shell.sys.signal("SIGHUP", "default");
  shell.sys.kill(shell.sys.pid, "SIGHUP");
}

function historyFile(shell: Shell): string | undefined {
  const home = shell.variables.get("HOME");
  return shell.variables.get("HISTFILE") ?? (shell.flavour.name === "ash" && home !== undefined ? `${home}/.ash_history` : undefined);
}

function saveHistory(shell: Shell, editor: LineEditor): void {
  const file = historyFile(shell);
  if (shell.flavour.name !== "dash" && file !== undefined && editor.history.entries.length > 0) editor.history.save(file);
}

// Stopped jobs would never end; running ones get SIGHUP from a login shell that is told to, or when the terminal is gone.
function hangUpJobs(shell: Shell): void {
  for (const job of shell.jobs.all) {
    const state = jobState(job);
    const hangUp = shell.hungUp || state === "stopped" || (shell.login && shell.shopt("huponexit"));
    if (!hangUp || job.keep || state === "done" || job.pgid === 0) continue;
    try {
      shell.sys.kill(-job.pgid, "SIGHUP");
      if (state === "stopped") shell.sys.kill(-job.pgid, "SIGCONT");
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}

function completionSource(shell: Shell): CompletionSource {
  return {
    commands: function* () {
      yield* shell.interpreter.builtinNames(shell);
      yield* shell.functions.keys();
      yield* shell.aliases.keys();
      yield* programs(shell);
    },
    variables: () => shell.variables.names(),
    env: (name) => shell.variables.get(name),
  };
}

function* programs(shell: Shell): Iterable<string> {
  for (const directory of (shell.variables.get("PATH") ?? "").split(":")) {
    try {
      for (const entry of shell.sys.readdir(directory === "" ? "." : directory))
        if (entry.type !== "directory" && findAll(shell, entry.name).length > 0) yield entry.name;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}

class Session {
  readonly #shell: Shell;
  readonly #editor: LineEditor;
  #line = 1;

  constructor(shell: Shell, editor: LineEditor) {
    this.#shell = shell;
    this.#editor = editor;
  }

  async run(): Promise<void> {
    const shell = this.#shell;
    for (;;) {
      const text = await this.#readCommandLine();
      if (text === "eof") {
        if (await this.#mayLeave()) return;
        continue;
      }
      if (text !== undefined) await this.#execute(text);
      takeTerminal(shell);
    }
  }

  // ^D: `exit` (or `logout`) is shown as if it had been typed; stopped jobs are warned of once.
  async #mayLeave(): Promise<boolean> {
    const shell = this.#shell;
    if (shell.option("ignoreeof")) {
      await shell.sys.write(2, encode(`Use "${shell.login ? "logout" : "exit"}" to leave the shell.\n`));
      return false;
    }
    await shell.sys.write(2, encode(shell.flavour.name === "bash" ? shell.flavour.exitText(shell.login) : "\n"));
    if (shell.jobs.all.some((job) => jobState(job) === "stopped") && !shell.warnedOfJobs) {
      shell.warnedOfJobs = true;
      await shell.sys.write(2, encode(shell.flavour.name === "bash" ? "There are stopped jobs.\n" : "You have stopped jobs.\n"));
      return false;
    }
    return true;
  }

  /** A complete command line, which may be many lines long; undefined when it was given up. */
  async #readCommandLine(): Promise<string | "eof" | undefined> {
    const shell = this.#shell;
    await announceJobs(shell);
    await this.#promptCommand();
    if (shell.shopt("checkwinsize")) setSize(shell);
    let text = "";
    for (;;) {
      const prompt = await promptText(shell, text === "" ? "PS1" : "PS2");
      const result = await this.#editor.readLine({ prompt, continuation: text !== "" });
      shell.interrupted = false;
      if (shell.pendingSignals.length > 0 || shell.hungUp) await this.#safely(() => runPendingTraps(shell));
      if (result.kind === "interrupt") {
        shell.status = 130;
        const trap = shell.traps.get("INT");
        if (trap && trap.command !== "") await this.#safely(() => runTrap(shell, trap.command));
        return undefined;
      }
      if (result.kind === "eof") {
        if (text === "") return "eof";
        await this.#reportIncomplete(text);
        return undefined;
      }
      const line = await this.#expandHistory(result.text);
      if (line === undefined) return undefined;
      text += `${line}\n`;
      if (!this.#isIncomplete(text)) {
        this.#remember(text);
        return text;
      }
    }
  }

  async #promptCommand(): Promise<void> {
    const shell = this.#shell;
    const command = shell.flavour.name === "bash" ? shell.variables.get("PROMPT_COMMAND") : undefined;
    if (!command) return;
    const { status, pipeStatus } = shell;
    await this.#safely(() => shell.interpreter.run(shell, command, {}));
    shell.status = status;
    shell.pipeStatus = pipeStatus;
  }

  async #expandHistory(line: string): Promise<string | undefined> {
    const shell = this.#shell;
    if (shell.flavour.name !== "bash" || !shell.option("histexpand") || !/^\^|!/.test(line)) return line;
    const { expandHistory } = await import("./history-expansion.ts");
    const expanded = expandHistory(line, this.#editor.history.entries);
    if (expanded.kind === "unchanged") return line;
    if (expanded.kind === "error") {
      await shell.complain(expanded.text);
      return undefined;
    }
    await shell.sys.write(2, encode(`${expanded.text}\n`));
    if (!expanded.printOnly) return expanded.text;
    this.#editor.history.add(expanded.text);
    return undefined;
  }

  #isIncomplete(text: string): boolean {
    const parser = parserFor(this.#shell, text, { final: false, firstLine: this.#line });
    try {
      while (parser.next() !== undefined);
      // A backslash before the newline joins the next line.
      return /(?:^|[^\\])(?:\\\\)*\\\n$/.test(text);
    } catch (error) {
      if (error instanceof ShellSyntaxError) return error.incomplete;
      throw error;
    }
  }

  #remember(text: string): void {
    const shell = this.#shell;
    if (shell.flavour.name === "dash" || text.trim() === "") return;
    const control = shell.variables.get("HISTCONTROL") ?? "";
    const entry = text.replace(/\n$/, "");
    if (/ignorespace|ignoreboth/.test(control) && /^\s/.test(entry)) return;
    if ((/ignoredups|ignoreboth/.test(control) || shell.flavour.name === "ash") && this.#editor.history.entries.at(-1) === entry) return;
    this.#editor.history.add(entry.includes("\n") && !entry.includes("<<") && shell.flavour.name === "bash" ? joinLines(entry) : entry);
  }

  async #reportIncomplete(text: string): Promise<void> {
    const shell = this.#shell;
    try {
      const parser = parserFor(shell, text, { final: true, firstLine: this.#line });
      for (let command = await nextCommand(shell, parser); command; command = await nextCommand(shell, parser))
        await executeTop(shell, command, false, false);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      await reportSyntaxError(shell, error, text, undefined);
      if (shell.flavour.name === "bash" && error.problem.kind === "unmatched") await shell.complain("syntax error: unexpected end of file");
      shell.status = 2;
    }
  }

  async #execute(text: string): Promise<void> {
    const shell = this.#shell;
    const parser = parserFor(shell, text, { final: true, firstLine: this.#line });
    this.#line += text.split("\n").length - 1;
    for (;;) {
      let command: Command | undefined;
      try {
        command = await nextCommand(shell, parser);
      } catch (error) {
        if (!(error instanceof ShellSyntaxError)) throw error;
        await reportSyntaxError(shell, error, text, undefined);
        shell.status = 2;
        return;
      }
      if (!command) return;
      const next = command;
      shell.warnsOfJobs = false;
      const done = await this.#safely(() => shell.interpreter.execute(shell, next));
      shell.warnedOfJobs = shell.warnsOfJobs;
      if (!done) return;
    }
  }

  /** Runs something at the top level: what gives up leaves its status, ^C a new line. False when it gave up. */
  async #safely(body: () => Promise<unknown>): Promise<boolean> {
    const shell = this.#shell;
    try {
      await body();
      return true;
    } catch (error) {
      if (!(error instanceof Unwind) || error.leaving.kind === "exit") throw error;
      shell.conditions = 0;
      shell.loopDepth = 0;
      shell.frames = [];
      const { leaving } = error;
      if ("status" in leaving) shell.status = leaving.status;
      if (leaving.kind === "abort" && leaving.interrupted) await shell.sys.write(2, encode("\n"));
      return false;
    }
  }
}

/** Lines of one command as bash's cmdhist keeps them: joined by semicolons where the grammar allows. */
function joinLines(entry: string): string {
  return entry
    .split("\n")
    .reduce((joined, line) =>
      `${joined}${/(?:^|\s)(?:do|then|else|in|\{|\()$|[|&;]$|;;$|\\$/.test(joined) ? " " : "; "}${line}`.replace(/\\ (?=\S)/, ""),
    );
}
