import type { ContainerCreateRequest, ContainerUpdateRequest } from "#api";
import { jsonResponse } from "#http";
import { attachContainer } from "../container/attach.ts";
import { containerChanges } from "../container/changes.ts";
import { createContainer } from "../container/create.ts";
import { inspectContainer } from "../container/inspect.ts";
import { listContainers } from "../container/list.ts";
import { containerLogs } from "../container/logs.ts";
import { pruneContainers } from "../container/prune.ts";
import { removeByRequest } from "../container/remove.ts";
import { renameContainer } from "../container/rename.ts";
import { resizeContainer } from "../container/resize.ts";
import { startContainer } from "../container/start.ts";
import { containerStats } from "../container/stats.ts";
import { killContainer, pauseContainer, restartContainer, stopContainer, unpauseContainer } from "../container/stop.ts";
import { topContainer } from "../container/top.ts";
import { updateContainer } from "../container/update.ts";
import { waitContainer } from "../container/wait.ts";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { parseTimestamp } from "../time.ts";
import { filtersOf } from "./filters.ts";
import { type ApiRequest, empty, type Route, route } from "./router.ts";

const stopOptions = (request: ApiRequest) => ({ timeout: request.number("t"), signal: request.query.get("signal") ?? undefined });

export function containerRoutes(daemon: Daemon): readonly Route[] {
  const { release } = daemon;
  return [
    route("GET", "/containers/json", (r) =>
      jsonResponse(
        200,
        listContainers(daemon, { all: r.flag("all"), size: r.flag("size"), limit: r.number("limit") ?? 0, filters: filtersOf(r) }),
      ),
    ),
    route("POST", "/containers/create", async (r) => {
      const body = await r.json<ContainerCreateRequest | null>();
      if (!body)
        throw invalid(
          release.behaviour.dnsNames
            ? "invalid JSON: got EOF while reading request body"
            : "Config cannot be empty in order to create a container",
        );
      return jsonResponse(201, createContainer(daemon, body, r.query.get("name") ?? ""));
    }),
    route("POST", "/containers/prune", (r) => jsonResponse(200, pruneContainers(daemon, filtersOf(r)))),
    route("GET", "/containers/:id/json", (r) => jsonResponse(200, inspectContainer(daemon, r.param("id"), r.flag("size")))),
    route("POST", "/containers/:id/start", async (r) => {
      await startContainer(daemon, r.param("id"));
      return empty(204);
    }),
    route("POST", "/containers/:id/stop", async (r) => {
      await stopContainer(daemon, r.param("id"), stopOptions(r));
      return empty(204);
    }),
    route("POST", "/containers/:id/restart", async (r) => {
      await restartContainer(daemon, r.param("id"), stopOptions(r));
      return empty(204);
    }),
    route("POST", "/containers/:id/kill", async (r) => {
      await killContainer(daemon, r.param("id"), r.query.get("signal") ?? "");
      return empty(204);
    }),
    route("POST", "/containers/:id/pause", (r) => {
      pauseContainer(daemon, r.param("id"));
      return empty(204);
    }),
    route("POST", "/containers/:id/unpause", (r) => {
      unpauseContainer(daemon, r.param("id"));
      return empty(204);
    }),
    route("POST", "/containers/:id/wait", (r) => waitContainer(daemon, r.param("id"), r.query.get("condition") ?? "")),
    route("POST", "/containers/:id/rename", (r) => {
      renameContainer(daemon, r.param("id"), r.query.get("name") ?? "");
      return empty(204);
    }),
    route("POST", "/containers/:id/resize", (r) => {
      resizeContainer(daemon, r.param("id"), { rows: r.number("h") ?? 0, columns: r.number("w") ?? 0 });
      return empty(200);
    }),
    route("POST", "/containers/:id/update", async (r) =>
      jsonResponse(200, updateContainer(daemon, r.param("id"), (await r.json<ContainerUpdateRequest>()) ?? {})),
    ),
    route("POST", "/containers/:id/attach", (r) =>
      attachContainer(
        daemon,
        r.param("id"),
        {
          stream: r.flag("stream"),
          stdin: r.flag("stdin"),
          stdout: r.flag("stdout"),
          stderr: r.flag("stderr"),
          logs: r.flag("logs"),
          detachKeys: r.query.get("detachKeys"),
        },
        r.request,
      ),
    ),
    route("GET", "/containers/:id/logs", (r) =>
      containerLogs(daemon, r.param("id"), {
        stdout: r.flag("stdout"),
        stderr: r.flag("stderr"),
        follow: r.flag("follow"),
        timestamps: r.flag("timestamps"),
        details: r.flag("details"),
        tail: r.query.get("tail") ?? "all",
        since: parseTimestamp(r.query.get("since")),
        until: parseTimestamp(r.query.get("until")),
      }),
    ),
    route("GET", "/containers/:id/stats", (r) =>
      containerStats(daemon, r.param("id"), { stream: r.query.get("stream") === null || r.flag("stream"), oneShot: r.flag("one-shot") }),
    ),
    route("GET", "/containers/:id/top", async (r) =>
      jsonResponse(200, await topContainer(daemon, r.param("id"), r.query.get("ps_args") ?? "")),
    ),
    route("GET", "/containers/:id/changes", (r) => jsonResponse(200, containerChanges(daemon, r.param("id")))),
    route("DELETE", "/containers/:id", async (r) => {
      await removeByRequest(daemon, r.param("id"), { force: r.flag("force"), volumes: r.flag("v"), link: r.flag("link") });
      return empty(204);
    }),
  ];
}
