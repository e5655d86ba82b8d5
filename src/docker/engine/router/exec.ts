import type { ExecCreateRequest, ExecStartRequest } from "#api";
import { jsonResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { createExec, inspectExec, resizeExec, startExec } from "../exec/exec.ts";
import { empty, type Route, route } from "./router.ts";

export function execRoutes(daemon: Daemon): readonly Route[] {
  return [
    route("POST", "/containers/:id/exec", async (r) =>
      jsonResponse(201, { Id: createExec(daemon, r.param("id"), (await r.json<ExecCreateRequest>()) ?? {}) }),
    ),
    route(
      "POST",
      "/exec/:id/start",
      async (r) => (await startExec(daemon, r.param("id"), (await r.json<ExecStartRequest>()) ?? {}, r.request)) ?? empty(200),
    ),
    route("POST", "/exec/:id/resize", (r) => {
      resizeExec(daemon, r.param("id"), { rows: r.number("h") ?? 0, columns: r.number("w") ?? 0 });
      return empty(200);
    }),
    route("GET", "/exec/:id/json", (r) => jsonResponse(200, inspectExec(daemon, r.param("id")))),
  ];
}
