import type {
  Filters,
  HistoryItem,
  ImageDeleteItem,
  ImageInspect,
  ImageSearchItem,
  ImageSummary,
  ImagesPruneReport,
  JsonMessage,
} from "#api";
import { bodyChunks, type RequestBody, readJsonLines } from "#http";
import type { Query, Transport } from "./transport.ts";

export interface BuildOptions {
  readonly tags?: readonly string[];
  readonly dockerfile?: string;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly quiet?: boolean;
  /** Remove intermediate containers; the daemon's default is true. */
  readonly remove?: boolean;
  readonly forceRemove?: boolean;
  readonly buildArgs?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cacheFrom?: readonly string[];
  readonly target?: string;
  /** URL of a git repository or an archive, in place of a context. */
  readonly remote?: string;
  /** Other parameters of POST /build by their names. */
  readonly query?: Query;
}

/** Calls on /images, /build and the archives. Streams of progress end early when the loop over them is left. */
export const imageCalls = (transport: Transport) => ({
  list: (options: { all?: boolean; digests?: boolean; filters?: Filters } = {}) =>
    transport.json<ImageSummary[]>("GET", "/images/json", {
      query: { all: options.all, digests: options.digests },
      filters: options.filters,
    }),

  inspect: (name: string) => transport.json<ImageInspect>("GET", `/images/${name}/json`),
  history: (name: string) => transport.json<HistoryItem[]>("GET", `/images/${name}/history`),

  /** `from` without its tag; `tag` a tag or digest, empty for all tags. */
  async pull(
    from: string,
    tag: string,
    options: { platform?: string; auth?: string } = {},
    abort?: AbortSignal,
  ): Promise<AsyncGenerator<JsonMessage>> {
    const headers = { "x-registry-auth": options.auth ?? "" };
    return readJsonLines(
      await transport.send("POST", "/images/create", {
        query: { fromImage: from, tag, platform: options.platform },
        headers,
        signal: abort,
      }),
    );
  },

  async push(name: string, tag: string, options: { auth?: string } = {}, abort?: AbortSignal): Promise<AsyncGenerator<JsonMessage>> {
    return readJsonLines(
      await transport.send("POST", `/images/${name}/push`, {
        query: { tag },
        headers: { "x-registry-auth": options.auth ?? "" },
        signal: abort,
      }),
    );
  },

  tag: (name: string, target: { repo: string; tag?: string }) => transport.done("POST", `/images/${name}/tag`, { query: { ...target } }),

  remove: (name: string, options: { force?: boolean; noPrune?: boolean } = {}) =>
    transport.json<ImageDeleteItem[]>("DELETE", `/images/${name}`, { query: { force: options.force, noprune: options.noPrune } }),

  prune: (filters?: Filters) => transport.json<ImagesPruneReport>("POST", "/images/prune", { filters }),

  /** The tar of `docker save`. */
  async save(names: readonly string[], abort?: AbortSignal): Promise<AsyncGenerator<Uint8Array>> {
    return bodyChunks(await transport.send("GET", "/images/get", { query: { names }, signal: abort }));
  },

  /** `json`: the answer is a progress stream, which it always is from engines of ours. */
  async load(
    archive: RequestBody,
    options: { quiet?: boolean } = {},
    abort?: AbortSignal,
  ): Promise<{ json: boolean; messages: AsyncGenerator<JsonMessage> }> {
    const response = await transport.send("POST", "/images/load", {
      query: { quiet: options.quiet ? "1" : "0" },
      body: archive,
      headers: { "content-type": "application/x-tar" },
      signal: abort,
    });
    return { json: response.headers.get("content-type") === "application/json", messages: readJsonLines(response) };
  },

  /** `source`: `-` with the archive as body, or a URL that the daemon fetches. */
  async import(
    source: string,
    archive: RequestBody | undefined,
    options: { repo?: string; tag?: string; message?: string; changes?: readonly string[]; platform?: string } = {},
    abort?: AbortSignal,
  ): Promise<AsyncGenerator<JsonMessage>> {
    const query = {
      fromSrc: source,
      repo: options.repo,
      tag: options.tag,
      message: options.message,
      changes: options.changes,
      platform: options.platform,
    };
    return readJsonLines(await transport.send("POST", "/images/create", { query, body: archive ?? null, signal: abort }));
  },

  search: (term: string, options: { limit?: number; filters?: Filters; auth?: string } = {}) =>
    transport.json<ImageSearchItem[]>("GET", "/images/search", {
      query: { term, limit: options.limit },
      filters: options.filters,
      headers: { "x-registry-auth": options.auth ?? "" },
    }),

  async build(context: RequestBody, options: BuildOptions = {}, abort?: AbortSignal): Promise<AsyncGenerator<JsonMessage>> {
    const query: Query = {
      t: options.tags,
      dockerfile: options.dockerfile,
      nocache: options.noCache,
      pull: options.pull,
      q: options.quiet,
      rm: options.remove === false ? "0" : undefined,
      forcerm: options.forceRemove,
      buildargs: options.buildArgs && JSON.stringify(options.buildArgs),
      labels: options.labels && JSON.stringify(options.labels),
      cachefrom: options.cacheFrom && JSON.stringify(options.cacheFrom),
      target: options.target,
      remote: options.remote,
      ...options.query,
    };
    return readJsonLines(
      await transport.send("POST", "/build", { query, body: context, headers: { "content-type": "application/x-tar" }, signal: abort }),
    );
  },

  pruneBuildCache: (options: { all?: boolean; filters?: Filters } = {}) =>
    transport.json<{ CachesDeleted: string[] | null; SpaceReclaimed: number }>("POST", "/build/prune", {
      query: { all: options.all },
      filters: options.filters,
    }),
});
