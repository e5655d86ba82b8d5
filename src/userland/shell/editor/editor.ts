/** The line editor of interactive shells: GNU readline in emacs mode, busybox' editor, or none (dash). */

import type { Sys } from "#abi";
import { encode, isErrno, STDERR, STDIN, STDOUT } from "#abi";
import { COMMANDS } from "./commands.ts";
import { readCooked } from "./cooked.ts";
import type { EditableHistory } from "./history.ts";
import { createHistory, historyLimit } from "./history.ts";
import { KeyInput } from "./input.ts";
import { KillRing } from "./kill-ring.ts";
import { Reader } from "./reader.ts";
import type { CompletionSource, Flavour, LineEditor, ReadLineResult } from "./types.ts";

export type { CompletionSource, Flavour, History, LineEditor, ReadLineResult } from "./types.ts";

/** A line editor on the process's terminal: descriptor 0, and 2 for output (1 for busybox). Restores the terminal's settings after each line. */
export function createEditor(sys: Sys, flavour: Flavour, completion: CompletionSource): LineEditor {
  const history = createHistory(sys, () => historyLimit(completion.env("HISTSIZE")));
  const kills = new KillRing();
  const memory = { search: "" };
  return {
    history,
    readLine({ prompt }) {
      if (flavour === "dash" || !sys.isatty(STDIN)) return readCooked(sys, prompt);
      return readEdited(sys, flavour, prompt, history, kills, completion, memory);
    },
  };
}

async function readEdited(
  sys: Sys,
  flavour: "bash" | "ash",
  prompt: string,
  history: EditableHistory,
  kills: KillRing,
  completion: CompletionSource,
  memory: { search: string },
): Promise<ReadLineResult> {
  const output = flavour === "bash" ? STDERR : STDOUT;
  const before = sys.tcgetattr(STDIN);
  const signals = { interrupted: false, resized: false };
  const oldInterrupt = sys.signal("SIGINT", {
    handle: () => {
      signals.interrupted = true;
    },
    interrupt: true,
  });
  const oldResize = sys.signal("SIGWINCH", {
    handle: () => {
      signals.resized = true;
    },
    interrupt: true,
  });
  try {
    // CR goes on becoming NL: lines pasted for the command that runs next arrive as it expects them.
    await sys.tcsetattr(STDIN, { icanon: false, echo: false, iexten: false, isig: true }, "drain");
    const reader = new Reader({
      size: () => sys.getWindowSize(output),
      write: (text) => (text === "" ? Promise.resolve() : sys.write(output, encode(text))),
      input: new KeyInput(sys, STDIN),
      signals,
      isInterruption: (error) => isErrno(error, "EINTR"),
      echoControl: before.echoctl,
      flavour,
      commands: COMMANDS,
      complete: async (line, cursor) => (await import("./completion/complete.ts")).complete(sys, completion, line, cursor),
      history,
      kills,
      memory,
    });
    return await reader.read(prompt);
  } finally {
    await sys.tcsetattr(STDIN, before, "drain");
    sys.signal("SIGINT", oldInterrupt);
    sys.signal("SIGWINCH", oldResize);
  }
}
