/** Who may do what: the discretionary access control of Linux (path_resolution(7), credentials(7)). Root has all capabilities. */

import { type Credentials, S_ISVTX, type Stat } from "#abi";

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

/** Whether the effective ids may: `want` is a sum of READ, WRITE and EXECUTE. Root may all, but execute only what anybody may execute. */
export function may(stat: Pick<Stat, "type" | "mode" | "uid" | "gid">, credentials: Credentials, want: number): boolean {
  if (credentials.euid === 0) return (want & EXECUTE) === 0 || stat.type === "directory" || (stat.mode & 0o111) !== 0;
  const bits = credentials.euid === stat.uid ? stat.mode >> 6 : isMember(credentials, stat.gid) ? stat.mode >> 3 : stat.mode;
  return (bits & want) === want;
}

/** Whether the credentials are of a group. */
export function isMember(credentials: Credentials, gid: number): boolean {
  return credentials.egid === gid || credentials.groups.includes(gid);
}

/** Whether somebody owns a file, as far as chmod and utimes ask. */
export function owns(stat: Pick<Stat, "uid">, credentials: Credentials): boolean {
  return credentials.euid === 0 || credentials.euid === stat.uid;
}

/** Whether a directory's sticky bit forbids to remove an entry from it: only the entry's or the directory's owner may. */
export function isSticky(directory: Pick<Stat, "mode" | "uid">, entry: Pick<Stat, "uid">, credentials: Credentials): boolean {
  return (directory.mode & S_ISVTX) !== 0 && !owns(directory, credentials) && !owns(entry, credentials);
}

/** The credentials that access(2) asks with: the real ids. */
export function realCredentials(credentials: Credentials): Credentials {
  return { ...credentials, euid: credentials.uid, egid: credentials.gid };
}
