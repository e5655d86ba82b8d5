import { isErrno, readText } from "#abi";
import { type Listing, renderList } from "../format/list.ts";
import type { Run } from "../run.ts";
import { contextName, type Session } from "../session.ts";

export interface ContextRow {
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
}

/** `docker context ls`. */
export const run: Run = async ({ session, flags }) => {
  const { names } = session.release;
  const current = contextName(session);
  const rows = contexts(session);
  const given = flags.text("format");
  const format = flags.bool("quiet") ? "{{.Name}}" : given === "" || given === "table" ? names.contextTable : given;
  await session.out(renderList(session.release, listing(session, current), format, rows));
};

/** The contexts by name, `default` among them. */
export function contexts(session: Session): ContextRow[] {
  const { sys, options } = session;
  const root = `${options.configDirectory}/contexts/meta`;
  const stored = directories(session, root).flatMap((directory): ContextRow[] => {
    const meta = JSON.parse(readText(sys, `${root}/${directory}/meta.json`)) as {
      Name: string;
      Metadata?: { Description?: string };
      Endpoints?: { docker?: { Host?: string } };
    };
    return [{ name: meta.Name, description: meta.Metadata?.Description ?? "", endpoint: meta.Endpoints?.docker?.Host ?? "" }];
  });
  const host = sys.env.get("DOCKER_HOST") || "unix:///var/run/docker.sock";
  const preset: ContextRow = { name: "default", description: "Current DOCKER_HOST based configuration", endpoint: host };
  return [preset, ...stored].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function directories({ sys }: Session, root: string): string[] {
  try {
    return sys
      .readdir(root)
      .map((entry) => entry.name)
      .filter((name) => name !== "." && name !== "..");
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function listing({ release }: Session, current: string): Listing<ContextRow> {
  return {
    type: "*formatter.clientContextContext",
    columns: {
      Current: [undefined, (row) => row.name === current],
      Description: ["DESCRIPTION", (row) => row.description],
      DockerEndpoint: ["DOCKER ENDPOINT", (row) => row.endpoint],
      ...(release.help.grouped
        ? { Error: ["ERROR", () => ""] as const }
        : {
            KubernetesEndpoint: ["KUBERNETES ENDPOINT", () => ""] as const,
            StackOrchestrator: ["ORCHESTRATOR", (row: ContextRow) => (row.name === "default" ? "swarm" : "")] as const,
          }),
      Name: ["NAME", (row) => row.name],
    },
  };
}
