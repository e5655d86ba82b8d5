/** `docker exec`: daemon/exec.go of moby. */

import { castDraft } from "immer";
import { isErrno, shellStatus } from "#abi";
import type { ExecCreateRequest, ExecInspect, ExecStartRequest } from "#api";
import type { Upgrade } from "#http";
import type { ProcessHandle } from "#kernel";
import { upgrade } from "../container/attach.ts";
import { attachStream, parseDetachKeys } from "../container/attach-stream.ts";
import { environment } from "../container/environment.ts";
import { emitContainer, findContainer, lifeOf } from "../container/find.ts";
import { processLimits } from "../container/limits.ts";
import { directoryError } from "../container/start.ts";
import { startFailure } from "../container/start-error.ts";
import { Stdio } from "../container/stdio.ts";
import { lookUpUser } from "../container/user.ts";
import type { Daemon } from "../daemon.ts";
import { ApiError, conflict, fill, invalid, notFound, systemError } from "../errors.ts";
import { type Files, filesOf } from "../host/files.ts";
import { randomId } from "../ids.ts";
import type { ContainerRecord, ExecRecord } from "../store/state.ts";

export function createExec(daemon: Daemon, wanted: string, request: ExecCreateRequest): string {
  const command = request.Cmd ?? [];
  if (command.length === 0) throw invalid("No exec command specified");
  const container = activeContainer(daemon, wanted);
  const user = request.User || "";
  const { behaviour } = daemon.release;
  if (user !== "" && behaviour.execChecksUserEarly) lookUpUser(filesOf(lifeOf(daemon, container).namespaces.mounts), user, [], true);
  parseDetachKeys(request.DetachKeys);
  const id = randomId(daemon.random);
  const tty = request.Tty === true;
  const record: ExecRecord = {
    id,
    containerId: container.id,
    running: false,
    started: false,
    exitCode: null,
    pid: 0,
    tty,
    privileged: request.Privileged === true,
    user: user || container.config.User,
    command,
    env: request.Env ?? [],
    workingDir: request.WorkingDir || container.config.WorkingDir || "/",
    stdin: request.AttachStdin === true,
    stdout: request.AttachStdout === true,
    stderr: request.AttachStderr === true,
    detachKeys: request.DetachKeys ?? "",
  };
  const size = request.ConsoleSize;
  daemon.liveExecs.set(id, {
    stdio: new Stdio({ tty, stdin: record.stdin }),
    process: undefined,
    size: size ? { rows: size[0], columns: size[1] } : undefined,
  });
  daemon.store.update((draft) => {
    draft.execs.set(id, castDraft(record));
    draft.containers.get(container.id)?.execIds.push(id);
  });
  emitContainer(daemon, container, `exec_create: ${command.join(" ")} `.replace(/ $/, command.length > 1 ? "" : " "), { execID: id });
  return id;
}

/** A container that exec can go into: daemon.getActiveContainer. */
function activeContainer(daemon: Daemon, wanted: string): ContainerRecord {
  const container = findContainer(daemon, wanted);
  if (container.state.kind === "paused") throw conflict(`Container ${wanted} is paused, unpause the container before exec`);
  if (container.state.kind === "restarting") throw conflict(fill(daemon.release.texts.isRestarting, wanted));
  lifeOf(daemon, container);
  return container;
}

export function findExec(daemon: Daemon, id: string): ExecRecord {
  const found = daemon.store.state.execs.get(id);
  if (!found) throw notFound(`No such exec instance: ${id}`);
  return found;
}

/** Detached: starts and answers. Else takes the connection over; what goes wrong then is told in the stream. */
export async function startExec(daemon: Daemon, id: string, request: ExecStartRequest, http: Request): Promise<Upgrade | undefined> {
  const exec = findExec(daemon, id);
  if (exec.exitCode !== null) throw conflict(`Error: Exec command ${id} has already run`);
  if (exec.running || exec.started) throw conflict(`Error: Exec command ${id} is already running`);
  const container = activeContainer(daemon, exec.containerId);
  const size = request.ConsoleSize;
  const live = daemon.liveExecs.get(id);
  if (live && size) live.size = { rows: size[0], columns: size[1] };
  daemon.store.exec(id, { started: true });
  if (request.Detach) {
    await runExec(daemon, container, exec);
    return undefined;
  }
  return upgrade(http, exec.tty, async (stream) => {
    if (!live) return;
    const attached = attachStream(stream, live.stdio, {
      stdin: exec.stdin,
      stdout: exec.stdout,
      stderr: exec.stderr,
      follow: true,
      detachKeys: parseDetachKeys(exec.detachKeys),
      closeStdin: true,
    });
    try {
      await runExec(daemon, container, exec);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await live.stdio.say(`${error.message}\r\n`);
      live.stdio.finish();
    }
    const outcome = await attached;
    if (outcome === "detached") emitContainer(daemon, container, "exec_detach", { execID: id });
  });
}

async function runExec(daemon: Daemon, container: ContainerRecord, exec: ExecRecord): Promise<void> {
  const live = daemon.liveExecs.get(exec.id);
  const words = exec.command.join(" ");
  emitContainer(daemon, container, `exec_start: ${words}`, { execID: exec.id });
  const started = daemon.clock.now();
  try {
    const process = await spawnExec(daemon, container, exec);
    if (live) live.process = process;
    daemon.store.exec(exec.id, { running: true, pid: process.pid });
    void process.exited.then(async (status) => {
      await live?.stdio.drained;
      const exitCode = shellStatus(status);
      daemon.store.update((draft) => {
        const record = draft.execs.get(exec.id);
        if (record) Object.assign(record, { running: false, exitCode });
        const owner = draft.containers.get(container.id);
        if (owner) owner.execIds = owner.execIds.filter((one) => one !== exec.id);
      });
      const duration = daemon.release.behaviour.execDuration
        ? { execDuration: String(Math.floor((daemon.clock.now() - started) / 1000)) }
        : {};
      emitContainer(daemon, container, "exec_die", { ...duration, execID: exec.id, exitCode: String(exitCode) });
      live?.stdio.finish();
    });
  } catch (error) {
    const exitCode = error instanceof ExecError ? error.exitCode : 126;
    daemon.store.update((draft) => {
      const record = draft.execs.get(exec.id);
      if (record) Object.assign(record, { running: false, exitCode });
      const owner = draft.containers.get(container.id);
      if (owner) owner.execIds = owner.execIds.filter((one) => one !== exec.id);
    });
    throw error;
  }
}

class ExecError extends ApiError {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(400, message);
    this.exitCode = exitCode;
  }
}

async function spawnExec(daemon: Daemon, container: ContainerRecord, exec: ExecRecord): Promise<ProcessHandle> {
  const life = lifeOf(daemon, container);
  const live = daemon.liveExecs.get(exec.id);
  if (!live) throw systemError(`exec ${exec.id} has no streams`);
  const { mounts } = life.namespaces;
  const files = filesOf(mounts);
  const { texts, behaviour } = daemon.release;
  const user = lookUpUser(files, exec.user, container.hostConfig.GroupAdd ?? [], behaviour.dnsNames);
  const pty = exec.tty ? daemon.kernel.createPty(live.size ?? { rows: 0, columns: 0 }, mounts) : undefined;
  try {
    return await daemon.kernel.spawn({
      namespaces: life.namespaces,
      cgroup: life.cgroup,
      parent: life.shim?.pid ?? 0,
      credentials: user.credentials,
      cwd: exec.workingDir,
      argv: exec.command,
      env: environment(container, { tty: exec.tty, home: user.home, more: exec.env }),
      ...live.stdio.connect(pty),
      controllingTerminal: exec.tty,
      limits: processLimits(container.hostConfig.Ulimits),
    });
  } catch (error) {
    pty?.close();
    if (!isErrno(error)) throw error;
    throw explain(daemon, files, exec, error, texts);
  }
}

function explain(
  daemon: Daemon,
  files: Files,
  exec: ExecRecord,
  error: Parameters<typeof startFailure>[3],
  texts: Daemon["release"]["texts"],
): ExecError {
  const { execNotFoundStatus: missing } = daemon.release.behaviour;
  if (error.path === exec.workingDir && !files.find(exec.workingDir))
    return new ExecError(fill(texts.execFailed, fill(texts.execCwdMissing, exec.workingDir)), missing);
  const path = exec.command[0] ?? "";
  const { message, exitCode } = startFailure(texts, "exec", path, directoryError(files, path, error));
  return new ExecError(message, exitCode === 127 ? missing : 126);
}

export function inspectExec(daemon: Daemon, id: string): ExecInspect {
  const exec = findExec(daemon, id);
  const [entrypoint = "", ...args] = exec.command;
  return {
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode,
    ProcessConfig: {
      tty: exec.tty,
      entrypoint,
      arguments: args,
      privileged: exec.privileged,
      ...(exec.user === "" ? {} : { user: exec.user }),
    },
    OpenStdin: exec.stdin,
    OpenStderr: exec.stderr,
    OpenStdout: exec.stdout,
    CanRemove: !exec.running && exec.exitCode !== null,
    ContainerID: exec.containerId,
    DetachKeys: exec.detachKeys,
    Pid: exec.pid,
  };
}

export function resizeExec(daemon: Daemon, id: string, size: { readonly rows: number; readonly columns: number }): void {
  findExec(daemon, id);
  const live = daemon.liveExecs.get(id);
  if (!live) return;
  live.size = size;
  live.stdio.pty?.resize(size);
}
