/** From a request to an answer: locations, files, redirections, other servers. */

import { isErrno, type Sys } from "#abi";
import type { Handler } from "#http";
import type { Client } from "../web/connections.ts";
import { fileResponse } from "../web/file-body.ts";
import { requestPath } from "../web/url-path.ts";
import { indexPage, statusPage } from "./pages.ts";
import { passOn } from "./proxy.ts";
import { findLocation, findServer, type NginxSettings, type Scope } from "./settings.ts";
import { substitute, type Variables, variablesOf } from "./variables.ts";

export interface SiteContext {
  readonly sys: Sys;
  readonly settings: NginxSettings;
  readonly port: number;
  /** `nginx/1.27.2` */
  readonly version: string;
  access(scope: Scope, variables: Variables): Promise<void>;
  /** A line of the error log about a request: `open() "…" failed (2: …)`. */
  error(text: string, variables: Variables): Promise<void>;
}

/** A request on its way through the configuration. */
interface Visit {
  readonly request: Request;
  readonly variables: Variables;
  scope: Scope;
}

/** The handler of one client's requests. */
export function siteHandler(context: SiteContext, client: Client): Handler {
  return async (request) => {
    const server = findServer(context.settings, context.port, request.headers.get("host") ?? "");
    const visit: Visit = {
      request,
      scope: server?.scope ?? context.settings.http,
      variables: variablesOf(request, client, server?.names[0] ?? "", context.port),
    };
    const path = requestPath(request.url);
    const response = path === undefined || server === undefined ? page(context, visit, 400) : await answer(context, visit, path);
    const headers = new Headers(response.headers);
    headers.set("server", serverName(context, visit.scope));
    if (!headers.has("connection")) headers.set("connection", "keep-alive");
    for (const { args } of visit.scope.all("add_header"))
      if (response.status < 400 || args[2] === "always") headers.append(args[0] ?? "", substitute(args[1] ?? "", visit.variables));
    visit.variables["status"] = String(response.status);
    visit.variables["body_bytes_sent"] = request.method === "HEAD" ? "0" : (headers.get("content-length") ?? "0");
    await context.access(visit.scope, visit.variables);
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  };
}

async function answer(context: SiteContext, visit: Visit, path: string, depth = 0): Promise<Response> {
  const server = findServer(context.settings, context.port, visit.request.headers.get("host") ?? "");
  if (server === undefined || depth > 10) return page(context, visit, 500);
  const location = findLocation(server, path);
  visit.scope = location?.scope ?? server.scope;
  visit.variables["uri"] = path;
  const response = await act(
    context,
    visit,
    path,
    location?.modifier === "" || location?.modifier === "^~" ? location.path : undefined,
    depth,
  );
  const instead = response.status >= 400 ? errorPage(visit.scope, response.status) : undefined;
  if (instead === undefined || depth > 0) return response;
  const own = await answer(context, visit, instead.path, depth + 1);
  return own.status === 200 ? new Response(own.body, { status: instead.status ?? response.status, headers: own.headers }) : response;
}

async function act(context: SiteContext, visit: Visit, path: string, prefix: string | undefined, depth: number): Promise<Response> {
  const { scope, request, variables } = visit;
  const returned = scope.own("return")?.args;
  if (returned) return returnOf(context, visit, returned);
  const upstream = scope.own("proxy_pass")?.args[0];
  if (upstream !== undefined)
    return passOn(
      context,
      { request, variables, scope, refuse: (status) => page(context, visit, status), error: (text, all) => context.error(text, all) },
      substitute(upstream, variables),
      prefix,
      path,
    );
  if (request.method !== "GET" && request.method !== "HEAD") return page(context, visit, 405);
  const tries = scope.find("try_files");
  if (!tries) return serve(context, visit, path, prefix);
  for (const candidate of tries.slice(0, -1)) {
    const wanted = substitute(candidate, variables);
    const type = typeAt(context.sys, fileOf(scope, wanted.replace(/\/$/, ""), prefix));
    if (wanted.endsWith("/") ? type === "directory" : type === "file") return serve(context, visit, wanted, prefix);
  }
  const last = substitute(tries.at(-1) ?? "=404", variables);
  return last.startsWith("=") ? page(context, visit, Number(last.slice(1))) : answer(context, visit, last, depth + 1);
}

/** return CODE [TEXT|URL], return URL. */
function returnOf(context: SiteContext, visit: Visit, [first = "", second]: readonly string[]): Response {
  if (!/^\d{3}$/.test(first)) return page(context, visit, 302, substitute(first, visit.variables));
  const status = Number(first);
  const text = second === undefined ? undefined : substitute(second, visit.variables);
  if (status >= 300 && status < 400 && text !== undefined) return page(context, visit, status, text);
  if (text === undefined) return page(context, visit, status);
  const bytes = new TextEncoder().encode(text);
  return new Response(visit.request.method === "HEAD" ? null : bytes, {
    status,
    headers: { "content-type": visit.scope.find("default_type")?.[0] ?? "text/plain", "content-length": String(bytes.length) },
  });
}

async function serve(context: SiteContext, visit: Visit, path: string, prefix: string | undefined): Promise<Response> {
  const { sys } = context;
  const file = fileOf(visit.scope, path, prefix);
  try {
    const stat = sys.stat(file.replace(/\/+$/, "") || "/");
    if (stat.type === "directory") {
      if (!path.endsWith("/")) return page(context, visit, 301, `http://${visit.request.headers.get("host") ?? "localhost"}${path}/`);
      return await directory(context, visit, path, file);
    }
    if (path.endsWith("/")) {
      await context.error(`"${file}index.html" is not found (20: Not a directory)`, visit.variables);
      return page(context, visit, 404);
    }
    return fileAnswer(context, visit, file);
  } catch (error) {
    return failed(context, visit, path.endsWith("/") ? `"${file}index.html" is not found` : `open() "${file}" failed`, error);
  }
}

async function directory(context: SiteContext, visit: Visit, path: string, file: string): Promise<Response> {
  const { sys } = context;
  for (const name of visit.scope.find("index") ?? ["index.html"]) {
    try {
      if (sys.stat(`${file}${name}`).type === "file") return fileAnswer(context, visit, `${file}${name}`);
    } catch (error) {
      if (!isErrno(error, "ENOENT", "ENOTDIR")) return failed(context, visit, `open() "${file}${name}" failed`, error);
    }
  }
  if (visit.scope.find("autoindex")?.[0] !== "on") {
    await context.error(`directory index of "${file}" is forbidden`, visit.variables);
    return page(context, visit, 403);
  }
  const entries = sys
    .readdir(file)
    .filter(({ name }) => !name.startsWith("."))
    .map(({ name, type }) => ({ name, directory: type === "directory", ...sys.stat(`${file}${name}`) }));
  const sorted = entries.sort((a, b) => Number(b.directory) - Number(a.directory) || (a.name < b.name ? -1 : 1));
  return html(visit.request, 200, indexPage(path, sorted));
}

function fileAnswer({ sys, settings }: SiteContext, { request, scope }: Visit, file: string): Response {
  const stat = sys.stat(file);
  const type = settings.types.get(file.slice(file.lastIndexOf(".") + 1).toLowerCase()) ?? scope.find("default_type")?.[0] ?? "text/plain";
  const etag = `"${Math.floor(stat.mtime / 1000).toString(16)}-${stat.size.toString(16)}"`;
  // Opening comes first: what may not be read is refused before anything is sent.
  sys.close(sys.open(file));
  return fileResponse(sys, request, file, stat, etag, { "content-type": type });
}

async function failed(context: SiteContext, visit: Visit, what: string, error: unknown): Promise<Response> {
  if (!isErrno(error)) throw error;
  const known = { ENOENT: 2, EACCES: 13, ENOTDIR: 20, ENAMETOOLONG: 36, ELOOP: 40 }[error.code as string] ?? 5;
  await context.error(`${what} (${known}: ${error.message.replace(/^.*: /, "")})`, visit.variables);
  return page(context, visit, error.code === "EACCES" ? 403 : 404);
}

/** root and alias. */
function fileOf(scope: Scope, path: string, prefix: string | undefined): string {
  const alias = scope.own("alias")?.args[0];
  if (alias !== undefined && prefix !== undefined) return alias + path.slice(prefix.length);
  return `${(scope.find("root")?.[0] ?? "/etc/nginx/html").replace(/\/$/, "")}${path}`;
}

function typeAt(sys: Sys, path: string): string | undefined {
  try {
    return sys.stat(path === "" ? "/" : path).type;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** error_page CODE… [=CODE] URI. */
function errorPage(scope: Scope, status: number): { path: string; status: number | undefined } | undefined {
  for (const { args } of scope.all("error_page")) {
    if (!args.includes(String(status))) continue;
    const path = args.at(-1) ?? "";
    const changed = args.find((one) => /^=\d+$/.test(one));
    if (path.startsWith("/")) return { path, status: changed === undefined ? undefined : Number(changed.slice(1)) };
  }
  return undefined;
}

function page(context: SiteContext, visit: Visit, status: number, location?: string): Response {
  const text = statusPage(status, serverName(context, visit.scope)) ?? "";
  const response = html(visit.request, status, text);
  if (location !== undefined) response.headers.set("location", location);
  return response;
}

function html(request: Request, status: number, text: string): Response {
  const bytes = new TextEncoder().encode(text);
  return new Response(request.method === "HEAD" ? null : bytes, {
    status,
    headers: { "content-type": "text/html", "content-length": String(bytes.length) },
  });
}

/** server_tokens off hides the version. */
function serverName({ version }: SiteContext, scope: Scope): string {
  return scope.find("server_tokens")?.[0] === "off" ? "nginx" : version;
}
