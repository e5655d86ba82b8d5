/** Who a process in a container runs as: opencontainers' user package over the container's /etc/passwd and /etc/group. */

import type { Credentials } from "#abi";
import { invalid } from "../errors.ts";
import type { Files } from "../host/files.ts";

export interface ContainerUser {
  readonly credentials: Credentials;
  readonly home: string;
}

/** `user`, `uid`, `user:group`, `uid:gid`; empty is root. 400 when a name is not known. */
export function lookUpUser(files: Files, text: string, groupAdd: readonly string[], listsPrimary: boolean): ContainerUser {
  const passwd = rows(files.text("/etc/passwd"));
  const group = rows(files.text("/etc/group"));
  const [userText = "", groupText = ""] = text.split(":");
  const isNumber = /^\d+$/.test(userText);
  const entry =
    userText === "" ? passwd.find((row) => row[2] === "0") : passwd.find((row) => row[0] === userText || (isNumber && row[2] === userText));
  if (!entry && userText !== "" && !isNumber) throw invalid(`unable to find user ${userText}: no matching entries in passwd file`);
  const uid = entry ? Number(entry[2]) : Number(userText || 0);
  let gid = entry ? Number(entry[3]) : 0;
  const groups: number[] = [];
  if (groupText !== "") gid = groupId(group, groupText);
  else for (const row of group) if (entry && (row[3] ?? "").split(",").includes(entry[0] ?? "")) groups.push(Number(row[2]));
  for (const name of groupAdd) groups.push(groupId(group, name));
  const all = listsPrimary ? [gid, ...groups] : groups;
  return { credentials: { uid, gid, euid: uid, egid: gid, groups: [...new Set(all)] }, home: entry?.[5] || "/" };
}

function groupId(group: readonly (readonly string[])[], text: string): number {
  const row = group.find((one) => one[0] === text || one[2] === text);
  if (row) return Number(row[2]);
  if (/^\d+$/.test(text)) return Number(text);
  throw invalid(`unable to find group ${text}: no matching entries in group file`);
}

function rows(text: string | undefined): readonly (readonly string[])[] {
  return (text ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"));
}
