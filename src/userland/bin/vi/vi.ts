import { type Program, print, STDERR, STDIN, STDOUT } from "#abi";
import { changeCommand } from "./changes.ts";
import { otherCommand } from "./commands.ts";
import { loadFile, runEx, type ViState } from "./ex.ts";
import { motion } from "./jump.ts";
import { EndOfInput, ViSession } from "./session.ts";
import { TextBuffer } from "./text-buffer.ts";

/** vi: edit text. Models vim's minimal build as CentOS has it for vi, with the commands of everyday edits. */
export const vi: Program = async (sys) => {
  const args = sys.argv.slice(1);
  if (args[0] === "--version") return print(sys, "VIM - Vi IMproved 7.4 (2013 Aug 10)\nSmall version without GUI.\n").then(() => 0);
  if (!sys.isatty(STDOUT)) await print(sys, "Vim: Warning: Output is not to a terminal\n", STDERR);
  if (!sys.isatty(STDIN)) {
    await print(sys, "Vim: Warning: Input is not from a terminal\nVim: Error reading input, exiting...\nVim: Finished.\n", STDERR);
    return 1;
  }
  const start = args.find((arg) => arg.startsWith("+"))?.slice(1);
  const files = args.filter((arg) => !arg.startsWith("+") && !(arg.startsWith("-") && arg !== "-"));
  const state: ViState = {
    sys,
    buffer: new TextBuffer([]),
    file: undefined,
    readOnly: false,
    message: "",
    numbers: false,
    ignoreCase: false,
    autoIndent: false,
    pattern: undefined,
    quit: false,
    status: 0,
  };
  if (files[0] !== undefined) loadFile(state, files[0]);
  if (args.includes("-R") || sys.argv[0]?.endsWith("view") === true) state.readOnly = true;
  if (start !== undefined) runEx(state, start === "" ? "$" : start);
  await edit(new ViSession(state));
  return state.status;
};

async function edit(session: ViSession): Promise<void> {
  const { state } = session;
  await session.enter();
  try {
    while (!state.quit) {
      session.recorded = [];
      await normalCommand(session);
      state.buffer.clamp(false);
    }
  } catch (error) {
    if (!(error instanceof EndOfInput)) throw error;
    state.status = 1;
  } finally {
    await session.leave();
  }
}

/** One command of normal mode: counts, a register, a key and what it takes. */
async function normalCommand(session: ViSession): Promise<void> {
  let count: number | undefined;
  let register = '"';
  let key = await session.key();
  for (;;) {
    if (key === '"') {
      register = await session.key();
      key = await session.key();
    } else if (/^[1-9]$/.test(key) || (key === "0" && count !== undefined)) {
      count = (count ?? 0) * 10 + Number(key);
      key = await session.key();
    } else break;
  }
  if (key !== ":") session.state.message = "";
  if (key === "g") key += await session.key();
  if (key === ".") {
    session.replay = [...(count === undefined ? [] : [...String(count)]), ...session.lastChange];
    session.recorded = [];
    if (session.replay.length > 0) await normalCommand(session);
    session.recorded = [];
    return;
  }
  if (await changeCommand(session, key, count, register)) {
    if (session.recorded.length > 0) session.lastChange = session.recorded;
    return;
  }
  if (await otherCommand(session, key, count)) return;
  const target = await motion(session, key, count, false);
  if (target === undefined) {
    if (key !== "escape") await session.bell();
    return;
  }
  session.state.buffer.row = target.row;
  session.state.buffer.column = target.column;
  if (!["j", "k", "down", "up", "C-n", "C-p", "C-j"].includes(key))
    session.wanted = key === "$" || key === "end" ? Number.POSITIVE_INFINITY : target.column;
}
