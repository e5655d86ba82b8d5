import { encode, isErrno } from "#abi";
import { type Command, ShellSyntaxError } from "../syntax/index.ts";
import { readProgramLine } from "./read-line.ts";
import { executeTop, nextCommand, parserFor, reportSyntaxError, runText } from "./reader.ts";
import type { Shell } from "./shell.ts";
import { runPendingTraps } from "./traps.ts";

/** Runs the text of -c or of a script file. bash notes ^C while it waits for children, to die of it afterwards. */
export function runProgramText(shell: Shell, text: string, within: string | undefined): Promise<number> {
  return runText(shell, text, { ...(within === undefined ? {} : { name: within }), last: true, toplevel: true });
}

/** Runs commands as they come in from a file or pipe, line by line, so that they may read on from it themselves. */
export async function runStandardInput(shell: Shell): Promise<number> {
  let text = "";
  let firstLine = 1;
  let status = 0;
  for (;;) {
    const line = await nextLine(shell);
    if (line !== undefined && shell.option("verbose")) await shell.sys.write(2, encode(line));
    text += line ?? "";
    const final = line === undefined;
    if (text.trim() === "") {
      firstLine += text.split("\n").length - 1;
      text = "";
      if (final) return status;
      continue;
    }
    const parser = parserFor(shell, text, { final, firstLine });
    let ended = false;
    try {
      for (let command: Command | undefined = await nextCommand(shell, parser); command; command = await nextCommand(shell, parser)) {
        const outcome = await executeTop(shell, command, false, false);
        status = outcome.status;
        if (outcome.ended) return status;
      }
      firstLine += text.split("\n").length - 1;
      text = "";
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (error.incomplete && !final) continue;
      await reportSyntaxError(shell, error, text, undefined);
      shell.status = status = 2;
      if (shell.flavour.strict) return status;
      firstLine += text.split("\n").length - 1;
      text = "";
      ended = final;
    }
    if (final || ended) return status;
  }
}

async function nextLine(shell: Shell): Promise<string | undefined> {
  for (;;) {
    try {
      return await readProgramLine(shell.sys, 0);
    } catch (error) {
      if (isErrno(error, "EINTR")) await runPendingTraps(shell);
      else if (isErrno(error)) return undefined;
      else throw error;
    }
  }
}
