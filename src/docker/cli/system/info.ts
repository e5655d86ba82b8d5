import type { SystemInfo } from "#api";
import { ConnectionError } from "#client";
import { StatusError } from "../command/errors.ts";
import { bytesSize } from "../go/units.ts";
import { messageOf } from "../known.ts";
import type { Run } from "../run.ts";
import { contextName, type Session } from "../session.ts";
import { TemplateError } from "../template/error.ts";
import { execute, parse } from "../template/template.ts";
import { GoObject } from "../template/values.ts";

/** `docker info`. */
export const run: Run = async ({ session, flags }) => {
  const client = await session.client();
  const format = flags.text("format");
  let info: SystemInfo | undefined;
  let failure: Error | undefined;
  try {
    info = await client.system.info();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    failure = error;
  }
  if (format !== "") return formatted(session, format, info, failure);
  const { behaviour, texts } = session.release;
  await session.out(`${clientPart(session)}\nServer:\n`);
  if (info) {
    const { out, err } = serverPart(session, info);
    await session.out(out);
    await session.err(err);
    return;
  }
  if (behaviour.infoErrorIsError && failure instanceof ConnectionError) throw failure;
  const line = `ERROR: ${messageOf(failure)}\n`;
  await (behaviour.infoErrorIsError ? session.err(line) : session.out(line));
  throw new StatusError(texts.infoFailed);
};

async function formatted(session: Session, format: string, info: SystemInfo | undefined, failure: Error | undefined): Promise<void> {
  const { release } = session;
  if (failure !== undefined && release.behaviour.infoErrorIsError) throw failure;
  const value = { ...info, ...(failure === undefined ? {} : { ServerErrors: [messageOf(failure)] }), ClientInfo: clientInfo(session) };
  const data = new Info(release.names.info, new Map(Object.entries(value).map(([key, one]) => [key, () => one])), value);
  let out: string;
  try {
    const template = parse(format === "json" && release.behaviour.jsonFormat ? "{{json .}}" : format);
    out = execute(template, data);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (!error.message.includes("executing"))
      throw new StatusError(
        release.texts.inspectTemplateError.replace("{}", () => error.message),
        64,
      );
    await session.out("\n");
    throw new StatusError(error.message);
  }
  await session.out(`${out}\n`);
}

class Info extends GoObject {
  readonly #value: object;
  constructor(type: string, fields: ReadonlyMap<string, () => unknown>, value: object) {
    super(type, fields);
    this.#value = value;
  }
  override toJSON(): Record<string, unknown> {
    return { ...this.#value };
  }
}

function clientInfo(session: Session): Record<string, unknown> {
  const { release } = session;
  if (!release.behaviour.versionShowsContext) return { Debug: false, Plugins: [], Warnings: null };
  const { build, version, apiVersion } = release;
  return {
    Debug: false,
    Platform: { Name: build.platform },
    Version: version,
    DefaultAPIVersion: apiVersion,
    GitCommit: build.gitCommit,
    GoVersion: build.goVersion,
    Os: "linux",
    Arch: "amd64",
    BuildTime: build.time,
    Context: contextName(session),
    Plugins: release.help.plugins.map((plugin) => ({
      SchemaVersion: "0.1.0",
      Vendor: plugin.vendor,
      Version: plugin.version,
      ShortDescription: plugin.short,
      Name: plugin.name,
      Path: plugin.path,
    })),
    Warnings: null,
  };
}

function clientPart(session: Session): string {
  const { release } = session;
  if (!release.behaviour.versionShowsContext) return "Client:\n Debug Mode: false\n";
  const plugins = release.help.plugins.flatMap((plugin) => [
    `  ${plugin.name}: ${plugin.short} (${plugin.vendor})`,
    `    Version:  ${plugin.version}`,
    `    Path:     ${plugin.path}`,
  ]);
  const lines = [
    `Client: ${release.build.platform}`,
    ` Version:    ${release.version}`,
    ` Context:    ${contextName(session)}`,
    " Debug Mode: false",
    ...(plugins.length > 0 ? [" Plugins:", ...plugins] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function serverPart(session: Session, info: SystemInfo): { readonly out: string; readonly err: string } {
  const { behaviour } = session.release;
  const later = behaviour.infoErrorIsError;
  const lines: string[] = [];
  const put = (label: string, value: unknown): void => void lines.push(`${label} ${value}`);
  const some = (label: string, value: string | undefined): void => void (value && put(label, value));
  put(" Containers:", info.Containers);
  put("  Running:", info.ContainersRunning);
  put("  Paused:", info.ContainersPaused);
  put("  Stopped:", info.ContainersStopped);
  put(" Images:", info.Images);
  some(" Server Version:", info.ServerVersion);
  some(" Storage Driver:", info.Driver);
  for (const [key, value] of info.DriverStatus ?? []) lines.push(`  ${key}: ${value}`);
  some(" Logging Driver:", info.LoggingDriver);
  some(" Cgroup Driver:", info.CgroupDriver);
  if (later) some(" Cgroup Version:", info.CgroupVersion);
  lines.push(" Plugins:", `  Volume: ${info.Plugins.Volume.join(" ")}`, `  Network: ${info.Plugins.Network.join(" ")}`);
  if (info.Plugins.Authorization?.length) put("  Authorization:", info.Plugins.Authorization.join(" "));
  put("  Log:", info.Plugins.Log.join(" "));
  if (later && info.CDISpecDirs?.length) lines.push(" CDI spec directories:", ...info.CDISpecDirs.map((directory) => `  ${directory}`));
  put(" Swarm:", info.Swarm["LocalNodeState"]);
  put(" Runtimes:", Object.keys(info.Runtimes).join(" "));
  put(" Default Runtime:", info.DefaultRuntime);
  put(" Init Binary:", info.InitBinary);
  for (const [name, commit] of [
    ["containerd", info.ContainerdCommit],
    ["runc", info.RuncCommit],
    ["init", info.InitCommit],
  ] as const) {
    const expected = later || commit.ID === commit.Expected ? "" : ` (expected: ${commit.Expected})`;
    lines.push(` ${name} version: ${commit.ID}${expected}`);
  }
  const security = securityLines(info.SecurityOptions);
  if (security.length > 0) lines.push(" Security Options:", ...security);
  some(" Kernel Version:", info.KernelVersion);
  some(" Operating System:", info.OperatingSystem);
  some(" OSType:", info.OSType);
  some(" Architecture:", info.Architecture);
  put(" CPUs:", info.NCPU);
  put(" Total Memory:", bytesSize(info.MemTotal));
  some(" Name:", info.Name);
  some(" ID:", info.ID);
  put(" Docker Root Dir:", info.DockerRootDir);
  put(" Debug Mode:", info.Debug);
  some(" HTTP Proxy:", info.HttpProxy);
  some(" HTTPS Proxy:", info.HttpsProxy);
  some(" No Proxy:", info.NoProxy);
  if (!later) some(" Registry:", info.IndexServerAddress);
  if (info.Labels && (!later || info.Labels.length > 0)) lines.push(" Labels:", ...info.Labels.map((label) => `  ${label}`));
  put(" Experimental:", info.ExperimentalBuild);
  const insecure = insecureRegistries(info.RegistryConfig);
  if (insecure.length > 0) lines.push(" Insecure Registries:", ...insecure.map((registry) => `  ${registry}`));
  const mirrors = info.RegistryConfig["Mirrors"];
  if (Array.isArray(mirrors) && mirrors.length > 0) lines.push(" Registry Mirrors:", ...mirrors.map((mirror) => `  ${mirror}`));
  put(" Live Restore Enabled:", info.LiveRestoreEnabled);
  some(" Product License:", info.ProductLicense);
  return { out: `${lines.join("\n")}\n\n`, err: (info.Warnings ?? []).map((warning) => `${warning}\n`).join("") };
}

/** `name=seccomp,profile=default` as a heading and its profile. */
function securityLines(options: readonly string[]): string[] {
  return options.flatMap((option) => {
    const pairs = option.split(",").map((part) => part.split("="));
    const name = pairs.find(([key]) => key === "name")?.[1] ?? option;
    const profile = pairs.find(([key]) => key === "profile")?.[1];
    return profile === undefined ? [`  ${name}`] : [`  ${name}`, `   Profile: ${profile}`];
  });
}

function insecureRegistries(config: SystemInfo["RegistryConfig"]): string[] {
  const indexes = config["IndexConfigs"];
  const named =
    typeof indexes === "object" && indexes !== null
      ? Object.values(indexes as Record<string, { Name?: string; Secure?: boolean }>).flatMap(({ Name, Secure }) =>
          Secure === false && Name !== undefined ? [Name] : [],
        )
      : [];
  const cidrs = config["InsecureRegistryCIDRs"];
  return [...named, ...(Array.isArray(cidrs) ? cidrs.map(String) : [])];
}
