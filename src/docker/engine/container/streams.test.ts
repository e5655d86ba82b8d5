import { expect, test } from "vitest";
import { decode, encode, readAll } from "#abi";
import { stdcopyDecoder } from "#api";
import { testEngine } from "../testing.ts";

function split(bytes: Uint8Array): { readonly out: string; readonly err: string } {
  const texts = ["", "", "", ""];
  for (const piece of stdcopyDecoder().push(bytes)) texts[piece.stream] += decode(piece.bytes);
  return { out: texts[1] ?? "", err: texts[2] ?? "" };
}

test("attached before the start: both streams, and the end", async () => {
  const docker = await testEngine();
  await docker.call("POST", "/containers/create?name=at", { Image: "box", Cmd: ["both"], AttachStdout: true, AttachStderr: true });
  const { stream, ended } = await docker.hijack("/containers/at/attach?stream=1&stdout=1&stderr=1");
  await docker.call("POST", "/containers/at/start");
  expect(split(await readAll(stream))).toEqual({ out: "out\n", err: "err\n" });
  await ended;
});

test("stdin goes through, and its end with StdinOnce", async () => {
  const docker = await testEngine();
  await docker.call("POST", "/containers/create?name=in", { Image: "box", Cmd: ["cat"], OpenStdin: true, StdinOnce: true });
  const { stream } = await docker.hijack("/containers/in/attach?stream=1&stdin=1&stdout=1&stderr=1");
  await docker.call("POST", "/containers/in/start");
  await stream.write(encode("one\ntwo\n"));
  stream.end();
  expect(split(await readAll(stream)).out).toBe("one\ntwo\n");
  expect(await docker.wait("in")).toBe(0);
});

test("a terminal: raw bytes, echo, and ^P^Q leaves it running", async () => {
  const docker = await testEngine();
  await docker.run({ Cmd: ["cat"], OpenStdin: true, Tty: true }, "tt");
  const { stream, ended } = await docker.hijack("/containers/tt/attach?stream=1&stdin=1&stdout=1&stderr=1");
  await stream.write(encode("hi\r"));
  let seen = "";
  while (!seen.includes("hi\r\nhi\r\n")) seen += decode(await stream.read());
  await stream.write(encode("\x10"));
  await stream.write(encode("\x11"));
  await ended;
  expect(((await docker.call("GET", "/containers/tt/json")).body as { State: { Status: string } }).State.Status).toBe("running");
  const bad = await docker.call("POST", "/containers/tt/attach?stream=1&detachKeys=bogus");
  expect(bad).toEqual({ status: 400, body: { message: "Invalid detach keys (bogus) provided" } });
  await docker.call("DELETE", "/containers/tt?force=1");
});

test("logs: tail, streams, timestamps and following to the end", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["both"] });
  await docker.wait(id);
  const logs = async (query: string): Promise<{ out: string; err: string }> =>
    split((await docker.bytes("GET", `/containers/${id}/logs?${query}`)).bytes);
  expect(await logs("stdout=1&stderr=1&tail=1")).toEqual({ out: "", err: "err\n" });
  expect(await logs("stdout=1&follow=1")).toEqual({ out: "out\n", err: "" });
  expect((await logs("stdout=1&timestamps=1")).out).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z out\n$/);
  const file = `/var/lib/docker/containers/${id}/${id}-json.log`;
  await expect
    .poll(() => docker.machine.read(file).replace(/"time":"[^"]*"/g, '"time":""'))
    .toBe('{"log":"out\\n","stream":"stdout","time":""}\n{"log":"err\\n","stream":"stderr","time":""}\n');
  expect(await docker.call("GET", `/containers/${id}/logs`)).toEqual({
    status: 400,
    body: { message: "Bad parameters: you must choose at least one stream" },
  });
});

test("exec: output, status, environment and refusals", async () => {
  const docker = await testEngine();
  const id = await docker.run({ Cmd: ["sleep", "1000"], Env: ["FOO=bar"] }, "ex");
  const exec = async (request: object): Promise<{ readonly out: string; readonly err: string; readonly code: unknown }> => {
    const { Id } = (await docker.call("POST", "/containers/ex/exec", { AttachStdout: true, AttachStderr: true, ...request })).body as {
      Id: string;
    };
    const { stream } = await docker.hijack(`/exec/${Id}/start`, {});
    const text = split(await readAll(stream));
    return { ...text, code: ((await docker.call("GET", `/exec/${Id}/json`)).body as { ExitCode: number }).ExitCode };
  };
  expect(await exec({ Cmd: ["both"] })).toEqual({ out: "out\n", err: "err\n", code: 3 });
  expect(await exec({ Cmd: ["env"], Env: ["FOO=baz", "NEW=1"] })).toEqual({
    out: `PATH=/bin\nHOSTNAME=${id.slice(0, 12)}\nFOO=baz\nLANG=C\nNEW=1\nHOME=/root\n`,
    err: "",
    code: 0,
  });
  expect(await exec({ Cmd: ["id"], User: "12:34", WorkingDir: "/data" })).toEqual({
    out: "uid=12 gid=34 groups= cwd=/data\n",
    err: "",
    code: 0,
  });
  const failed =
    'OCI runtime exec failed: exec failed: container_linux.go:349: starting container process caused "exec: \\"nosuch\\": executable file not found in $PATH": unknown\r\n';
  expect(await exec({ Cmd: ["nosuch"] })).toEqual({ out: failed, err: "", code: 126 });
  expect(await docker.call("POST", "/containers/ex/exec", {})).toEqual({ status: 400, body: { message: "No exec command specified" } });
  await docker.call("POST", "/containers/ex/pause");
  expect(await docker.call("POST", "/containers/ex/exec", { Cmd: ["true"] })).toEqual({
    status: 409,
    body: { message: "Container ex is paused, unpause the container before exec" },
  });
  await docker.call("DELETE", "/containers/ex?force=1");
  expect(docker.machine.kernel.processes().map((process) => process.comm)).toEqual(["init"]);
});

test("top shows host pids and the shim as parent, stats count the process", async () => {
  const docker = await testEngine();
  await docker.run({ Cmd: ["sleep", "1000"] }, "tp");
  const { Titles, Processes } = (await docker.call("GET", "/containers/tp/top")).body as { Titles: string[]; Processes: string[][] };
  const { State } = (await docker.call("GET", "/containers/tp/json")).body as { State: { Pid: number } };
  expect(Titles).toEqual(["UID", "PID", "PPID", "CMD"]);
  expect(Processes.map((row) => [row[0], Number(row[1]), row[3]])).toEqual([["root", State.Pid, "sleep 1000"]]);
  expect(docker.machine.kernel.process(Number(Processes[0]?.[2]))?.argv[0]).toBe("containerd-shim");
  const stats = (await docker.call("GET", "/containers/tp/stats?stream=0&one-shot=1")).body as {
    name: string;
    pids_stats: unknown;
    networks: object;
    memory_stats: { usage: number };
  };
  expect([stats.name, stats.pids_stats, Object.keys(stats.networks), stats.memory_stats.usage > 0]).toEqual([
    "/tp",
    { current: 1 },
    ["eth0"],
    true,
  ]);
  await docker.call("DELETE", "/containers/tp?force=1");
});
