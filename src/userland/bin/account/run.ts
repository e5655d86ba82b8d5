/** Finding and running programs by name, and the environment of login shells. */

import { type Errno, isErrno, type Sys } from "#abi";
import { baseName } from "../tool/files.ts";
import type { Account } from "./accounts.ts";

/** The executable that a command name means: itself when it has a slash, else the first in PATH. */
export function findCommand(sys: Sys, name: string, path: string): string | undefined {
  const candidates = name.includes("/") ? [name] : path.split(":").map((directory) => `${directory === "" ? "." : directory}/${name}`);
  return candidates.find((candidate) => isProgram(sys, candidate));
}

function isProgram(sys: Sys, path: string): boolean {
  try {
    const { type, mode } = sys.stat(path);
    return type === "file" && (mode & 0o111) !== 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return false;
  }
}

/** Becomes a command found in PATH; an ENOEXEC file runs in the shell. Rejects with Errno like `sys.exec`; ENOENT when PATH has none. */
export async function execCommand(sys: Sys, argv: readonly string[], env: ReadonlyMap<string, string>): Promise<number> {
  const [name = ""] = argv;
  const path = findCommand(sys, name, env.get("PATH") ?? "/bin:/usr/bin") ?? name;
  return execFile(sys, path, argv, env);
}

/** Becomes a program; an ENOEXEC file runs in the shell, as execvp(3) does it. */
export async function execFile(sys: Sys, path: string, argv: readonly string[], env: ReadonlyMap<string, string>): Promise<number> {
  try {
    return await sys.exec(path, argv, env);
  } catch (error) {
    if (!isErrno(error, "ENOEXEC")) throw error;
    return sys.exec("/bin/sh", ["/bin/sh", path, ...argv.slice(1)], env);
  }
}

/** 127 when a program wasn't there, 126 when it could not be run. */
export function execStatus(error: Errno): number {
  return error.code === "ENOENT" ? 127 : 126;
}

/** argv[0] of a login shell: `-bash`. */
export function loginName(shell: string): string {
  return `-${baseName(shell)}`;
}

/** What a login starts with: HOME, SHELL, USER, LOGNAME, MAIL, PATH and what `keep` names of the old environment. */
export function loginEnvironment(account: Account, old: ReadonlyMap<string, string>, keep: readonly string[]): Map<string, string> {
  const env = new Map<string, string>();
  for (const name of keep) {
    const value = old.get(name);
    if (value !== undefined) env.set(name, value);
  }
  env.set("HOME", account.home);
  env.set("SHELL", account.shell);
  env.set("USER", account.name);
  env.set("LOGNAME", account.name);
  env.set("MAIL", `/var/spool/mail/${account.name}`);
  env.set("PATH", account.uid === 0 ? "/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin" : "/usr/local/bin:/bin:/usr/bin");
  return env;
}
