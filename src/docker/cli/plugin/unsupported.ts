import { StatusError } from "../command/errors.ts";
import type { Command } from "../command/tree.ts";
import type { Session } from "../session.ts";

/** What is nearest to a part of docker that this machine doesn't simulate. */
const NEAREST: Readonly<Record<string, string>> = {
  swarm: "docker run on this one host",
  service: "docker run",
  stack: "docker run",
  node: "docker info",
  secret: "docker run --env-file",
  config: "docker cp",
  plugin: "docker volume create with the local driver",
  trust: "docker pull",
  manifest: "docker image inspect",
  checkpoint: "docker pause",
  engine: "docker version",
  builder: "docker build",
  buildx: "docker build",
  bake: "docker build",
  compose: "docker run",
  deploy: "docker run",
};

/** Says that a command's work isn't simulated. */
export function unsupported(_session: Session, command: Command): Promise<number> {
  return refuse(command.path);
}

/** A plugin: its page, or that its work isn't simulated. */
export async function unsupportedPlugin(session: Session, name: string, page: string, args: readonly string[]): Promise<number> {
  if (args.length > 0 && !args.includes("--help")) return refuse(`docker ${name}`);
  await session.out(page);
  return 0;
}

function refuse(path: string): Promise<number> {
  const [, noun = ""] = path.split(" ");
  throw new StatusError(`${path} is not simulated here; nearest: ${NEAREST[noun] ?? "docker --help"}`);
}
