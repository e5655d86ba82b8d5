import type { ExecCreateRequest } from "#api";
import { StatusError } from "../command/errors.ts";
import { about } from "../known.ts";
import type { Call, Run } from "../run.ts";
import { attachKeys } from "./attach-keys.ts";
import { readKeyValues } from "./options/files.ts";
import { followSize } from "./resize.ts";
import { checkTty } from "./run.ts";
import { threeInterrupts } from "./signals.ts";
import { streamContainer } from "./stream.ts";

/** `docker exec`: another program in a running container, and its exit status. */
export const run: Run = async (call) => {
  const { session, flags, args } = call;
  const [name = ""] = args;
  const request = await execRequest(call);
  const client = await session.client();
  await about(session, "container", name, () => client.container.inspect(name));
  const { AttachStdin: stdin = false, Tty: tty = false } = request;
  if (!flags.bool("detach")) checkTty(session, stdin, tty);
  const { Id: id } = await client.exec.create(name, request);
  const size = request.ConsoleSize ? { ConsoleSize: request.ConsoleSize } : {};
  if (flags.bool("detach")) {
    await client.exec.start(id, { Detach: true, Tty: tty, ...size });
    return 0;
  }
  const guard = session.release.behaviour.gracefulInterrupt ? threeInterrupts(session) : undefined;
  try {
    const keys = await attachKeys(session, flags.text("detach-keys"));
    const connection = await client.exec.attach(id, { Tty: tty, ...size });
    const streaming = streamContainer(session, { connection, stdin, stdout: true, stderr: true, tty, keys });
    streaming.catch(() => undefined);
    if (tty && session.isTerminal(0)) await followSize(session, id, "exec");
    if ((await (guard ? Promise.race([streaming, guard.forced]) : streaming)) === "detached") throw new StatusError("read escape sequence");
    return (await client.exec.inspect(id)).ExitCode ?? 0;
  } finally {
    guard?.stop();
  }
};

async function execRequest({ session, flags, args }: Call): Promise<ExecCreateRequest> {
  const { env } = session.sys;
  const keys = await attachKeys(session, flags.text("detach-keys"));
  const attached = !flags.bool("detach");
  const { behaviour } = session.release;
  return {
    User: flags.text("user"),
    Privileged: flags.bool("privileged"),
    Tty: flags.bool("tty"),
    ...(behaviour.sendsConsoleSize &&
      flags.bool("tty") &&
      session.isTerminal(1) && { ConsoleSize: windowSize(session.sys.getWindowSize(1)) }),
    AttachStdin: attached && flags.bool("interactive"),
    AttachStderr: attached,
    AttachStdout: attached,
    Detach: flags.bool("detach"),
    DetachKeys: keys.text,
    Env: [...environmentFiles(), ...flags.list("env")],
    WorkingDir: flags.text("workdir"),
    Cmd: args.slice(1),
  };

  function environmentFiles(): string[] {
    try {
      return readKeyValues(session.sys, flags.list("env-file"), (key) => env.get(key), behaviour.namedEnvFileErrors);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "Error") throw error;
      throw new StatusError(error.message);
    }
  }
}

function windowSize({ rows, columns }: { readonly rows: number; readonly columns: number }): readonly [number, number] {
  return [rows, columns];
}
