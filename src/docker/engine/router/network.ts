import type { NetworkConnectRequest, NetworkCreateRequest, NetworkDisconnectRequest } from "#api";
import { jsonResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { connectNetwork, disconnectNetwork } from "../network/connect.ts";
import { findNetwork } from "../network/find.ts";
import { createNetwork, listNetworks, networkView, pruneNetworks, removeNetwork } from "../network/networks.ts";
import { filtersOf } from "./filters.ts";
import { empty, type Route, route } from "./router.ts";

export function networkRoutes(daemon: Daemon): readonly Route[] {
  return [
    route("GET", "/networks", (r) => jsonResponse(200, listNetworks(daemon, filtersOf(r)))),
    route("POST", "/networks/create", async (r) => {
      const request = await r.json<NetworkCreateRequest>();
      if (!request) throw invalid("invalid JSON: got EOF while reading request body");
      return jsonResponse(201, createNetwork(daemon, request));
    }),
    route("POST", "/networks/prune", (r) => jsonResponse(200, pruneNetworks(daemon, filtersOf(r)))),
    route("POST", "/networks/:id/connect", async (r) => {
      const request = await r.json<NetworkConnectRequest>();
      if (!request) throw invalid("invalid JSON: got EOF while reading request body");
      connectNetwork(daemon, r.param("id"), request);
      return empty(200);
    }),
    route("POST", "/networks/:id/disconnect", async (r) => {
      const request = await r.json<NetworkDisconnectRequest>();
      if (!request) throw invalid("invalid JSON: got EOF while reading request body");
      disconnectNetwork(daemon, r.param("id"), request);
      return empty(200);
    }),
    route("GET", "/networks/:id", (r) => jsonResponse(200, networkView(daemon, findNetwork(daemon, r.param("id")), true))),
    route("DELETE", "/networks/:id", (r) => {
      removeNetwork(daemon, r.param("id"));
      return empty(204);
    }),
  ];
}
