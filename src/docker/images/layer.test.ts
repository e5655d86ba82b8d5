import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, zeros } from "#abi";
import { concatContents, contentOf, diffTrees, emptyTree, hole, type Tree, TreeFilesystem, treeAt, walkTree } from "#vfs";
import { chunksOf } from "./chunks.ts";
import { childConfig, EMPTY_LAYER, encodeImageConfig, type ImageConfig } from "./config.ts";
import { digestOf } from "./digest.ts";
import { layerFromDiff, layerFromTar } from "./layer.ts";
import { loadArchive } from "./load.ts";
import { parseReference } from "./reference.ts";
import { type SavedImage, saveArchive } from "./save.ts";
import { type TarEntry, tarParts } from "./tar.ts";
import { readTar } from "./tar-reader.ts";
import type { Layer } from "./types.ts";

const owned = { mode: 0o644, uid: 0, gid: 0, mtime: 1_000_000 };
const list = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const sha256 = async (chunks: AsyncIterable<Uint8Array>) => {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
};
function grow(base: Tree, change: (fs: TreeFilesystem) => void): Tree {
  const fs = new TreeFilesystem(base, { type: "overlay", dev: 1, clock: () => 2_000_000 });
  change(fs);
  return fs.snapshot();
}
const dump = (tree: Tree) =>
  [...walkTree(tree)].map(
    ([path, node]) =>
      `${path} ${node.type} ${node.mode.toString(8)} ${node.uid} ${node.mtime} ${node.target ?? ""} ${node.content?.length ?? ""} ${node.links.length}`,
  );

async function base(): Promise<Layer> {
  const tree = grow(emptyTree(0), (fs) => {
    const bin = fs.create(fs.root, "bin", { type: "directory", ...owned, mode: 0o755 });
    const busybox = fs.create(bin, "busybox", {
      type: "file",
      ...owned,
      mode: 0o755,
      content: concatContents([contentOf(encode("ELF")), hole(70_000_000)]),
    });
    fs.link(bin, "sh", busybox);
    fs.create(bin, "ls", { type: "symlink", ...owned, mode: 0o777, target: "busybox" });
    const etc = fs.create(fs.root, "etc", { type: "directory", ...owned, mode: 0o755 });
    fs.create(etc, "passwd", { type: "file", ...owned, content: contentOf(encode("root:x:0:0\n")) });
    fs.create(etc, "shadow", { type: "file", ...owned, mode: 0o600 });
    fs.create(fs.root, "null", { type: "char", ...owned, rdev: { major: 1, minor: 3 } });
    fs.create(etc, "x".repeat(120), { type: "file", ...owned });
    fs.create(etc, "한글", { type: "file", ...owned });
  });
  return layerFromDiff(tree, undefined);
}

describe("layers", () => {
  test("the diff id is the digest of the archive, and the archive gives the tree back", async () => {
    const layer = await base();
    expect(await sha256(layer.tar())).toBe(layer.diffId);
    const chunks = await list(layer.tar());
    expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(layer.tarSize);
    const again = await layerFromTar(chunks, undefined);
    expect(dump(again.tree)).toEqual(dump(layer.tree));
    expect([again.diffId, again.size, again.tarSize]).toEqual([layer.diffId, 70_000_003 + 11, layer.tarSize]);
  });

  test("a commit holds what changed, deletions as whiteouts", async () => {
    const parent = await base();
    const tree = grow(parent.tree, (fs) => {
      const etc = fs.lookup(fs.root, "etc") ?? 0;
      fs.unlink(etc, "shadow");
      fs.write(fs.lookup(etc, "passwd") ?? 0, 11, encode("user\n"));
      fs.create(fs.create(fs.root, "new", { type: "directory", ...owned, mode: 0o755 }), "file", { type: "file", ...owned });
    });
    const layer = await layerFromDiff(tree, parent);
    const entries = await list(readTar(layer.tar()));
    expect(entries.map(({ path, type }) => `${type} ${path}`)).toEqual([
      "directory etc/",
      "file etc/.wh.shadow",
      "file etc/passwd",
      "directory new/",
      "file new/file",
    ]);
    const again = await layerFromTar(layer.tar(), parent);
    expect(again.chainId).toBe(layer.chainId);
    expect(diffTrees(again.tree, layer.tree).filter(({ kind }) => kind !== "modified")).toEqual([]);
    expect(treeAt(again.tree, "/etc/shadow")).toBeUndefined();
    expect((await layerFromDiff(parent.tree, parent)).diffId).toBe(EMPTY_LAYER);
  });

  test("changes of a container are put on the image, without what the engine added", async () => {
    const parent = await base();
    const start = grow(parent.tree, (fs) => void fs.create(fs.root, ".dockerenv", { type: "file", ...owned }));
    const after = grow(start, (fs) => void fs.create(fs.root, "made", { type: "file", ...owned, content: contentOf(encode("x")) }));
    const layer = await layerFromDiff(after, parent, { base: start });
    expect(treeAt(layer.tree, "/.dockerenv")).toBeUndefined();
    expect((await list(readTar(layer.tar()))).map(({ path }) => path)).toEqual(["made"]);
  });

  test("foreign archives keep their bytes; opaque marks hide what was below", async () => {
    const parent = await base();
    const foreign: TarEntry[] = [
      { path: "./etc/", type: "directory", ...owned, mode: 0o755 },
      { path: "./etc/.wh..wh..opq", type: "file", ...owned },
      { path: "./etc/hosts", type: "file", ...owned, content: contentOf(encode("127.0.0.1\n")) },
    ];
    const chunks = [...chunksOf(tarParts(foreign))];
    const layer = await layerFromTar(chunks, parent);
    expect(await sha256(layer.tar())).toBe(layer.diffId);
    expect(dump(layer.tree).filter((line) => line.startsWith("/etc/"))).toEqual(["/etc/hosts file 644 0 1000000  10 1"]);
  });

  test.each(["../x", "a/../../x"])("%s does not lead outside", async (path) => {
    await expect(layerFromTar([...chunksOf(tarParts([{ path, type: "file", ...owned }]))], undefined)).rejects.toThrow(
      `"${path}" is outside of "/"`,
    );
  });

  test("links are followed inside the tree only", async () => {
    const entries: TarEntry[] = [
      { path: "lib", type: "symlink", ...owned, target: "../../usr/lib" },
      { path: "usr/lib/", type: "directory", ...owned, mode: 0o755 },
      { path: "lib/a", type: "file", ...owned },
    ];
    const { tree } = await layerFromTar([...chunksOf(tarParts(entries))], undefined);
    expect(dump(tree).map((line) => line.split(" ")[0])).toEqual(["/lib", "/usr", "/usr/lib", "/usr/lib/a"]);
  });

  test.each([
    ["junk that is no archive at all".repeat(40), "archive/tar: invalid tar header"],
    ["short", "unexpected EOF"],
  ])("junk is refused: %s", async (text, message) => {
    await expect(layerFromTar([encode(text)], undefined)).rejects.toThrow(message);
  });

  test("any archive is read back, however its chunks are cut", async () => {
    const entry = fc.record({
      path: fc.stringMatching(/^[a-z가-힣]{1,60}(\/[a-z]{1,80}){0,4}$/),
      content: fc.oneof(fc.uint8Array({ maxLength: 2000 }).map(contentOf), fc.nat(20_000).map(hole)),
      mode: fc.nat(0o7777),
      uid: fc.nat(3_000_000),
      gid: fc.nat(70_000),
      mtime: fc.nat(2_000_000_000).map((seconds) => seconds * 1000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 }),
        async (entries, cuts) => {
          const chunks = cut([...chunksOf(tarParts(entries.map((one) => ({ ...one, type: "file" as const }))))], cuts);
          const read = await list(readTar(chunks));
          expect(read.map(({ path, mode, uid, gid, mtime }) => ({ path, mode, uid, gid, mtime }))).toEqual(
            entries.map(({ path, mode, uid, gid, mtime }) => ({ path, mode, uid, gid, mtime })),
          );
          for (const [at, one] of read.entries()) expect(decode(flat(one.content))).toBe(decode(flat(entries[at]?.content)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

function flat(content: TarEntry["content"]): Uint8Array {
  const bytes: number[] = [];
  for (const part of content?.segments() ?? []) for (const byte of "hole" in part ? zeros(part.hole) : part.data) bytes.push(byte);
  return Uint8Array.from(bytes);
}
function* cut(chunks: Uint8Array[], cuts: number[]): Generator<Uint8Array> {
  let turn = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const size = cuts[turn++ % cuts.length] ?? 1;
      yield chunk.subarray(at, at + size);
      at += size;
    }
  }
}

describe("archives", () => {
  async function images(): Promise<SavedImage[]> {
    const bottom = await base();
    const top = await layerFromDiff(
      grow(bottom.tree, (fs) => void fs.create(fs.root, "app", { type: "file", ...owned })),
      bottom,
    );
    const config: ImageConfig = {
      architecture: "amd64",
      os: "linux",
      created: "2020-08-04T16:18:01.123Z",
      config: { Cmd: ["sh"], Env: ["A=<b>"] },
      rootfs: { type: "layers", diff_ids: [bottom.diffId] },
      history: [{ created: "2020-08-04T16:18:01.123Z" }],
    };
    const child = childConfig(config, {
      created: "2020-09-01T00:00:00Z",
      author: "",
      comment: "c",
      dockerVersion: "19.03.12",
      container: "c".repeat(64),
      containerConfig: { Cmd: ["sh"] },
      config: { Cmd: ["sh"] },
      diffId: top.diffId,
    });
    return [[config, bottom, "small:1"] as const, [child, top, "big"] as const].map(([one, layer, name]) => {
      const bytes = encodeImageConfig(one);
      return {
        id: digestOf(bytes),
        config: bytes,
        layer,
        references: [{ ...parseReference(name, { namesRepository: false }), tag: name.split(":")[1] ?? "latest" }],
      };
    });
  }

  test.each(["legacy", "oci"] as const)("%s: what was saved is loaded with the same ids", async (format) => {
    const saved = await images();
    const archive = saveArchive(saved, format);
    const chunks = await list(archive.chunks());
    expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(archive.length);
    const progress: string[] = [];
    const loaded = await list(
      loadArchive(chunks, { findLayer: () => undefined, progress: (id, at, of) => at === of && progress.push(id) }),
    );
    expect(loaded.map(({ id, tags, layer }) => [id, tags, layer.chainId])).toEqual(
      saved.map(({ id, layer }, at) => [id, [["small:1"], ["big:latest"]][at], layer.chainId]),
    );
    expect(new Set(progress)).toEqual(new Set(saved.map(({ layer }) => layer.diffId)));
    const names = (await list(readTar(chunks))).map(({ path }) => path);
    expect(names).toEqual([...names].sort((a, b) => (a.replaceAll("/", "\0") < b.replaceAll("/", "\0") ? -1 : 1)));
    expect(names.filter((name) => !/[a-f0-9]{64}/.test(name))).toEqual(
      format === "legacy"
        ? ["manifest.json", "repositories"]
        : ["blobs/", "blobs/sha256/", "index.json", "manifest.json", "oci-layout", "repositories"],
    );
  });

  test("an archive of gzip is read as well, and a damaged one is refused", async () => {
    const chunks = await list(saveArchive((await images()).slice(0, 1), "oci").chunks());
    const stream = new Blob(chunks as BlobPart[]).stream().pipeThrough(new CompressionStream("gzip"));
    const loaded = await list(loadArchive(stream as AsyncIterable<Uint8Array>, { findLayer: () => undefined }));
    expect(loaded.length).toBe(1);
    await expect(list(loadArchive(chunks.slice(0, 40), { findLayer: () => undefined }))).rejects.toThrow("unexpected EOF");
    await expect(list(loadArchive([encode("x".repeat(600))], { findLayer: () => undefined }))).rejects.toThrow(
      "archive/tar: invalid tar header",
    );
    await expect(list(loadArchive(chunksOf(tarParts([])), { findLayer: () => undefined, directory: "/t" }))).rejects.toThrow(
      "open /t/repositories: no such file or directory",
    );
  });
});
