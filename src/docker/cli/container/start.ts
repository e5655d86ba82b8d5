import { StatusError } from "../command/errors.ts";
import { about, messageOf } from "../known.ts";
import type { Call, Run } from "../run.ts";
import { attachKeys } from "./attach-keys.ts";
import { followSize } from "./resize.ts";
import { forwardSignals } from "./signals.ts";
import { streamContainer } from "./stream.ts";
import { waitExit } from "./wait-exit.ts";

/** `docker start`: one container attached, or any number without. */
export const run: Run = async (call) => {
  const { session, flags, args } = call;
  if (flags.bool("attach") || flags.bool("interactive")) return startAttached(call);
  const client = await session.client();
  const failed: string[] = [];
  for (const name of args) {
    try {
      await client.container.start(name);
      await session.out(`${name}\n`);
    } catch (error) {
      await session.err(`${messageOf(error)}\n`);
      failed.push(name);
    }
  }
  if (failed.length > 0) throw new StatusError(`Error: failed to start containers: ${failed.join(", ")}`);
  return 0;
};

async function startAttached({ session, flags, args }: Call): Promise<number> {
  const [name = ""] = args;
  if (args.length > 1) throw new StatusError(session.release.texts.attachOne);
  const client = await session.client();
  const container = await about(session, "container", name, () => client.container.inspect(name));
  const { Tty: tty, OpenStdin: openStdin } = container.Config;
  const id = container.Id;
  const keys = await attachKeys(session, flags.text("detach-keys"));
  const stdin = flags.bool("interactive") && openStdin;
  const stop = tty ? () => undefined : forwardSignals(session, id);
  try {
    const connection = await client.container.attach(id, {
      stream: true,
      stdin,
      stdout: true,
      stderr: true,
      ...(keys.text !== "" && { detachKeys: keys.text }),
    });
    const waiting = await waitExit(session, id, container.HostConfig.AutoRemove);
    const streaming = streamContainer(session, { connection, stdin, stdout: true, stderr: true, tty, keys });
    streaming.catch(() => undefined);
    try {
      await client.container.start(id);
    } catch (error) {
      connection.stream.close();
      await streaming;
      if (container.HostConfig.AutoRemove) await waiting.over;
      throw error;
    }
    if (tty && session.isTerminal(1)) await followSize(session, id, "container");
    if ((await streaming) === "detached") return 0;
    return await waiting.status();
  } finally {
    stop();
  }
}
