import { isErrno } from "#abi";
import type { ContainerCreateRequest } from "#api";
import { ApiError, type DockerClient } from "#client";
import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { goErrno } from "../go/errno.ts";
import { displayMessages } from "../progress/display.ts";
import { familiarString, parseReference, type Reference } from "../reference.ts";
import { registryAuth } from "../registry-auth.ts";
import type { Session } from "../session.ts";

/** Creates a container, pulling its image when it is missing; gives the id. Throws StatusError, ApiError, ConnectionError. */
export async function createContainer(session: Session, flags: Flags, request: ContainerCreateRequest): Promise<string> {
  const { texts } = session.release;
  const image = request.Image ?? "";
  const pull = flags.has("pull") ? flags.text("pull") : "missing";
  await warnBefore(session, request);
  const cidfile = claimIdFile(session, flags.text("cidfile"));
  const reference = imageReference(image, texts.upperCase);
  const client = await session.client();
  const platform = flags.text("platform");
  const options = { name: flags.text("name"), ...(platform !== "" && { platform }) };
  if (pull === "always") await pullFor(session, client, image, flags);
  const created = await client.container.create(request, options).catch(async (error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404 || !reference || pull !== "missing") throw error;
    if (!flags.bool("quiet"))
      await session.err(
        `Unable to find image '${familiarString({ ...reference, tag: reference.tag ?? (reference.digest === undefined ? "latest" : undefined) })}' locally\n`,
      );
    await pullFor(session, client, image, flags);
    return client.container.create(request, options);
  });
  for (const warning of [...(created.Warnings ?? []), ...warningsAfter(session, request)]) await session.err(`WARNING: ${warning}\n`);
  if (cidfile !== undefined) session.sys.writeFile(cidfile, new TextEncoder().encode(created.Id));
  return created.Id;
}

/** undefined: an id. Throws a StatusError for what can't be an image. */
function imageReference(image: string, upperCase: string): Reference | undefined {
  if (/^[0-9a-f]{64}$/.test(image) || /^sha256:[0-9a-f]{64}$/.test(image)) return undefined;
  try {
    return parseReference(image, upperCase);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(error.message);
  }
}

async function pullFor(session: Session, client: DockerClient, image: string, flags: Flags): Promise<void> {
  const reference = parseReference(image, session.release.texts.upperCase);
  const name = reference.familiar;
  const platform = flags.text("platform");
  const messages = await client.image.pull(
    name,
    reference.digest ?? reference.tag ?? "latest",
    { ...(platform !== "" && { platform }), auth: registryAuth(session, reference) },
    session.abort,
  );
  const quiet = flags.bool("quiet");
  if (quiet) for await (const message of messages) refuse(message.errorDetail?.message ?? message.error);
  else
    await displayMessages(session, messages, {
      fd: 2,
      terminal: session.isTerminal(session.release.behaviour.pullTerminalIsStderr ? 2 : 1),
    });
}

function refuse(failure: string | undefined): void {
  if (failure !== undefined) throw new StatusError(failure);
}

function claimIdFile(session: Session, path: string): string | undefined {
  if (path === "") return undefined;
  const { sys, release } = session;
  const exists = ((): boolean => {
    try {
      sys.stat(path);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  })();
  if (exists) throw new StatusError(release.texts.idFileExists.replace("{}", path));
  try {
    sys.writeFile(path, new Uint8Array(0));
    sys.unlink(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(release.texts.idFileFailed.replace("{}", `open ${path}: ${goErrno(error)}`));
  }
  return path;
}

function loopback({ HostConfig }: ContainerCreateRequest): string | undefined {
  return HostConfig?.Dns?.find((address) => address.startsWith("127.") || address === "::1");
}

async function warnBefore(session: Session, request: ContainerCreateRequest): Promise<void> {
  if (session.release.behaviour.warnsLate) return;
  if (request.HostConfig?.OomKillDisable && !request.HostConfig.Memory)
    await session.err("WARNING: Disabling the OOM killer on containers without setting a '-m/--memory' limit may be dangerous.\n");
  const address = loopback(request);
  if (address !== undefined) await session.err(`WARNING: Localhost DNS setting (--dns=${address}) may fail in containers.\n`);
}

function warningsAfter(session: Session, request: ContainerCreateRequest): string[] {
  const address = session.release.behaviour.warnsLate ? loopback(request) : undefined;
  return address === undefined ? [] : [`Localhost DNS (${address}) may fail in containers.`];
}
