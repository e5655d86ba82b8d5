import { expect, test } from "vitest";
import { testEngine } from "../testing.ts";

test("a container prints, ends, and tells how", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["both"], Tty: false }, "one");
  expect(await docker.wait("one")).toBe(3);
  expect(await docker.text("GET", "/containers/one/logs?stdout=1&stderr=1")).toBe("\x01\0\0\0\0\0\0\x04out\n\x02\0\0\0\0\0\0\x04err\n");
  const list = (await docker.call("GET", "/containers/json?all=1")).body as { Id: string; State: string; Status: string }[];
  expect(list.map(({ Id, State, Status }) => [Id, State, Status])).toEqual([[id, "exited", "Exited (3) Less than a second ago"]]);
  expect(docker.machine.defects).toEqual([]);
});

const START_19 = (cause: string): string =>
  `OCI runtime create failed: container_linux.go:349: starting container process caused "${cause}": unknown`;
const START_28 = (cause: string): string =>
  `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${cause}`;

test.each([
  ["19.03.12", "nosuch", 127, START_19('exec: \\"nosuch\\": executable file not found in $PATH')],
  ["19.03.12", "/etc", 126, START_19('exec: \\"/etc\\": permission denied')],
  ["19.03.12", "/etc/passwd", 126, START_19('exec: \\"/etc/passwd\\": permission denied')],
  ["19.03.12", "/no/such", 127, START_19('exec: \\"/no/such\\": stat /no/such: no such file or directory')],
  ["28.5.2", "nosuch", 127, START_28('exec: "nosuch": executable file not found in $PATH')],
  ["28.5.2", "/etc", 126, START_28('exec: "/etc": is a directory: permission denied')],
  ["28.5.2", "/etc/passwd", 126, START_28('exec: "/etc/passwd": permission denied')],
] as const)("%s: a command that can't be run: %s", async (release, command, code, message) => {
  const docker = await testEngine({ release });
  await docker.call("POST", "/containers/create?name=bad", { Image: "box", Cmd: [command] });
  expect(await docker.call("POST", "/containers/bad/start")).toEqual({ status: 400, body: { message } });
  const { State } = (await docker.call("GET", "/containers/bad/json")).body as {
    State: { Status: string; ExitCode: number; Error: string };
  };
  expect([State.Status, State.ExitCode, State.Error]).toEqual(["created", code, message]);
});

test("stop sends the signal and waits, kill does not", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["serve"] }, "sv");
  expect((await docker.call("POST", `/containers/${id}/start`)).status).toBe(304);
  await expect.poll(() => docker.text("GET", "/containers/sv/logs?stdout=1")).toContain("ready");
  expect((await docker.call("POST", "/containers/sv/stop?t=5")).status).toBe(204);
  expect((await docker.call("POST", "/containers/sv/stop")).status).toBe(304);
  expect(await docker.wait("sv")).toBe(0);
  const sleeper = await docker.run({ Cmd: ["sleep", "1000"] });
  expect((await docker.call("POST", `/containers/${sleeper}/kill`)).status).toBe(204);
  expect(await docker.wait(sleeper)).toBe(137);
  expect(await docker.call("POST", `/containers/${sleeper}/kill`)).toEqual({
    status: 409,
    body: { message: `Cannot kill container: ${sleeper}: Container ${sleeper} is not running` },
  });
});

test("--rm: the container is gone when it has ended, and waiting for that works", async () => {
  const docker = await testEngine();
  await docker.call("POST", "/containers/create?name=rm", { Image: "box", Cmd: ["exit", "4"], HostConfig: { AutoRemove: true } });
  const removed = docker.call("POST", "/containers/rm/wait?condition=removed");
  await docker.call("POST", "/containers/rm/start");
  expect((await removed).body).toEqual({ StatusCode: 4 });
  expect(await docker.call("GET", "/containers/rm/json")).toEqual({ status: 404, body: { message: "No such container: rm" } });
});

test("names: taken, impossible, and renamed", async () => {
  const docker = await testEngine();
  const { body } = await docker.call("POST", "/containers/create?name=web", { Image: "box" });
  const { Id: id } = body as { Id: string };
  const taken = `Conflict. The container name "/web" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`;
  expect(await docker.call("POST", "/containers/create?name=web", { Image: "box" })).toEqual({ status: 409, body: { message: taken } });
  expect(await docker.call("POST", "/containers/create?name=a%20b", { Image: "box" })).toEqual({
    status: 400,
    body: { message: "Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed" },
  });
  await docker.call("POST", "/containers/create?name=other", { Image: "box" });
  expect(await docker.call("POST", "/containers/other/rename?name=web")).toEqual({
    status: 409,
    body: { message: `Error when allocating new name: ${taken}` },
  });
  expect(await docker.call("POST", "/containers/other/rename?name=other")).toEqual({
    status: 400,
    body: { message: "Renaming a container with the same name as its current name" },
  });
  expect((await docker.call("POST", `/containers/${id.slice(0, 6)}/rename?name=web2`)).status).toBe(204);
  expect(((await docker.call("GET", "/containers/web2/json")).body as { Name: string }).Name).toBe("/web2");
  expect(await docker.call("POST", "/containers/create", { Image: "nosuch" })).toEqual({
    status: 404,
    body: { message: "No such image: nosuch:latest" },
  });
});

test("a running container is removed only by force", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["sleep", "1000"] }, "rm");
  expect(await docker.call("DELETE", "/containers/rm")).toEqual({
    status: 409,
    body: { message: `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove` },
  });
  expect((await docker.call("DELETE", "/containers/rm?force=1")).status).toBe(204);
  expect((await docker.call("GET", "/containers/json?all=1")).body).toEqual([]);
  expect(docker.machine.kernel.processes().map((process) => process.comm)).toEqual(["init"]);
});

test("pause stops time for it, unpause goes on", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["sleep", "0.05"] });
  expect((await docker.call("POST", `/containers/${id}/pause`)).status).toBe(204);
  await new Promise((resolve) => setTimeout(resolve, 120));
  const [row] = (await docker.call("GET", "/containers/json")).body as { State: string; Status: string }[];
  expect([row?.State, row?.Status]).toEqual(["paused", "Up Less than a second (Paused)"]);
  expect((await docker.call("POST", `/containers/${id}/unpause`)).status).toBe(204);
  expect(await docker.wait(id)).toBe(0);
  expect(await docker.call("POST", `/containers/${id}/unpause`)).toEqual({
    status: 500,
    body: { message: `Container ${id} is not paused` },
  });
});

test("restart policy: on-failure tries again as often as it may", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["exit", "5"], HostConfig: { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 } } });
  await expect
    .poll(async () => ((await docker.call("GET", `/containers/${id}/json`)).body as { State: { Status: string } }).State.Status, {
      timeout: 4000,
    })
    .toBe("exited");
  const { RestartCount, State } = (await docker.call("GET", `/containers/${id}/json`)).body as {
    RestartCount: number;
    State: { ExitCode: number };
  };
  expect([RestartCount, State.ExitCode]).toEqual([2, 5]);
});

test("environment, hostname, user and directory of the process", async () => {
  const docker = await testEngine();
  const raw = await docker.run({ Cmd: ["env"], Env: ["A=b", "LANG=ko"], Tty: true });
  expect(await docker.output(raw)).toBe(`PATH=/bin\r\nHOSTNAME=${raw.slice(0, 12)}\r\nTERM=xterm\r\nA=b\r\nLANG=ko\r\nHOME=/root\r\n`);
  const user = await docker.run({ Cmd: ["id"], User: "nobody", WorkingDir: "/new/place", Tty: true });
  expect(await docker.output(user)).toBe("uid=99 gid=99 groups= cwd=/new/place\r\n");
  const named = await docker.run({ Cmd: ["hostname"], Hostname: "h1", Tty: true });
  expect(await docker.output(named)).toBe("h1\r\n");
  await docker.call("POST", "/containers/create?name=us", { Image: "box", User: "nosuch" });
  expect(await docker.call("POST", "/containers/us/start")).toEqual({
    status: 400,
    body: { message: "unable to find user nosuch: no matching entries in passwd file" },
  });
});
