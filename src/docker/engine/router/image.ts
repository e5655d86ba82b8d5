import { bodyChunks, jsonResponse, streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { notFound } from "../errors.ts";
import { readNameAndTag, readReference } from "../image/find.ts";
import { importImage } from "../image/import.ts";
import { imageHistory, inspectImage } from "../image/inspect.ts";
import { listImages } from "../image/list.ts";
import { loadImages } from "../image/load.ts";
import { progressResponse } from "../image/progress.ts";
import { pruneImages } from "../image/prune.ts";
import { pullImage } from "../image/pull.ts";
import { pushImage } from "../image/push.ts";
import { removeImage } from "../image/remove.ts";
import { saveImages } from "../image/save.ts";
import { searchImages } from "../image/search.ts";
import { tagImage } from "../image/tag.ts";
import { filtersOf } from "./filters.ts";
import { type ApiRequest, empty, type Route, route } from "./router.ts";

export function imageRoutes(daemon: Daemon): readonly Route[] {
  return [
    route("GET", "/images/json", (r) =>
      jsonResponse(
        200,
        listImages(daemon, {
          all: r.flag("all"),
          filters: legacyFilter(r),
          sharedSize: r.flag("shared-size"),
          containerCount: r.flag("container-count"),
        }),
      ),
    ),
    route("GET", "/images/search", async (r) =>
      jsonResponse(200, await searchImages(daemon, r.query.get("term") ?? "", r.number("limit"), filtersOf(r))),
    ),
    route("GET", "/images/get", (r) => save(daemon, r.query.getAll("names"))),
    route("POST", "/images/create", (r) => create(daemon, r)),
    route("POST", "/images/load", (r) => loadImages(daemon, bodyChunks(r.request), r.flag("quiet"))),
    route("POST", "/images/prune", (r) => jsonResponse(200, pruneImages(daemon, filtersOf(r)))),
    route("GET", "/images/:name*/json", (r) => jsonResponse(200, inspectImage(daemon, r.param("name")))),
    route("GET", "/images/:name*/history", (r) => jsonResponse(200, imageHistory(daemon, r.param("name")))),
    route("GET", "/images/:name*/get", (r) => save(daemon, [r.param("name")])),
    route("POST", "/images/:name*/tag", (r) => {
      tagImage(daemon, r.param("name"), r.query.get("repo") ?? "", r.query.get("tag") ?? "");
      return empty(201);
    }),
    route("POST", "/images/:name*/push", (r) => pushImage(daemon, r.param("name"), r.query.get("tag") ?? "")),
    route("DELETE", "/images/:name*", (r) =>
      jsonResponse(200, removeImage(daemon, r.param("name"), { force: r.flag("force"), prune: !r.flag("noprune") })),
    ),
  ];
}

/** Old clients name the repository in `filter`. */
function legacyFilter(request: ApiRequest) {
  const name = request.query.get("filter");
  const filters = filtersOf(request);
  return name ? new Map([...filters, ["reference", [name]] as const]) : filters;
}

function save(daemon: Daemon, names: readonly string[]): Response {
  return streamResponse(saveImages(daemon, names).chunks(), { headers: { "content-type": "application/x-tar" } });
}

async function create(daemon: Daemon, request: ApiRequest): Promise<Response> {
  const { query } = request;
  const name = query.get("fromImage") ?? "";
  const tag = query.get("tag") ?? "";
  if (name === "") {
    const source = query.get("fromSrc") ?? "";
    return importImage(daemon, {
      source,
      repository: query.get("repo") ?? "",
      tag,
      message: query.get("message") ?? "",
      changes: query.getAll("changes"),
      chunks: bodyChunks(request.request),
    });
  }
  const reference = tag === "" ? readReference(daemon, name) : readNameAndTag(daemon, name, tag);
  const platform = query.get("platform") ?? "";
  if (platform !== "" && !/^(linux\/)?(amd64|x86_64|x86-64)(\/v\d)?$/i.test(platform))
    throw notFound(`no matching manifest for ${platform} in the manifest list entries`);
  return progressResponse((progress) =>
    pullImage(daemon, reference, tag === "" && reference.tag === undefined && reference.digest === undefined, progress),
  );
}
