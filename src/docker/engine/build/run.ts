/** RUN: a container for one command. */

import { textDecoder } from "#abi";
import { type Layer, layerFromDiff } from "#images";
import { createContainer } from "../container/create.ts";
import { findContainer, liveOf } from "../container/find.ts";
import { removeContainer } from "../container/remove.ts";
import { startProcess } from "../container/start.ts";
import type { Daemon } from "../daemon.ts";
import { ApiError } from "../errors.ts";
import { shortId } from "../ids.ts";

export interface RunOptions {
  readonly image: string;
  readonly command: readonly string[];
  /** Build arguments that the command sees. */
  readonly env: readonly string[];
  readonly remove: boolean;
  readonly forceRemove: boolean;
  readonly say: (text: string) => void;
}

/** Why a command failed: the status goes into the message's code. */
export class RunFailure extends ApiError {
  readonly code: number;
  constructor(message: string, code: number) {
    super(500, message);
    this.code = code;
  }
}

/** The layer of what the command changed. */
export async function runCommand(daemon: Daemon, options: RunOptions): Promise<Layer> {
  const { Id: id } = createContainer(daemon, { Image: options.image, Entrypoint: [""], Cmd: options.command, Env: options.env }, "");
  const container = findContainer(daemon, id);
  const live = liveOf(daemon, container);
  options.say(` ---> Running in ${shortId(id)}\n`);
  const texts = [textDecoder(), textDecoder()];
  const ended = new Promise<void>((resolve) => {
    live.stdio.attach({
      stdout: true,
      stderr: true,
      end: resolve,
      async write(stream, bytes) {
        const text = texts[stream === 2 ? 1 : 0]?.decode(bytes) ?? "";
        // What goes to the standard error is red.
        options.say(stream === 2 ? `\x1b[91m${text}\x1b[0m` : text);
      },
    });
  });
  const code = new Promise<number>((resolve) => live.exitWaiters.add((result) => resolve(result.code)));
  try {
    await startProcess(daemon, id);
  } catch (error) {
    if (options.forceRemove) drop(daemon, id, options);
    throw error;
  }
  const status = await code;
  await ended;
  if (status !== 0) {
    if (options.forceRemove) drop(daemon, id, options);
    throw new RunFailure(`The command '${options.command.join(" ")}' returned a non-zero code: ${status}`, status);
  }
  const layer = await layerFromDiff(live.root.snapshot(), daemon.containerLayers.get(id), { base: live.base });
  if (options.remove) drop(daemon, id, options);
  return layer;
}

function drop(daemon: Daemon, id: string, { say }: RunOptions): void {
  say(`Removing intermediate container ${shortId(id)}\n`);
  removeContainer(daemon, id, { force: true, volumes: true });
}
