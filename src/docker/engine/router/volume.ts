import type { VolumeCreateRequest } from "#api";
import { jsonResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { createVolume, findVolume, listVolumes, pruneVolumes, removeVolume, volumeView } from "../volume/volumes.ts";
import { filtersOf } from "./filters.ts";
import { empty, isBelow, type Route, route } from "./router.ts";

export function volumeRoutes(daemon: Daemon): readonly Route[] {
  return [
    route("GET", "/volumes", (r) => jsonResponse(200, { Volumes: listVolumes(daemon, filtersOf(r)), Warnings: null })),
    route("POST", "/volumes/create", async (r) => {
      const request = (await r.json<VolumeCreateRequest>()) ?? {};
      return jsonResponse(201, volumeView(createVolume(daemon, request, !request.Name)));
    }),
    route("POST", "/volumes/prune", (r) =>
      jsonResponse(200, pruneVolumes(daemon, filtersOf(r), daemon.release.behaviour.prunesAnonymousVolumes && !isBelow(r.version, "1.42"))),
    ),
    route("GET", "/volumes/:name", (r) => jsonResponse(200, volumeView(findVolume(daemon, r.param("name"))))),
    route("DELETE", "/volumes/:name", (r) => {
      removeVolume(daemon, r.param("name"), r.flag("force"));
      return empty(204);
    }),
  ];
}
