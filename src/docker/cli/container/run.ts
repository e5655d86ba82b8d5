import type { ContainerCreateRequest } from "#api";
import { ApiError, ConnectionError } from "#client";
import { StatusError } from "../command/errors.ts";
import { logLine } from "../log.ts";
import type { Call, Run } from "../run.ts";
import type { Session } from "../session.ts";
import { attachKeys } from "./attach-keys.ts";
import { checkPull, parseOrRefuse } from "./create.ts";
import { createContainer } from "./create-container.ts";
import { followSize } from "./resize.ts";
import { forwardSignals } from "./signals.ts";
import { streamContainer } from "./stream.ts";
import { waitExit } from "./wait-exit.ts";

/** `docker run`: create, attach, wait, start; then the container's exit status. */
export const run: Run = async (call) => {
  const { session, flags } = call;
  checkPull(session, flags, "run");
  const parsed = await parseOrRefuse(call, "run");
  const detach = flags.bool("detach");
  if (detach && flags.list("attach").length > 0) throw new StatusError(session.release.texts.attachAndDetach);
  const request: ContainerCreateRequest = detach
    ? { ...parsed, AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false }
    : parsed;
  if (!detach) checkTty(session, request.AttachStdin === true, request.Tty === true);
  const withSize = consoleSize(session, request);
  const id = await createContainer(session, flags, withSize).catch((error: unknown) => {
    throw runFailure(session, error, true);
  });
  const stop = flags.bool("sig-proxy") ? forwardSignals(session, id) : () => undefined;
  try {
    const attached = request.AttachStdin || request.AttachStdout || request.AttachStderr;
    return attached ? await foreground(call, id, request) : await background(session, id);
  } finally {
    stop();
  }
};

async function background(session: Session, id: string): Promise<number> {
  const client = await session.client();
  await session.out(`${id}\n`);
  await client.container.start(id).catch((error: unknown) => {
    throw runFailure(session, error, false);
  });
  return 0;
}

async function foreground({ session, flags }: Call, id: string, request: ContainerCreateRequest): Promise<number> {
  const client = await session.client();
  const [stdin, stdout, stderr, tty] = [
    request.AttachStdin === true,
    request.AttachStdout === true,
    request.AttachStderr === true,
    request.Tty === true,
  ];
  const keys = await attachKeys(session, flags.text("detach-keys"));
  const connection = await client.container.attach(id, {
    stream: true,
    stdin,
    stdout,
    stderr,
    ...(keys.text !== "" && { detachKeys: keys.text }),
  });
  const removed = flags.bool("rm");
  const waiting = await waitExit(session, id, removed);
  const streaming = streamContainer(session, { connection, stdin, stdout, stderr, tty, keys });
  streaming.catch(() => undefined);
  try {
    await client.container.start(id);
  } catch (error) {
    connection.stream.close();
    await streaming;
    if (removed) await waiting.over;
    const failure = runFailure(session, error, false);
    if (removed || !session.release.behaviour.tellsCanceledWait || !(failure instanceof StatusError)) throw failure;
    await session.err(`${failure.message}\n`);
    await logLine(session, "error", "error waiting for container: context canceled");
    return failure.status;
  }
  if (tty && session.isTerminal(1)) await followSize(session, id, "container");
  if ((await streaming) === "detached") return 0;
  return waiting.status();
}

/** Later releases tell the terminal's size when they create the container. */
function consoleSize(session: Session, request: ContainerCreateRequest): ContainerCreateRequest {
  if (!session.release.behaviour.sendsConsoleSize || !session.isTerminal(1)) return request;
  const { rows, columns } = session.sys.getWindowSize(1);
  return { ...request, HostConfig: { ...request.HostConfig, ConsoleSize: [rows, columns] } };
}

/** Refuses to give a container a terminal when there is none. */
export function checkTty(session: Session, attachStdin: boolean, tty: boolean): void {
  if (attachStdin && tty && !session.isTerminal(0)) throw new StatusError("the input device is not a TTY");
}

/** An error of creating or starting as `docker run` tells it, with 125, 126 or 127. */
function runFailure(session: Session, error: unknown, creating: boolean): unknown {
  if (!(error instanceof ApiError || error instanceof ConnectionError || error instanceof StatusError)) return error;
  const { texts, behaviour } = session.release;
  const text = error.message;
  const template = creating ? texts.runError : texts.startError;
  const status = /executable file not found|no such file or directory|system cannot find the file specified/.test(text)
    ? 127
    : text.includes("permission denied") || (behaviour.directoryIsDenied && text.includes("is a directory"))
      ? 126
      : 125;
  return new StatusError(
    template.replace("{}", () => (template.includes("{}.") ? text.replace(/\.$/, "") : text)),
    status,
  );
}
