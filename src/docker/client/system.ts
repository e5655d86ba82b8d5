import type { AuthConfig, AuthResponse, DiskUsage, EventMessage, Filters, SystemInfo, SystemVersion } from "#api";
import { readJsonLines } from "#http";
import type { Transport } from "./transport.ts";

/** What the headers of /_ping tell. */
export interface Ping {
  readonly apiVersion: string;
  readonly osType: string;
  readonly experimental: boolean;
  /** `1` or `2`; empty from engines that don't say. */
  readonly builderVersion: string;
  /** `inactive`, `active/manager`, `active/worker` …; empty from engines that don't say. */
  readonly swarm: string;
}

/** Calls on the daemon itself. */
export const systemCalls = (transport: Transport) => ({
  async ping(abort?: AbortSignal): Promise<Ping> {
    const { headers } = await transport.ping(abort);
    return {
      apiVersion: headers.get("api-version") ?? "",
      osType: headers.get("ostype") ?? "",
      experimental: headers.get("docker-experimental") === "true",
      builderVersion: headers.get("builder-version") ?? "",
      swarm: headers.get("swarm") ?? "",
    };
  },
  /** The API version that is spoken, after asking the daemon. */
  apiVersion: () => transport.negotiate(),
  version: () => transport.json<SystemVersion>("GET", "/version"),
  info: () => transport.json<SystemInfo>("GET", "/info"),
  /** `since` and `until`: seconds since the epoch. Ends by itself only with an `until`. */
  async events(
    options: { since?: string; until?: string; filters?: Filters } = {},
    abort?: AbortSignal,
  ): Promise<AsyncGenerator<EventMessage>> {
    return readJsonLines(
      await transport.send("GET", "/events", {
        query: { since: options.since, until: options.until },
        filters: options.filters,
        signal: abort,
      }),
    );
  },
  df: (types: readonly string[] = []) => transport.json<DiskUsage>("GET", "/system/df", { query: { type: types } }),
  auth: (config: AuthConfig) => transport.json<AuthResponse>("POST", "/auth", { json: config }),
});
