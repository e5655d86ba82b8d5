import { expect, test } from "vitest";
import { changedEntries, digestOf, encodeBlob, fingerprintOf, parseImageConfig, tarParts, treeOf } from "#images";
import { boxImage, testEngine } from "../testing.ts";

const lines = (text: string): unknown[] =>
  text
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);

test("pull: progress, digest, and up to date the second time", async () => {
  const box = await boxImage({});
  const parts = (): (Uint8Array | number)[] => [...tarParts(changedEntries(treeOf(undefined), box.layer.tree))];
  const raw = encodeBlob({ diffId: box.layer.diffId, fingerprint: await fingerprintOf(parts()) }, parts());
  const blob = new Uint8Array(
    await new Response(new Blob([raw.slice()]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  const descriptor = { digest: digestOf(blob), diffId: parseImageConfig(box.config).rootfs.diff_ids[0] ?? box.layer.diffId, size: 5000 };
  const digest = `sha256:${"a".repeat(64)}` as const;
  const docker = await testEngine({
    registry: {
      resolve: async ({ path, tag }) =>
        path !== "library/app"
          ? { kind: "denied" }
          : tag === "latest"
            ? { digest, config: box.config, layers: [descriptor] }
            : { kind: "manifest-unknown" },
      download: async (_layer, progress) => {
        progress(2500);
        progress(5000);
        return blob;
      },
    },
  });
  const id = descriptor.digest.slice(7, 19);
  const pulled = lines(await docker.text("POST", "/images/create?fromImage=app&tag=latest")) as { status: string; id?: string }[];
  expect(pulled.map(({ status, id: of }) => (of === undefined ? status : `${of}: ${status}`))).toEqual([
    "latest: Pulling from library/app",
    `${id}: Pulling fs layer`,
    `${id}: Downloading`,
    `${id}: Downloading`,
    `${id}: Verifying Checksum`,
    `${id}: Download complete`,
    `${id}: Extracting`,
    `${id}: Extracting`,
    `${id}: Extracting`,
    `${id}: Pull complete`,
    `Digest: ${digest}`,
    "Status: Downloaded newer image for app:latest",
  ]);
  expect(lines(await docker.text("POST", "/images/create?fromImage=app&tag=latest")).at(-1)).toEqual({
    status: "Status: Image is up to date for app:latest",
  });
  expect(await docker.call("POST", "/images/create?fromImage=app&tag=no")).toEqual({
    status: 404,
    body: { message: "manifest for app:no not found: manifest unknown: manifest unknown" },
  });
  expect(await docker.call("POST", "/images/create?fromImage=other&tag=latest")).toEqual({
    status: 404,
    body: {
      message:
        "pull access denied for other, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    },
  });
  const { RepoTags, RepoDigests } = (await docker.call("GET", "/images/app/json")).body as { RepoTags: string[]; RepoDigests: string[] };
  expect([RepoTags, RepoDigests]).toEqual([["app:latest"], [`app@${digest}`]]);
});

test("tags, removal and its conflicts", async () => {
  const docker = await testEngine();
  const { Id: id } = (await docker.call("GET", "/images/box/json")).body as { Id: string };
  const short = id.slice(7, 19);
  expect((await docker.call("POST", "/images/box/tag?repo=one&tag=1")).status).toBe(201);
  expect(await docker.call("POST", "/images/nosuch/tag?repo=one&tag=1")).toEqual({
    status: 404,
    body: { message: "No such image: nosuch:latest" },
  });
  expect(await docker.call("DELETE", `/images/${short}`)).toEqual({
    status: 409,
    body: { message: `conflict: unable to delete ${short} (must be forced) - image is referenced in multiple repositories` },
  });
  expect((await docker.call("DELETE", "/images/one:1")).body).toEqual([{ Untagged: "one:1" }]);
  const { Id: container } = (await docker.call("POST", "/containers/create?name=c1", { Image: "box" })).body as { Id: string };
  expect(await docker.call("DELETE", "/images/box")).toEqual({
    status: 409,
    body: {
      message: `conflict: unable to remove repository reference "box" (must force) - container ${container.slice(0, 12)} is using its referenced image ${short}`,
    },
  });
  expect((await docker.call("DELETE", "/images/box?force=1")).body).toEqual([
    { Untagged: "box:latest" },
    { Untagged: `box@sha256:${"d".repeat(64)}` },
    { Deleted: id },
  ]);
  const [row] = (await docker.call("GET", "/containers/json?all=1")).body as { Image: string }[];
  expect(row?.Image).toBe(id);
  expect((await docker.call("POST", "/containers/c1/start")).status).toBe(204);
});

test("removing the last name takes image and layers", async () => {
  const docker = await testEngine();
  const { Id: id, RootFS } = (await docker.call("GET", "/images/box/json")).body as { Id: string; RootFS: { Layers: string[] } };
  expect((await docker.call("DELETE", "/images/box:latest")).body).toEqual([
    { Untagged: "box:latest" },
    { Untagged: `box@sha256:${"d".repeat(64)}` },
    { Deleted: id },
    { Deleted: RootFS.Layers[0] },
  ]);
  expect(await docker.call("DELETE", "/images/box")).toEqual({ status: 404, body: { message: "No such image: box:latest" } });
  expect((await docker.call("GET", "/images/json")).body).toEqual([]);
});

test("commit makes a child, history names it, save and load bring it back", async () => {
  const docker = await testEngine();
  await docker.wait(await docker.run({ Cmd: ["write", "/data.txt", "data"] }, "c1"));
  expect((await docker.call("GET", "/containers/c1/changes")).body).toEqual([{ Path: "/data.txt", Kind: 1 }]);
  const changes = encodeURIComponent('CMD ["cat","/data.txt"]');
  const { Id: id } = (await docker.call("POST", `/commit?container=c1&repo=mine&tag=2&comment=added&author=Kim&changes=${changes}`))
    .body as { Id: string };
  const again = await docker.run({ Image: "mine:2", Tty: true });
  expect(await docker.output(again)).toBe("data\r\n");
  const history = (await docker.call("GET", "/images/mine:2/history")).body as {
    Id: string;
    CreatedBy: string;
    Size: number;
    Comment: string;
    Tags: string[];
  }[];
  expect(history.map(({ CreatedBy, Size, Comment, Tags }) => [CreatedBy, Size, Comment, Tags])[0]).toEqual([
    "write /data.txt data",
    5,
    "added",
    ["mine:2"],
  ]);
  expect(await docker.call("POST", `/commit?container=c1&changes=${encodeURIComponent("NOSUCH x")}`)).toEqual({
    status: 400,
    body: { message: "nosuch is not a valid change command" },
  });
  const { bytes } = await docker.bytes("GET", "/images/get?names=mine:2");
  await docker.call("DELETE", `/containers/${again}`);
  await docker.call("DELETE", "/images/mine:2");
  expect((await docker.call("GET", "/images/mine:2/json")).status).toBe(404);
  const loaded = await docker.bytes("POST", "/images/load?quiet=1", bytes);
  expect(lines(new TextDecoder().decode(loaded.bytes))).toEqual([{ stream: "Loaded image: mine:2\n" }]);
  expect(((await docker.call("GET", "/images/mine:2/json")).body as { Id: string }).Id).toBe(id);
});
