import type { ContainerSummary } from "#api";
import type { FlagSpec } from "#releases";
import type { Session } from "../session.ts";
import type { Command } from "./tree.ts";

/** What a word may become; `files`: the shell may offer files too. */
export interface Candidates {
  readonly found: readonly (readonly [name: string, description: string])[];
  readonly files: boolean;
}
export const NOTHING: Candidates = { found: [], files: false };
export const FILES: Candidates = { found: [], files: true };

type Names = (session: Session, args: readonly string[]) => Promise<readonly string[]>;

const containers =
  (wanted: (one: ContainerSummary) => boolean, all: boolean): Names =>
  async (session) =>
    (await (await session.client()).container.list({ all }))
      .filter(wanted)
      .flatMap(({ Names: names }) => names.map((name) => name.replace(/^\//, "")));
const anyContainer = containers(() => true, true);
const running = containers(() => true, false);
const images: Names = async (session) =>
  (await (await session.client()).image.list()).flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => name !== "<none>:<none>");
const volumes: Names = async (session) => ((await (await session.client()).volume.list()).Volumes ?? []).map(({ Name }) => Name);
const networks: Names = async (session) => (await (await session.client()).network.list()).map(({ Name }) => Name);
const both: Names = async (session, args) => [
  ...(await anyContainer(session, args)),
  ...(await images(session, args)),
  ...(await networks(session, args)),
  ...(await volumes(session, args)),
];

/** What the arguments of a command name, and how many of them. */
const ARGUMENTS: Readonly<Record<string, readonly [names: Names, most: number]>> = {
  attach: [containers((one) => one.State !== "paused", false), 1],
  commit: [anyContainer, 1],
  create: [images, 1],
  diff: [anyContainer, 1],
  exec: [containers((one) => one.State !== "paused", false), 1],
  export: [anyContainer, 1],
  kill: [running, Number.POSITIVE_INFINITY],
  logs: [anyContainer, 1],
  pause: [containers((one) => one.State !== "paused", false), Number.POSITIVE_INFINITY],
  port: [anyContainer, 1],
  rename: [anyContainer, 1],
  restart: [anyContainer, Number.POSITIVE_INFINITY],
  rm: [anyContainer, Number.POSITIVE_INFINITY],
  run: [images, 1],
  start: [containers((one) => one.State === "exited" || one.State === "created", true), Number.POSITIVE_INFINITY],
  stats: [running, Number.POSITIVE_INFINITY],
  stop: [running, Number.POSITIVE_INFINITY],
  top: [running, 1],
  unpause: [containers((one) => one.State === "paused", false), Number.POSITIVE_INFINITY],
  update: [anyContainer, Number.POSITIVE_INFINITY],
  wait: [running, Number.POSITIVE_INFINITY],
  "container inspect": [anyContainer, Number.POSITIVE_INFINITY],
  history: [images, 1],
  images: [images, 1],
  "image ls": [images, 1],
  "image inspect": [images, Number.POSITIVE_INFINITY],
  "image rm": [images, Number.POSITIVE_INFINITY],
  rmi: [images, Number.POSITIVE_INFINITY],
  pull: [images, 1],
  push: [images, 1],
  save: [images, Number.POSITIVE_INFINITY],
  tag: [images, 2],
  "volume inspect": [volumes, Number.POSITIVE_INFINITY],
  "volume rm": [volumes, Number.POSITIVE_INFINITY],
  "network inspect": [networks, Number.POSITIVE_INFINITY],
  "network rm": [networks, Number.POSITIVE_INFINITY],
  "network connect": [async (session, args) => (args.length === 0 ? networks(session, args) : anyContainer(session, args)), 2],
  "network disconnect": [async (session, args) => (args.length === 0 ? networks(session, args) : anyContainer(session, args)), 2],
  inspect: [both, Number.POSITIVE_INFINITY],
};

/** Commands whose arguments are files. */
const FILE_ARGUMENTS = ["import", "build", "cp", "login", "logout", "search"];

/** What the next argument of a command may be. A daemon that doesn't answer gives nothing. */
export async function argumentCandidates(session: Session, command: Command, args: readonly string[]): Promise<Candidates> {
  const path = command.path.slice("docker ".length);
  const short = path.replace(/^(container|image) (?!ls$|inspect$|rm$)/, "");
  const [names, most] = ARGUMENTS[path === "container rm" ? "rm" : path] ?? ARGUMENTS[short] ?? [];
  if (FILE_ARGUMENTS.includes(short)) return FILES;
  if (!names || most === undefined || args.length >= most) return NOTHING;
  const found = await quietly(() => names(session, args));
  return { found: found.filter((name) => !args.includes(name)).map((name) => [name, ""] as const), files: false };
}

const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  "log-level": ["debug", "info", "warn", "error", "fatal"],
  restart: ["always", "no", "on-failure", "unless-stopped"],
  pull: ["always", "missing", "never"],
  attach: ["stderr", "stdin", "stdout"],
  "cap-add": [
    "ALL",
    "CAP_AUDIT_CONTROL",
    "CAP_BLOCK_SUSPEND",
    "CAP_IPC_LOCK",
    "CAP_LINUX_IMMUTABLE",
    "CAP_MAC_ADMIN",
    "CAP_NET_ADMIN",
    "CAP_NET_BROADCAST",
    "CAP_SYS_ADMIN",
    "CAP_SYS_BOOT",
    "CAP_SYS_MODULE",
    "CAP_SYS_NICE",
    "CAP_SYS_PTRACE",
    "CAP_SYS_RAWIO",
    "CAP_SYS_RESOURCE",
    "CAP_SYS_TIME",
    "CAP_SYS_TTY_CONFIG",
    "CAP_SYSLOG",
    "CAP_WAKE_ALARM",
  ],
  "cap-drop": [
    "ALL",
    "CAP_AUDIT_WRITE",
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_MKNOD",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_RAW",
    "CAP_SETFCAP",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_SETUID",
    "CAP_SYS_CHROOT",
  ],
  ipc: ["container:", "host", "none", "private", "shareable"],
  pid: ["container:", "host"],
  "log-driver": ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "none", "splunk", "syslog"],
  "stop-signal": ["SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"],
  signal: ["SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"],
  type: ["config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"],
  userns: ["host"],
  uts: ["host"],
};

const FILE_FLAGS = [
  "env-file",
  "label-file",
  "cidfile",
  "output",
  "input",
  "file",
  "volume",
  "config",
  "tlscacert",
  "tlscert",
  "tlskey",
  "device",
  "iidfile",
];

/** What the value of a flag may be. */
export async function flagCandidates(session: Session, flag: FlagSpec): Promise<Candidates> {
  const [name] = flag;
  if (FILE_FLAGS.includes(name)) return FILES;
  const fixed = FLAG_VALUES[name];
  if (fixed) return { found: fixed.map((value) => [value, ""] as const), files: false };
  if (name === "env") return { found: [...session.sys.env.keys()].sort().map((key) => [key, ""] as const), files: false };
  const asked: Readonly<Record<string, Names>> = { network: networks, net: networks, "volumes-from": anyContainer, link: anyContainer };
  const names = asked[name];
  return names ? { found: (await quietly(() => names(session, []))).map((value) => [value, ""] as const), files: false } : NOTHING;
}

async function quietly(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}
