/** User accounts of the tree that the process sees: passwd(5), group(5), shadow(5). */

import type { Sys } from "#abi";
import { linesOf } from "../tool/messages.ts";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Every account, in the file's order. */
export function accounts(sys: Sys): readonly Account[] {
  return linesOf(sys, "/etc/passwd").map((line) => {
    const [name = "", , uid = "", gid = "", gecos = "", home = "", shell = ""] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid), gecos, home: home || "/", shell: shell || "/bin/sh" };
  });
}

/** Every group, in the file's order. */
export function groups(sys: Sys): readonly Group[] {
  return linesOf(sys, "/etc/group").map((line) => {
    const [name = "", , gid = "", members = ""] = line.split(":");
    return { name, gid: Number(gid), members: members === "" ? [] : members.split(",") };
  });
}

/** The account of a name or a number. */
export function findAccount(sys: Sys, who: string | number): Account | undefined {
  return accounts(sys).find(({ name, uid }) => (typeof who === "number" ? uid === who : name === who));
}

/** Group numbers of an account: its login group first, then what /etc/group lists. */
export function groupIds(sys: Sys, account: Account): readonly number[] {
  const others = groups(sys).filter(({ members, gid }) => members.includes(account.name) && gid !== account.gid);
  return [account.gid, ...others.map(({ gid }) => gid)];
}

/** The second field of /etc/shadow; undefined when there is no entry (or no right to read it). */
export function storedPassword(sys: Sys, name: string): string | undefined {
  return linesOf(sys, "/etc/shadow")
    .map((line) => line.split(":"))
    .find(([user]) => user === name)?.[1];
}

/** Takes on an account's user, group and supplementary groups for good. Throws EPERM without the right to. */
export function become(sys: Sys, account: Account): void {
  const { uid, gid } = account;
  sys.setCredentials({ uid, euid: uid, gid, egid: gid, groups: groupIds(sys, account) });
}
