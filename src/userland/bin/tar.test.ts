import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { bootTestKernel, type TestKernel } from "../../os/kernel/testing.ts";
import { sha256sum } from "./checksum.ts";
import { gunzip, gzip, zcat } from "./gzip.ts";
import { tar } from "./tar.ts";

let machine: TestKernel;
beforeEach(() => {
  machine = bootTestKernel({
    programs: { tar, gzip, gunzip, zcat, sha256sum },
    files: { "/src/a.txt": "hello\n", "/src/deep/b.txt": "world\n" },
  });
});
const run = (...argv: string[]) => machine.run(argv, { cwd: "/", env: { TZ: "UTC", PATH: "/bin" } });

describe("tar", () => {
  test("what it creates it lists and extracts", async () => {
    expect(await run("tar", "cf", "/tmp/x.tar", "src")).toMatchObject({ stdout: "", stderr: "", status: 0 });
    expect((await run("tar", "tf", "/tmp/x.tar")).stdout.split("\n").sort()).toEqual([
      "",
      "src/",
      "src/a.txt",
      "src/deep/",
      "src/deep/b.txt",
    ]);
    expect((await run("tar", "-xvf", "/tmp/x.tar", "-C", "/tmp", "src/deep")).stdout).toBe("src/deep/\nsrc/deep/b.txt\n");
    expect(machine.read("/tmp/src/deep/b.txt")).toBe("world\n");
    expect((await run("tar", "xOf", "/tmp/x.tar", "src/a.txt")).stdout).toBe("hello\n");
  });

  test("the real tar reads what it creates, and the other way round", async () => {
    await run("tar", "czf", "/tmp/x.tgz", "src");
    const directory = mkdtempSync(join(tmpdir(), "drydock-tar-"));
    const bytes = machine.filesystem;
    const ino = bytes.lookup(bytes.lookup(bytes.root, "tmp") ?? 0, "x.tgz") ?? 0;
    writeFileSync(join(directory, "x.tgz"), bytes.read(ino, 0, bytes.stat(ino).size));
    expect(execFileSync("tar", ["xOzf", join(directory, "x.tgz"), "src/deep/b.txt"], { encoding: "utf8" })).toBe("world\n");
    writeFileSync(join(directory, "own"), "from outside\n");
    execFileSync("tar", ["cf", join(directory, "real.tar"), "-C", directory, "own"]);
    machine.write("/tmp/real.tar", new Uint8Array(readFileSync(join(directory, "real.tar"))));
    expect((await run("tar", "xOf", "/tmp/real.tar")).stdout).toBe("from outside\n");
  });

  test("errors are tar's", async () => {
    expect(await run("tar", "tf", "nosuch.tar")).toMatchObject({
      stdout: "",
      stderr: "tar: nosuch.tar: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n",
      status: 2,
    });
    expect(await run("tar", "cf", "/tmp/e.tar", "nosuch")).toMatchObject({
      stderr: "tar: nosuch: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n",
      status: 2,
    });
    expect(await run("tar", "cf", "/tmp/e.tar", "/src/a.txt")).toMatchObject({
      stderr: "tar: Removing leading `/' from member names\n",
      status: 0,
    });
    expect((await run("tar", "tf", "/tmp/e.tar")).stdout).toBe("src/a.txt\n");
    machine.write("/tmp/junk", "this is no archive, whatever it is called, and it is long enough ".repeat(40));
    expect(await run("tar", "tf", "/tmp/junk")).toMatchObject({
      stderr: "tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n",
      status: 2,
    });
    expect(await run("tar", "tf", "/tmp/e.tar", "other")).toMatchObject({
      stderr: "tar: other: Not found in archive\ntar: Exiting with failure status due to previous errors\n",
      status: 2,
    });
    expect((await run("tar")).status).toBe(2);
  });

  test("extracts nothing outside of its directory", async () => {
    const directory = mkdtempSync(join(tmpdir(), "drydock-tar-"));
    writeFileSync(join(directory, "evil"), "evil\n");
    execFileSync("tar", ["cPf", join(directory, "evil.tar"), "--transform", "s,.*,../../etc/evil,", join(directory, "evil")]);
    machine.write("/tmp/evil.tar", new Uint8Array(readFileSync(join(directory, "evil.tar"))));
    const result = await run("tar", "xf", "/tmp/evil.tar", "-C", "/tmp");
    expect(result).toMatchObject({
      stderr: "tar: ../../etc/evil: Member name contains '..'\ntar: Exiting with failure status due to previous errors\n",
      status: 2,
    });
    expect(() => machine.read("/etc/evil")).toThrow();
  });
});

describe("gzip and sha256sum", () => {
  test("compress in place and expand again", async () => {
    expect(await run("gzip", "/src/a.txt")).toMatchObject({ stdout: "", stderr: "", status: 0 });
    expect(() => machine.read("/src/a.txt")).toThrow();
    expect((await run("zcat", "/src/a.txt.gz")).stdout).toBe("hello\n");
    expect(await run("gunzip", "/src/a.txt.gz")).toMatchObject({ stderr: "", status: 0 });
    expect(machine.read("/src/a.txt")).toBe("hello\n");
    expect(await run("gunzip", "/src/a.txt")).toMatchObject({
      stderr: "gzip: /src/a.txt: unknown suffix -- ignored\n".replace("gzip", "gunzip"),
      status: 2,
    });
  });

  test("sums are true and checked", async () => {
    const sum = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    expect((await run("sha256sum", "/src/a.txt")).stdout).toBe(`${sum}  /src/a.txt\n`);
    machine.write("/tmp/sums", `${sum}  /src/a.txt\n${sum}  /src/deep/b.txt\n`);
    expect(await run("sha256sum", "-c", "/tmp/sums")).toMatchObject({
      stdout: "/src/a.txt: OK\n/src/deep/b.txt: FAILED\n",
      stderr: "sha256sum: WARNING: 1 computed checksum did NOT match\n",
      status: 1,
    });
  });
});
