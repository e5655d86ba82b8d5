/**
 * From a request to the function that answers it. Our own and not hono: answers may take the connection over, names of images
 * contain slashes, and the routes are few.
 */

import { isErrno } from "#abi";
import { type Handler, jsonResponse, type Upgrade } from "#http";
import type { EngineRelease } from "#releases";
import { ApiError, fill, invalid, notFound } from "../errors.ts";

export interface ApiRequest {
  readonly request: Request;
  readonly query: URLSearchParams;
  /** What the client speaks, `1.40`. */
  readonly version: string;
  /** A part of the path; empty when the route has none of that name. */
  param(name: string): string;
  /** Go's httputils.BoolValue: everything but empty, 0, no, false and none. */
  flag(name: string): boolean;
  /** A whole number from the query; undefined when absent. 400 when it is none. */
  number(name: string): number | undefined;
  /** The body as JSON; undefined when it is empty. 400 when it is malformed. */
  json<T>(): Promise<T | undefined>;
}
export type Answer = Response | Upgrade;
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly names: readonly string[];
  readonly answer: (request: ApiRequest) => Promise<Answer> | Answer;
}

/** A route: `:name` stands for a part without slash, `:name*` for one that may have some. */
export function route(method: string, path: string, answer: Route["answer"]): Route {
  const names: string[] = [];
  const pattern = path.replace(/:(\w+)(\*?)/g, (_, name: string, star: string) => {
    names.push(name);
    return star === "*" ? "(.+)" : "([^/]+)";
  });
  return { method, path: new RegExp(`^${pattern}$`), names, answer };
}

export const empty = (status: number): Response => new Response(null, { status });

const VERSIONED = /^\/v(\d+\.\d+)(\/.*)$/;

export function createRouter(routes: readonly Route[], release: EngineRelease): Handler {
  const headers = {
    "api-version": release.apiVersion,
    "docker-experimental": "false",
    ostype: "linux",
    server: `Docker/${release.version} (linux)`,
  };
  const byMethod = new Map<string, Route[]>();
  for (const one of routes) byMethod.set(one.method, [...(byMethod.get(one.method) ?? []), one]);
  const dispatch = async (request: Request): Promise<Answer> => {
    const url = new URL(request.url);
    const [, version = release.apiVersion, rest = url.pathname] = VERSIONED.exec(url.pathname) ?? [];
    const found = match(byMethod.get(request.method) ?? [], rest);
    if (!found) throw notFound("page not found");
    checkVersion(version, release);
    return found.route.answer(apiRequest(request, url.searchParams, version, found.params));
  };
  return async (request) => {
    try {
      return withHeaders(await dispatch(request), headers);
    } catch (error) {
      return errorResponse(error, headers);
    }
  };
}

function match(
  routes: readonly Route[],
  path: string,
): { readonly route: Route; readonly params: ReadonlyMap<string, string> } | undefined {
  for (const one of routes) {
    const parts = one.path.exec(path);
    if (parts) return { route: one, params: new Map(one.names.map((name, index) => [name, decodePath(parts[index + 1] ?? "")])) };
  }
  return undefined;
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function checkVersion(version: string, release: EngineRelease): void {
  if (isBelow(version, release.minApiVersion)) throw invalid(fill(release.texts.clientTooOld, version, release.minApiVersion));
  if (isBelow(release.apiVersion, version)) throw invalid(fill(release.texts.clientTooNew, version, release.apiVersion));
}

/** Whether version `a` is older than `b`. */
export function isBelow(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA < majorB || (majorA === majorB && minorA < minorB);
}

function apiRequest(request: Request, query: URLSearchParams, version: string, params: ReadonlyMap<string, string>): ApiRequest {
  return {
    request,
    query,
    version,
    param: (name) => params.get(name) ?? "",
    flag: (name) => !["", "0", "no", "false", "none"].includes((query.get(name) ?? "").trim().toLowerCase()),
    number(name) {
      const text = query.get(name);
      if (text === null || text === "") return undefined;
      if (!/^[+-]?\d+$/.test(text)) throw invalid(`strconv.Atoi: parsing "${text}": invalid syntax`);
      return Number(text);
    },
    async json<T>() {
      const text = await request.text();
      if (text.trim() === "") return undefined;
      const type = request.headers.get("content-type");
      if (type !== null && !/^application\/json(;|$)/.test(type))
        throw invalid(`Content-Type specified (${type}) must be 'application/json'`);
      try {
        return JSON.parse(text) as T;
      } catch (error) {
        if (error instanceof SyntaxError) throw invalid(`invalid JSON: ${error.message}`);
        throw error;
      }
    },
  };
}

function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  if ("kind" in answer) return { ...answer, headers: { ...headers, ...answer.headers } };
  for (const [name, value] of Object.entries(headers)) if (!answer.headers.has(name)) answer.headers.set(name, value);
  return answer;
}

/** Go's errors as JSON bodies. Anything but our own errors is a defect: 500 with its message, so that nothing dies. */
export function errorResponse(error: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  if (error instanceof ApiError) {
    if (error.status === 304) return new Response(null, { status: 304, headers: { ...headers } });
    return jsonResponse(error.status, { message: error.message }, headers);
  }
  const message = isErrno(error) ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return jsonResponse(500, { message }, headers);
}
