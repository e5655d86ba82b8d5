/** vi's commands after `:`. */

import { encode, isErrno, type Sys } from "#abi";
import { errorText } from "../tool/messages.ts";
import { bytesOf, textOf } from "../tool/text.ts";
import { expandReplacement, viPattern } from "./search.ts";
import { TextBuffer } from "./text-buffer.ts";

/** What the whole editor keeps, besides the text. */
export interface ViState {
  readonly sys: Sys;
  buffer: TextBuffer;
  file: string | undefined;
  readOnly: boolean;
  message: string;
  numbers: boolean;
  ignoreCase: boolean;
  autoIndent: boolean;
  pattern: string | undefined;
  quit: boolean;
  status: number;
}

/** Reads a file into a new buffer and tells so as vim does. */
export function loadFile(state: ViState, file: string): void {
  const { sys } = state;
  state.file = file;
  state.readOnly = false;
  try {
    if (sys.stat(file).type === "directory") {
      state.buffer = new TextBuffer([]);
      state.message = `"${file}" is a directory`;
      return;
    }
    const text = textOf(sys.readFile(file));
    const ended = text.endsWith("\n");
    const lines = text === "" ? [] : (ended ? text.slice(0, -1) : text).split("\n");
    state.buffer = new TextBuffer(lines);
    try {
      sys.access(file, { write: true });
    } catch (error) {
      if (!isErrno(error)) throw error;
      state.readOnly = true;
    }
    state.message = `"${file}" ${state.readOnly ? "[readonly] " : ""}${ended || text === "" ? "" : "[noeol] "}${lines.length}L, ${bytesOf(text).length}C`;
  } catch (error) {
    if (!isErrno(error)) throw error;
    state.buffer = new TextBuffer([]);
    state.message =
      error.code === "ENOENT"
        ? `"${file}" [New File]`
        : error.code === "EACCES"
          ? `"${file}" [Permission Denied]`
          : `"${file}" ${errorText(sys, error.code)}`;
  }
}

/** Writes lines to a file; false (with a message) when that failed. */
function writeFile(state: ViState, file: string, from: number, to: number, append: boolean): boolean {
  const { sys, buffer } = state;
  const text = buffer.lines
    .slice(from, to + 1)
    .map((line) => `${line}\n`)
    .join("");
  const bytes = buffer.lines.length === 1 && buffer.lines[0] === "" ? encode("") : bytesOf(text);
  let isNew = false;
  try {
    sys.stat(file);
  } catch (error) {
    if (!isErrno(error)) throw error;
    isNew = true;
  }
  try {
    sys.writeFile(file, bytes, { append, mode: 0o666 & ~sys.umask() });
  } catch (error) {
    if (!isErrno(error)) throw error;
    state.message = error.code === "ENOSPC" ? `E514: write error (file system full?)` : `"${file}" E212: Can't open file for writing`;
    return false;
  }
  const lines = bytes.length === 0 ? 0 : to - from + 1;
  state.message = `"${file}" ${isNew ? "[New] " : ""}${lines}L, ${bytes.length}C ${append ? "appended" : "written"}`;
  return true;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly given: boolean;
  readonly rest: string;
}

/** `%`, `1,5`, `.,$`, `.+3`, `/x/`: the range before a command. */
function parseRange(state: ViState, text: string): Range {
  const { buffer } = state;
  let rest = text.trimStart();
  if (rest.startsWith("%")) return { from: 0, to: buffer.lines.length - 1, given: true, rest: rest.slice(1) };
  const address = (): number | undefined => {
    const match = /^(\d+|\.|\$|'[<>]|(?=[+-]))((?:[+-]\d*)*)/.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length);
    const base = match[1] === "." || match[1] === "" ? buffer.row : match[1] === "$" ? buffer.lines.length - 1 : Number(match[1]) - 1;
    const offset = [...(match[2] ?? "").matchAll(/([+-])(\d*)/g)].reduce(
      (sum, [, sign, digits]) => sum + (sign === "-" ? -1 : 1) * (digits === "" ? 1 : Number(digits)),
      0,
    );
    return Math.max(0, Math.min(base + offset, buffer.lines.length - 1));
  };
  const first = address();
  if (first === undefined) return { from: buffer.row, to: buffer.row, given: false, rest };
  if (!/^[,;]/.test(rest)) return { from: first, to: first, given: true, rest };
  rest = rest.slice(1);
  const second = address() ?? buffer.row;
  return { from: Math.min(first, second), to: Math.max(first, second), given: true, rest };
}

/** Does one command line. */
export function runEx(state: ViState, line: string): void {
  const range = parseRange(state, line.replace(/^[:\s]+/, ""));
  const { buffer } = state;
  const match = /^([a-zA-Z]+|[=&<>!])?(!)?\s*(.*)$/s.exec(range.rest) ?? [];
  const [, name = "", bang, argument = ""] = match;
  if (range.rest.trim() === "") {
    if (range.given) {
      buffer.row = range.to;
      buffer.column = 0;
    }
    return;
  }
  if (/^s(?![a-z])|^substitute/.test(range.rest) && !/^set?\b/.test(range.rest)) return substitute(state, range);
  switch (name) {
    case "w":
    case "write":
      write(state, range, bang === "!", argument);
      return;
    case "wq":
    case "x":
    case "xit":
      if (name !== "wq" && !buffer.modified && argument === "") {
        state.quit = true;
        return;
      }
      if (write(state, range, bang === "!", argument)) state.quit = true;
      return;
    case "q":
    case "quit":
    case "qa":
    case "qall":
      if (buffer.modified && bang !== "!") state.message = "E37: No write since last change (add ! to override)";
      else state.quit = true;
      return;
    case "cq":
      state.quit = true;
      state.status = 1;
      return;
    case "e":
    case "edit":
      if (buffer.modified && bang !== "!") state.message = "E37: No write since last change (add ! to override)";
      else if (argument === "" && state.file === undefined) state.message = "E32: No file name";
      else loadFile(state, argument === "" ? (state.file ?? "") : argument);
      return;
    case "r":
    case "read":
      return readIn(state, range, argument);
    case "f":
    case "file":
      if (argument !== "") state.file = argument;
      state.message = `"${state.file ?? "[No Name]"}"${buffer.modified ? " [Modified]" : ""} ${buffer.lines.length} lines --${Math.floor(((buffer.row + 1) * 100) / buffer.lines.length)}%--`;
      return;
    case "set":
    case "se":
      return setOption(state, argument);
    case "d":
    case "delete":
      buffer.checkpoint();
      buffer.cutLines(range.from, range.to);
      return;
    case "u":
    case "undo":
      buffer.undo();
      return;
    case "noh":
    case "nohlsearch":
    case "syntax":
    case "syn":
      return;
    default:
      state.message = `E492: Not an editor command: ${range.rest.trim()}`;
  }
}

function write(state: ViState, range: Range, force: boolean, argument: string): boolean {
  const append = argument.startsWith(">>");
  const file = argument.replace(/^>>\s*/, "") || state.file;
  if (file === undefined) {
    state.message = "E32: No file name";
    return false;
  }
  const own = file === state.file;
  if (own && state.readOnly && !force) {
    state.message = "E45: 'readonly' option is set (add ! to override)";
    return false;
  }
  if (!own && !force && !append && exists(state.sys, file)) {
    state.message = "E13: File exists (add ! to override)";
    return false;
  }
  const from = range.given ? range.from : 0;
  const to = range.given ? range.to : state.buffer.lines.length - 1;
  if (!writeFile(state, file, from, to, append)) return false;
  if (!range.given && (own || state.file === undefined)) {
    state.file ??= file;
    state.buffer.modified = false;
  }
  return true;
}

function exists(sys: Sys, path: string): boolean {
  try {
    sys.stat(path);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return false;
  }
}

function readIn(state: ViState, range: Range, file: string): void {
  try {
    const text = textOf(state.sys.readFile(file));
    const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
    state.buffer.checkpoint();
    state.buffer.lines.splice(range.to + 1, 0, ...lines);
    state.buffer.row = range.to + 1;
    state.message = `"${file}" ${lines.length}L, ${bytesOf(text).length}C`;
  } catch (error) {
    if (!isErrno(error)) throw error;
    state.message = `E484: Can't open file ${file}`;
  }
}

function setOption(state: ViState, text: string): void {
  for (const word of text.split(/\s+/)) {
    const on = !word.startsWith("no");
    switch (word.replace(/^no/, "").replace(/=.*/, "")) {
      case "nu":
      case "number":
        state.numbers = on;
        break;
      case "ic":
      case "ignorecase":
        state.ignoreCase = on;
        break;
      case "ai":
      case "autoindent":
        state.autoIndent = on;
        break;
      case "ts":
      case "tabstop":
      case "sw":
      case "shiftwidth":
      case "et":
      case "expandtab":
      case "hls":
      case "hlsearch":
      case "is":
      case "incsearch":
      case "list":
      case "paste":
      case "ruler":
      case "wrap":
      case "showmode":
      case "compatible":
      case "cp":
      case "":
        break;
      default:
        state.message = `E518: Unknown option: ${word}`;
    }
  }
}

function substitute(state: ViState, range: Range): void {
  const { buffer } = state;
  const rest = range.rest.replace(/^s(ubstitute)?/, "");
  const separator = rest.charAt(0);
  const parts: string[] = [""];
  for (let at = 1; at < rest.length; at += 1) {
    const character = rest.charAt(at);
    if (character === "\\" && rest.charAt(at + 1) === separator) {
      parts[parts.length - 1] += separator;
      at += 1;
    } else if (character === "\\") {
      parts[parts.length - 1] += character + rest.charAt(at + 1);
      at += 1;
    } else if (character === separator && parts.length < 3) parts.push("");
    else parts[parts.length - 1] += character;
  }
  const [typed = "", replacement = "", flags = ""] = parts;
  const source = typed === "" ? (state.pattern ?? "") : typed;
  state.pattern = source;
  let pattern: RegExp;
  try {
    pattern = viPattern(source, state.ignoreCase || flags.includes("i"));
  } catch {
    state.message = `E486: Pattern not found: ${source}`;
    return;
  }
  let count = 0;
  let changed = 0;
  let lastRow = -1;
  const lines: string[] = [];
  for (const [row, line] of buffer.lines.entries()) {
    if (row < range.from || row > range.to) {
      lines.push(line);
      continue;
    }
    let found = 0;
    pattern.lastIndex = 0;
    const result = line.replace(pattern, (...args: unknown[]) => {
      const whole = String(args[0]);
      if (found > 0 && !flags.includes("g")) return whole;
      found += 1;
      const groups = args
        .slice(
          0,
          args.findIndex((arg) => typeof arg === "number"),
        )
        .map((arg) => (arg === undefined ? "" : String(arg)));
      return expandReplacement(replacement, Object.assign(groups, { index: 0, input: line }) as RegExpExecArray);
    });
    if (found > 0) {
      count += found;
      changed += 1;
    }
    lines.push(...result.split("\n"));
    if (found > 0) lastRow = lines.length - 1;
  }
  if (count === 0) {
    if (!flags.includes("e")) state.message = `E486: Pattern not found: ${source}`;
    return;
  }
  buffer.checkpoint();
  buffer.lines = lines;
  buffer.row = lastRow;
  buffer.column = 0;
  if (count > 2) state.message = `${count} substitutions on ${changed} line${changed === 1 ? "" : "s"}`;
}
