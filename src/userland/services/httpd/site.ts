/** From a request to a file of the site. */

import { isErrno, type Stat, type Sys } from "#abi";
import type { Handler } from "#http";
import type { Client } from "../web/connections.ts";
import { fileResponse } from "../web/file-body.ts";
import { mimeType } from "../web/mime.data.ts";
import { requestPath } from "../web/url-path.ts";
import type { HttpdConfig } from "./config.ts";
import { indexPage, statusPage } from "./pages.ts";

/** Where a request's outcome goes. */
export interface SiteLogs {
  access(client: Client, request: Request, status: number, bytes: number | undefined): Promise<void>;
  /** A line of the error log about a client. */
  error(client: Client, text: string): Promise<void>;
}

const ALLOWED = "GET,POST,OPTIONS,HEAD,TRACE";
const HTML = { "content-type": "text/html; charset=iso-8859-1" };

/** The handler of the requests of one client. */
export function siteHandler(sys: Sys, config: HttpdConfig, server: string, logs: SiteLogs, client: Client): Handler {
  const site = new Site(sys, config, server, logs, client);
  return async (request) => {
    const response = await site.respond(request);
    const length = response.headers.get("content-length");
    const bytes = request.method === "HEAD" || response.status === 304 || length === null ? undefined : Number(length);
    await logs.access(client, request, response.status, bytes === 0 ? undefined : bytes);
    return response;
  };
}

class Site {
  readonly #sys: Sys;
  readonly #config: HttpdConfig;
  readonly #server: string;
  readonly #logs: SiteLogs;
  readonly #client: Client;

  constructor(sys: Sys, config: HttpdConfig, server: string, logs: SiteLogs, client: Client) {
    this.#sys = sys;
    this.#config = config;
    this.#server = server;
    this.#logs = logs;
    this.#client = client;
  }

  async respond(request: Request): Promise<Response> {
    const path = requestPath(request.url);
    if (path === undefined) return this.#page(request, 400);
    for (const { url, to, status } of this.#config.redirects)
      if (path === url || path.startsWith(`${url.replace(/\/$/, "")}/`)) return this.#page(request, status, to + path.slice(url.length));
    if (request.method === "OPTIONS")
      return new Response(null, { headers: { allow: ALLOWED, "content-length": "0", server: this.#server } });
    if (!["GET", "HEAD", "POST"].includes(request.method))
      return this.#page(request, /^(PUT|DELETE|PATCH|TRACE|CONNECT)$/.test(request.method) ? 405 : 501);
    return this.#serve(request, path);
  }

  async #serve(request: Request, path: string): Promise<Response> {
    const file = this.#fileOf(path);
    const name = file.replace(/\/$/, "").split("/").at(-1) ?? "";
    if (!this.#granted(file) || name.startsWith(".ht")) {
      await this.#logs.error(this.#client, `AH01630: client denied by server configuration: ${file}`);
      return this.#page(request, 403);
    }
    try {
      const stat = this.#sys.stat(file.replace(/\/+$/, "") || "/");
      if (stat.type === "directory")
        return path.endsWith("/")
          ? await this.#directory(request, path, file)
          : this.#page(request, 301, `http://${this.#host(request)}${path}/`);
      if (path.endsWith("/")) return this.#page(request, 404);
      if (stat.type !== "file") return this.#page(request, 403);
      return this.#file(request, file, stat);
    } catch (error) {
      return this.#failed(request, path, file, error);
    }
  }

  async #directory(request: Request, path: string, directory: string): Promise<Response> {
    for (const name of this.#config.directoryIndex) {
      const file = `${directory.replace(/\/$/, "")}/${name}`;
      try {
        const stat = this.#sys.stat(file);
        if (stat.type === "file") return this.#file(request, file, stat);
      } catch (error) {
        if (!isErrno(error, "ENOENT", "ENOTDIR")) return this.#failed(request, path, file, error);
      }
    }
    if (closest(this.#config.indexes, directory) !== true) {
      await this.#logs.error(
        this.#client,
        `AH01276: Cannot serve directory ${directory}: No matching DirectoryIndex (${this.#config.directoryIndex.join(",")}) found, and server-generated directory index forbidden by Options directive`,
      );
      return this.#page(request, 403);
    }
    const names = this.#sys
      .readdir(directory)
      .filter(({ name }) => !name.startsWith("."))
      .map(({ name, type }) => (type === "directory" ? `${name}/` : name))
      .sort();
    return this.#text(request, 200, indexPage(path, names, this.#signature(request)), { "content-type": "text/html;charset=ISO-8859-1" });
  }

  #file(request: Request, file: string, stat: Stat): Response {
    const extension = file.slice(file.lastIndexOf(".") + 1);
    const type = this.#config.types.get(extension) ?? mimeType(file, undefined);
    const etag = `"${stat.size.toString(16)}-${BigInt(Math.floor(stat.mtime * 1000)).toString(16)}"`;
    return fileResponse(this.#sys, request, file, stat, etag, {
      server: this.#server,
      ...(type === undefined ? {} : { "content-type": type }),
    });
  }

  async #failed(request: Request, path: string, file: string, error: unknown): Promise<Response> {
    if (!isErrno(error)) throw error;
    if (error.code === "EACCES") {
      await this.#logs.error(
        this.#client,
        `(13)Permission denied: AH00035: access to ${path} denied (filesystem path '${file}') because search permissions are missing on a component of the path`,
      );
      return this.#page(request, 403);
    }
    return this.#page(request, error.code === "ENAMETOOLONG" || error.code === "ELOOP" ? 403 : 404);
  }

  async #page(request: Request, status: number, location = ""): Promise<Response> {
    const custom = this.#config.errorDocuments.get(status);
    const headers = { ...HTML, ...(location === "" ? {} : { location }), ...(status === 405 ? { allow: ALLOWED } : {}) };
    if (custom?.startsWith("/")) {
      const own = this.#fileOf(custom);
      try {
        const response = this.#file(request, own, this.#sys.stat(own));
        return new Response(response.body, { status, headers: response.headers });
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    } else if (custom !== undefined) return this.#text(request, status, custom, headers);
    return this.#text(
      request,
      status,
      statusPage(status, { method: request.method, location, signature: this.#signature(request) }),
      headers,
    );
  }

  #text(request: Request, status: number, body: string, headers: Readonly<Record<string, string>>): Response {
    const bytes = new TextEncoder().encode(body);
    const all = { server: this.#server, ...headers };
    return request.method === "HEAD"
      ? new Response(null, { status, headers: all })
      : new Response(bytes, { status, headers: { ...all, "content-length": String(bytes.length) } });
  }

  #fileOf(path: string): string {
    const alias = this.#config.aliases.find(({ url }) => path.startsWith(url));
    return alias ? alias.path + path.slice(alias.url.length) : `${this.#config.documentRoot.replace(/\/$/, "")}${path}`;
  }

  #granted(file: string): boolean {
    return closest(this.#config.access, file) !== false;
  }

  #host(request: Request): string {
    return request.headers.get("host") ?? this.#config.serverName ?? "localhost";
  }

  #signature(request: Request): string {
    const [host = "", port = "80"] = this.#host(request).split(":");
    return this.#config.signature ? `${this.#server} Server at ${host} Port ${port}` : "";
  }
}

/** What is set for the longest directory that contains a path. */
function closest(settings: ReadonlyMap<string, boolean>, path: string): boolean | undefined {
  let best = "";
  let value: boolean | undefined;
  for (const [directory, setting] of settings) {
    const prefix = directory.replace(/\/$/, "");
    if (prefix.length >= best.length && (path === prefix || path.startsWith(`${prefix}/`))) {
      best = prefix;
      value = setting;
    }
  }
  return value;
}
