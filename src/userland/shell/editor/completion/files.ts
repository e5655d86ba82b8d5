/** Completion of file names. */

import type { Sys } from "#abi";
import { isErrno } from "#abi";
import { commonPrefix, quoteName } from "./quoting.ts";
import type { Completion } from "./types.ts";
import type { WordsBefore } from "./words.ts";

interface Found {
  readonly name: string;
  readonly directory: boolean;
}

/** The part of a typed word that is a file name of its own: behind `=` or `:` outside of quotes. */
function fileStart(raw: string): number {
  const match = /^[^"'\\/~]*[=:]/.exec(raw);
  return match === null ? 0 : match[0].length;
}

/** The directory to look in: `~` and `$NAME` in what was typed stand for what the shell would make of them. */
function expandDirectory(sys: Sys, typed: string, env: (name: string) => string | undefined): string {
  if (typed === "") return ".";
  const home = typed.replace(/^~([^/]*)/, (whole, user: string) => (user === "" ? env("HOME") : homeOf(sys, user)) ?? whole);
  return home.replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (_, plain: string | undefined, braced: string | undefined) => env(plain ?? braced ?? "") ?? "",
  );
}

function accounts(sys: Sys): string[][] {
  try {
    return new TextDecoder()
      .decode(sys.readFile("/etc/passwd"))
      .split("\n")
      .map((line) => line.split(":"));
  } catch (error) {
    if (!isErrno(error)) throw error;
    return [];
  }
}

function homeOf(sys: Sys, user: string): string | undefined {
  return accounts(sys).find(([name]) => name === user)?.[5];
}

/** Whether a path leads to a directory. */
export function isDirectory(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (!isErrno(error)) throw error;
    return false;
  }
}

function isExecutable(sys: Sys, path: string): boolean {
  try {
    sys.access(path, { execute: true });
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return false;
  }
}

function look(sys: Sys, directory: string, base: string, only: FileKind): Found[] {
  let names: string[];
  try {
    names = sys.readdir(directory).map(({ name }) => name);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return [];
  }
  if (base === "." || base === "..") names.push(".", "..");
  const found: Found[] = [];
  for (const name of names) {
    if (!name.startsWith(base) || (name.startsWith(".") && !base.startsWith("."))) continue;
    const path = directory.endsWith("/") ? directory + name : `${directory}/${name}`;
    const isDir = isDirectory(sys, path);
    if (!isDir && (only === "directories" || (only === "executables" && !isExecutable(sys, path)))) continue;
    found.push({ name, directory: isDir });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export type FileKind = "all" | "directories" | "executables";

/** Completes the word before the cursor as a file name. */
export function completeFile(sys: Sys, word: WordsBefore, env: (name: string) => string | undefined, only: FileKind): Completion {
  const cut = fileStart(word.raw);
  const raw = word.raw.slice(cut);
  const value = cut === 0 ? word.value : word.value.slice(word.value.length - unquotedLength(raw, word.quote));
  const slash = value.lastIndexOf("/") + 1;
  const base = value.slice(slash);
  const directory = expandDirectory(sys, value.slice(0, slash), env);
  const rawSlash = raw.lastIndexOf("/") + 1;
  // An opening quote in front of the name stays where it is.
  const open = rawSlash === 0 && word.quote !== "" && raw.startsWith(word.quote) ? 1 : 0;
  const from = word.from + cut + rawSlash + open;
  const found = look(sys, directory, base, only);
  const candidates = found.map((one) => (one.directory ? `${one.name}/` : one.name));
  const none = { from, insert: undefined, candidates, closing: "" };
  const [first] = found;
  if (first === undefined) return none;
  if (found.length > 1) {
    const common = commonPrefix(found.map(({ name }) => name));
    return common.length > base.length ? { ...none, insert: quoteName(common, word.quote) } : none;
  }
  if (first.directory) return { ...none, insert: `${quoteName(first.name, word.quote)}/` };
  return { ...none, insert: `${quoteName(first.name, word.quote)}${word.quote} `, closing: word.quote };
}

function unquotedLength(raw: string, quote: string): number {
  let length = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character === "\\" && quote !== "'") at += 1;
    else if (character === quote) continue;
    length += 1;
  }
  return length;
}

/** Completes `~us` to `~user/`. */
export function completeUser(sys: Sys, word: WordsBefore): Completion {
  const names = accounts(sys)
    .map(([name]) => `~${name ?? ""}`)
    .filter((name) => name !== "~" && name.startsWith(word.value))
    .sort();
  const insert = names.length === 1 ? `${names[0] ?? ""}/` : commonPrefix(names);
  return { from: word.from, insert: names.length === 0 ? undefined : insert, candidates: names, closing: "" };
}
