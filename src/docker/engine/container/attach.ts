import { MULTIPLEXED_STREAM, RAW_STREAM } from "#api";
import type { Upgrade } from "#http";
import type { Daemon } from "../daemon.ts";
import { conflict, fill } from "../errors.ts";
import { attachStream, parseDetachKeys } from "./attach-stream.ts";
import { emitContainer, findContainer, liveOf } from "./find.ts";
import type { LogEntry } from "./log.ts";

export interface AttachOptions {
  readonly stream: boolean;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly logs: boolean;
  readonly detachKeys: string | null;
}

/** POST /containers/ID/attach */
export function attachContainer(daemon: Daemon, wanted: string, options: AttachOptions, request: Request): Upgrade {
  const keys = parseDetachKeys(options.detachKeys);
  const container = findContainer(daemon, wanted);
  if (container.state.kind === "paused") throw conflict(`container ${wanted} is paused, unpause the container before attach`);
  if (container.state.kind === "restarting") throw conflict(fill(daemon.release.texts.isRestarting, container.id));
  const live = liveOf(daemon, container);
  const { Tty: tty, OpenStdin: openStdin, StdinOnce: once } = container.config;
  const replay: LogEntry[] = [];
  if (options.logs)
    for (let at = live.log.start; at < live.log.end; at++)
      replay.push(live.log.entry(at) ?? { stream: 1, time: 0, bytes: new Uint8Array() });
  return upgrade(request, tty, async (stream) => {
    const outcome = await attachStream(stream, live.stdio, {
      stdin: options.stdin && openStdin,
      stdout: options.stdout,
      stderr: options.stderr,
      follow: options.stream,
      detachKeys: keys,
      closeStdin: once,
      replay,
      attached: () => emitContainer(daemon, container, "attach"),
    });
    if (outcome === "detached") emitContainer(daemon, container, "detach");
  });
}

/** 101 where the client asked for it; the type tells new clients how the bytes are framed. */
export function upgrade(request: Request, tty: boolean, run: Upgrade["run"]): Upgrade {
  const asked = request.headers.get("upgrade") !== null;
  const type = tty ? RAW_STREAM : MULTIPLEXED_STREAM;
  const headers = { "content-type": type, ...(asked ? { connection: "Upgrade", upgrade: "tcp" } : {}) };
  return { kind: "upgrade", status: asked ? 101 : 200, headers, run };
}
