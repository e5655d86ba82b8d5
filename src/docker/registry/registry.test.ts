import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type Clock, decode, stubProgram } from "#abi";
import { type Digest, digestOf, type Layer, layerFromBlob, parseImageConfig, type Registry, type RemoteImage } from "#images";
import { treeAt, walkTree } from "#vfs";
import { compileImages } from "./compile.ts";
import { IMAGES } from "./descriptions/index.ts";
import { createRegistry } from "./registry.ts";

const files = new Map<string, Uint8Array>();
const fetchFile = async (path: string) => {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no ${path}`);
  return bytes;
};
const sha256 = (chunks: Iterable<Uint8Array>): Digest => {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
};
const still: Clock = { now: () => 0, after: () => () => undefined };

beforeAll(async () => {
  const compiled = await compileImages(IMAGES, { sha256, gzip: (bytes) => gzipSync(bytes) });
  for (const { path, bytes } of compiled) files.set(path, bytes);
});

async function pull(registry: Registry, name: string): Promise<{ image: RemoteImage; layers: Layer[] }> {
  const [path = "", tag = "latest"] = name.split(":");
  const image = await registry.resolve({ domain: "docker.io", path: `library/${path}`, tag });
  if ("kind" in image) throw new Error(image.kind);
  const layers: Layer[] = [];
  for (const one of image.layers)
    layers.push(await layerFromBlob(await registry.download(one, () => undefined), layers[layers.length - 1]));
  return { image, layers };
}
const text = (layers: Layer[], path: string) =>
  decode(treeAt(layers[layers.length - 1]?.tree ?? missing(), path)?.content?.read(0, 1 << 20) ?? new Uint8Array());
const missing = (): never => {
  throw new Error("no layers");
};

describe("the simulated Docker Hub", () => {
  test.each([
    ["hello-world", 1, 13_256],
    ["busybox", 1, 1_223_440],
    ["alpine", 1, 5_573_013],
    ["centos", 1, 215_237_846],
    ["centos:7", 1, 202_944_122],
    ["ubuntu", 1, 73_858_033],
    ["debian", 1, 69_212_478],
    ["debian:buster", 1, 114_052_312],
    ["httpd", 5, 165_766_731],
    ["nginx", 4, 132_132_385],
    ["redis", 3, 104_256_415],
    ["mysql:5.7", 4, 447_866_994],
  ])("%s has %i layers and %i bytes, and its digests are true", async (name, count, bytes) => {
    const { image, layers } = await pull(createRegistry({ fetch: fetchFile, clock: still }), name);
    const { rootfs, history } = parseImageConfig(image.config);
    expect([layers.length, Math.round(layers.reduce((sum, { size }) => sum + size, 0) / 1e5)]).toEqual([count, Math.round(bytes / 1e5)]);
    expect(layers.map(({ diffId }) => diffId)).toEqual(rootfs.diff_ids);
    expect(history?.filter(({ empty_layer }) => !empty_layer).length).toBe(count);
    const smallest = layers.reduce((least, layer) => (layer.tarSize < least.tarSize ? layer : least));
    const chunks: Uint8Array[] = [];
    for await (const chunk of smallest.tar()) chunks.push(chunk);
    expect(sha256(chunks)).toBe(smallest.diffId);
  });

  test("images on Debian share its layer", async () => {
    const registry = createRegistry({ fetch: fetchFile, clock: still });
    const first = await Promise.all(
      ["debian", "httpd", "nginx", "redis", "mysql:5.7"].map(async (name) => (await pull(registry, name)).image.layers[0]),
    );
    expect(new Set(first.map((layer) => layer?.digest)).size).toBe(1);
  });

  test("executables name programs of ours; scripts name an interpreter that is there", async () => {
    const registry = createRegistry({ fetch: fetchFile, clock: still });
    for (const name of ["busybox", "alpine", "centos", "httpd", "nginx", "redis", "mysql:5.7"]) {
      const { layers } = await pull(registry, name);
      const tree = layers[layers.length - 1]?.tree ?? missing();
      const scripts: string[] = [];
      for (const [path, node] of walkTree(tree)) {
        const head = decode(node.content?.read(0, 100) ?? new Uint8Array());
        if (head.startsWith("#!") && node.mode & 0o111) scripts.push(head.slice(2, head.indexOf("\n")).trim());
        if (/(^|\/)s?bin\/\w+$/.test(path) && node.type === "file" && head.startsWith("\x7fELF")) expect(stubProgram(head)).toBeTruthy();
      }
      for (const interpreter of scripts)
        expect([name, interpreter, treeAt(tree, interpreter.replace(/^\/bin/, "/usr/bin")) ?? treeAt(tree, interpreter)]).not.toContain(
          undefined,
        );
    }
    const { layers } = await pull(registry, "httpd");
    expect(text(layers, "/usr/local/apache2/htdocs/index.html")).toBe("<html><body><h1>It works!</h1></body></html>\n");
  });

  test("unknown names, tags and hosts fail as on Docker Hub", async () => {
    const registry = createRegistry({ fetch: fetchFile, clock: still });
    expect(await registry.resolve({ domain: "docker.io", path: "library/nosuchimage", tag: "latest" })).toEqual({ kind: "denied" });
    expect(await registry.resolve({ domain: "docker.io", path: "library/busybox", tag: "nosuchtag" })).toEqual({
      kind: "manifest-unknown",
    });
    expect(await registry.resolve({ domain: "docker.io", path: "library/busybox", digest: digestOf("x") })).toEqual({
      kind: "manifest-unknown",
    });
    expect(await registry.resolve({ domain: "localhost:5999", path: "foo", tag: "latest" })).toEqual({
      kind: "unreachable",
      message: 'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    });
    expect(await registry.resolve({ domain: "registry.nosuch.example", path: "foo", tag: "latest" })).toEqual({
      kind: "unreachable",
      message: 'Get "https://registry.nosuch.example/v2/": dial tcp: lookup registry.nosuch.example on 10.0.2.15:53: no such host',
    });
    expect(await registry.tags({ domain: "docker.io", path: "library/centos" })).toContain("7");
  });

  test("a download takes the time that the line needs", async () => {
    let now = 0;
    const clock: Clock = {
      now: () => now,
      after(ms, callback) {
        queueMicrotask(() => {
          now += ms;
          callback();
        });
        return () => undefined;
      },
    };
    const registry = createRegistry({ fetch: fetchFile, clock, lineSpeed: 10_000_000 });
    const image = await registry.resolve({ domain: "docker.io", path: "library/centos", tag: "7" });
    if ("kind" in image) throw new Error(image.kind);
    const [layer] = image.layers;
    if (!layer) throw new Error("no layer");
    const seen: number[] = [];
    await registry.download(layer, (bytes) => seen.push(bytes));
    expect(Math.round(now / 100)).toBe(76);
    expect(seen.length).toBe(76);
    expect(seen[seen.length - 1]).toBe(layer.size);
  });

  test("search finds names and descriptions, the very name first", async () => {
    const registry = createRegistry({ fetch: fetchFile, clock: still });
    const found = await registry.search("centos", 25);
    expect(found[0]).toEqual({
      name: "centos",
      description: "The official build of CentOS.",
      star_count: 6132,
      is_official: true,
      is_automated: false,
    });
    expect(found.length).toBe(23);
    expect((await registry.search("nosuchthing", 25)).length).toBe(0);
    expect((await registry.search("httpd", 2)).map(({ name }) => name)).toEqual(["httpd", "centos/httpd-24-centos7"]);
  });
});
