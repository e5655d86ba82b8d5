/**
 * Every line of recorded/cases.txt, run by our shell and utilities, prints and leaves behind what the GNU tools of a Debian 12
 * did. `RECORD=1` runs the real tools of this machine instead and writes recorded/gnu.json.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Program } from "#abi";
import { bootTestKernel } from "../../os/kernel/testing.ts";
import { sh } from "../shell/index.ts";
import { utilities } from "./index.ts";

interface Recorded {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const here = new URL("recorded/", import.meta.url);
const fixture = readFileSync(new URL("fixture.sh", here), "utf8");
const cases = readFileSync(new URL("cases.txt", here), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const ENV = { LC_ALL: "C.UTF-8", TZ: "UTC", PATH: "/usr/bin:/bin:/usr/sbin", TERM: "xterm" };
const recordings = new URL("gnu.json", here);

if (process.env["RECORD"]) {
  const recorded: Record<string, Recorded> = {};
  for (const line of cases) {
    const cwd = mkdtempSync(join(tmpdir(), "gnu-"));
    spawnSync("/bin/bash", ["-c", fixture], { cwd, env: ENV });
    const result = spawnSync("/bin/dash", ["-c", line], { cwd, env: ENV, input: "", encoding: "utf8" });
    recorded[line] = { stdout: result.stdout, stderr: result.stderr, status: result.status ?? -1 };
    rmSync(cwd, { recursive: true });
  }
  writeFileSync(recordings, `${JSON.stringify(recorded, undefined, 1)}\n`);
}

const expected = JSON.parse(readFileSync(recordings, "utf8")) as Record<string, Recorded>;
const programs: Record<string, Program> = { sh };
for (const [name, load] of Object.entries(utilities)) programs[name] = async (sys) => (await load())(sys);
const machine = bootTestKernel({ programs, files: { "/fixture.sh": fixture } });

describe("as the GNU tools", () => {
  test.each(cases.map((line, at) => [line, at] as const))("%s", async (line, at) => {
    const cwd = `/tmp/${at}`;
    const prepared = await machine.run(["sh", "-c", `mkdir ${cwd} && cd ${cwd} && . /fixture.sh`], { env: ENV });
    expect(prepared).toMatchObject({ stderr: "", status: 0 });
    const { stdout, stderr, status } = await machine.run(["sh", "-c", line], { cwd, env: ENV });
    expect({ stdout, stderr, status }).toEqual(expected[line]);
    expect(machine.defects).toEqual([]);
  });
});
