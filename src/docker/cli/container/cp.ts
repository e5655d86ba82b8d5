import type { ContainerPathStat } from "#api";
import { ApiError } from "#client";
import { StatusError } from "../command/errors.ts";
import { humanSize } from "../go/units.ts";
import { chunksOf } from "../input.ts";
import { about } from "../known.ts";
import { logLine } from "../log.ts";
import type { Call, Run } from "../run.ts";
import type { Session } from "../session.ts";
import { localTar } from "./copy/local-tar.ts";
import { base, hasTrailing, join, parent, resolveLocal } from "./copy/paths.ts";
import type { End } from "./copy/placement.ts";
import { unpack } from "./copy/unpack.ts";

/** `docker cp`: files into a container or out of it; `-` is a tar on a standard stream. */
export const run: Run = async (call) => {
  const [source = "", destination = ""] = call.args;
  if (source === "") throw new StatusError("source can not be empty");
  if (destination === "") throw new StatusError("destination can not be empty");
  const from = splitArgument(source);
  const to = splitArgument(destination);
  if (from.container !== "" && to.container !== "") throw new StatusError("copying between containers is not supported");
  if (from.container !== "") return copyOut(call, from.container, from.path, to.path);
  if (to.container !== "") return copyIn(call, from.path, to.container, to.path);
  throw new StatusError("must specify at least one container source");
};

/** `web:/etc` is a container's path; `./a:b` and `/a:b` are ours. */
function splitArgument(text: string): { readonly container: string; readonly path: string } {
  const colon = text.indexOf(":");
  if (text.startsWith("/") || colon < 0 || text.slice(0, colon).startsWith(".")) return { container: "", path: text };
  return { container: text.slice(0, colon), path: text.slice(colon + 1) };
}

const DIRECTORY = 0x8000_0000;
const SYMLINK = 0x0800_0000;
const DEVICE = 0x0400_0000;

function isMode(stat: ContainerPathStat, bit: number): boolean {
  return Math.floor(stat.mode / bit) % 2 === 1;
}

async function copyOut({ session, flags }: Call, container: string, path: string, destination: string): Promise<void> {
  const { sys } = session;
  const local = destination === "-" ? "-" : resolveLocal(sys, destination);
  const client = await session.client();
  let source = path;
  let renamed: string | undefined;
  if (flags.bool("follow-link")) {
    const stat = await client.container.archiveHead(container, path).catch(ignoreRefusal);
    if (stat && isMode(stat, SYMLINK)) {
      source = stat.linkTarget.startsWith("/") ? stat.linkTarget : join(parent(path), stat.linkTarget);
      if (!hasTrailing(path)) renamed = base(path);
    }
  }
  const { stat, content } = await about(session, "container:path", `${container}:${source}`, () =>
    client.container.archiveGet(container, source, session.abort),
  );
  if (local === "-") {
    for await (const chunk of content) await session.write(chunk);
    return;
  }
  let size = 0;
  const counted = (async function* () {
    for await (const chunk of content) {
      size += chunk.length;
      yield chunk;
    }
  })();
  await unpack(sys, counted, { path: source, directory: isMode(stat, DIRECTORY), renamed }, local, destination);
  await tell(session, flags.bool("quiet") || (flags.has("quiet") && !flags.changed("quiet") && !session.isTerminal(1)), size, local);
}

async function copyIn({ session, flags }: Call, source: string, container: string, path: string): Promise<void> {
  const { sys } = session;
  const client = await session.client();
  let target = path;
  let stat = await client.container.archiveHead(container, path).catch(ignoreRefusal);
  if (stat && isMode(stat, SYMLINK)) {
    target = stat.linkTarget.startsWith("/") ? stat.linkTarget : join(parent(path), stat.linkTarget);
    stat = await client.container.archiveHead(container, target).catch(ignoreRefusal);
  }
  if (stat && isMode(stat, DEVICE))
    throw new StatusError(`destination "${container}:${path}" must be a directory or a regular file: got a device`);
  const directory = stat !== undefined && isMode(stat, DIRECTORY);
  const options = { noOverwriteDirNonDir: true, copyUidGid: flags.bool("archive") };
  const quiet = flags.bool("quiet") || (flags.has("quiet") && !flags.changed("quiet") && !session.isTerminal(1));
  let size = 0;
  let failure: Error | undefined;
  if (source === "-") {
    if (!directory) throw new StatusError(`destination "${container}:${path}" must be a directory`);
    await put(target, chunksOf(sys, 0));
  } else {
    const local = resolveLocal(sys, source);
    const tar = await prepare(session, local, { path: target, exists: stat !== undefined, directory }, flags.bool("follow-link"));
    await put(tar.extractTo, counted(tar.content));
  }
  await tell(session, quiet, size, `${container}:${target}`);
  if (failure !== undefined) throw failure;

  async function put(place: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await about(session, "container:path", `${container}:${place}`, () =>
        client.container.archivePut(container, place, content, options, session.abort),
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failure = error;
    }
  }
  async function* counted(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      size += chunk.length;
      yield chunk;
    }
  }
}

/** Refuses bad ends of a copy; later releases then tell as well that the archive under way was cut. */
async function prepare(session: Session, local: string, target: End, follow: boolean): Promise<ReturnType<typeof localTar>> {
  try {
    return localTar(session.sys, local, target, follow);
  } catch (error) {
    const cut = error instanceof StatusError && ["no such directory", "cannot copy directory"].includes(error.message);
    if (cut && session.release.behaviour.copyMessages)
      await logLine(session, "error", `Can't add file ${local} to tar: io: read/write on closed pipe`);
    throw error;
  }
}

/** Later releases tell what was copied, even when it failed. */
async function tell(session: Session, quiet: boolean, size: number, place: string): Promise<void> {
  if (!session.release.behaviour.copyMessages || quiet) return;
  await session.err(`Successfully copied ${humanSize(size, 3)} to ${place}\n`);
}

/** What can't be looked at may still be written. */
function ignoreRefusal(error: unknown): undefined {
  if (error instanceof ApiError) return undefined;
  throw error;
}
