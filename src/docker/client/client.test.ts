import { describe, expect, test } from "vitest";
import { Errno } from "#abi";
import { type Handler, jsonResponse, serveConnection, streamResponse } from "#http";
import { duplexPair } from "../../http/testing.ts";
import { ApiError, type ClientOptions, type ClientStyle, CURRENT_STYLE, createClient } from "./index.ts";

const STYLE_19: ClientStyle = { denied: "Got permission denied", quotedUrls: false, host: "docker", reportsPing: false };

/** A client of a daemon that answers with `handler`, and the calls it got. */
function daemon(handler: Handler, options: Partial<ClientOptions> = {}) {
  const calls: string[] = [];
  const client = createClient({
    apiVersion: "1.40",
    connect: async () => {
      const [near, far] = duplexPair();
      void serveConnection(far, async (request) => {
        const { pathname, search } = new URL(request.url);
        const body = request.method === "POST" || request.method === "PUT" ? await request.text() : "";
        calls.push([request.method, decodeURIComponent(pathname + search), body.trim()].filter((part) => part !== "").join(" "));
        return pathname === "/_ping" ? new Response(null, { headers: { "api-version": "1.51", ostype: "linux" } }) : handler(request);
      });
      return near;
    },
    ...options,
  });
  return { client, calls };
}
const ok: Handler = async () => jsonResponse(200, {});

describe("calls", () => {
  test("go to versioned paths, sorted queries and JSON bodies", async () => {
    const { client, calls } = daemon(ok);
    await client.container.list({ all: true, limit: -1, filters: new Map([["status", ["exited", "dead"]]]) });
    await client.container.create({ Image: "httpd", Cmd: ["a"] }, { name: "web 1" });
    await client.container.stop("web1", { timeout: 0 });
    await client.container.remove("web1", { force: true, volumes: true });
    await client.image.remove("library/httpd:2.4", { force: true });
    await client.container.commit("web1", { repo: "r", tag: "t", changes: ["CMD a", "ENV b=c"], pause: false });
    await client.network.connect("net", "web1");
    await client.container.wait("web1", "removed");
    expect(calls).toEqual([
      "HEAD /_ping",
      'GET /v1.40/containers/json?all=1&filters={"status":{"exited":true,"dead":true}}',
      'POST /v1.40/containers/create?name=web+1 {"Image":"httpd","Cmd":["a"]}',
      "POST /v1.40/containers/web1/stop?t=0",
      "DELETE /v1.40/containers/web1?force=1&v=1",
      "DELETE /v1.40/images/library/httpd:2.4?force=1",
      "POST /v1.40/commit?changes=CMD+a&changes=ENV+b=c&container=web1&pause=0&repo=r&tag=t null",
      'POST /v1.40/networks/net/connect {"Container":"web1"}',
      "POST /v1.40/containers/web1/wait?condition=removed",
    ]);
  });

  test("speak the daemon's version when that is older, and the given one when pinned", async () => {
    const newer = daemon(ok, { apiVersion: "1.53" });
    expect(await newer.client.system.apiVersion()).toBe("1.51");
    const pinned = daemon(ok, { apiVersion: "1.30", pinned: true });
    await pinned.client.system.info();
    expect(pinned.calls).toEqual(["GET /v1.30/info"]);
  });

  test("progress comes line by line", async () => {
    const { client } = daemon(async () =>
      streamResponse(
        (async function* () {
          yield new TextEncoder().encode('{"status":"Pulling from library/httpd","id":"latest"}\r\n{"sta');
          yield new TextEncoder().encode('tus":"Done"}\r\n');
        })(),
      ),
    );
    const seen: unknown[] = [];
    for await (const message of await client.image.pull("docker.io/library/httpd", "latest")) seen.push(message.status);
    expect(seen).toEqual(["Pulling from library/httpd", "Done"]);
  });

  test("reads what a path in a container is from the header", async () => {
    const stat = { name: "é", size: 3, mode: 420, mtime: "2020-08-10T13:56:00Z", linkTarget: "" };
    const header = Buffer.from(JSON.stringify(stat)).toString("base64");
    const { client } = daemon(async () => new Response(null, { headers: { "x-docker-container-path-stat": header } }));
    expect(await client.container.archiveHead("web1", "/tmp/é")).toEqual(stat);
  });
});

describe("failures", () => {
  const failing = (code: "ENOENT" | "EACCES" | "ECONNREFUSED", style: ClientStyle) =>
    createClient({
      apiVersion: "1.40",
      style,
      connect: async () => {
        throw new Errno(code);
      },
    });

  test("the daemon's refusal with its status", async () => {
    const { client } = daemon(async () => jsonResponse(404, { message: "No such container: x" }));
    const error = await client.container.inspect("x").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      message: "Error response from daemon: No such container: x",
      reason: "No such container: x",
    });
    await expect(client.container.attach("x", { stream: true })).rejects.toThrow("unable to upgrade to tcp, received 404");
  });

  test("no daemon", async () => {
    for (const style of [STYLE_19, CURRENT_STYLE])
      for (const code of ["ENOENT", "ECONNREFUSED"] as const)
        await expect(failing(code, style).container.list()).rejects.toThrow(
          /^Cannot connect to the Docker daemon at unix:\/\/\/var\/run\/docker\.sock\. Is the docker daemon running\?$/,
        );
  });

  test("no permission, in the words of each release", async () => {
    const message = (style: ClientStyle, call: (client: ReturnType<typeof failing>) => Promise<unknown>) =>
      call(failing("EACCES", style)).catch((error: Error) => error.message);
    expect(await message(STYLE_19, (client) => client.container.list())).toBe(
      "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get http://%2Fvar%2Frun%2Fdocker.sock/v1.40/containers/json: dial unix /var/run/docker.sock: connect: permission denied",
    );
    expect(await message(STYLE_19, (client) => client.container.create({ Image: "a" }))).toContain(
      "Post http://%2Fvar%2Frun%2Fdocker.sock/v1.40/containers/create: dial unix",
    );
    expect(await message(CURRENT_STYLE, (client) => client.container.create({ Image: "a" }))).toBe(
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Head "http://%2Fvar%2Frun%2Fdocker.sock/_ping": dial unix /var/run/docker.sock: connect: permission denied',
    );
  });

  test("a daemon that hangs up", async () => {
    const client = createClient({
      apiVersion: "1.40",
      pinned: true,
      connect: async () => {
        const [near, far] = duplexPair();
        void far.read().then(() => far.close());
        return near;
      },
    });
    await expect(client.system.info()).rejects.toThrow('error during connect: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.40/info": EOF');
  });
});
