/** readline's emacs-mode commands that only touch the line, the kill ring and the history. */

import { blankWordStart, nextCharacter, previousCharacter, wordEnd, wordStart } from "./boundaries.ts";
import type { Continuation, EditSession } from "./session.ts";

/** Gives what the command was, or `bell` when it could do nothing. */
export type Command = (session: EditSession, count: number) => Continuation | "bell";

function repeat(count: number, step: () => void): void {
  for (let done = 0; done < Math.min(count, 10_000); done += 1) step();
}

const motion =
  (target: (text: string, at: number) => number): Command =>
  ({ line }, count) => {
    repeat(count, () => line.move(target(line.text, line.cursor)));
    return "other";
  };

const kill =
  (direction: "forward" | "backward", target: (text: string, at: number) => number): Command =>
  (session, count) => {
    const { line } = session;
    let edge = line.cursor;
    repeat(count, () => {
      edge = target(line.text, edge);
    });
    const [from, to] = edge < line.cursor ? [edge, line.cursor] : [line.cursor, edge];
    session.kills.kill(line.replace(from, to, ""), direction, session.last === "kill");
    line.move(from);
    return "kill";
  };

const deletion =
  (target: (text: string, at: number) => number): Command =>
  ({ line }, count) => {
    let edge = line.cursor;
    repeat(count, () => {
      edge = target(line.text, edge);
    });
    if (edge === line.cursor) return "bell";
    const [from, to] = edge < line.cursor ? [edge, line.cursor] : [line.cursor, edge];
    line.replace(from, to, "");
    line.move(from);
    return "other";
  };

const history =
  (place: (session: EditSession, count: number) => number): Command =>
  (session, count) =>
    session.visit(place(session, count)) ? "other" : "bell";

const changeCase =
  (change: (word: string) => string): Command =>
  ({ line }, count) => {
    repeat(count, () => {
      const end = wordEnd(line.text, line.cursor);
      line.replace(line.cursor, end, change(line.text.slice(line.cursor, end)));
    });
    return "other";
  };

function capitalize(text: string): string {
  return text.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase());
}

const transposeCharacters: Command = ({ line }) => {
  const { text } = line;
  if (line.cursor === 0 || previousCharacter(text, text.length) === 0) return "bell";
  const right = line.cursor === text.length ? previousCharacter(text, text.length) : line.cursor;
  const left = previousCharacter(text, right);
  const end = nextCharacter(text, right);
  line.replace(left, end, text.slice(right, end) + text.slice(left, right));
  return "other";
};

const transposeWords: Command = ({ line }) => {
  const { text } = line;
  const secondEnd = wordEnd(text, line.cursor);
  const secondStart = wordStart(text, secondEnd);
  const firstStart = wordStart(text, secondStart);
  const firstEnd = wordEnd(text, firstStart);
  if (firstStart === secondStart || firstEnd > secondStart) return "bell";
  line.replace(
    firstStart,
    secondEnd,
    text.slice(secondStart, secondEnd) + text.slice(firstEnd, secondStart) + text.slice(firstStart, firstEnd),
  );
  return "other";
};

const yank: Command = (session) => {
  const text = session.kills.current();
  if (text === undefined) return "bell";
  session.line.replace(session.line.cursor, session.line.cursor, text);
  session.yanked = text.length;
  return "yank";
};

const yankPop: Command = (session) => {
  if (session.last !== "yank") return "bell";
  const text = session.kills.rotate();
  if (text === undefined) return "bell";
  const { line } = session;
  line.replace(line.cursor - session.yanked, line.cursor, text);
  session.yanked = text.length;
  return "yank";
};

/** The last word of a command line, as history expansion sees words. */
function lastArgument(line: string): string {
  return line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)?.at(-1) ?? "";
}

const yankLastArgument: Command = (session) => {
  const again = session.last === "last-argument";
  const back = again ? session.argumentBack + 1 : 1;
  const entry = session.history.entries[session.history.entries.length - back];
  if (entry === undefined) return "bell";
  const { line } = session;
  const text = lastArgument(entry);
  line.replace(again ? line.cursor - session.yanked : line.cursor, line.cursor, text);
  session.yanked = text.length;
  session.argumentBack = back;
  return "last-argument";
};

const undo: Command = ({ line }) => (line.undo() ? "other" : "bell");

const revert: Command = ({ line }) => {
  line.undoAll();
  return "other";
};

const deleteBlanks: Command = ({ line }) => {
  let from = line.cursor;
  let to = line.cursor;
  while (from > 0 && /[ \t]/.test(line.text.charAt(from - 1))) from -= 1;
  while (to < line.text.length && /[ \t]/.test(line.text.charAt(to))) to += 1;
  line.replace(from, to, "");
  line.move(from);
  return "other";
};

/** history-search-backward and -forward: entries that begin with what stands before the cursor. */
const searchPrefix =
  (step: -1 | 1): Command =>
  (session) => {
    const prefix = session.line.text.slice(0, session.line.cursor);
    for (let place = session.place + step; place >= 0 && place <= session.history.entries.length; place += step) {
      if (!(session.history.entries[place] ?? "").startsWith(prefix)) continue;
      const { length } = prefix;
      session.visit(place);
      session.line.move(length);
      return "other";
    }
    return "bell";
  };

const lineStart = motion(() => 0);
const lineEnd = motion((text) => text.length);
const forward = motion(nextCharacter);
const backward = motion(previousCharacter);
const wordForward = motion(wordEnd);
const wordBackward = motion(wordStart);
const older = history(({ place }, count) => place - count);
const newer = history(({ place }, count) => place + count);
const rubout = deletion(previousCharacter);
const deleteForward = deletion(nextCharacter);
const killWordBackward = kill("backward", wordStart);
const killWordForward = kill("forward", wordEnd);

/** Keys of emacs mode, with what xterm sends for arrows and company. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  "C-a": lineStart,
  home: lineStart,
  "C-e": lineEnd,
  end: lineEnd,
  "C-f": forward,
  right: forward,
  "C-b": backward,
  left: backward,
  "M-f": wordForward,
  "C-right": wordForward,
  "M-right": wordForward,
  "M-b": wordBackward,
  "C-left": wordBackward,
  "M-left": wordBackward,
  "C-h": rubout,
  backspace: rubout,
  "C-d": deleteForward,
  delete: deleteForward,
  "C-k": kill("forward", (text) => text.length),
  "C-u": kill("backward", () => 0),
  "C-w": kill("backward", blankWordStart),
  "M-d": killWordForward,
  "C-delete": killWordForward,
  "M-delete": killWordForward,
  "M-backspace": killWordBackward,
  "M-C-h": killWordBackward,
  "C-y": yank,
  "M-y": yankPop,
  "C-t": transposeCharacters,
  "M-t": transposeWords,
  "M-u": changeCase((word) => word.toUpperCase()),
  "M-l": changeCase((word) => word.toLowerCase()),
  "M-c": changeCase(capitalize),
  "C-p": older,
  up: older,
  "C-n": newer,
  down: newer,
  "M-<": history(() => 0),
  "M->": history(({ history: { entries } }) => entries.length),
  "page-up": searchPrefix(-1),
  "page-down": searchPrefix(1),
  "M-.": yankLastArgument,
  "M-_": yankLastArgument,
  "C-_": undo,
  "C-x C-u": undo,
  "M-r": revert,
  "M-\\": deleteBlanks,
};
