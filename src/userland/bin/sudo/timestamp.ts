/** The record of when a user last gave the password, per terminal and session: what lets sudo not ask again for a while. */

import { encode, isErrno, type Sys } from "#abi";
import { linesOf } from "../tool/messages.ts";

const DIRECTORY = "/var/run/sudo/ts";

function key(sys: Sys): string {
  const stat = linesOf(sys, "/proc/self/stat")[0] ?? "";
  const tty = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[4] ?? "0";
  return `${tty} ${tty === "0" ? sys.ppid : sys.getsid()}`;
}

function others(sys: Sys, user: string): string[] {
  const mine = key(sys);
  return linesOf(sys, `${DIRECTORY}/${user}`).filter((line) => !line.startsWith(`${mine} `));
}

function makeDirectory(sys: Sys): void {
  let path = "";
  for (const name of DIRECTORY.split("/").slice(1)) {
    path += `/${name}`;
    try {
      sys.mkdir(path, name === "run" || name === "var" ? 0o755 : 0o711);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}

function save(sys: Sys, user: string, lines: readonly string[]): void {
  makeDirectory(sys);
  try {
    sys.writeFile(`${DIRECTORY}/${user}`, encode(lines.map((line) => `${line}\n`).join("")), { mode: 0o600 });
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** Whether the password was given within the last `minutes` on this terminal and in this session. */
export function isFresh(sys: Sys, user: string, minutes: number): boolean {
  const mine = key(sys);
  const line = linesOf(sys, `${DIRECTORY}/${user}`).find((one) => one.startsWith(`${mine} `));
  const time = Number(line?.split(" ")[2]);
  return minutes < 0 ? line !== undefined : time <= sys.now() && sys.now() - time < minutes * 60_000;
}

export function refresh(sys: Sys, user: string): void {
  save(sys, user, [...others(sys, user), `${key(sys)} ${Math.floor(sys.now())}`]);
}

/** Forgets this terminal's record (`sudo -k`), or all of them (`sudo -K`). */
export function forget(sys: Sys, user: string, all: boolean): void {
  const rest = all ? [] : others(sys, user);
  if (linesOf(sys, `${DIRECTORY}/${user}`).length > 0) save(sys, user, rest);
}
