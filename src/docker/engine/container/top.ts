/** `docker top`: the host's own ps, its rows cut down to the container's processes. daemon/top_unix.go of moby. */

import { concat, decode, isErrno, shellStatus } from "#abi";
import type { ContainerTopResponse } from "#api";
import type { Daemon } from "../daemon.ts";
import { conflict, fill, invalid, systemError } from "../errors.ts";
import { ROOT } from "../host/files.ts";
import { emitContainer, findContainer, lifeOf } from "./find.ts";

export async function topContainer(daemon: Daemon, wanted: string, argumentsText: string): Promise<ContainerTopResponse> {
  const args = (argumentsText || "-ef").split(/\s+/).filter((word) => word !== "");
  checkArguments(args);
  const container = findContainer(daemon, wanted);
  const { cgroup } = lifeOf(daemon, container);
  if (container.state.kind === "restarting") throw conflict(fill(daemon.release.texts.isRestarting, container.id));
  const pids = new Set(cgroup.processes());
  const text = await runPs(daemon, args);
  emitContainer(daemon, container, "top");
  return parse(text, pids);
}

/** The list of columns may only name pid as its first if it is renamed: validatePSArgs. */
function checkArguments(args: readonly string[]): void {
  for (const arg of args) {
    for (const [, field = "", label = ""] of arg.matchAll(/\s*([^=]*)=\s*(PID[^\s]*)/g))
      if (field !== "pid") throw invalid(`specifying "${field}=${label}" is not allowed`);
  }
}

async function runPs(daemon: Daemon, args: readonly string[]): Promise<string> {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const into = (chunks: Uint8Array[]) =>
    ({ kind: "stream", sink: { write: async (bytes: Uint8Array) => void chunks.push(bytes) } }) as const;
  try {
    const ps = await daemon.kernel.spawn({
      namespaces: daemon.kernel.host,
      credentials: ROOT,
      env: new Map([["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]]),
      cwd: "/",
      argv: ["ps", ...args],
      stdin: { kind: "null" },
      stdout: into(out),
      stderr: into(err),
    });
    const status = await ps.exited;
    if (shellStatus(status) === 0) return decode(concat(out));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw systemError('Error running ps: exec: "ps": executable file not found in $PATH');
  }
  const [first = ""] = decode(concat(err)).trim().split("\n");
  throw systemError(`ps: ${first.trim()}`);
}

function parse(text: string, pids: ReadonlySet<number>): ContainerTopResponse {
  const lines = text.split("\n");
  const titles = words(lines[0] ?? "");
  const pidColumn = titles.indexOf("PID");
  if (pidColumn < 0) throw systemError("Couldn't find PID field in ps output");
  const processes: (readonly string[])[] = [];
  let isWanted = false;
  for (const line of lines.slice(1)) {
    const fields = words(line);
    if (fields.length === 0) continue;
    // A dash in the place of a pid belongs to the process before: threads.
    if (fields[pidColumn] === "-") {
      if (isWanted) processes.push(row(fields, titles.length));
      continue;
    }
    const pid = fields[pidColumn] ?? "";
    if (!/^\d+$/.test(pid)) throw systemError(`Unexpected pid '${pid}': strconv.Atoi: parsing "${pid}": invalid syntax`);
    isWanted = pids.has(Number(pid));
    if (isWanted) processes.push(row(fields, titles.length));
  }
  return { Titles: titles, Processes: processes };
}

/** The last column takes all that is left. */
function row(fields: readonly string[], columns: number): readonly string[] {
  return [...fields.slice(0, columns - 1), fields.slice(columns - 1).join(" ")];
}

function words(line: string): readonly string[] {
  return line.split(/\s+/).filter((word) => word !== "");
}
