import { encode, type Fd, isErrno, readText, type Signal, STDERR, STDOUT, type Sys, signalNumber, streamOf } from "#abi";
import { CURRENT_STYLE, compareVersions, createClient, type DockerClient } from "#client";
import type { CliRelease } from "#releases";
import { Exit, StatusError } from "./command/errors.ts";
import type { ServerFeatures } from "./command/help.ts";
import { contextMetaPath } from "./context/path.ts";
import { connectTo, parseHost } from "./host.ts";

/** What the global flags say. */
export interface GlobalOptions {
  readonly configDirectory: string;
  readonly context: string;
  readonly hosts: readonly string[];
}

/** `~/.docker/config.json`, as far as commands look into it. */
export interface ConfigFile {
  readonly psFormat?: string;
  readonly imagesFormat?: string;
  readonly volumesFormat?: string;
  readonly networksFormat?: string;
  readonly statsFormat?: string;
  readonly detachKeys?: string;
  readonly currentContext?: string;
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
}

/** One run of the docker command: its streams, its release and its connection to the daemon. */
export class Session {
  readonly sys: Sys;
  readonly release: CliRelease;
  readonly options: GlobalOptions;
  readonly config: ConfigFile;
  readonly #abort = new AbortController();
  #connection: Promise<Connection> | undefined;
  constructor(sys: Sys, release: CliRelease, options: GlobalOptions) {
    this.sys = sys;
    this.release = release;
    this.options = options;
    this.config = readConfig(sys, options.configDirectory);
    sys.signal("SIGPIPE", "ignore");
  }
  /** Aborts when the command is asked to end; calls that last take it. */
  get abort(): AbortSignal {
    return this.#abort.signal;
  }
  /**
   * Where the release catches ^C and SIGTERM: calls under way are given up and the promise rejects with the exit status.
   * Elsewhere those signals kill the command.
   */
  interrupted(): Promise<never> {
    const { sys, release } = this;
    if (!release.behaviour.gracefulInterrupt) return new Promise(() => undefined);
    return new Promise((_, reject) => {
      const handle = (signal: Signal): void => {
        const exit = new Exit(128 + signalNumber(signal));
        this.#abort.abort(exit);
        reject(exit);
      };
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        if (sys.signal(signal, { handle, interrupt: false }) === "ignore") sys.signal(signal, "ignore");
    });
  }
  out(text: string): Promise<void> {
    return text === "" ? Promise.resolve() : this.write(encode(text));
  }
  err(text: string): Promise<void> {
    return text === "" ? Promise.resolve() : this.write(encode(text), STDERR);
  }
  /** A broken pipe at an output ends the command as it ends a Go program; one at a socket is an error like others. */
  async write(bytes: Uint8Array, fd: Fd = STDOUT): Promise<void> {
    const { sys } = this;
    try {
      await sys.write(fd, bytes);
    } catch (error) {
      if (!isErrno(error, "EPIPE")) throw error;
      sys.signal("SIGPIPE", "default");
      sys.kill(sys.pid, "SIGPIPE");
      throw new Exit(128 + signalNumber("SIGPIPE"));
    }
  }
  isTerminal(fd: Fd): boolean {
    return this.sys.isatty(fd);
  }
  /** Columns of the terminal at a descriptor, undefined when it is none. */
  columns(fd: Fd): number | undefined {
    return this.sys.isatty(fd) ? this.sys.getWindowSize(fd).columns : undefined;
  }
  /** The address of the daemon, from flags, context or environment. Throws a StatusError. */
  host(): string {
    return resolveHost(this);
  }
  /** The API of the daemon; the first call asks the daemon for its version. */
  async client(): Promise<DockerClient> {
    return (await this.#connect()).client;
  }
  /** What the daemon said about itself. */
  async server(): Promise<ServerFeatures> {
    return (await this.#connect()).features;
  }
  #connect(): Promise<Connection> {
    this.#connection ??= connect(this);
    return this.#connection;
  }
  async close(): Promise<void> {
    if (this.#connection) (await this.#connection.catch(() => undefined))?.client.close();
  }
}

interface Connection {
  readonly client: DockerClient;
  readonly features: ServerFeatures;
}

async function connect(session: Session): Promise<Connection> {
  const { sys, release } = session;
  const host = session.host();
  const pinnedVersion = (sys.env.get("DOCKER_API_VERSION") ?? "").replace(/^v/, "");
  const style = release.help.grouped
    ? CURRENT_STYLE
    : { denied: "Got permission denied", quotedUrls: false, host: "docker", reportsPing: false };
  const base = {
    connect: async () => streamOf(sys, await connectTo(sys, host)),
    host,
    userAgent: `Docker-Client/${release.version} (linux)`,
    style,
  };
  const first = createClient({
    ...base,
    apiVersion: pinnedVersion === "" ? release.apiVersion : pinnedVersion,
    pinned: pinnedVersion !== "",
  });
  const ping = await first.system.ping().catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
    return undefined;
  });
  if (!ping)
    return {
      client: first,
      features: { apiVersion: release.apiVersion, osType: "", experimental: true, buildkit: false, swarm: undefined },
    };
  const spoken = pinnedVersion !== "" ? pinnedVersion : lower(release.apiVersion, ping.apiVersion === "" ? "1.24" : ping.apiVersion);
  const swarm = ping.swarm === "" ? undefined : { active: !ping.swarm.startsWith("inactive"), manager: ping.swarm.includes("manager") };
  first.close();
  return {
    client: createClient({ ...base, apiVersion: spoken, pinned: true }),
    features: { apiVersion: spoken, osType: ping.osType, experimental: ping.experimental, buildkit: ping.builderVersion === "2", swarm },
  };
}

function lower(a: string, b: string): string {
  return compareVersions(a, b) <= 0 ? a : b;
}

function readConfig(sys: Sys, directory: string): ConfigFile {
  try {
    return JSON.parse(readText(sys, `${directory}/config.json`)) as ConfigFile;
  } catch (error) {
    if (isErrno(error) || error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The context in force: `default` unless a flag, the environment or the configuration names one. */
export function contextName(session: Session): string {
  const { options, sys, config } = session;
  if (options.context !== "") return options.context;
  if (options.hosts.length > 0 || (sys.env.get("DOCKER_HOST") ?? "") !== "") return "default";
  return sys.env.get("DOCKER_CONTEXT") || config.currentContext || "default";
}

function resolveHost(session: Session): string {
  const { options, sys, release } = session;
  const prefix = release.texts.endpointPrefix;
  const name = contextName(session);
  if (name !== "default") return contextHost(session, name, prefix);
  if (options.hosts.length > 1) throw new StatusError(`${prefix}unable to resolve docker endpoint: ${release.texts.oneHost}`);
  try {
    return parseHost(options.hosts[0] ?? sys.env.get("DOCKER_HOST") ?? "", release.texts.badHost);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(`${prefix}unable to resolve docker endpoint: ${error.message}`);
  }
}

function contextHost({ sys, options, release }: Session, name: string, prefix: string): string {
  const path = contextMetaPath(options.configDirectory, name);
  try {
    const meta = JSON.parse(readText(sys, path)) as { Endpoints?: { docker?: { Host?: string } } };
    return meta.Endpoints?.docker?.Host ?? "unix:///var/run/docker.sock";
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(
      `${prefix}unable to resolve docker endpoint: ${release.texts.noContext.replace("{}", name).replace("{path}", path)}`,
    );
  }
}
