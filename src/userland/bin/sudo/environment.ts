/** The environment that sudo gives a command: env_reset with the variables that CentOS keeps. */

import type { Sys } from "#abi";
import type { Account } from "../account/accounts.ts";
import type { SudoOptions } from "./options.ts";
import type { Sudoers } from "./sudoers.ts";

const KEPT = new Set([
  "COLORS",
  "DISPLAY",
  "HOSTNAME",
  "HISTSIZE",
  "KDEDIR",
  "LS_COLORS",
  "MAIL",
  "PS1",
  "PS2",
  "QTDIR",
  "USERNAME",
  "TERM",
  "TZ",
  "XAUTHORITY",
  "LANG",
  "LANGUAGE",
  "LINGUAS",
  "LC_ADDRESS",
  "LC_ALL",
  "LC_COLLATE",
  "LC_CTYPE",
  "LC_IDENTIFICATION",
  "LC_MEASUREMENT",
  "LC_MESSAGES",
  "LC_MONETARY",
  "LC_NAME",
  "LC_NUMERIC",
  "LC_PAPER",
  "LC_TELEPHONE",
  "LC_TIME",
]);

/** The command's environment; `command` is what SUDO_COMMAND tells. */
export function sudoEnvironment(
  sys: Sys,
  sudoers: Sudoers,
  options: SudoOptions,
  caller: Account,
  target: Account,
  command: string,
): Map<string, string> {
  const env = new Map<string, string>();
  const extra = sudoers.defaults.get("env_keep");
  const kept = new Set([...KEPT, ...(typeof extra === "string" ? extra.split(/\s+/) : [])]);
  const reset = sudoers.defaults.get("env_reset") !== false && !options.keepEnvironment;
  for (const [name, value] of sys.env) if (!reset || kept.has(name)) env.set(name, value);
  env.set("PATH", securePath(sys, sudoers));
  const ownHome = sudoers.defaults.get("always_set_home") === false && !options.login && !options.setHome && options.keepEnvironment;
  if (!ownHome) env.set("HOME", target.home);
  if (reset || options.login) {
    env.set("SHELL", target.shell);
    env.set("USER", target.name);
    env.set("LOGNAME", target.name);
    env.set("USERNAME", target.name);
    env.set("MAIL", `/var/spool/mail/${target.name}`);
    if (!env.has("TERM")) env.set("TERM", "unknown");
  }
  for (const [name, value] of options.assignments) env.set(name, value);
  env.set("SUDO_COMMAND", command);
  env.set("SUDO_USER", caller.name);
  env.set("SUDO_UID", String(caller.uid));
  env.set("SUDO_GID", String(caller.gid));
  return env;
}

/** Where commands are looked for. */
export function securePath(sys: Sys, sudoers: Sudoers): string {
  const secure = sudoers.defaults.get("secure_path");
  return typeof secure === "string" ? secure : (sys.env.get("PATH") ?? "/sbin:/bin:/usr/sbin:/usr/bin");
}
