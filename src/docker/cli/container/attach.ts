import type { ContainerInspect } from "#api";
import { StatusError } from "../command/errors.ts";
import { about } from "../known.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";
import { attachKeys } from "./attach-keys.ts";
import { followSize } from "./resize.ts";
import { checkTty } from "./run.ts";
import { forwardSignals, threeInterrupts } from "./signals.ts";
import { streamContainer } from "./stream.ts";

/** `docker attach`: a running container's streams, then its exit status. */
export const run: Run = async ({ session, flags, args }) => {
  const [name = ""] = args;
  const client = await session.client();
  const waiting = client.container.wait(name, "not-running");
  waiting.catch(() => undefined);
  const container = await inspectRunning(session, name);
  const { Tty: tty, OpenStdin: openStdin } = container.Config;
  checkTty(session, !flags.bool("no-stdin"), tty);
  const keys = await attachKeys(session, flags.text("detach-keys"));
  const stdin = !flags.bool("no-stdin") && openStdin;
  const proxy = flags.bool("sig-proxy") && !tty;
  const stop = proxy ? forwardSignals(session, name) : () => undefined;
  const guard = session.release.behaviour.gracefulInterrupt && !proxy ? threeInterrupts(session) : undefined;
  try {
    const connection = await client.container.attach(name, {
      stream: true,
      stdin,
      stdout: true,
      stderr: true,
      ...(keys.text !== "" && { detachKeys: keys.text }),
    });
    await inspectRunning(session, name);
    const streaming = streamContainer(session, { connection, stdin, stdout: true, stderr: true, tty, keys });
    if (tty && session.isTerminal(1)) await nudgeSize(session, name);
    const end = await (guard ? Promise.race([streaming, guard.forced]) : streaming);
    if (end === "detached") throw new StatusError("read escape sequence");
    const { Error: failure, StatusCode } = await (await waiting).result;
    if (failure) throw new StatusError(failure.Message);
    return StatusCode;
  } finally {
    guard?.stop();
    stop();
  }
};

/** A change of size makes programs in the container draw their screen again. */
async function nudgeSize(session: Session, name: string): Promise<void> {
  const client = await session.client();
  const { rows, columns } = session.sys.getWindowSize(1);
  if (rows === 0 && columns === 0) return;
  await client.container.resize(name, { height: rows + 1, width: columns + 1 }).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
  });
  await followSize(session, name, "container");
}

async function inspectRunning(session: Session, name: string): Promise<ContainerInspect> {
  const client = await session.client();
  const container = await about(session, "container", name, () => client.container.inspect(name));
  if (!container.State.Running) throw new StatusError("You cannot attach to a stopped container, start it first");
  if (container.State.Paused) throw new StatusError("You cannot attach to a paused container, unpause it first");
  if (container.State.Restarting) throw new StatusError("You cannot attach to a restarting container, wait until it is running");
  return container;
}
