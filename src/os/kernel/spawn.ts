/** Starting processes from outside of any: init, a container's pid 1, exec. */

import { Errno, isErrno, type OpenFlags, type WaitStatus } from "#abi";
import { type Location, resolve, statAt } from "#vfs";
import { BASE_MEMORY, type ControlGroup } from "./cgroup.ts";
import type { Core } from "./core.ts";
import { DescriptorTable } from "./descriptor-table.ts";
import { commOf, type Image, loadImage, runImage } from "./exec.ts";
import { openMemoryDevice } from "./files/devices.ts";
import { createStreamFile } from "./files/stream-file.ts";
import { addProcess, checkProcessLimits, startProgram } from "./fork.ts";
import { createSession } from "./groups.ts";
import { defaultLimits } from "./limits.ts";
import { anonymousStat, type OpenFile } from "./open-file.ts";
import { Identity, PidSpace } from "./pids.ts";
import type { Process } from "./process.ts";
import { CpuAccount } from "./scheduler.ts";
import { sendSignal } from "./signals.ts";
import type { TerminalPty } from "./tty/pty.ts";
import { slaveStat } from "./tty/slave-stat.ts";
import type { Terminal } from "./tty/terminal.ts";
import { acquireTerminal, openSlave } from "./tty/tty-file.ts";
import type { Namespaces, ProcessHandle, SpawnSpec, StdioSource } from "./types.ts";

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export async function spawnProcess(core: Core, spec: SpawnSpec): Promise<ProcessHandle> {
  const { namespaces, credentials } = spec;
  const cgroup = (spec.cgroup as ControlGroup | undefined) ?? core.rootGroup;
  const root = namespaces.mounts.root;
  const walker = { mounts: namespaces.mounts, credentials, root, cwd: root };
  const cwd = findDirectory(walker, spec.cwd);
  const place = { ...walker, cwd };
  const image = spec.program === undefined ? await findImage(core, place, spec) : undefined;
  checkProcessLimits(core, cgroup);
  const process = createProcess(core, spec, cgroup, cwd, image);
  const files = openStdio(core, spec);
  files.forEach((file, fd) => process.descriptors.set(fd, file, false));
  for (const { terminal } of files) {
    if (!spec.controllingTerminal || terminal === undefined) continue;
    acquireTerminal(terminal, process);
    terminal.uid = credentials.uid;
  }
  const exited = new Promise<WaitStatus>((done) => {
    process.onExit = done;
  });
  cgroup.addMemory(BASE_MEMORY);
  const { program } = spec;
  if (program !== undefined) startProgram(core, process, program);
  else if (image !== undefined) startProgram(core, process, () => runImage(core, process, image));
  return {
    pid: process.identity.host,
    exited,
    get alive() {
      return process.alive;
    },
    kill: (signal) => sendSignal(core, process, signal),
  };
}

function createProcess(core: Core, spec: SpawnSpec, cgroup: ControlGroup, cwd: Location, image: Image | undefined): Process {
  const { namespaces, credentials } = spec;
  const space = spaceOf(namespaces);
  const parent = spec.parent ? core.processes.get(spec.parent) : undefined;
  const limits = defaultLimits(core);
  for (const [name, limit] of spec.limits ?? []) limits.set(name, limit);
  const argv = image?.argv ?? spec.argv;
  const process = addProcess(core, {
    identity: new Identity(space),
    mounts: namespaces.mounts,
    uts: namespaces.uts,
    network: namespaces.network,
    parent: parent ?? (space === core.pids && space.init?.alive ? space.init : undefined),
    credentials: { ...credentials, euid: image?.uid ?? credentials.euid, egid: image?.gid ?? credentials.egid },
    root: namespaces.mounts.root,
    cwd,
    umask: spec.umask ?? 0o022,
    argv,
    env: spec.env,
    comm: image?.comm ?? commOf(argv[0] ?? ""),
    executable: image?.path ?? argv[0] ?? "",
    descriptors: new DescriptorTable(),
    dispositions: new Map(),
    cgroup,
    cpu: new CpuAccount(),
    limits,
    nice: 0,
    started: core.clock.now(),
    group: createSession,
  });
  process.detached = true;
  process.executableSize = image?.size ?? 0;
  return process;
}

export function spaceOf(namespaces: Namespaces): PidSpace {
  if (!(namespaces.pids instanceof PidSpace)) throw new Errno("EINVAL");
  return namespaces.pids;
}

type Walker = Pick<Process, "mounts" | "credentials" | "root" | "cwd">;

function findDirectory(walker: Walker, path: string): Location {
  const at = resolve(walker.mounts, walker, path);
  if (statAt(at).type !== "directory") throw new Errno("ENOTDIR", path);
  return at;
}

/** Searches PATH when the name has no slash, like execvp(3): what may not be executed is reported if nothing else is found. */
async function findImage(core: Core, walker: Walker, spec: SpawnSpec): Promise<Image> {
  const [name = ""] = spec.argv;
  if (name.includes("/")) return loadImage(core, walker, name, spec.argv, spec.env);
  let failure = new Errno("ENOENT", name);
  for (const directory of (spec.env.get("PATH") ?? DEFAULT_PATH).split(":")) {
    if (name === "") break;
    try {
      return await loadImage(core, walker, `${directory === "" ? "." : directory}/${name}`, spec.argv, spec.env);
    } catch (error) {
      if (!isErrno(error, "ENOENT", "ENOTDIR", "EACCES")) throw error;
      if (error.code === "EACCES") failure = new Errno("EACCES", error.path ?? name);
    }
  }
  throw failure;
}

function openStdio(core: Core, spec: SpawnSpec): OpenFile[] {
  const terminals = new Map<unknown, OpenFile>();
  return [spec.stdin, spec.stdout, spec.stderr].map((source, fd) => openSource(core, source, fd, terminals));
}

function openSource(core: Core, source: StdioSource, fd: number, terminals: Map<unknown, OpenFile>): OpenFile {
  const now = core.clock.now();
  switch (source.kind) {
    case "null": {
      const flags: OpenFlags = { read: true, write: true };
      const file = openMemoryDevice(
        core,
        3,
        () => "/dev/null",
        flags,
        () => anonymousStat("char", 4, 0o666, now),
      );
      if (file === undefined) throw new Errno("ENXIO");
      return file;
    }
    case "pty": {
      const found = terminals.get(source.pty);
      if (found !== undefined) return found;
      const terminal = terminalOf(source);
      const file = openSlave(core, terminal, terminal.path, () => slaveStat(terminal));
      terminals.set(source.pty, file);
      return file;
    }
    case "stream": {
      const same = terminals.get(source);
      if (same !== undefined) return same;
      const file = createStreamFile({
        source: fd === 0 ? source.source : undefined,
        sink: fd === 0 ? undefined : source.sink,
        kind: "pipe",
        now,
      });
      terminals.set(source, file);
      return file;
    }
  }
}

function terminalOf(source: StdioSource & { readonly kind: "pty" }): Terminal {
  const { terminal } = source.pty as Partial<TerminalPty>;
  if (terminal === undefined) throw new Errno("EINVAL");
  return terminal;
}
