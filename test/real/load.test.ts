/** Archives of ours in a real engine, and its archives here: ids must be the same. Needs `docker` on PATH and DOCKER_HOST set. */

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Digest, digestOf, type Layer, layerFromBlob, loadArchive, parseReference, type SavedImage, saveArchive } from "#images";
import { createRegistry } from "#registry";
import { compileImages, IMAGES } from "../../src/docker/registry/build.ts";

const reason = process.env["DOCKER_HOST"]
  ? spawnSync("docker", ["version"]).status === 0
    ? ""
    : "no engine answers at DOCKER_HOST"
  : "DOCKER_HOST is not set";
const docker = (...args: string[]): string => execFileSync("docker", args, { encoding: "utf8", maxBuffer: 1 << 26 });

describe.skipIf(reason !== "")(`a real engine${reason === "" ? "" : ` (skipped: ${reason})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "drydock-"));
  const saved: SavedImage[] = [];

  beforeAll(async () => {
    const files = new Map<string, Uint8Array>();
    const sha256 = (chunks: Iterable<Uint8Array>): Digest => {
      const hash = createHash("sha256");
      for (const chunk of chunks) hash.update(chunk);
      return `sha256:${hash.digest("hex")}`;
    };
    for (const { path, bytes } of await compileImages(IMAGES, { sha256, gzip: (bytes) => gzipSync(bytes) })) files.set(path, bytes);
    const registry = createRegistry({
      clock: { now: () => 0, after: () => () => undefined },
      fetch: async (path) => files.get(path) ?? new Uint8Array(),
    });
    for (const name of ["hello-world", "busybox", "httpd"]) {
      const image = await registry.resolve({ domain: "docker.io", path: `library/${name}`, tag: "latest" });
      if ("kind" in image) throw new Error(image.kind);
      let layer: Layer | undefined;
      for (const one of image.layers) layer = await layerFromBlob(await registry.download(one, () => undefined), layer);
      if (!layer) throw new Error(`${name} has no layers`);
      saved.push({
        id: digestOf(image.config),
        config: image.config,
        layer,
        references: [parseReference(`drydock-test/${name}:1`, { namesRepository: true })],
      });
    }
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    for (const { id } of saved) spawnSync("docker", ["rmi", "-f", id]);
  });

  test.each(["legacy", "oci"] as const)(
    "loads a %s archive of ours with equal ids, and we load what it saves",
    async (format) => {
      const path = join(folder, `${format}.tar`);
      const file = await open(path, "w");
      for await (const chunk of saveArchive(saved, format).chunks()) await file.write(chunk);
      await file.close();
      docker("load", "-i", path);
      for (const { id, references } of saved) expect(docker("inspect", "-f", "{{.Id}}", `${references[0]?.path}:1`).trim()).toBe(id);
      const back = join(folder, "back.tar");
      docker("save", "-o", back, ...saved.map(({ references }) => `${references[0]?.path}:1`));
      const ids: string[] = [];
      for await (const { id, layer } of loadArchive(createReadStream(back), { findLayer: () => undefined })) {
        ids.push(id);
        expect(layer.chainId).toBe(saved.find((one) => one.id === id)?.layer.chainId);
      }
      expect(ids.sort()).toEqual(saved.map(({ id }) => id).sort());
      for (const { id } of saved) docker("rmi", "-f", id);
    },
    120_000,
  );
});
