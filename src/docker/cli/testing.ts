/**
 * A host with the docker command and a daemon that answers as a test says:
 * `const host = await dockerHost("28.5.2", { "GET /containers/json": () => jsonResponse(200, []) })`, then
 * `await host.run(["docker", "ps"])`; `host.calls` are the requests, without pings and without API versions.
 */

import { type Program, streamOf } from "#abi";
import { type Handler, jsonResponse, serveConnection, type Upgrade } from "#http";
import { type CliRelease, RELEASES } from "#releases";
import { bootTestKernel, type RunOptions, type RunResult, type TestKernel } from "../../os/kernel/testing.ts";
import { createDocker } from "./index.ts";

/** Answers by method and path; the part of a path in `*` matches anything without a slash. */
export type Routes = Readonly<Record<string, (request: Request, body: string) => Response | Upgrade | Promise<Response | Upgrade>>>;

export interface DockerHost extends TestKernel {
  readonly release: CliRelease;
  /** `GET /containers/json?all=1`, with the body of a POST behind it. */
  readonly calls: readonly string[];
  /** Runs a line of words, as a user with a home. */
  docker(line: string, options?: RunOptions): Promise<RunResult>;
}

const PING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "19.03.12": { "api-version": "1.40", "builder-version": "1" },
  "28.5.2": { "api-version": "1.51", "builder-version": "1" },
};

export async function cliRelease(name: string): Promise<CliRelease> {
  const found = RELEASES.find((release) => release.name === name);
  if (!found) throw new Error(`there is no release ${name}`);
  return found.cli();
}

export async function dockerHost(name: string, routes: Routes = {}, files: Readonly<Record<string, string>> = {}): Promise<DockerHost> {
  const release = await cliRelease(name);
  const calls: string[] = [];
  const handler: Handler = async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/_ping")
      return new Response(request.method === "HEAD" ? null : "OK", {
        headers: { ...PING[name], ostype: "linux", swarm: "inactive", "docker-experimental": "false" },
      });
    const path = pathname.replace(/^\/v[\d.]+/, "");
    const body = request.headers.get("content-type") === "application/json" ? (await request.text()).trim() : "";
    calls.push([`${request.method} ${decodeURIComponent(path + search)}`, body].filter((part) => part !== "").join(" "));
    const route = Object.entries(routes).find(([pattern]) => matches(pattern, `${request.method} ${path}`));
    return route ? route[1](request, body) : jsonResponse(404, { message: "page not found" });
  };
  let ready = (): void => {};
  const listening = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const host = bootTestKernel({
    programs: { docker: createDocker(release), dockerd: daemon(handler, () => ready()) },
    files: { "/var/run/docker.pid": "2\n", ...files },
  });
  void host.run(["dockerd"]);
  await listening;
  const env = { HOME: "/home/user", LANG: "C.UTF-8" };
  return {
    ...host,
    release,
    calls,
    docker: (line, options) => host.run(line.split(" "), { ...options, env: { ...env, ...options?.env } }),
  };
}

function matches(pattern: string, call: string): boolean {
  const parts = pattern.split("/");
  const others = call.split("/");
  return parts.length === others.length && parts.every((part, index) => part === "*" || part === others[index]);
}

function daemon(handler: Handler, ready: () => void): Program {
  return async (sys) => {
    sys.signal("SIGPIPE", "ignore");
    const socket = sys.listen({ family: "unix", path: "/var/run/docker.sock" });
    sys.chmod("/var/run/docker.sock", 0o666);
    ready();
    for (;;) {
      const { fd } = await sys.accept(socket);
      const stream = streamOf(sys, fd);
      void serveConnection(stream, handler)
        .catch(() => undefined)
        .finally(() => stream.close());
    }
  };
}
