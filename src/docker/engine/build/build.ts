/** `docker build` without BuildKit: builder/dockerfile of moby. */

import type { ContainerConfig } from "#api";
import {
  type Chunks,
  childConfig,
  EMPTY_LAYER,
  encodeImageConfig,
  familiarString,
  type ImageConfig,
  type Layer,
  layerFromDiff,
  treeOf,
  withDefaultTag,
} from "#images";
import type { Tree } from "#vfs";
import { lookUpUser } from "../container/user.ts";
import type { Daemon } from "../daemon.ts";
import { invalid, systemError } from "../errors.ts";
import { hex, shortId } from "../ids.ts";
import { addImage, nameImage } from "../image/add.ts";
import { findImage, lookUp, readReference } from "../image/find.ts";
import type { Progress } from "../image/progress.ts";
import { pullImage } from "../image/pull.ts";
import type { ImageRecord } from "../store/state.ts";
import { rfc3339Nano } from "../time.ts";
import { configStep } from "./config-steps.ts";
import { copySources, findSources, sourceDigest, treeFiles } from "./copy.ts";
import { expand, type Instruction, parseDockerfile, parseInstruction, splitWords } from "./dockerfile.ts";
import { runCommand } from "./run.ts";
import { type BuildRequest, chooseSteps, readContext, type Stage, stepKey } from "./stages.ts";

type Config = Partial<ContainerConfig>;

/** Variables that may be given without being declared. */
const PROXIES = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy"];

/** Reads context and Dockerfile (400 for what is wrong with them) and gives the work that tells its progress. */
export async function prepareBuild(daemon: Daemon, chunks: Chunks, request: BuildRequest): Promise<(progress: Progress) => Promise<void>> {
  const references = request.tags.map((tag) => withDefaultTag(readReference(daemon, tag)));
  const context = await readContext(chunks);
  const { files } = treeFiles(context, () => daemon.clock.now());
  const text = files.text(`/${request.dockerfile}`);
  if (text === undefined) throw systemError(`Cannot locate specified Dockerfile: ${request.dockerfile}`);
  const all = parseDockerfile(text, request.dockerfile);
  const steps = chooseSteps(all, request);
  return async (progress) => {
    const builder = new Builder(daemon, request, context, progress);
    const image = await builder.build(steps);
    progress.send({ aux: { ID: image } });
    progress.send({ stream: `Successfully built ${shortId(image)}\n` });
    for (const reference of references) {
      nameImage(daemon, image, reference, "tag");
      progress.send({ stream: `Successfully tagged ${familiarString(reference)}\n` });
    }
  };
}

class Builder {
  readonly #daemon: Daemon;
  readonly #request: BuildRequest;
  readonly #context: Tree;
  readonly #progress: Progress;
  readonly #stages: Stage[] = [];
  /** ARG before the first FROM. */
  readonly #globals = new Map<string, string>();
  readonly #used = new Set<string>();

  constructor(daemon: Daemon, request: BuildRequest, context: Tree, progress: Progress) {
    this.#daemon = daemon;
    this.#request = request;
    this.#context = context;
    this.#progress = progress;
  }

  /** Gives the id of the last stage's image. */
  async build(steps: readonly Instruction[]): Promise<string> {
    for (const [index, step] of steps.entries()) {
      this.#say(`Step ${index + 1}/${steps.length} : ${step.original}\n`);
      await this.#dispatch(step);
      const stage = this.#stages.at(-1);
      if (stage && (stage.imageId !== "" || step.name === "FROM")) this.#say(` ---> ${shortId(stage.imageId)}\n`);
    }
    const unused = Object.keys(this.#request.buildArgs).filter((name) => !this.#used.has(name) && !PROXIES.includes(name));
    if (unused.length > 0) this.#say(`[Warning] One or more build-args [${unused.sort().join(" ")}] were not consumed\n`);
    const { imageId } = this.#stage();
    if (imageId === "") throw systemError("No image was generated. Is your Dockerfile empty?");
    return imageId;
  }

  #say(stream: string): void {
    this.#progress.send({ stream });
  }

  #stage(): Stage {
    const stage = this.#stages.at(-1);
    if (!stage) throw invalid("No build stage in current context");
    return stage;
  }

  async #dispatch(step: Instruction): Promise<void> {
    if (step.name === "FROM") return this.#from(step);
    if (step.name === "ARG") return this.#arg(step);
    if (step.name === "RUN") return this.#run(step);
    if (step.name === "COPY" || step.name === "ADD") return this.#copy(step);
    const stage = this.#stage();
    const { texts } = this.#daemon.release;
    const done = configStep(stage.config, step, this.#variables(stage), texts);
    if (!done) throw invalid(`unknown instruction: ${step.name}`);
    await this.#commitConfig(stage, done.config, done.comment);
  }

  async #from(step: Instruction): Promise<void> {
    const [, base = "", name = ""] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(expand(step.rest, this.#globals)) ?? [];
    if (base === "") throw invalid(`Dockerfile parse error line ${step.line}: FROM requires either one or three arguments`);
    const own = this.#stages.find((stage) => stage.name !== "" && stage.name === base.toLowerCase());
    const stage: Stage = {
      name: name.toLowerCase(),
      imageId: "",
      config: {},
      layer: undefined,
      args: new Map(),
      missed: this.#request.noCache,
    };
    if (own) Object.assign(stage, { imageId: own.imageId, config: own.config, layer: own.layer });
    else if (base !== "scratch") this.#base(stage, await this.#image(base));
    this.#stages.push(stage);
    const triggers = stage.config.OnBuild ?? [];
    if (triggers.length === 0) return;
    this.#say(`# Executing ${triggers.length} build trigger${triggers.length === 1 ? "" : "s"}\n`);
    stage.config = { ...stage.config, OnBuild: null };
    for (const trigger of triggers) await this.#dispatch(parseInstruction(trigger, 0));
  }

  #base(stage: Stage, image: ImageRecord): void {
    stage.imageId = image.id;
    stage.config = image.config.config ?? {};
    stage.layer = this.#daemon.layers.get(image.id)?.layer;
  }

  /** Pulled where it isn't here, or always with --pull. */
  async #image(name: string): Promise<ImageRecord> {
    const found = lookUp(this.#daemon, name);
    if (found && !this.#request.pull) return found.image;
    await pullImage(this.#daemon, withDefaultTag(readReference(this.#daemon, name)), false, this.#progress);
    return findImage(this.#daemon, name).image;
  }

  async #arg(step: Instruction): Promise<void> {
    const stage = this.#stages.at(-1);
    const [name = "", value] = expand(step.rest, stage ? this.#variables(stage) : this.#globals).split(/=(.*)/s);
    const given = Object.hasOwn(this.#request.buildArgs, name) ? (this.#request.buildArgs[name] ?? undefined) : undefined;
    if (Object.hasOwn(this.#request.buildArgs, name)) this.#used.add(name);
    const chosen = given ?? (value === undefined ? (stage ? this.#globals.get(name) : undefined) : (splitWords(value)[0] ?? ""));
    if (!stage) {
      this.#globals.set(name, chosen ?? "");
      return;
    }
    if (chosen !== undefined) stage.args.set(name, chosen);
    await this.#commitConfig(stage, stage.config, `ARG ${step.rest}`);
  }

  /** What `$NAME` stands for: the environment goes before build arguments. */
  #variables(stage: Stage): ReadonlyMap<string, string> {
    const variables = new Map(stage.args);
    for (const text of stage.config.Env ?? []) {
      const [name = "", value = ""] = text.split(/=(.*)/s);
      variables.set(name, value);
    }
    return variables;
  }

  async #run(step: Instruction): Promise<void> {
    const stage = this.#stage();
    const shell = stage.config.Shell?.length ? stage.config.Shell : ["/bin/sh", "-c"];
    const command = step.list ?? [...shell, step.rest];
    const env = new Set((stage.config.Env ?? []).map((text) => text.split("=", 1)[0]));
    const args = [...stage.args]
      .filter(([name]) => !env.has(name))
      .map(([name, value]) => `${name}=${value}`)
      .sort();
    const shown = args.length === 0 ? command : [`|${args.length}`, ...args, ...command];
    if (this.#cached(stage, shown, stage.config)) return;
    const { config } = stage;
    const layer = await runCommand(this.#daemon, {
      image: this.#imageToRun(stage),
      command,
      env: args,
      remove: this.#request.remove,
      forceRemove: this.#request.forceRemove,
      say: (text) => this.#say(text),
    });
    this.#commit(stage, config, shown, layer);
  }

  /** RUN needs an image; scratch has none, but then there is nothing to run either. */
  #imageToRun(stage: Stage): string {
    if (stage.imageId !== "") return stage.imageId;
    const bytes = encodeImageConfig({ architecture: "amd64", os: "linux", config: stage.config, rootfs: { type: "layers", diff_ids: [] } });
    return addImage(this.#daemon, bytes, undefined).id;
  }

  async #copy(step: Instruction): Promise<void> {
    const stage = this.#stage();
    const variables = this.#variables(stage);
    const words = (step.list ?? splitWords(step.rest)).map((word) => expand(word, variables));
    const target = words.at(-1) ?? "";
    const patterns = words.slice(0, -1);
    if (patterns.length === 0)
      throw invalid(`${step.name} requires at least two arguments, but only one was provided. Destination could not be determined.`);
    if (patterns.length > 1 && !target.endsWith("/"))
      throw systemError(`When using ${step.name} with more than one source file, the destination must be a directory and end with a /`);
    const url = patterns.find((one) => /^https?:\/\//.test(one));
    if (url !== undefined) throw systemError(`${step.name} failed: Get "${url}": dial tcp: lookup ${new URL(url).hostname}: no such host`);
    const { files: from, directory } = await this.#copyFrom(step);
    const sources = patterns.flatMap((pattern) => findSources(from, pattern, step.name, directory));
    const owner = step.flags.get("chown");
    const shown = [
      ...(stage.config.Shell?.length ? stage.config.Shell : ["/bin/sh", "-c"]),
      "#(nop) ",
      `${step.name} ${owner === undefined ? "" : `--chown=${owner} `}${sourceDigest(sources)} in ${target} `,
    ];
    if (this.#cached(stage, shown, stage.config)) return;
    const { files, filesystem } = treeFiles(treeOf(stage.layer), () => this.#daemon.clock.now());
    const who =
      owner === undefined
        ? { uid: 0, gid: 0 }
        : lookUpUser(files, owner.includes(":") || !/^\d+$/.test(owner) ? owner : `${owner}:${owner}`, [], false).credentials;
    await copySources(files, sources, target, {
      owner: { uid: who.uid, gid: who.gid },
      unpacks: step.name === "ADD",
      workingDir: stage.config.WorkingDir ?? "",
    });
    this.#commit(stage, stage.config, shown, await layerFromDiff(filesystem.snapshot(), stage.layer));
  }

  /** The context, or with --from a stage or image. */
  async #copyFrom(step: Instruction) {
    const now = (): number => this.#daemon.clock.now();
    const wanted = step.flags.get("from");
    const temporary = `/var/lib/docker/tmp/docker-builder${Number.parseInt(hex(this.#daemon.random.bytes(4)), 16) % 1_000_000_000}`;
    if (wanted === undefined) return { ...treeFiles(this.#context, now), directory: temporary };
    const stage = this.#stages.slice(0, -1).find((one, index) => one.name === wanted.toLowerCase() || String(index) === wanted);
    if (stage) return { ...treeFiles(treeOf(stage.layer), now), directory: "" };
    const image = await this.#image(wanted);
    return { ...treeFiles(treeOf(this.#daemon.layers.get(image.id)?.layer), now), directory: "" };
  }

  async #commitConfig(stage: Stage, config: Config, comment: string): Promise<void> {
    const shell = stage.config.Shell?.length && !comment.startsWith("SHELL") ? stage.config.Shell : (config.Shell ?? ["/bin/sh", "-c"]);
    const shown = [...shell, "#(nop) ", comment];
    if (this.#cached(stage, shown, config)) return;
    const id = shortId(hex(this.#daemon.random.bytes(32)));
    this.#say(` ---> Running in ${id}\n`);
    if (this.#request.remove) this.#say(`Removing intermediate container ${id}\n`);
    this.#commit(stage, config, shown, stage.layer);
  }

  /** A child of the current image that was made by the same instruction. */
  #cached(stage: Stage, shown: readonly string[], config: Config): boolean {
    if (stage.missed || stage.imageId === "") return false;
    const key = stepKey(shown, config);
    const hit = [...this.#daemon.store.state.images.values()].find(
      (image) =>
        image.parent === stage.imageId &&
        image.config.container_config &&
        stepKey(image.config.container_config.Cmd ?? [], image.config.config ?? {}) === key,
    );
    if (!hit) {
      stage.missed = true;
      return false;
    }
    this.#say(" ---> Using cache\n");
    this.#base(stage, hit);
    return true;
  }

  #commit(stage: Stage, config: Config, shown: readonly string[], layer: Layer | undefined): void {
    const parent: ImageConfig | undefined = this.#daemon.store.state.images.get(stage.imageId)?.config;
    const isNew = layer !== undefined && layer !== stage.layer && layer.diffId !== EMPTY_LAYER;
    const own: Config = { ...config, Hostname: "", Image: stage.imageId };
    const bytes = encodeImageConfig(
      childConfig(parent, {
        created: rfc3339Nano(this.#daemon.clock.now()),
        author: parent?.author ?? "",
        comment: "",
        dockerVersion: this.#daemon.release.version,
        container: hex(this.#daemon.random.bytes(32)),
        containerConfig: { ...own, Cmd: shown },
        config: own,
        diffId: isNew ? layer.diffId : EMPTY_LAYER,
      }),
    );
    const image = addImage(this.#daemon, bytes, isNew ? layer : stage.layer, stage.imageId);
    Object.assign(stage, { imageId: image.id, config: own, layer: isNew ? layer : stage.layer, missed: true });
  }
}
