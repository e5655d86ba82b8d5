import type { ExecCreateRequest, ExecCreateResponse, ExecInspect, ExecStartRequest } from "#api";
import type { Transport } from "./transport.ts";

/** Calls on /exec. */
export const execCalls = (transport: Transport) => ({
  async create(container: string, request: ExecCreateRequest): Promise<ExecCreateResponse> {
    await transport.negotiate();
    return transport.json("POST", `/containers/${container}/exec`, { json: request });
  },
  /** Runs it detached. */
  start: (id: string, request: ExecStartRequest) => transport.done("POST", `/exec/${id}/start`, { json: request }),
  /** Runs it and gives its streams. */
  attach: (id: string, request: ExecStartRequest, abort?: AbortSignal) =>
    transport.hijack(`/exec/${id}/start`, { json: request, signal: abort }),
  resize: (id: string, size: { height: number; width: number }) =>
    transport.done("POST", `/exec/${id}/resize`, { query: { h: size.height, w: size.width } }),
  inspect: (id: string) => transport.json<ExecInspect>("GET", `/exec/${id}/json`),
});
