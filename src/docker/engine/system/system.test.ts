import { expect, test } from "vitest";
import { manualClock } from "../../../os/kernel/testing.ts";
import { testEngine } from "../testing.ts";

test("ping, versions of the API and what is not there", async () => {
  const docker = await testEngine();
  const { response } = await docker.bytes("GET", "/_ping");
  const headers = Object.fromEntries([...response.headers]);
  expect(headers).toEqual({
    "api-version": "1.40",
    "builder-version": "1",
    "cache-control": "no-cache, no-store, must-revalidate",
    "content-length": "2",
    "content-type": "text/plain; charset=utf-8",
    "docker-experimental": "false",
    ostype: "linux",
    pragma: "no-cache",
    server: "Docker/19.03.12 (linux)",
  });
  expect(await docker.call("GET", "/v1.99/info")).toEqual({
    status: 400,
    body: { message: "client version 1.99 is too new. Maximum supported API version is 1.40" },
  });
  expect(await docker.call("GET", "/v1.1/info")).toEqual({
    status: 400,
    body: {
      message: "client version 1.1 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version",
    },
  });
  expect(await docker.call("GET", "/nosuch")).toEqual({ status: 404, body: { message: "page not found" } });
  expect(await docker.call("POST", "/v1.40/_ping")).toEqual({ status: 404, body: { message: "page not found" } });
  const version = (await docker.call("GET", "/v1.40/version")).body as { Version: string; ApiVersion: string; MinAPIVersion: string };
  expect([version.Version, version.ApiVersion, version.MinAPIVersion]).toEqual(["19.03.12", "1.40", "1.12"]);
  const info = (await docker.call("GET", "/info")).body as {
    NCPU: number;
    OperatingSystem: string;
    Containers: number;
    Images: number;
    Name: string;
  };
  expect([info.NCPU, info.OperatingSystem, info.Containers, info.Images, info.Name]).toEqual([2, "CentOS Linux 7 (Core)", 0, 1, "docker"]);
});

test("events of a short life, filtered and in both releases' order", async () => {
  for (const release of ["19.03.12", "28.5.2"] as const) {
    const docker = await testEngine({ release });
    const id = await docker.run({ Cmd: ["true"] }, "ev");
    await docker.wait(id);
    const until = Math.floor(Date.now() / 1000) + 10;
    const text = async (query: string): Promise<string[]> => {
      const response = await docker.engine.handle(new Request(`http://docker/events?since=1&until=${until}&${query}`));
      if ("kind" in response || !response.body) throw new Error("no stream");
      const reader = response.body.getReader();
      let seen = "";
      const wanted = query.includes("volume") ? 0 : release === "19.03.12" ? 5 : 5;
      while (seen.split("\n").length <= wanted) {
        const { value, done } = await reader.read();
        if (done) break;
        seen += new TextDecoder().decode(value);
      }
      await reader.cancel();
      return seen
        .trim()
        .split("\n")
        .map((line) => {
          const { Type, Action, Actor } = JSON.parse(line) as {
            Type: string;
            Action: string;
            Actor: { Attributes: Record<string, string> };
          };
          return `${Type} ${Action} ${Actor.Attributes["name"]}`;
        });
    };
    const end = ["container die ev", "network disconnect bridge"];
    expect(await text("x=1")).toEqual([
      "container create ev",
      "network connect bridge",
      "container start ev",
      ...(release === "19.03.12" ? end : [...end].reverse()),
    ]);
  }
});

test("what can't be asked of a container", async () => {
  const docker = await testEngine();
  const refuse = async (request: object) => (await docker.call("POST", "/containers/create", { Image: "box", ...request })).body;
  expect(await refuse({ HostConfig: { Memory: 1 << 20 } })).toEqual({ message: "Minimum memory limit allowed is 4MB" });
  expect(await refuse({ HostConfig: { Memory: 100 << 20, MemorySwap: 50 << 20 } })).toEqual({
    message: "Minimum memoryswap limit should be larger than memory limit, see usage",
  });
  expect(await refuse({ HostConfig: { MemorySwap: 50 << 20 } })).toEqual({
    message: "You should always set the Memory limit when using Memoryswap limit, see usage",
  });
  expect(await refuse({ HostConfig: { NanoCpus: 64e9 } })).toEqual({
    message: "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available",
  });
  expect(await refuse({ HostConfig: { CpusetCpus: "7" } })).toEqual({
    message: "Requested CPUs are not available - requested 7, available: 0-1",
  });
  expect(await refuse({ HostConfig: { CapAdd: ["NOSUCH"] } })).toEqual({ message: 'invalid CapAdd: unknown capability: "CAP_NOSUCH"' });
  expect(await refuse({ StopSignal: "FOO" })).toEqual({ message: "Invalid signal: FOO" });
  expect(await refuse({ Healthcheck: { Test: ["CMD", "true"], Interval: 1000 } })).toEqual({
    message: "Interval in Healthcheck cannot be less than 1ms",
  });
  expect(await refuse({ WorkingDir: "rel" })).toEqual({
    message: "the working directory 'rel' is invalid, it needs to be an absolute path",
  });
  expect(await refuse({ HostConfig: { NetworkMode: "container:x", PortBindings: { "80/tcp": [] } } })).toEqual({
    message: "conflicting options: port publishing and the container type network mode",
  });
  const { Id: id } = (await docker.call("POST", "/containers/create?name=u1", { Image: "box" })).body as { Id: string };
  expect(await docker.call("POST", "/containers/u1/update", { Memory: 256 << 20 })).toEqual({
    status: 500,
    body: {
      message: `Cannot update container ${id}: Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time`,
    },
  });
  expect(
    await docker.call("POST", "/containers/u1/update", {
      Memory: 256 << 20,
      MemorySwap: 512 << 20,
      RestartPolicy: { Name: "always", MaximumRetryCount: 0 },
    }),
  ).toEqual({ status: 200, body: { Warnings: null } });
  const { HostConfig } = (await docker.call("GET", "/containers/u1/json")).body as {
    HostConfig: { Memory: number; MemorySwap: number; RestartPolicy: object };
  };
  expect([HostConfig.Memory, HostConfig.MemorySwap, HostConfig.RestartPolicy]).toEqual([
    256 << 20,
    512 << 20,
    { Name: "always", MaximumRetryCount: 0 },
  ]);
});

test("health: starting, unhealthy after as many failures, healthy again", async () => {
  const clock = manualClock();
  const docker = await testEngine({ clock });
  const create = docker.call("POST", "/containers/create?name=he", {
    Image: "box",
    Cmd: ["sleep", "1000"],
    Healthcheck: { Test: ["CMD", "cat", "/ok"], Interval: 1e9, Timeout: 2e9, Retries: 2 },
  });
  await clock.advance(1);
  await create;
  const start = docker.call("POST", "/containers/he/start");
  await clock.advance(1);
  await start;
  const status = async (): Promise<string> => {
    const [row] = (await docker.call("GET", "/containers/json")).body as { Status: string }[];
    return row?.Status ?? "";
  };
  expect(await status()).toBe("Up Less than a second (health: starting)");
  await clock.advance(2500);
  expect(await status()).toBe("Up 2 seconds (unhealthy)");
  const root = docker.engine.state.containers.values().next().value;
  expect(root?.health?.FailingStreak).toBe(2);
});

test("the machine is saved and comes back with its containers, images and volumes", async () => {
  const docker = await testEngine();
  await docker.wait(await docker.run({ Cmd: ["write", "/data/new", "kept"] }, "kept"));
  const snapshot = structuredClone(await docker.engine.snapshot());
  const other = await testEngine();
  await other.engine.restore(snapshot);
  expect((await other.call("GET", "/containers/json?all=1")).body).toEqual((await docker.call("GET", "/containers/json?all=1")).body);
  expect((await other.call("GET", "/containers/kept/changes")).body).toEqual([
    { Path: "/data", Kind: 0 },
    { Path: "/data/new", Kind: 1 },
  ]);
  expect((await other.call("POST", "/containers/kept/start")).status).toBe(204);
  expect(await other.wait("kept")).toBe(0);
});
