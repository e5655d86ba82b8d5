/** proxy_pass: asks another server and gives its answer on. */

import { errnoNumber, isErrno, type Sys, streamOf } from "#abi";
import { createHttpClient, HttpError, makeRequest } from "#http";
import type { NginxSettings, Scope } from "./settings.ts";
import { substitute, type Variables } from "./variables.ts";

/** Upstreams take turns. */
const turns = new WeakMap<NginxSettings, number>();

/** Headers of one connection only. */
const HOP = ["connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"];

/** What the request came through, and how a failure is told. */
export interface Passage {
  readonly request: Request;
  readonly variables: Variables;
  readonly scope: Scope;
  refuse(status: number): Response;
  error(text: string, variables: Variables): Promise<void>;
}

export async function passOn(
  context: { readonly sys: Sys; readonly settings: NginxSettings },
  visit: Passage,
  target: string,
  prefix: string | undefined,
  path: string,
): Promise<Response> {
  const [, name = "", rest] = /^https?:\/\/([^/]+)(\/.*)?$/.exec(target) ?? [];
  const group = context.settings.upstreams.get(name);
  const turn = turns.get(context.settings) ?? 0;
  turns.set(context.settings, turn + 1);
  const address = group === undefined ? name : (group[turn % group.length] ?? name);
  const { request, variables, scope } = visit;
  const uri = (rest === undefined || prefix === undefined ? path : rest + path.slice(prefix.length)) + new URL(request.url).search;
  const headers = new Headers(request.headers);
  for (const one of HOP) headers.delete(one);
  headers.set("host", name);
  variables["proxy_host"] = name;
  for (const { args } of scope.all("proxy_set_header")) {
    const value = substitute(args[1] ?? "", variables);
    if (value === "") headers.delete(args[0] ?? "");
    else headers.set(args[0] ?? "", value);
  }
  const client = createHttpClient(async () => streamOf(context.sys, await connect(context.sys, address)));
  try {
    const answer = await client.request(
      makeRequest(`http://${/^[\w.-]+(:\d+)?$/.test(name) ? name : "localhost"}${uri}`, {
        method: request.method,
        headers,
        body: request.body,
        signal: request.signal,
      }),
    );
    const own = new Headers(answer.headers);
    for (const one of HOP) own.delete(one);
    return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers: own });
  } catch (error) {
    if (!isErrno(error) && !(error instanceof HttpError)) throw error;
    const what = isErrno(error)
      ? `connect() failed (${errnoNumber(error.code)}: ${error.message}) while connecting to upstream`
      : "upstream prematurely closed connection while reading response header from upstream";
    await visit.error(what, { ...variables, upstream: `http://${address}${uri}` });
    return visit.refuse(isErrno(error, "ETIMEDOUT") ? 504 : 502);
  }
}

async function connect(sys: Sys, address: string): Promise<number> {
  const [host = "", port = "80"] = address.split(":");
  const [first = "0.0.0.0"] = await sys.resolve(host);
  return sys.connect({ family: "inet", host: first, port: Number(port) });
}
