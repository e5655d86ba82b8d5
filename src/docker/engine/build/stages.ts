/** A build before it runs: context, stages, and what the cache compares. */

import type { ContainerConfig } from "#api";
import { type Chunks, decompressed, goJson, isBadArchive, type Layer, layerFromTar } from "#images";
import type { Tree } from "#vfs";
import { invalid } from "../errors.ts";
import { type Instruction, parseInstruction } from "./dockerfile.ts";

type Config = Partial<ContainerConfig>;

export interface BuildRequest {
  readonly tags: readonly string[];
  readonly dockerfile: string;
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly remove: boolean;
  readonly forceRemove: boolean;
  readonly buildArgs: Readonly<Record<string, string | null>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly target: string;
}

/** What a stage is building on. */
export interface Stage {
  readonly name: string;
  /** Empty for scratch. */
  imageId: string;
  config: Config;
  layer: Layer | undefined;
  /** ARG of this stage. */
  readonly args: Map<string, string>;
  /** Something was built anew: nothing after it is looked up. */
  missed: boolean;
}

export async function readContext(chunks: Chunks): Promise<Tree> {
  try {
    return (await layerFromTar(decompressed(chunks), undefined)).tree;
  } catch (error) {
    if (isBadArchive(error)) throw invalid(`Error processing tar file: ${error.message}`);
    throw error;
  }
}

export function chooseSteps(all: readonly Instruction[], request: BuildRequest): readonly Instruction[] {
  const first = all.findIndex((step) => step.name !== "ARG");
  if (all[first]?.name !== "FROM") throw invalid("No build stage in current context");
  let steps = all;
  if (request.target !== "") {
    const stages = all.flatMap((step, index) => (step.name === "FROM" ? [{ index, name: stageName(step) }] : []));
    const at = stages.findIndex(({ name }, index) => name === request.target.toLowerCase() || String(index) === request.target);
    if (at < 0) throw invalid(`failed to reach build target ${request.target} in Dockerfile`);
    steps = all.slice(0, stages[at + 1]?.index ?? all.length);
  }
  const labels = Object.entries(request.labels).map(([name, value]) => `${name}=${/\s|"/.test(value) ? JSON.stringify(value) : value}`);
  return labels.length === 0 ? steps : [...steps, parseInstruction(`LABEL ${labels.sort().join(" ")}`, 0)];
}

function stageName(step: Instruction): string {
  return (/^\S+\s+AS\s+(\S+)$/i.exec(step.rest)?.[1] ?? "").toLowerCase();
}

/** Equal for steps that make the same of the same parent. */
export function stepKey(command: readonly string[], config: Config): string {
  const { Env, Cmd, Entrypoint, ExposedPorts, Labels, OnBuild, Shell, StopSignal, User, Volumes, WorkingDir, Healthcheck } = config;
  const sorted = (map: object | null | undefined): unknown => Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return goJson([
    command,
    Env ?? [],
    Cmd ?? [],
    Entrypoint ?? [],
    sorted(ExposedPorts),
    sorted(Labels),
    OnBuild ?? [],
    Shell ?? [],
    StopSignal ?? "",
    User ?? "",
    sorted(Volumes),
    WorkingDir ?? "",
    Healthcheck ?? null,
  ]);
}
