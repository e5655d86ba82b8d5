import type { SystemVersion } from "#api";
import { StatusError } from "../command/errors.ts";
import { alignTable } from "../format/tabwriter.ts";
import { ansicTime } from "../format/text.ts";
import type { Run } from "../run.ts";
import { contextName, type Session } from "../session.ts";
import { TemplateError } from "../template/error.ts";
import { execute, parse } from "../template/template.ts";
import { GoObject } from "../template/values.ts";

/** `docker version`: the client, and the server when it answers. */
export const run: Run = async ({ session, flags }) => {
  const format = flags.text("format");
  const template = format === "" ? undefined : parseFormat(session, format);
  const { apiVersion } = await session.server();
  const client = await session.client();
  let server: SystemVersion | undefined;
  let failure: Error | undefined;
  try {
    server = await client.system.version();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    failure = error;
  }
  const own = clientVersion(session, apiVersion);
  const text = template ? executeOrRefuse(template, own, server) : { out: page(session, own, server), failed: undefined };
  await session.out(alignTable(`${text.out}\n`, 20, 1));
  if (failure !== undefined) throw failure;
  if (text.failed !== undefined) throw new StatusError(text.failed);
};

interface ClientVersion {
  readonly Platform: { readonly Name: string };
  readonly Version: string;
  readonly ApiVersion: string;
  readonly DefaultAPIVersion: string;
  readonly GitCommit: string;
  readonly GoVersion: string;
  readonly Os: string;
  readonly Arch: string;
  readonly BuildTime: string;
  readonly Context?: string;
  readonly Experimental?: boolean;
}

function clientVersion(session: Session, apiVersion: string): ClientVersion {
  const { release } = session;
  return {
    Platform: { Name: release.build.platform },
    Version: release.version,
    ApiVersion: apiVersion,
    DefaultAPIVersion: release.apiVersion,
    GitCommit: release.build.gitCommit,
    GoVersion: release.build.goVersion,
    Os: "linux",
    Arch: "amd64",
    BuildTime: ansicTime(Date.parse(release.build.time)),
    ...(release.behaviour.versionShowsContext
      ? { Context: contextName(session) }
      : { Experimental: session.sys.env.get("DOCKER_CLI_EXPERIMENTAL") === "enabled" }),
  };
}

function parseFormat({ release }: Session, format: string): ReturnType<typeof parse> {
  try {
    return parse(format === "json" && release.behaviour.jsonFormat ? "{{json .}}" : format, "version");
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new StatusError(
      release.texts.inspectTemplateError.replace("{}", () => error.message),
      64,
    );
  }
}

function executeOrRefuse(
  template: ReturnType<typeof parse>,
  client: ClientVersion,
  server: SystemVersion | undefined,
): { readonly out: string; readonly failed: string | undefined } {
  const fields = (value: object, extra: Record<string, unknown> = {}): ReadonlyMap<string, () => unknown> =>
    new Map(Object.entries({ ...value, ...extra }).map(([key, one]) => [key, () => one]));
  const withTimes = server && { ...server, BuildTime: server.BuildTime, Components: server.Components.map(reformat) };
  const data = {
    Client: new Plain("command.clientVersion", fields(client, { APIVersion: client.ApiVersion }), client),
    Server: withTimes ? new Plain("*types.Version", fields(withTimes, { APIVersion: withTimes.ApiVersion }), withTimes) : null,
  };
  try {
    return { out: execute(template, data), failed: undefined };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { out: "", failed: error.message };
  }
}

/** A Go struct: its JSON is the plain value, in order and without HTML's escapes. */
class Plain extends GoObject {
  readonly #value: object;
  constructor(type: string, fields: ReadonlyMap<string, () => unknown>, value: object) {
    super(type, fields);
    this.#value = value;
  }
  override toJSON(): Record<string, unknown> {
    return { ...this.#value };
  }
}

function reformat(component: SystemVersion["Components"][number]): SystemVersion["Components"][number] {
  const time = component.Details?.["BuildTime"];
  if (component.Name !== "Engine" || time === undefined || Number.isNaN(Date.parse(time))) return component;
  return { ...component, Details: { ...component.Details, BuildTime: ansicTime(Date.parse(time)) } };
}

function page({ release }: Session, client: ClientVersion, server: SystemVersion | undefined): string {
  const downgraded = client.ApiVersion === client.DefaultAPIVersion ? "" : ` (downgraded from ${client.DefaultAPIVersion})`;
  const last = release.behaviour.versionShowsContext ? ["Context", client.Context] : ["Experimental", client.Experimental];
  const lines = [
    `Client:${client.Platform.Name === "" ? "" : ` ${client.Platform.Name}`}`,
    ` Version:\t${client.Version}`,
    ` API version:\t${client.ApiVersion}${downgraded}`,
    ` Go version:\t${client.GoVersion}`,
    ` Git commit:\t${client.GitCommit}`,
    ` Built:\t${client.BuildTime}`,
    ` OS/Arch:\t${client.Os}/${client.Arch}`,
    ` ${last[0]}:\t${last[1]}`,
  ];
  if (server)
    lines.push(
      "",
      `Server:${server.Platform.Name === "" ? "" : ` ${server.Platform.Name}`}`,
      ...componentsOf(server).flatMap((component) => componentLines(reformat(component))),
    );
  return lines.join("\n");
}

function componentsOf(server: SystemVersion): readonly SystemVersion["Components"][number][] {
  if (server.Components?.some((component) => component.Name === "Engine")) return server.Components;
  const Details = {
    ApiVersion: server.ApiVersion,
    MinAPIVersion: server.MinAPIVersion,
    GitCommit: server.GitCommit,
    GoVersion: server.GoVersion,
    Os: server.Os,
    Arch: server.Arch,
    BuildTime: server.BuildTime,
    Experimental: String(server.Experimental ?? false),
  };
  return [...(server.Components ?? []), { Name: "Engine", Version: server.Version, Details }];
}

function componentLines({ Name, Version, Details = {} }: SystemVersion["Components"][number]): string[] {
  const detail = (key: string): string => Details[key] ?? "";
  if (Name !== "Engine")
    return [
      ` ${Name}:`,
      `  Version:\t${Version}`,
      ...Object.keys(Details)
        .sort()
        .map((key) => `  ${key}:\t${detail(key)}`),
    ];
  return [
    ` ${Name}:`,
    `  Version:\t${Version}`,
    `  API version:\t${detail("ApiVersion")} (minimum version ${detail("MinAPIVersion")})`,
    `  Go version:\t${detail("GoVersion")}`,
    `  Git commit:\t${detail("GitCommit")}`,
    `  Built:\t${detail("BuildTime")}`,
    `  OS/Arch:\t${detail("Os")}/${detail("Arch")}`,
    `  Experimental:\t${detail("Experimental")}`,
  ];
}
