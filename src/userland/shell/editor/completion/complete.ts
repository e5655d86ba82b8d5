/** What Tab gives: commands, variables, users, docker's words, files. */

import type { Sys } from "#abi";
import type { CompletionSource } from "../types.ts";
import { askDocker } from "./docker.ts";
import { completeFile, completeUser, isDirectory } from "./files.ts";
import { commonPrefix } from "./quoting.ts";
import type { Completion } from "./types.ts";
import type { WordsBefore } from "./words.ts";
import { commandWords, wordsBefore } from "./words.ts";

// Commands that bash-completion gives directories only.
const DIRECTORY_COMMANDS = new Set(["cd", "pushd", "rmdir"]);

/** Completes the word that ends at the cursor. */
export async function complete(sys: Sys, source: CompletionSource, line: string, cursor: number): Promise<Completion> {
  const word = wordsBefore(line.slice(0, cursor));
  const words = commandWords(word.words);
  const env = (name: string) => source.env(name);
  const variable = word.quote === "'" ? null : /\$(\{?)(\w*)$/.exec(word.raw);
  if (variable !== null) return completeVariable(sys, source, word, variable[1] ?? "", variable[2] ?? "");
  if (word.value.startsWith("~") && !word.value.includes("/") && word.quote === "") return completeUser(sys, word);
  if (word.redirection) return completeFile(sys, word, env, "all");
  if (words.length === 0) return word.value.includes("/") ? completeFile(sys, word, env, "executables") : completeCommand(source, word);
  const [command = ""] = words;
  if (command === "docker" || command.endsWith("/docker")) return completeDocker(sys, source, word, words);
  return completeFile(sys, word, env, DIRECTORY_COMMANDS.has(command) ? "directories" : "all");
}

function fromList(word: WordsBefore, found: readonly string[], close: (only: string) => string): Completion {
  const candidates = [...new Set(found)].sort();
  const [first] = candidates;
  const open = word.quote !== "" && word.raw.startsWith(word.quote) ? 1 : 0;
  const result = { from: word.from + open, insert: undefined, candidates, closing: word.quote };
  if (first === undefined) return result;
  if (candidates.length === 1) return { ...result, insert: close(first) };
  const common = commonPrefix(candidates);
  return common.length > word.value.length ? { ...result, insert: common } : result;
}

function completeCommand(source: CompletionSource, word: WordsBefore): Completion {
  const found: string[] = [];
  for (const name of source.commands()) if (name.startsWith(word.value)) found.push(name);
  return fromList(word, found, (only) => `${only}${word.quote} `);
}

function completeVariable(sys: Sys, source: CompletionSource, word: WordsBefore, brace: string, typed: string): Completion {
  const found: string[] = [];
  for (const name of source.variables()) if (name.startsWith(typed)) found.push(name);
  const from = word.from + word.raw.length - typed.length;
  const candidates = [...new Set(found)].sort();
  const [first] = candidates;
  const shown = candidates.map((name) => `$${brace}${name}${brace === "" ? "" : "}"}`);
  const result = { from, insert: undefined, candidates: shown, closing: "" };
  if (first === undefined) return result;
  if (candidates.length > 1) {
    const common = commonPrefix(candidates);
    return common.length > typed.length ? { ...result, insert: common } : result;
  }
  const value = source.env(first) ?? "";
  const end = value.startsWith("/") && isDirectory(sys, value) ? "/" : word.quote === "" ? " " : "";
  return { ...result, insert: `${first}${brace === "" ? "" : "}"}${end}` };
}

async function completeDocker(sys: Sys, source: CompletionSource, word: WordsBefore, words: readonly string[]): Promise<Completion> {
  const line = [...words, word.value];
  const answer =
    source.completeDocker === undefined
      ? await askDocker(sys, source, line.slice(1))
      : { candidates: await source.completeDocker(line, line.length - 1), directive: 0 };
  const found = answer.candidates.map((one) => one.split("\t")[0] ?? "").filter((one) => one.startsWith(word.value));
  if (found.length === 0 && (answer.directive & 4) === 0) {
    return completeFile(sys, word, (name) => source.env(name), answer.directive & 16 ? "directories" : "all");
  }
  return fromList(word, found, (only) => (answer.directive & 2 || only.endsWith("=") ? only : `${only}${word.quote} `));
}
