import { encode } from "#abi";
import { expandDouble } from "../expand/expand.ts";
import { Parser } from "../syntax/index.ts";
import type { Shell } from "./shell.ts";

/** Prints a command for set -x: PS4, its first character once for each level of nesting. */
export async function trace(shell: Shell, words: readonly string[]): Promise<void> {
  const ps4 = shell.variables.get("PS4") ?? "";
  const expanded = /[$`]/.test(ps4) ? await expandText(shell, ps4) : ps4;
  const first = String.fromCodePoint(expanded.codePointAt(0) ?? 32);
  const depth = shell.flavour.name === "bash" ? shell.subshellLevel + shell.frames.filter((frame) => frame.kind === "eval").length : 0;
  const prefix = expanded === "" ? "" : first.repeat(depth) + expanded;
  await shell.sys.write(2, encode(`${prefix}${words.join(" ")}\n`));
}

/** A text with its parameters, commands and arithmetic expanded as between double quotes: prompts, PS4. */
export async function expandText(shell: Shell, text: string): Promise<string> {
  const word = new Parser("", { dialect: shell.dialect, final: true }).textWord(text);
  const traced = shell.options.delete("xtrace");
  try {
    return await expandDouble(shell, word);
  } finally {
    if (traced) shell.options.add("xtrace");
  }
}
