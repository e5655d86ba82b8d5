/** Running other programs: what find -exec and xargs do. */

import { isErrno, type Sys, shellStatus } from "#abi";
import { complain, errorText } from "./messages.ts";
import { findCommand } from "./path.ts";
import { quoteIfNeeded } from "./quote.ts";

export interface RunOptions {
  readonly directory?: string;
  /** Standard input of the command; the own one if absent. */
  readonly input?: number;
}

/** Runs a command found along PATH and waits; 127 or 126 (told) when it can't be run, else its status as a shell counts. */
export async function runCommand(sys: Sys, argv: readonly string[], options: RunOptions = {}): Promise<number> {
  const [name = ""] = argv;
  const path = findCommand(sys, name);
  try {
    const pid = await sys.spawn(path ?? name, argv, {
      setup: (child) => {
        if (options.directory !== undefined) child.chdir(options.directory);
        if (options.input !== undefined) child.dup(options.input, 0);
      },
    });
    const waited = await sys.wait({ target: pid });
    return waited ? shellStatus(waited.status) : 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const code = path === undefined ? "ENOENT" : error.code;
    await complain(sys, `${quoteIfNeeded(sys, name)}: ${errorText(sys, code)}`);
    return code === "ENOENT" ? 127 : 126;
  }
}
