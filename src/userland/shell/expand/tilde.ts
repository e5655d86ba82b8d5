import { isErrno, readText } from "#abi";
import type { Shell } from "../run/shell.ts";

/** What ~, ~user, ~+ and ~- at the start of a text stand for; undefined when nothing. `whole`: the text ends the word. */
export function tilde(shell: Shell, text: string, whole: boolean): { readonly directory: string; readonly rest: string } | undefined {
  const slash = text.indexOf("/");
  if (slash < 0 && !whole) return undefined;
  const prefix = slash < 0 ? text.slice(1) : text.slice(1, slash);
  const rest = slash < 0 ? "" : text.slice(slash);
  const directory = directoryOf(shell, prefix);
  return directory === undefined
    ? undefined
    : { directory: directory.endsWith("/") && rest !== "" ? directory.slice(0, -1) : directory, rest };
}

function directoryOf(shell: Shell, prefix: string): string | undefined {
  if (prefix === "") return shell.variables.get("HOME") ?? homeOf(shell, (fields) => fields[2] === String(shell.sys.credentials().uid));
  if (prefix === "+" && shell.flavour.name === "bash") return shell.variables.get("PWD");
  if (prefix === "-" && shell.flavour.name === "bash") return shell.variables.get("OLDPWD");
  if (!/^[\w.-]+$/.test(prefix)) return undefined;
  return homeOf(shell, (fields) => fields[0] === prefix);
}

function homeOf(shell: Shell, wanted: (fields: readonly string[]) => boolean): string | undefined {
  return passwdEntry(shell, wanted)?.[5];
}

/** Fields of the line of /etc/passwd that is wanted. */
export function passwdEntry(shell: Shell, wanted: (fields: readonly string[]) => boolean): readonly string[] | undefined {
  try {
    return readText(shell.sys, "/etc/passwd")
      .split("\n")
      .map((line) => line.split(":"))
      .find(wanted);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
