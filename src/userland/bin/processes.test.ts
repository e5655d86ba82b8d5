import { expect, test } from "vitest";
import { type Program, print } from "#abi";
import { bootTestKernel, USER } from "../../os/kernel/testing.ts";
import { free } from "./free.ts";
import { kill } from "./kill.ts";
import { killall, pgrep, pidof, pkill } from "./pgrep.ts";
import { ps } from "./ps.ts";
import { nohup, timeout } from "./timeout.ts";
import { uptime } from "./uptime.ts";

const sleeper: Program = async (sys) => {
  await sys.sleep(1e9);
  return 0;
};

/** Runs its arguments, as `sh -c "sleeper & exec ARGS"` would. */
const withSleeper: Program = async (sys) => {
  await sys.spawn("/bin/sleeper", ["sleeper", "1000"], { setup: (child) => [0, 1, 2].forEach((fd) => child.close(fd)) });
  return sys.exec(`/bin/${sys.argv[1] ?? ""}`, sys.argv.slice(1));
};

const echoArguments: Program = async (sys) => {
  await print(sys, `${sys.argv.slice(1).join(" ")}\n`);
  return 0;
};

const machine = () =>
  bootTestKernel({
    programs: { sleeper, withSleeper, ps, kill, pgrep, pkill, pidof, killall, free, uptime, timeout, nohup, echo: echoArguments },
  });
const normal = (text: string) => text.replace(/(?<!:)\b\d\d:\d\d\b(?!:)/g, "HH:MM");

test("ps -ef, aux and -o", async () => {
  const computer = machine();
  const full = await computer.run(["withSleeper", "ps", "-ef"]);
  expect(full.stderr).toBe("");
  const lines = normal(full.stdout).split("\n");
  expect(lines[0]).toMatch(/^UID {8,10} {0,2}PID {2,4}PPID {2}C STIME TTY {10}TIME CMD$/);
  expect(lines[1]).toMatch(/^root +1 +0 +0 HH:MM \? {8}00:00:00 \/sbin\/init$/);
  expect(lines.some((line) => line.endsWith("00:00:00 sleeper 1000"))).toBe(true);
  expect(lines.some((line) => line.endsWith("00:00:00 ps -ef"))).toBe(true);
  const aux = await computer.run(["ps", "aux"]);
  expect(aux.stdout.split("\n")[0]).toMatch(/^USER +PID %CPU %MEM {4}VSZ {3}RSS TTY {6}STAT START {3}TIME COMMAND$/);
  expect((await computer.run(["ps", "-o", "pid=,comm=", "-p", "1"])).stdout).toMatch(/^ +1 init\n$/);
  expect((await computer.run(["ps", "--no-headers", "-C", "sleeper", "-o", "args"])).stdout).toBe("sleeper 1000\n");
  expect(await computer.run(["ps", "--nosuch"])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^error: unknown gnu long option\n/),
  });
});

test("signals by name and number", async () => {
  const computer = machine();
  const found = await computer.run(["withSleeper", "pgrep", "-a", "sleep"]);
  expect(found.stdout).toMatch(/^\d+ sleeper 1000\n$/);
  expect(await computer.run(["kill", "999999"])).toMatchObject({
    stderr: "kill: sending signal to 999999 failed: No such process\n",
    status: 1,
  });
  expect((await computer.run(["kill", "-l", "9"])).stdout).toBe("KILL\n");
  expect(await computer.run(["pkill", "sleeper"], { credentials: USER })).toMatchObject({
    stderr: expect.stringMatching(/^pkill: killing pid \d+ failed: Operation not permitted\n$/),
  });
  expect(await computer.run(["pkill", "-9", "sleeper"])).toMatchObject({ status: 0 });
  expect(await computer.run(["pidof", "sleeper"])).toMatchObject({ status: 1, stdout: "" });
  expect(await computer.run(["killall", "sleeper"])).toMatchObject({ status: 1, stderr: "sleeper: no process found\n" });
});

test("free and uptime", async () => {
  const computer = machine();
  const lines = (await computer.run(["free"])).stdout.split("\n");
  expect(lines[0]).toBe("              total        used        free      shared  buff/cache   available");
  expect(lines[1]).toMatch(/^Mem: {8}4194304( +\d+){5}$/);
  expect((await computer.run(["free", "-h"])).stdout).toMatch(/^Mem: +4\.0G /m);
  expect((await computer.run(["uptime"])).stdout).toMatch(
    /^ \d\d:\d\d:\d\d up +\d+ min,  0 users,  load average: [\d.]+, [\d.]+, [\d.]+\n$/,
  );
});

test("timeout ends what takes too long", async () => {
  const computer = machine();
  expect(await computer.run(["timeout", "0.05", "sleeper"])).toMatchObject({ status: 124 });
  expect(await computer.run(["timeout", "5", "echo", "in", "time"])).toMatchObject({ status: 0, stdout: "in time\n" });
  expect(await computer.run(["timeout", "5", "nosuch"])).toMatchObject({
    status: 127,
    stderr: "timeout: failed to run command 'nosuch': No such file or directory\n",
  });
  expect(await computer.run(["nohup", "echo", "hi"])).toMatchObject({ status: 0, stdout: "hi\n" });
});
