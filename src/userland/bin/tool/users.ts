/** Names of users and groups, from /etc/passwd and /etc/group of the tree that the process sees: passwd(5), group(5). */

import type { Sys } from "#abi";
import { linesOf } from "./messages.ts";

export interface Names {
  /** The user's name; undefined when /etc/passwd doesn't know the number. */
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
  /** The number of a name, or of a number written out; undefined when there is none. */
  uid(name: string): number | undefined;
  gid(name: string): number | undefined;
  /** The login group of a user. */
  loginGroup(uid: number): number | undefined;
}

export function namesOf(sys: Sys): Names {
  const users = linesOf(sys, "/etc/passwd").map((line) => line.split(":"));
  const groups = linesOf(sys, "/etc/group").map((line) => line.split(":"));
  const byNumber = (rows: readonly string[][], number: number) => rows.find((row) => row[2] === String(number));
  const byName = (rows: readonly string[][], name: string) => {
    const row = rows.find((one) => one[0] === name);
    if (row) return Number(row[2]);
    return /^\d+$/.test(name) ? Number(name) : undefined;
  };
  return {
    user: (uid) => byNumber(users, uid)?.[0],
    group: (gid) => byNumber(groups, gid)?.[0],
    uid: (name) => byName(users, name),
    gid: (name) => byName(groups, name),
    loginGroup: (uid) => {
      const gid = byNumber(users, uid)?.[3];
      return gid === undefined ? undefined : Number(gid);
    },
  };
}
