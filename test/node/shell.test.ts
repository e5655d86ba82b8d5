import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const DRYDOCK = fileURLToPath(new URL("../../bin/drydock.js", import.meta.url));

/** Runs the drydock command with this typed at it; what it printed and its exit status. */
function drydock(
  args: readonly string[],
  typed = "",
): Promise<{ readonly output: string; readonly errors: string; readonly status: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [DRYDOCK, ...args], { stdio: "pipe", env: { ...process.env, TERM: "xterm-256color" } });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("close", (status) => resolve({ output, errors, status }));
    child.stdin.end(typed);
  });
}

describe("drydock shell", () => {
  it("gives the machine and ends with the shell's exit status", async () => {
    const { output, status } = await drydock(["shell", "--docker", "28.5.2"], "docker --version\nexit 7\n");
    expect(output).toMatch(/\[user@docker ~\]\$ docker --version\r\nDocker version 28\.5\.2, build /);
    expect(output).toMatch(/exit 7\r\nlogout\r\n$/);
    expect(status).toBe(7);
  });

  it("has the images that --image names", async () => {
    const { output } = await drydock(
      ["shell", "--image", "busybox", "--image", "centos:7"],
      "docker images --format '{{.Repository}}:{{.Tag}}'\nexit\n",
    );
    expect(output).toMatch(/\r\nbusybox:latest\r\n/);
    expect(output).toMatch(/\r\ncentos:7\r\n/);
  });

  it("speaks Korean with --lang ko", async () => {
    expect((await drydock(["shell", "--lang", "ko"], "touch a; ls -l a\nexit\n")).output).toMatch(/ \d{1,2}월 [ \d]\d \d\d:\d\d a\r\n/);
  });

  it("refuses what it doesn't know", async () => {
    expect(await drydock(["shell", "--docker", "1.0"])).toMatchObject({
      errors: "drydock: --docker takes 19.03.12 or 28.5.2, not '1.0'\nSee 'drydock --help'.\n",
      status: 2,
    });
    expect(await drydock(["shell", "--nosuch"])).toMatchObject({ status: 2 });
    expect(await drydock(["boat"])).toMatchObject({ errors: "drydock: there is no command 'boat'\nSee 'drydock --help'.\n", status: 2 });
    expect(await drydock(["shell", "--image", "no/such-image"])).toMatchObject({ status: 1 });
    expect((await drydock(["--help"])).output).toMatch(/^Usage: drydock shell \[OPTIONS\]/);
  });
});
