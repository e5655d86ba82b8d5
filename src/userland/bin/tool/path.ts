/** Finding commands in PATH, as execvp(3) does. */

import type { Sys } from "#abi";
import { join } from "./files.ts";

/** Where PATH is not set. */
export const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The file that a command's name means; undefined when PATH has none. A name with a slash means itself. */
export function findCommand(sys: Sys, command: string, path: string | undefined = sys.env.get("PATH")): string | undefined {
  return command.includes("/") ? command : allCommands(sys, command, path)[0];
}

/** Every executable file of that name along PATH. */
export function allCommands(sys: Sys, command: string, path: string | undefined = sys.env.get("PATH")): readonly string[] {
  if (command === "") return [];
  return (path ?? DEFAULT_PATH)
    .split(":")
    .map((directory) => join(directory === "" ? "." : directory, command))
    .filter((file) => isExecutable(sys, file));
}

/** A regular file that this process may execute. */
export function isExecutable(sys: Sys, file: string): boolean {
  try {
    if (sys.stat(file).type !== "file") return false;
    sys.access(file, { execute: true });
    return true;
  } catch {
    return false;
  }
}
