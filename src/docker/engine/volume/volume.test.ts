import { expect, test } from "vitest";
import { testEngine } from "../testing.ts";

test("create, inspect, list, remove: the directory is on the host", async () => {
  const docker = await testEngine();
  const created = (await docker.call("POST", "/volumes/create", { Name: "vol1", Labels: { env: "test" }, DriverOpts: {} })).body as {
    CreatedAt: string;
  };
  expect(created).toEqual({
    CreatedAt: created.CreatedAt,
    Driver: "local",
    Labels: { env: "test" },
    Mountpoint: "/var/lib/docker/volumes/vol1/_data",
    Name: "vol1",
    Options: {},
    Scope: "local",
  });
  expect(created.CreatedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(docker.machine.filesystem.lookup).toBeTypeOf("function");
  expect(await docker.call("GET", "/volumes/nosuch")).toEqual({ status: 404, body: { message: "get nosuch: no such volume" } });
  const refuse = async (request: object) => (await docker.call("POST", "/volumes/create", request)).body;
  expect(await refuse({ Name: "a" })).toEqual({
    message: "create a: volume name is too short, names should be at least two alphanumeric characters",
  });
  expect(await refuse({ Name: "bad name" })).toEqual({
    message:
      'create bad name: "bad name" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
  });
  expect(await refuse({ Name: "vol3", Driver: "nosuch" })).toEqual({
    message: 'create vol3: error looking up volume plugin nosuch: plugin "nosuch" not found',
  });
  expect(await refuse({ Name: "vol5", DriverOpts: { bogus: "1" } })).toEqual({ message: 'create vol5: invalid option: "bogus"' });
  const id = (
    (await docker.call("POST", "/containers/create?name=user", { Image: "box", HostConfig: { Binds: ["vol1:/d"] } })).body as { Id: string }
  ).Id;
  expect(await docker.call("DELETE", "/volumes/vol1")).toEqual({
    status: 409,
    body: { message: `remove vol1: volume is in use - [${id}]` },
  });
  await docker.call("DELETE", "/containers/user");
  expect((await docker.call("DELETE", "/volumes/vol1")).status).toBe(204);
  expect((await docker.call("DELETE", "/volumes/vol1?force=1")).status).toBe(204);
  expect((await docker.call("GET", "/volumes")).body).toEqual({ Volumes: [], Warnings: null });
  expect(await docker.call("GET", `/volumes?filters=${encodeURIComponent('{"nosuch":["1"]}')}`)).toEqual({
    status: 400,
    body: { message: "Invalid filter 'nosuch'" },
  });
});

test("an empty volume gets the image's files, and keeps what containers write", async () => {
  const docker = await testEngine();
  const site = { Binds: ["site:/data"] };
  const first = await docker.run({ Cmd: ["cat", "/data/index.html"], HostConfig: site, Tty: true });
  expect(await docker.output(first)).toBe("It works!\r\n");
  await docker.wait(await docker.run({ Cmd: ["write", "/data/index.html", "changed"], HostConfig: site }));
  expect(docker.machine.read("/var/lib/docker/volumes/site/_data/index.html")).toBe("changed\n");
  docker.machine.write("/var/lib/docker/volumes/site/_data/more", "from the host\n");
  const second = await docker.run({
    Cmd: ["cat", "/elsewhere/index.html", "/elsewhere/more"],
    HostConfig: { Binds: ["site:/elsewhere:ro"] },
    Tty: true,
  });
  expect(await docker.output(second)).toBe("changed\r\nfrom the host\r\n");
  const bare = await docker.run({ Cmd: ["cat", "/data/index.html"], HostConfig: { Binds: ["site2:/data:nocopy"] } });
  expect(await docker.wait(bare)).toBe(1);
});

test("anonymous volumes go with --rm and with rm -v, not with rm", async () => {
  const docker = await testEngine();
  const names = async (): Promise<number> => ((await docker.call("GET", "/volumes")).body as { Volumes: unknown[] }).Volumes.length;
  await docker.wait(await docker.run({ Cmd: ["true"], Volumes: { "/v": {} } }, "keep"));
  await docker.call("DELETE", "/containers/keep");
  expect(await names()).toBe(1);
  await docker.wait(await docker.run({ Cmd: ["true"], Volumes: { "/v": {} } }, "gone"));
  await docker.call("DELETE", "/containers/gone?v=1");
  expect(await names()).toBe(1);
  expect(((await docker.call("POST", "/volumes/prune")).body as { VolumesDeleted: string[] }).VolumesDeleted.length).toBe(1);
});

test("binds: missing directories are made, mode ro refuses, tmpfs has its size", async () => {
  const docker = await testEngine();
  await docker.wait(await docker.run({ Cmd: ["write", "/mnt/x/f", "hi"], HostConfig: { Binds: ["/home/user/bm:/mnt/x"] } }));
  expect(docker.machine.read("/home/user/bm/f")).toBe("hi\n");
  const refused = await docker.run({ Cmd: ["write", "/mnt/x/g", "no"], HostConfig: { Binds: ["/home/user/bm:/mnt/x:ro"] }, Tty: true });
  expect([await docker.output(refused), await docker.wait(refused)]).toEqual(["write: /mnt/x/g: Read-only file system\r\n", 1]);
  const readOnly = await docker.run({ Cmd: ["write", "/g", "no"], HostConfig: { ReadonlyRootfs: true }, Tty: true });
  expect(await docker.output(readOnly)).toBe("write: /g: Read-only file system\r\n");
  await docker.wait(
    await docker.run({ Cmd: ["write", "/t/f", "yes"], HostConfig: { ReadonlyRootfs: true, Tmpfs: { "/t": "size=1m" } } }, "tm"),
  );
  expect(((await docker.call("GET", "/containers/tm/json")).body as { State: { ExitCode: number } }).State.ExitCode).toBe(0);
  const refuse = async (host: object) => (await docker.call("POST", "/containers/create", { Image: "box", HostConfig: host })).body;
  expect(await refuse({ Binds: ["a:b"] })).toEqual({
    message:
      "invalid volume specification: 'a:b': invalid mount config for type \"volume\": invalid mount path: 'b' mount path must be absolute",
  });
  expect(await refuse({ Binds: ["/a:/b:bogus"] })).toEqual({ message: "invalid mode: bogus" });
  expect(await refuse({ Mounts: [{ Type: "bind", Source: "/nosuch", Target: "/b" }] })).toEqual({
    message: 'invalid mount config for type "bind": bind source path does not exist: /nosuch',
  });
  expect(await refuse({ Mounts: [{ Type: "bogus", Target: "/t" }] })).toEqual({
    message: 'invalid mount config for type "bogus": mount type unknown',
  });
  expect(await refuse({ Mounts: [{ Type: "tmpfs", Source: "x", Target: "/t" }] })).toEqual({
    message: 'invalid mount config for type "tmpfs": field Source must not be specified',
  });
  expect(await refuse({ Tmpfs: { rel: "" } })).toEqual({ message: "invalid mount path: 'rel' mount path must be absolute" });
});
