import type { Session } from "../session.ts";
import { StatusError } from "./errors.ts";
import type { Flags } from "./flags.ts";
import { type ServerFeatures, versionLess } from "./help.ts";
import type { Command } from "./tree.ts";

/** Refuses commands and flags that the daemon (or this client) doesn't have. Asks the daemon only when something depends on it. */
export async function checkSupported(session: Session, command: Command, flags: Flags | undefined): Promise<void> {
  const old = !session.release.help.grouped;
  for (let at: Command | undefined = command; at; at = at.parent) {
    const { api, os, experimental, experimentalCli } = at.spec;
    if (experimentalCli && old && session.sys.env.get("DOCKER_CLI_EXPERIMENTAL") !== "enabled")
      throw new StatusError(`${command.path} is only supported on a Docker cli with experimental cli features enabled`);
    if (api === undefined && os === undefined && !experimental) continue;
    const server = await session.server();
    if (api !== undefined && versionLess(server.apiVersion, api))
      throw new StatusError(`${command.path} requires API version ${api}, but the Docker daemon API version is ${server.apiVersion}`);
    if (os !== undefined && server.osType !== "" && os !== server.osType)
      throw new StatusError(
        `${command.path} is only supported on a Docker daemon running on ${os}, but the Docker daemon is running on ${server.osType}`,
      );
    if (experimental && !server.experimental)
      throw new StatusError(`${command.path} is only supported on a Docker daemon with experimental features enabled`);
  }
  if (flags) await checkFlags(session, flags);
}

async function checkFlags(session: Session, flags: Flags): Promise<void> {
  const errors: string[] = [];
  for (const [name, , , , , more] of flags.given()) {
    if (!more || (more.api === undefined && more.os === undefined && more.experimental === undefined && more.experimentalCLI === undefined))
      continue;
    errors.push(...flagErrors(name, more, await session.server()));
  }
  if (errors.length > 0) throw new StatusError(errors.join("\n"));
}

function flagErrors(
  name: string,
  more: { readonly api?: string; readonly os?: string; readonly experimental?: boolean; readonly experimentalCLI?: boolean },
  server: ServerFeatures,
): string[] {
  if (more.api !== undefined && versionLess(server.apiVersion, more.api))
    return [`"--${name}" requires API version ${more.api}, but the Docker daemon API version is ${server.apiVersion}`];
  if (more.os !== undefined && server.osType !== "" && more.os !== server.osType)
    return [`"--${name}" is only supported on a Docker daemon running on ${more.os}, but the Docker daemon is running on ${server.osType}`];
  if (more.experimental && !server.experimental)
    return [`"--${name}" is only supported on a Docker daemon with experimental features enabled`];
  if (more.experimentalCLI) return [`"--${name}" is only supported on a Docker cli with experimental cli features enabled`];
  return [];
}
