/** /etc/sudoers: who may run what as whom, sudoers(5). */

import type { Sys } from "#abi";
import { isErrno, readText } from "#abi";
import { type Account, accounts, findAccount, groupIds, groups } from "../account/accounts.ts";

/** One command of a user specification. */
interface Rule {
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  readonly runAs: readonly string[];
  readonly runAsText: string;
  readonly command: string;
  readonly noPassword: boolean;
}

export interface Sudoers {
  /** `Defaults` by name: true, false for `!name`, or the value. */
  readonly defaults: ReadonlyMap<string, string | boolean>;
  /** As `sudo -l` lists them. */
  readonly defaultsText: readonly string[];
  readonly rules: readonly Rule[];
}

/** What sudoers decides about a command. */
export interface Verdict {
  readonly known: boolean;
  readonly allowed: boolean;
  readonly noPassword: boolean;
}

/** Reads /etc/sudoers and what it includes. Throws Errno when it can't be read. */
export function readSudoers(sys: Sys): Sudoers {
  const defaults = new Map<string, string | boolean>();
  const defaultsText: string[] = [];
  const aliases = new Map<string, readonly string[]>();
  const rules: Rule[] = [];
  for (const line of logicalLines(sys, "/etc/sudoers", 0)) {
    const alias = /^(User|Runas|Host|Cmnd)_Alias\s+(.*)$/.exec(line);
    if (alias !== null) {
      for (const part of (alias[2] ?? "").split(/:(?=\s*[A-Z][A-Z0-9_]*\s*=)/)) {
        const [name = "", list = ""] = part.split(/=(.*)/s);
        aliases.set(name.trim(), commaList(list));
      }
    } else if (/^Defaults([@:!>]\S*)?\s/.test(line)) {
      readDefaults(line.replace(/^Defaults\S*\s+/, ""), defaults, defaultsText);
    } else {
      rules.push(...readRules(line));
    }
  }
  const expand = (names: readonly string[]): string[] =>
    names.flatMap((name) => {
      const plain = name.replace(/^!/, "");
      const list = aliases.get(plain);
      return list === undefined ? [name] : expand(list).map((one) => (name === plain ? one : `!${one}`));
    });
  return {
    defaults,
    defaultsText,
    rules: rules.flatMap((rule) =>
      expand([rule.command]).map((command) => ({
        ...rule,
        command,
        users: expand(rule.users),
        hosts: expand(rule.hosts),
        runAs: expand(rule.runAs),
      })),
    ),
  };
}

function logicalLines(sys: Sys, path: string, depth: number): string[] {
  const lines: string[] = [];
  for (const raw of readText(sys, path)
    .replace(/\\\n\s*/g, " ")
    .split("\n")) {
    const include = /^[#@](include|includedir)\s+(\S+)/.exec(raw);
    if (include !== null && depth < 8) {
      lines.push(...included(sys, include[2] ?? "", include[1] === "includedir", depth + 1));
      continue;
    }
    const line = raw.replace(/(^|\s)#(?!\d).*$/, "").trim();
    if (line !== "") lines.push(line);
  }
  return lines;
}

function included(sys: Sys, path: string, directory: boolean, depth: number): string[] {
  try {
    if (!directory) return logicalLines(sys, path, depth);
    const names = sys
      .readdir(path)
      .map(({ name }) => name)
      .filter((name) => !name.endsWith("~") && !name.includes("."));
    return names.sort().flatMap((name) => logicalLines(sys, `${path}/${name}`, depth));
  } catch (error) {
    if (!isErrno(error)) throw error;
    return [];
  }
}

function commaList(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function readDefaults(text: string, defaults: Map<string, string | boolean>, shown: string[]): void {
  for (const [, name = "", operator, quoted, plain] of text.matchAll(/(!?\w+)(?:\s*(\+=|-=|=)\s*(?:"([^"]*)"|([^,\s]+)))?/g)) {
    const value = quoted ?? plain;
    if (value === undefined) {
      defaults.set(name.replace(/^!/, ""), !name.startsWith("!"));
      shown.push(name);
      continue;
    }
    const before = defaults.get(name);
    defaults.set(name, operator === "+=" && typeof before === "string" ? `${before} ${value}` : value);
    shown.push(`${name}${operator}${quoted === undefined ? value.replaceAll(":", "\\:") : `"${quoted}"`}`);
  }
}

function readRules(line: string): Rule[] {
  const match = /^(.+?)\s+(\S+(?:\s*,\s*\S+)*)\s*=\s*(.+)$/.exec(line);
  if (match === null) return [];
  const users = commaList(match[1] ?? "");
  const hosts = commaList(match[2] ?? "");
  let runAs = ["root"];
  let runAsText = "root";
  let noPassword = false;
  const rules: Rule[] = [];
  for (const part of commaList((match[3] ?? "").replace(/\(([^)]*)\)/g, (list) => list.replaceAll(",", "\u0001")))) {
    let rest = part.replaceAll("\u0001", ",");
    const as = /^\(([^)]*)\)\s*/.exec(rest);
    if (as !== null) {
      rest = rest.slice(as[0].length);
      runAsText = (as[1] ?? "").trim();
      runAs = commaList(runAsText.split(":")[0] ?? "");
    }
    for (let tag = /^([A-Z_]+):\s*/.exec(rest); tag !== null; tag = /^([A-Z_]+):\s*/.exec(rest)) {
      rest = rest.slice(tag[0].length);
      if (tag[1] === "NOPASSWD") noPassword = true;
      if (tag[1] === "PASSWD") noPassword = false;
    }
    rules.push({ users, hosts, runAs, runAsText, command: rest.trim(), noPassword });
  }
  return rules;
}

/** The last entry that fits decides, as in sudoers(5). */
function lastMatch(list: readonly string[], fits: (one: string) => boolean): boolean {
  let result = false;
  for (const one of list) if (fits(one.replace(/^!+/, ""))) result = !one.startsWith("!");
  return result;
}

function fitsUser(sys: Sys, account: Account): (entry: string) => boolean {
  const ids = groupIds(sys, account);
  const names = groups(sys)
    .filter(({ gid }) => ids.includes(gid))
    .map(({ name }) => name);
  return (entry) => {
    if (entry === "ALL" || entry === account.name || entry === `#${account.uid}`) return true;
    return entry.startsWith("%") && (names.includes(entry.slice(1)) || ids.some((id) => entry === `%#${id}`));
  };
}

/** Rules of a user on this host. */
export function rulesOf(sys: Sys, sudoers: Sudoers, account: Account): readonly Rule[] {
  const host = sys.uname().nodename;
  return sudoers.rules.filter(
    ({ users, hosts }) => lastMatch(users, fitsUser(sys, account)) && lastMatch(hosts, (entry) => entry === "ALL" || entry === host),
  );
}

/** Whether a user may run a command (its path and arguments) as another user. `command` undefined asks about anything at all. */
export function judge(sys: Sys, sudoers: Sudoers, account: Account, target: Account, command: readonly string[] | undefined): Verdict {
  const rules = rulesOf(sys, sudoers, account);
  let verdict: Verdict = { known: rules.length > 0, allowed: false, noPassword: false };
  if (command === undefined)
    return {
      known: rules.length > 0,
      allowed: rules.length > 0,
      noPassword: rules.length > 0 && rules.every(({ noPassword }) => noPassword),
    };
  for (const rule of rules) {
    if (!lastMatch(rule.runAs, fitsUser(sys, target)) && !(rule.runAs.length === 0 && target.uid === account.uid)) continue;
    if (fitsCommand(rule.command.replace(/^!+/, ""), command))
      verdict = { known: true, allowed: !rule.command.startsWith("!"), noPassword: rule.noPassword };
  }
  return verdict;
}

function fitsCommand(entry: string, [path = "", ...args]: readonly string[]): boolean {
  if (entry === "ALL") return true;
  const [wanted = "", ...wantedArgs] = entry.split(/\s+/);
  const fits = wanted.endsWith("/") ? path.startsWith(wanted) && !path.slice(wanted.length).includes("/") : wildcard(wanted).test(path);
  if (!fits) return false;
  if (wantedArgs.length === 0) return true;
  if (wantedArgs.length === 1 && wantedArgs[0] === '""') return args.length === 0;
  return wildcard(wantedArgs.join(" ").replaceAll("\\", "")).test(args.join(" "));
}

function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );
}

/** An account by `name` or `#uid`; a number without an account is one without a name. */
export function targetAccount(sys: Sys, who: string): Account | undefined {
  if (!who.startsWith("#")) return findAccount(sys, who);
  const uid = Number(who.slice(1));
  if (!Number.isInteger(uid)) return undefined;
  return accounts(sys).find((one) => one.uid === uid) ?? { name: who, uid, gid: 0, gecos: "", home: "/", shell: "/bin/sh" };
}
