import { encode } from "#abi";
import { type Command, Parser, ShellSyntaxError } from "../syntax/index.ts";
import type { Shell } from "./shell.ts";
import { isUnwind, Unwind } from "./unwind.ts";

/** Whether aliases are expanded now. */
function aliasLookup(shell: Shell): ((name: string) => string | undefined) | undefined {
  if (shell.aliases.size === 0 && shell.flavour.name === "bash" && !shell.interactive) return undefined;
  const active = shell.flavour.name !== "bash" || shell.interactive || shell.shopt("expand_aliases");
  return active ? (name) => shell.aliases.get(name) : undefined;
}

/** A parser that speaks as the shell does now. `final`: the text is all there is. */
export function parserFor(shell: Shell, text: string, options: { readonly final: boolean; readonly firstLine?: number }): Parser {
  const warnings: string[] = [];
  const parser = new Parser(text, {
    dialect: shell.dialect,
    final: options.final,
    firstLine: options.firstLine ?? 1,
    alias:
      shell.flavour.name === "bash" && !shell.interactive && shell.aliases.size === 0 ? undefined : (name) => aliasLookup(shell)?.(name),
    onUnterminatedHere: (delimiter, line, endLine) => {
      if (shell.flavour.name !== "bash") return;
      const { line: before } = shell;
      shell.line = endLine;
      warnings.push(
        `${shell.flavour.prefix(shell)}warning: here-document at line ${Math.max(1, line)} delimited by end-of-file (wanted \`${delimiter}')\n`,
      );
      shell.line = before;
    },
  });
  pendingWarnings.set(parser, warnings);
  return parser;
}

const pendingWarnings = new WeakMap<Parser, string[]>();

/** The next command of a text; warnings that reading it gave are printed. */
export async function nextCommand(shell: Shell, parser: Parser): Promise<Command | undefined> {
  const command = parser.next();
  const warnings = pendingWarnings.get(parser)?.splice(0) ?? [];
  for (const warning of warnings) await shell.sys.write(2, encode(warning));
  return command;
}

/** Reports a syntax error. `within` is who reads the text: `-c`, `eval`. */
export async function reportSyntaxError(shell: Shell, error: ShellSyntaxError, text: string, within: string | undefined): Promise<void> {
  const { problem } = error;
  const { line } = error;
  const source = text.split("\n")[error.line - 1] ?? "";
  const lines = shell.flavour.syntaxError(problem, source);
  const before = shell.line;
  shell.line = line;
  const prefix =
    shell.flavour.name === "bash" && !shell.interactive
      ? `${within === "eval" ? shell.name : (shell.frames.findLast((frame) => frame.kind === "source")?.source ?? shell.name)}: ${within ? `${within}: ` : ""}line ${line}: `
      : shell.flavour.prefix(shell, within === "-c" ? undefined : within);
  shell.line = before;
  // bash shows the source line only where nobody has just typed it.
  const shown = shell.interactive && within === undefined ? lines.slice(0, 1) : lines;
  await shell.sys.write(2, encode(shown.map((one) => `${prefix}${one}\n`).join("")));
}

/** Parses and executes a whole text in this shell: eval, source, traps, -c, script files. Errors in it give status 2. */
export async function runText(
  shell: Shell,
  text: string,
  options: { readonly name?: string; readonly firstLine?: number; readonly last?: boolean; readonly toplevel?: boolean },
): Promise<number> {
  // bash sees a line's end even where the text has none.
  const parser = parserFor(shell, shell.flavour.name === "bash" && !text.endsWith("\n") ? `${text}\n` : text, {
    final: true,
    firstLine: options.firstLine ?? 1,
  });
  let status = 0;
  for (;;) {
    let command: Command | undefined;
    try {
      const before = parser.rest;
      command = await nextCommand(shell, parser);
      if (shell.option("verbose") && options.toplevel === true && shell.mode === "file")
        await shell.sys.write(2, encode(before.slice(0, before.length - parser.rest.length)));
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      await reportSyntaxError(shell, error, text, options.name);
      shell.status = 2;
      if (shell.flavour.strict && !shell.interactive && options.toplevel !== true) throw new Unwind({ kind: "exit", status: 2 });
      return 2;
    }
    if (!command) return status;
    const last = options.last === true && parser.rest.trim() === "";
    if (options.toplevel !== true) status = await shell.interpreter.execute(shell, command, last);
    else {
      const outcome = await executeTop(shell, command, last, shell.mode === "c");
      if (outcome.ended) return outcome.status;
      status = outcome.status;
    }
  }
}

/** Executes at the top level: a command line that gave up leaves only its status, where the shell goes on at all. */
export async function executeTop(
  shell: Shell,
  command: Command,
  last: boolean,
  endsOnAbort: boolean,
): Promise<{ readonly status: number; readonly ended: boolean }> {
  try {
    return { status: await shell.interpreter.execute(shell, command, last), ended: false };
  } catch (error) {
    if (isUnwind(error, "break", "continue")) return { status: 0, ended: false };
    if (isUnwind(error, "return") && "status" in error.leaving)
      return { status: error.leaving.status, ended: shell.flavour.name !== "bash" };
    if (!isUnwind(error, "abort") || !("status" in error.leaving)) throw error;
    shell.conditions = 0;
    shell.loopDepth = 0;
    shell.status = error.leaving.status;
    return { status: error.leaving.status, ended: endsOnAbort || shell.flavour.strict };
  }
}
