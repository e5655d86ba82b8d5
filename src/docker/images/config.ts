/** The image config: the JSON whose digest is the image's id (OCI image spec, config.md; fields and order as Go writes them). */

import { decode, encode } from "#abi";
import type { ContainerConfig } from "#api";
import { digestOf } from "./digest.ts";
import { isDigest } from "./reference.ts";
import type { Digest } from "./types.ts";

export interface ImageHistory {
  readonly created?: string;
  readonly author?: string;
  readonly created_by?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

export interface ImageConfig {
  readonly architecture?: string;
  readonly variant?: string;
  readonly os?: string;
  /** RFC 3339. */
  readonly created?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly container?: string;
  readonly container_config?: Partial<ContainerConfig>;
  readonly docker_version?: string;
  readonly config?: Partial<ContainerConfig>;
  readonly rootfs: { readonly type: string; readonly diff_ids: readonly Digest[] };
  readonly history?: readonly ImageHistory[];
}

/** An image config that can't be used, in Docker's words. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/** The archive without entries: a layer of it is not counted (`empty_layer`). */
export const EMPTY_LAYER: Digest = digestOf(new Uint8Array(1024));

/** Reads a config. Throws ConfigError. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  let value: unknown;
  try {
    value = JSON.parse(decode(bytes));
  } catch (error) {
    throw new ConfigError(error instanceof Error ? jsonProblem(decode(bytes)) : "unexpected end of JSON input");
  }
  if (!isConfig(value)) throw new ConfigError("invalid image JSON, no RootFS key");
  return value;
}

/** What Go's encoding/json says of a text that isn't JSON, as far as its first character tells. */
export function jsonProblem(text: string): string {
  const first = text.trimStart()[0];
  if (first === undefined) return "unexpected end of JSON input";
  return /[[{"\d-]/.test(first) ? "unexpected end of JSON input" : `invalid character '${first}' looking for beginning of value`;
}

function isConfig(value: unknown): value is ImageConfig {
  if (typeof value !== "object" || value === null || !("rootfs" in value)) return false;
  const { rootfs } = value;
  if (typeof rootfs !== "object" || rootfs === null) return false;
  const ids: unknown = "diff_ids" in rootfs ? rootfs.diff_ids : [];
  return Array.isArray(ids) && ids.every((id) => typeof id === "string" && isDigest(id));
}

/** JSON as Go's encoder writes it: `<`, `>`, `&` and the line separators escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A value as bytes of such JSON. */
export function encodeJson(value: unknown): Uint8Array {
  return encode(goJson(value));
}

/** The value in bytes of JSON. Throws SyntaxError. */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(decode(bytes));
}

/** An object with its keys sorted, as Go writes maps. */
export function sortedKeys<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const orNull = <V>(map: Readonly<Record<string, V>> | null | undefined): Record<string, V> | null => (map ? sortedKeys(map) : null);

/** container.Config in the order and with the omissions of Go's struct. */
export function goContainerConfig(config: Partial<ContainerConfig>): Record<string, unknown> {
  const { ExposedPorts, Healthcheck, ArgsEscaped, NetworkDisabled, MacAddress, StopSignal, StopTimeout, Shell } = config;
  return {
    Hostname: config.Hostname ?? "",
    Domainname: config.Domainname ?? "",
    User: config.User ?? "",
    AttachStdin: config.AttachStdin ?? false,
    AttachStdout: config.AttachStdout ?? false,
    AttachStderr: config.AttachStderr ?? false,
    ...(ExposedPorts && Object.keys(ExposedPorts).length > 0 ? { ExposedPorts: sortedKeys(ExposedPorts) } : {}),
    Tty: config.Tty ?? false,
    OpenStdin: config.OpenStdin ?? false,
    StdinOnce: config.StdinOnce ?? false,
    Env: config.Env ?? null,
    Cmd: config.Cmd ?? null,
    ...(Healthcheck ? { Healthcheck } : {}),
    ...(ArgsEscaped ? { ArgsEscaped } : {}),
    Image: config.Image ?? "",
    Volumes: orNull(config.Volumes),
    WorkingDir: config.WorkingDir ?? "",
    Entrypoint: config.Entrypoint ?? null,
    ...(NetworkDisabled ? { NetworkDisabled } : {}),
    ...(MacAddress ? { MacAddress } : {}),
    OnBuild: config.OnBuild ?? null,
    Labels: orNull(config.Labels),
    ...(StopSignal ? { StopSignal } : {}),
    ...(typeof StopTimeout === "number" ? { StopTimeout } : {}),
    ...(Shell && Shell.length > 0 ? { Shell } : {}),
  };
}

/** The bytes of a config, keys sorted as image.MarshalJSON leaves them. The id is their digest. */
export function encodeImageConfig(config: ImageConfig): Uint8Array {
  const { container_config, config: run, history, ...rest } = config;
  const whole: Record<string, unknown> = {
    ...rest,
    ...(container_config ? { container_config: goContainerConfig(container_config) } : {}),
    ...(run ? { config: goContainerConfig(run) } : {}),
    ...(history && history.length > 0 ? { history: history.map(goHistory) } : {}),
    rootfs: { type: config.rootfs.type, ...(config.rootfs.diff_ids.length > 0 ? { diff_ids: config.rootfs.diff_ids } : {}) },
  };
  return encode(goJson(sortedKeys(whole)));
}

function goHistory({ created, author, created_by, comment, empty_layer }: ImageHistory): ImageHistory {
  return {
    ...(created === undefined ? {} : { created }),
    ...(author ? { author } : {}),
    ...(created_by ? { created_by } : {}),
    ...(comment ? { comment } : {}),
    ...(empty_layer ? { empty_layer } : {}),
  };
}

/** What `docker commit` adds to an image. */
export interface ChildOptions {
  /** RFC 3339 with nanoseconds, UTC. */
  readonly created: string;
  readonly author: string;
  readonly comment: string;
  readonly dockerVersion: string;
  /** 64 digits. */
  readonly container: string;
  /** The container's config. */
  readonly containerConfig: Partial<ContainerConfig>;
  /** The image's new config: the container's with --change applied. */
  readonly config: Partial<ContainerConfig>;
  /** The new layer's diffId; EMPTY_LAYER adds none. */
  readonly diffId: Digest;
}

/** NewChildImage: the config of an image committed on top of another (or of nothing). */
export function childConfig(parent: ImageConfig | undefined, child: ChildOptions): ImageConfig {
  const isEmpty = child.diffId === EMPTY_LAYER;
  const { created, author, comment } = child;
  const entry: ImageHistory = { created, author, created_by: (child.containerConfig.Cmd ?? []).join(" "), comment, empty_layer: isEmpty };
  return {
    architecture: parent?.architecture ?? "amd64",
    ...(author ? { author } : {}),
    // The comment stands in the history only: moby leaves it out of the image.
    config: child.config,
    container: child.container,
    container_config: child.containerConfig,
    created,
    docker_version: child.dockerVersion,
    history: [...(parent?.history ?? []), entry],
    os: parent?.os ?? "linux",
    rootfs: { type: "layers", diff_ids: [...(parent?.rootfs.diff_ids ?? []), ...(isEmpty ? [] : [child.diffId])] },
  };
}

/** What `docker import` makes: one layer, a comment, no parent. */
export interface ImportOptions {
  readonly created: string;
  readonly comment: string;
  readonly dockerVersion: string;
  readonly config: Partial<ContainerConfig>;
  readonly diffId: Digest;
}

export function importConfig({ created, comment, dockerVersion, config, diffId }: ImportOptions): ImageConfig {
  return {
    architecture: "amd64",
    comment,
    config,
    container_config: {},
    created,
    docker_version: dockerVersion,
    history: [{ created, comment }],
    os: "linux",
    rootfs: { type: "layers", diff_ids: [diffId] },
  };
}
