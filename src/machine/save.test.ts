import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { run } from "../../test/bench/host.ts";
import { boot, type Machine } from "./boot.ts";
import { createRandom } from "./random.ts";

const REGISTRY = new URL("../../public/", import.meta.url);

function start(saved?: Uint8Array): Promise<Machine> {
  return boot({
    release: "19.03.12",
    language: "en",
    images: ["busybox"],
    clock: {
      now: () => performance.timeOrigin + performance.now(),
      after(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    },
    random: createRandom(11),
    fetch: async (path) => new Uint8Array(await readFile(new URL(path, REGISTRY))),
    ...(saved === undefined ? {} : { saved }),
  });
}

describe("saving the machine", () => {
  it("brings back files, images, containers with their changes, volumes, and starts what ran", async () => {
    const first = await start();
    const docker = async (...argv: string[]): Promise<string> => (await run(first, "docker", ...argv)).output;
    await run(first, "bash", "-c", "echo note > /home/user/note.txt; mkdir d; rm .bash_logout");
    await docker("run", "-d", "--name", "keeper", "busybox", "sh", "-c", "echo written > /w; sleep 1000");
    await docker("run", "--name", "ended", "-v", "data:/d", "busybox", "sh", "-c", "echo v > /d/f; exit 3");
    await docker("commit", "keeper", "mine:1");
    const images = await docker("images", "-q", "--no-trunc");
    const bytes = await first.save();
    first.shutdown();
    expect(bytes.length).toBeLessThan(400_000);

    const second = await start(bytes);
    const again = async (...argv: string[]): Promise<string> => (await run(second, "docker", ...argv)).output;
    expect((await run(second, "bash", "-c", "cat note.txt; ls -A")).output).toBe("note\n.bash_profile\n.bashrc\nd\nnote.txt\n");
    expect(await again("ps", "--format", "{{.Names}}")).toBe("keeper\n");
    expect(await again("exec", "keeper", "cat", "/w")).toBe("written\n");
    expect(await again("ps", "-a", "--format", "{{.Names}} {{.Status}}", "-f", "name=ended")).toMatch(/^ended Exited \(3\) /);
    expect(await again("run", "--rm", "-v", "data:/d", "busybox", "cat", "/d/f")).toBe("v\n");
    expect(await again("images", "-q", "--no-trunc")).toBe(images);
    expect(await again("run", "--rm", "mine:1", "cat", "/w")).toBe("written\n");
    second.shutdown();
  });

  it("starts new from bytes that are none of its own", async () => {
    const machine = await start(new Uint8Array([1, 2, 3]));
    expect((await run(machine, "bash", "-c", "echo ok")).output).toBe("ok\n");
    machine.shutdown();
  });
});
