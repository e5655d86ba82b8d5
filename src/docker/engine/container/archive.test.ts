import { expect, test } from "vitest";
import { concat, decode } from "#abi";
import { bytesOf, readTar, tarParts } from "#images";
import { contentOf } from "#vfs";
import { testEngine } from "../testing.ts";

async function entries(bytes: Uint8Array): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { path, content } of readTar([bytes])) found[path] = content ? decode(bytesOf(content)) : "";
  return found;
}

function tar(files: Readonly<Record<string, string>>): Uint8Array {
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    type: "file" as const,
    mode: 0o644,
    uid: 1000,
    gid: 1000,
    mtime: 1_000_000,
    content: contentOf(new TextEncoder().encode(text)),
  }));
  return concat([...tarParts(list)].map((part) => (typeof part === "number" ? new Uint8Array(part) : part)));
}

test("files go into a running container and come out of it, through volumes too", async () => {
  const docker = await testEngine();
  await docker.run({ Cmd: ["sleep", "1000"], HostConfig: { Binds: ["vol:/vol"] } }, "cp");
  const put = async (path: string, body: Uint8Array) => docker.bytes("PUT", `/containers/cp/archive?path=${path}`, body);
  expect((await put("/data", tar({ "hello.txt": "hello\n" }))).response.status).toBe(200);
  expect((await put("/vol", tar({ "sub/f": "x\n" }))).response.status).toBe(200);
  expect(docker.machine.read("/var/lib/docker/volumes/vol/_data/sub/f")).toBe("x\n");
  const out = await docker.bytes("GET", "/containers/cp/archive?path=/data");
  expect(await entries(out.bytes)).toEqual({ "data/": "", "data/hello.txt": "hello\n", "data/index.html": "It works!\n" });
  expect(await entries((await docker.bytes("GET", "/containers/cp/archive?path=/data/.")).bytes)).toEqual({
    "./": "",
    "./hello.txt": "hello\n",
    "./index.html": "It works!\n",
  });
  const stat = JSON.parse(atob(out.response.headers.get("x-docker-container-path-stat") ?? "")) as { mtime: string };
  expect(stat).toEqual({ name: "data", size: 4096, mode: 2147484141, mtime: stat.mtime, linkTarget: "" });
  const refusal = async (path: string) => JSON.parse(decode((await put(path, tar({ x: "" }))).bytes)) as unknown;
  expect(await refusal("/nosuch")).toEqual({ message: "Could not find the file /nosuch in container cp" });
  expect(await refusal("/data/index.html")).toEqual({ message: "extraction point is not a directory" });
  expect(await docker.call("GET", "/containers/cp/archive?path=/nosuch")).toEqual({
    status: 404,
    body: { message: "Could not find the file /nosuch in container cp" },
  });
  await docker.call("POST", "/containers/cp/stop?t=0");
  expect(await entries((await docker.bytes("GET", "/containers/cp/archive?path=/vol/sub/f")).bytes)).toEqual({ f: "x\n" });
  expect((await docker.call("GET", "/containers/cp/changes")).body).toEqual([
    { Path: "/data", Kind: 0 },
    { Path: "/data/hello.txt", Kind: 1 },
    { Path: "/vol", Kind: 1 },
  ]);
});

test("export has the tree, import makes an image of it", async () => {
  const docker = await testEngine();
  await docker.wait(await docker.run({ Cmd: ["write", "/hello", "hi"] }, "src"));
  const { bytes } = await docker.bytes("GET", "/containers/src/export");
  expect(Object.keys(await entries(bytes)).slice(0, 3)).toEqual([".dockerenv", "bin/", "bin/both"]);
  const changes = encodeURIComponent('CMD ["cat","/hello"]');
  const imported = await docker.bytes(
    "POST",
    `/images/create?fromSrc=-&repo=mine&tag=1&changes=${changes}&changes=${encodeURIComponent("ENV PATH=/bin")}`,
    bytes,
  );
  expect(JSON.parse(decode(imported.bytes))).toEqual({ status: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string });
  expect(await docker.output(await docker.run({ Image: "mine:1", Tty: true }))).toBe("hi\r\n");
});
