import type { EndpointSettings, Filters, NetworkCreateRequest, NetworkCreateResponse, NetworkInspect, NetworksPruneReport } from "#api";
import type { Transport } from "./transport.ts";

/** Calls on /networks. */
export const networkCalls = (transport: Transport) => ({
  list: (filters?: Filters) => transport.json<NetworkInspect[]>("GET", "/networks", { filters }),
  create: (request: NetworkCreateRequest) => transport.json<NetworkCreateResponse>("POST", "/networks/create", { json: request }),
  inspect: (name: string, options: { verbose?: boolean; scope?: string } = {}) =>
    transport.json<NetworkInspect>("GET", `/networks/${name}`, {
      query: { verbose: options.verbose ? "true" : undefined, scope: options.scope },
    }),
  remove: (name: string) => transport.done("DELETE", `/networks/${name}`),
  connect: (name: string, container: string, endpoint?: Partial<EndpointSettings>) =>
    transport.done("POST", `/networks/${name}/connect`, {
      json: { Container: container, ...(endpoint ? { EndpointConfig: endpoint } : {}) },
    }),
  disconnect: (name: string, container: string, options: { force?: boolean } = {}) =>
    transport.done("POST", `/networks/${name}/disconnect`, { json: { Container: container, Force: options.force ?? false } }),
  prune: (filters?: Filters) => transport.json<NetworksPruneReport>("POST", "/networks/prune", { filters }),
});
