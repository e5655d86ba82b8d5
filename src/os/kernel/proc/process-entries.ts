/** /proc/PID. */

import type { Core } from "../core.ts";
import { fileOf, type GeneratedNode } from "../generated-filesystem.ts";
import type { PidSpace } from "../pids.ts";
import type { Process } from "../process.ts";
import { CONTROLLERS } from "./controllers.ts";
import { limitLines } from "./limit-lines.ts";
import { mountInfoLines, mountLines } from "./mount-lines.ts";
import { statLine, statmLine, statusLines } from "./status-lines.ts";

const joined = (words: Iterable<string>): string => Array.from(words, (word) => `${word}\0`).join("");

export function processDirectory(core: Core, space: PidSpace, process: Process): GeneratedNode {
  const { uid: owner, gid: group } = { uid: process.credentials.euid, gid: process.credentials.egid };
  const isAlive = process.alive;
  const path = (at: Process["cwd"]): string =>
    process.mounts.pathOf(at, core.current?.root ?? process.root) ?? process.mounts.pathOf(at, process.root) ?? "/";
  const link = (target: () => string): GeneratedNode => ({ type: "symlink", mode: 0o777, uid: owner, gid: group, target });
  const entries: Readonly<Record<string, () => GeneratedNode>> = {
    cgroup: () =>
      fileOf(() => CONTROLLERS.map((names, index) => `${CONTROLLERS.length - index}:${names}:${process.cgroup.path}\n`).join("")),
    cmdline: () => fileOf(() => (isAlive ? joined(process.argv) : "")),
    comm: () => fileOf(() => `${process.comm}\n`, 0o644),
    cwd: () => link(() => path(process.cwd)),
    environ: () => fileOf(() => joined(Array.from(process.env, ([name, value]) => `${name}=${value}`)), 0o400),
    exe: () => link(() => process.executable),
    fd: () => descriptorDirectory(process, owner, group),
    limits: () => fileOf(() => limitLines(process)),
    mountinfo: () => fileOf(() => mountInfoLines(process)),
    mounts: () => fileOf(() => mountLines(process)),
    root: () => link(() => path(process.root)),
    stat: () => fileOf(() => `${statLine(core, space, process)}\n`),
    statm: () => fileOf(() => statmLine(process)),
    status: () => fileOf(() => statusLines(core, space, process)),
    ns: () => namespaceDirectory(process, owner, group),
    oom_score_adj: () => fileOf(() => "0\n", 0o644),
    loginuid: () => fileOf(() => "4294967295", 0o644),
  };
  return {
    type: "directory",
    mode: 0o555,
    nlink: 9,
    uid: owner,
    gid: group,
    time: process.started,
    children: () => Object.keys(entries),
    child: (name) => {
      const entry = Object.hasOwn(entries, name) ? entries[name]?.() : undefined;
      return entry && { ...entry, uid: owner, gid: group, time: entry.time ?? process.started };
    },
  };
}

/** The links are listed by the owner only; what they lead to is the kernel's matter (open.ts). */
function descriptorDirectory(process: Process, uid: number, gid: number): GeneratedNode {
  return {
    type: "directory",
    mode: 0o500,
    children: () => process.descriptors.numbers().map(String),
    child: (name) => {
      const file = /^\d+$/.test(name) ? process.descriptors.find(Number(name)) : undefined;
      if (file === undefined) return undefined;
      const mode = 0o100 | (file.canRead ? 0o400 : 0) | (file.canWrite ? 0o200 : 0);
      return { type: "symlink", mode, uid, gid, size: 64, target: () => file.path };
    },
  };
}

let nextNamespace = 4_026_531_836;
const namespaceNumbers = new WeakMap<object, number>();

/** The links name the namespaces: two processes share one where the numbers are the same. */
function namespaceDirectory(process: Process, uid: number, gid: number): GeneratedNode {
  const shared: Readonly<Record<string, object>> = {
    mnt: process.mounts,
    net: process.network,
    pid: process.identity.space,
    uts: process.uts,
  };
  return {
    type: "directory",
    mode: 0o511,
    children: () => Object.keys(shared),
    child: (name) => {
      const namespace = Object.hasOwn(shared, name) ? shared[name] : undefined;
      if (namespace === undefined) return undefined;
      const number = namespaceNumbers.get(namespace) ?? nextNamespace++;
      namespaceNumbers.set(namespace, number);
      return { type: "symlink", mode: 0o777, uid, gid, target: () => `${name}:[${number}]` };
    },
  };
}
