import type { AuthConfig } from "#api";
import { jsonResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { notImplemented, unavailable } from "../errors.ts";
import { streamEvents } from "../event/stream.ts";
import { authenticate } from "../system/auth.ts";
import { diskUsage } from "../system/df.ts";
import { systemInfo } from "../system/info.ts";
import { systemVersion } from "../system/version.ts";
import { parseTimestamp } from "../time.ts";
import { filtersOf } from "./filters.ts";
import { type Route, route } from "./router.ts";

const NO_CACHE = {
  "cache-control": "no-cache, no-store, must-revalidate",
  pragma: "no-cache",
  "content-type": "text/plain; charset=utf-8",
};

export function systemRoutes(daemon: Daemon): readonly Route[] {
  const ping = {
    ...NO_CACHE,
    "builder-version": daemon.release.builderVersion,
    ...(daemon.release.behaviour.dnsNames ? { swarm: "inactive" } : {}),
  };
  const noSwarm = (): never => {
    throw unavailable(
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  };
  return [
    route("GET", "/_ping", () => new Response("OK", { headers: { ...ping, "content-length": "2" } })),
    route("HEAD", "/_ping", () => new Response(null, { headers: { ...ping, "content-length": "0" } })),
    route("GET", "/version", () => jsonResponse(200, systemVersion(daemon))),
    route("GET", "/info", () => jsonResponse(200, systemInfo(daemon))),
    route("GET", "/system/df", (r) => jsonResponse(200, diskUsage(daemon, r.query.getAll("type")))),
    route("GET", "/events", (r) =>
      streamEvents(daemon, {
        since: parseTimestamp(r.query.get("since")),
        until: parseTimestamp(r.query.get("until")),
        filters: filtersOf(r),
      }),
    ),
    route("POST", "/auth", async (r) => jsonResponse(200, authenticate((await r.json<AuthConfig>()) ?? {}))),
    route("POST", "/session", () => {
      throw notImplemented("sessions are not supported");
    }),
    ...["/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs"].map((path) => route("GET", path, noSwarm)),
    route("GET", "/plugins", () => jsonResponse(200, [])),
  ];
}
