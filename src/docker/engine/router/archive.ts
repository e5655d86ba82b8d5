import type { ContainerConfig } from "#api";
import { bodyChunks, jsonResponse, streamResponse } from "#http";
import { decompressed } from "#images";
import { exportContainer, extractArchive, packArchive, pathStatHeader, statPath } from "../container/archive.ts";
import { commitContainer } from "../container/commit.ts";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { type ApiRequest, empty, type Route, route } from "./router.ts";

const TAR = "application/x-tar";

function pathOf(request: ApiRequest): string {
  const path = request.query.get("path") ?? "";
  if (path === "") throw invalid("bad parameter: path cannot be empty");
  return path;
}

/** docker cp, export and commit. */
export function archiveRoutes(daemon: Daemon): readonly Route[] {
  return [
    route(
      "HEAD",
      "/containers/:id/archive",
      (r) =>
        new Response(null, {
          status: 200,
          headers: { "x-docker-container-path-stat": pathStatHeader(statPath(daemon, r.param("id"), pathOf(r))) },
        }),
    ),
    route("GET", "/containers/:id/archive", (r) => {
      const { stat, chunks } = packArchive(daemon, r.param("id"), pathOf(r));
      return streamResponse(toAsync(chunks), { headers: { "content-type": TAR, "x-docker-container-path-stat": pathStatHeader(stat) } });
    }),
    route("PUT", "/containers/:id/archive", async (r) => {
      await extractArchive(daemon, r.param("id"), pathOf(r), decompressed(bodyChunks(r.request)), {
        noOverwriteDirNonDir: r.flag("noOverwriteDirNonDir"),
        copyUidGid: r.flag("copyUIDGID"),
      });
      return empty(200);
    }),
    route("GET", "/containers/:id/export", (r) =>
      streamResponse(toAsync(exportContainer(daemon, r.param("id"))), { headers: { "content-type": "application/octet-stream" } }),
    ),
    route("POST", "/commit", async (r) => {
      const config = await r.json<Partial<ContainerConfig> | null>();
      const query = (name: string): string => r.query.get(name) ?? "";
      const id = await commitContainer(daemon, {
        container: query("container"),
        repository: query("repo"),
        tag: query("tag"),
        comment: query("comment"),
        author: query("author"),
        changes: r.query.getAll("changes"),
        config: config ?? {},
        pause: r.query.get("pause") === null || r.query.get("pause") === "" || r.flag("pause"),
      });
      return jsonResponse(201, { Id: id });
    }),
  ];
}

async function* toAsync(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
