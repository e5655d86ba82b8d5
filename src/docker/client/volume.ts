import type { Filters, Volume, VolumeCreateRequest, VolumeListResponse, VolumesPruneReport } from "#api";
import type { Transport } from "./transport.ts";

/** Calls on /volumes. */
export const volumeCalls = (transport: Transport) => ({
  list: (filters?: Filters) => transport.json<VolumeListResponse>("GET", "/volumes", { filters }),
  create: (request: VolumeCreateRequest) => transport.json<Volume>("POST", "/volumes/create", { json: request }),
  inspect: (name: string) => transport.json<Volume>("GET", `/volumes/${name}`),
  remove: (name: string, options: { force?: boolean } = {}) =>
    transport.done("DELETE", `/volumes/${name}`, { query: { force: options.force } }),
  prune: (filters?: Filters) => transport.json<VolumesPruneReport>("POST", "/volumes/prune", { filters }),
});
