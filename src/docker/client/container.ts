import type {
  CommitResponse,
  ContainerConfig,
  ContainerCreateRequest,
  ContainerCreateResponse,
  ContainerInspect,
  ContainerPathStat,
  ContainerStats,
  ContainerSummary,
  ContainersPruneReport,
  ContainerTopResponse,
  ContainerUpdateRequest,
  ContainerUpdateResponse,
  ContainerWaitResponse,
  FilesystemChange,
  Filters,
} from "#api";
import { bodyChunks, type RequestBody, readJsonLines } from "#http";
import type { Transport } from "./transport.ts";

export interface LogOptions {
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly follow?: boolean;
  readonly timestamps?: boolean;
  readonly details?: boolean;
  /** `all` or a number. */
  readonly tail?: string;
  /** Seconds since the epoch, with nanoseconds behind a point: what GetTimestamp makes of what the person typed. */
  readonly since?: string;
  readonly until?: string;
}
export interface AttachOptions {
  readonly stream?: boolean;
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly logs?: boolean;
  readonly detachKeys?: string;
}
export interface StopOptions {
  /** Seconds until SIGKILL; undefined: the container's own. */
  readonly timeout?: number | undefined;
  readonly signal?: string;
}

/** Calls on /containers. `abort` ends a call that lasts: it rejects then with the signal's reason. */
export const containerCalls = (transport: Transport) => ({
  list: (options: { all?: boolean; limit?: number; size?: boolean; filters?: Filters } = {}) =>
    transport.json<ContainerSummary[]>("GET", "/containers/json", {
      query: { all: options.all, limit: options.limit !== undefined && options.limit > 0 ? options.limit : undefined, size: options.size },
      filters: options.filters,
    }),

  async create(request: ContainerCreateRequest, options: { name?: string; platform?: string } = {}): Promise<ContainerCreateResponse> {
    await transport.negotiate();
    return transport.json("POST", "/containers/create", { query: { name: options.name, platform: options.platform }, json: request });
  },

  inspect: (id: string, options: { size?: boolean } = {}) =>
    transport.json<ContainerInspect>("GET", `/containers/${id}/json`, { query: { size: options.size } }),

  start: (id: string, options: { detachKeys?: string; checkpoint?: string } = {}) =>
    transport.done("POST", `/containers/${id}/start`, { query: { ...options } }),

  stop: (id: string, options: StopOptions = {}) =>
    transport.done("POST", `/containers/${id}/stop`, { query: { t: options.timeout, signal: options.signal } }),

  restart: (id: string, options: StopOptions = {}) =>
    transport.done("POST", `/containers/${id}/restart`, { query: { t: options.timeout, signal: options.signal } }),

  kill: (id: string, signal?: string) => transport.done("POST", `/containers/${id}/kill`, { query: { signal } }),
  pause: (id: string) => transport.done("POST", `/containers/${id}/pause`),
  unpause: (id: string) => transport.done("POST", `/containers/${id}/unpause`),
  rename: (id: string, name: string) => transport.done("POST", `/containers/${id}/rename`, { query: { name } }),
  update: (id: string, request: ContainerUpdateRequest) =>
    transport.json<ContainerUpdateResponse>("POST", `/containers/${id}/update`, { json: request }),
  resize: (id: string, size: { height: number; width: number }) =>
    transport.done("POST", `/containers/${id}/resize`, { query: { h: size.height, w: size.width } }),

  remove: (id: string, options: { force?: boolean; volumes?: boolean; link?: boolean } = {}) =>
    transport.done("DELETE", `/containers/${id}`, { query: { force: options.force, v: options.volumes, link: options.link } }),

  prune: (filters?: Filters) => transport.json<ContainersPruneReport>("POST", "/containers/prune", { filters }),

  /** Resolves when the daemon watches; `result` when the container is in that state. */
  async wait(
    id: string,
    condition: "not-running" | "next-exit" | "removed" = "not-running",
    abort?: AbortSignal,
  ): Promise<{ result: Promise<ContainerWaitResponse> }> {
    await transport.negotiate();
    const response = await transport.send("POST", `/containers/${id}/wait`, { query: { condition }, signal: abort });
    const result = response.json() as Promise<ContainerWaitResponse>;
    // Whoever asked may not care any more when it fails.
    result.catch(() => undefined);
    return { result };
  },

  attach: (id: string, options: AttachOptions, abort?: AbortSignal) =>
    transport.hijack(`/containers/${id}/attach`, { query: { ...options }, headers: { "content-type": "text/plain" }, signal: abort }),

  /** Multiplexed frames, or raw bytes when the container has a terminal. */
  async logs(id: string, options: LogOptions, abort?: AbortSignal): Promise<AsyncGenerator<Uint8Array>> {
    return bodyChunks(await transport.send("GET", `/containers/${id}/logs`, { query: { ...options }, signal: abort }));
  },

  /** One sample a second; a single one without `stream`. */
  async stats(
    id: string,
    options: { stream?: boolean; oneShot?: boolean } = {},
    abort?: AbortSignal,
  ): Promise<AsyncGenerator<ContainerStats>> {
    return readJsonLines<ContainerStats>(
      await transport.send("GET", `/containers/${id}/stats`, {
        query: { stream: options.stream ? "1" : "0", "one-shot": options.oneShot },
        signal: abort,
      }),
    );
  },

  top: (id: string, psArguments: readonly string[] = []) =>
    transport.json<ContainerTopResponse>("GET", `/containers/${id}/top`, { query: { ps_args: psArguments.join(" ") } }),
  /** Null where nothing changed. */
  changes: (id: string) => transport.json<FilesystemChange[] | null>("GET", `/containers/${id}/changes`),

  async export(id: string, abort?: AbortSignal): Promise<AsyncGenerator<Uint8Array>> {
    return bodyChunks(await transport.send("GET", `/containers/${id}/export`, { signal: abort }));
  },

  async archiveHead(id: string, path: string): Promise<ContainerPathStat> {
    return pathStat(await transport.send("HEAD", `/containers/${id}/archive`, { query: { path } }));
  },

  /** A tar of what is at `path`. */
  async archiveGet(
    id: string,
    path: string,
    abort?: AbortSignal,
  ): Promise<{ stat: ContainerPathStat; content: AsyncGenerator<Uint8Array> }> {
    const response = await transport.send("GET", `/containers/${id}/archive`, { query: { path }, signal: abort });
    return { stat: pathStat(response), content: bodyChunks(response) };
  },

  archivePut: (
    id: string,
    path: string,
    content: RequestBody,
    options: { noOverwriteDirNonDir?: boolean; copyUidGid?: boolean } = {},
    abort?: AbortSignal,
  ) =>
    transport.done("PUT", `/containers/${id}/archive`, {
      query: {
        path,
        noOverwriteDirNonDir: options.noOverwriteDirNonDir ? "true" : undefined,
        copyUIDGID: options.copyUidGid ? "true" : undefined,
      },
      body: content,
      signal: abort,
    }),

  commit: (
    id: string,
    options: {
      repo?: string;
      tag?: string;
      comment?: string;
      author?: string;
      changes?: readonly string[];
      pause?: boolean;
      config?: Partial<ContainerConfig>;
    } = {},
  ) =>
    transport.json<CommitResponse>("POST", "/commit", {
      query: {
        container: id,
        repo: options.repo,
        tag: options.tag,
        comment: options.comment,
        author: options.author,
        changes: options.changes,
        pause: options.pause === false ? "0" : undefined,
      },
      json: options.config ?? null,
    }),
});

/** The base64 JSON of the X-Docker-Container-Path-Stat header. */
function pathStat(response: Response): ContainerPathStat {
  const bytes = atob(response.headers.get("x-docker-container-path-stat") ?? "");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))) as ContainerPathStat;
}
