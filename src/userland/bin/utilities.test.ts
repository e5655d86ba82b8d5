/** What recordings of the GNU tools can't show: terminals, busybox, Korean, processor time, holes, signals. */

import { describe, expect, test } from "vitest";
import { isZeroView, type Program } from "#abi";
import { bootTestKernel, manualClock, settle, type TestKernel, type TestKernelOptions } from "../../os/kernel/testing.ts";
import { sh } from "../shell/index.ts";
import { createBusybox } from "./busybox.ts";
import { utilities } from "./index.ts";

const programs: Record<string, Program> = { sh };
for (const [name, load] of Object.entries(utilities)) programs[name] = async (sys) => (await load())(sys);

/** Noon of a day in August 2020 in Seoul, when the machines of these tests stand still. */
const NOON = Date.UTC(2020, 7, 10, 4, 56);

function machineAt(options: TestKernelOptions = {}): TestKernel {
  return bootTestKernel({ programs, ...options });
}
const shell = (machine: TestKernel, line: string, env: Record<string, string> = {}) =>
  machine.run(["sh", "-c", line], { cwd: "/tmp", env: { TZ: "UTC", ...env } });

describe("every utility", () => {
  const quiet = new Set(["true", "false", "hello", "envsubst", "more", "[", "test", "echo", "printf", "expr", "yes"]);
  test.each(Object.keys(utilities).filter((name) => !quiet.has(name)))("%s --help ends well", async (name) => {
    const machine = machineAt();
    const result = await machine.run([name, "--help"], { env: { TZ: "UTC" } });
    expect(result.ended).toMatchObject({ kind: "exited" });
    expect(result.stdout + result.stderr).not.toBe("");
    expect(machine.defects).toEqual([]);
  });
});

describe("on a terminal", () => {
  test("ls lists in columns as wide as the window, with quotes around odd names", async () => {
    const machine = machineAt({ files: { "/d/one": "", "/d/two words": "", "/d/three": "", "/d/four": "" } });
    const terminal = await machine.terminal(["ls", "/d"], { size: { rows: 10, columns: 30 } });
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
    await settle();
    expect(terminal.output).toBe(" four   three\r\n one   'two words'\r\n");
  });

  test("rm asks before it removes what is protected", async () => {
    const machine = machineAt({ files: { "/tmp/mine": "x" } });
    await shell(machine, "chown 1000 /tmp/mine; chmod 400 /tmp/mine");
    const terminal = await machine.terminal(["rm", "/tmp/mine"], {
      credentials: { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000] },
    });
    await terminal.until("rm: remove write-protected regular file '/tmp/mine'? ");
    await terminal.type("y\r");
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
    expect((await shell(machine, "ls mine")).status).toBe(2);
  });

  test("^C ends dd, which tells how far it came", async () => {
    const machine = machineAt();
    const terminal = await machine.terminal(["dd", "if=/dev/zero", "of=/dev/null"]);
    await new Promise((resolved) => setTimeout(resolved, 150));
    await terminal.type("\x03");
    expect(await terminal.handle.exited).toEqual({ kind: "signaled", signal: "SIGINT" });
    await settle();
    expect(terminal.output).toMatch(
      /^\^C(\d+)\+0 records in\r\n\1\+0 records out\r\n\d+ bytes \(\d+ MB, \d+ MiB\) copied, [\d.]+ s, [\d.]+ [MG]B\/s\r\n$/,
    );
  });
});

describe("streams", () => {
  test("yes ends when nobody reads any more", async () => {
    const result = await shell(machineAt(), "yes | head -2; echo done");
    expect(result).toMatchObject({ stdout: "y\ny\ndone\n", stderr: "", status: 0 });
  });

  test("bytes that aren't text pass unharmed", async () => {
    const result = await shell(
      machineAt(),
      "head -c 5000 /dev/urandom > a; cat a | tee b | gzip | gunzip | cmp - a && sort a | sort -c && sed '' a | cmp - a && echo same",
    );
    expect(result).toMatchObject({ stdout: "same\n", stderr: "", status: 0 });
  });

  test("tail -f shows what is added", async () => {
    const machine = machineAt();
    const result = await shell(
      machine,
      "echo one > log; tail -f -s 0.02 log & echo two >> log; sleep 0.1; echo three >> log; sleep 0.1; kill $!",
    );
    expect(result).toMatchObject({ stdout: "one\ntwo\nthree\n", stderr: "" });
  });

  test("400 MB of zeros are made, copied and counted without taking memory", async () => {
    const machine = machineAt();
    const result = await shell(
      machine,
      "dd if=/dev/zero of=big bs=1M count=400 status=none && cp big copy && wc -c copy && cmp big copy && echo equal",
    );
    expect(result).toMatchObject({ stdout: "419430400 copy\nequal\n", stderr: "", status: 0 });
    const { filesystem } = machine;
    const tmp = filesystem.lookup(filesystem.root, "tmp") ?? 0;
    expect(isZeroView(filesystem.read(filesystem.lookup(tmp, "copy") ?? 0, 300 << 20, 65_536))).toBe(true);
  });
});

describe("endless input", () => {
  const endless = [
    "cat /dev/zero > /dev/null",
    "cat -A /dev/zero > /dev/null",
    "yes > /dev/null",
    "yes | sort",
    "yes | uniq",
    "yes | grep n",
    "yes | sed s/y/z/ > /dev/null",
    "yes | awk '{n++}'",
    "yes | tail -1",
    "tr a b < /dev/zero > /dev/null",
    "wc /dev/zero",
    "sha256sum /dev/zero",
    "head -c 100G /dev/zero > /dev/null",
    "cmp /dev/zero /dev/zero",
    "cp /dev/zero /dev/null",
    "seq inf > /dev/null",
    "dd if=/dev/zero of=/dev/null",
    "dd if=/dev/zero of=/dev/null bs=1",
    "dd if=/dev/urandom of=/dev/null",
    "awk 'BEGIN { while (1) i++ }'",
    "shuf -i 1-100000000 > /dev/null",
    "base64 /dev/zero > /dev/null",
    "strings /dev/zero",
    "cksum /dev/zero",
  ];
  test.each(endless)("%s can be stopped", async (line) => {
    const machine = machineAt();
    expect(await machine.run(["timeout", "0.1", "sh", "-c", line], { cwd: "/tmp" })).toMatchObject({ status: 124 });
    expect(machine.defects).toEqual([]);
  });

  test.each(["sort", "tac", "grep x", "sed p", "cut -c1", "nl"])(
    "%s of a line without an end runs out of memory, and only the process does",
    async (command) => {
      const machine = machineAt();
      const result = await machine.run(["sh", "-c", `${command} /dev/zero; echo alive`], { cwd: "/tmp" });
      expect(result.stdout).toBe("alive\n");
      expect(result.stderr).toMatch(/Cannot allocate memory\n$/);
      expect(machine.defects).toEqual([]);
    },
  );
});

describe("busybox", () => {
  const machineWithBusybox = () => {
    const load = async (name: string) => (name === "ash" ? sh : programs[name]);
    const applets: Record<string, Program> = { busybox: createBusybox(load) };
    const machine = bootTestKernel({ programs: { sh, ...applets }, files: { "/tmp/a.txt": "hello\n" } });
    for (const name of ["ls", "cat", "mkdir", "rm", "touch", "sleep", "nosuch", "cp"])
      machine.write(`/bin/${name}`, machine.read("/bin/busybox"), 0o755);
    return machine;
  };

  test("finds its applet by its name or by its first argument", async () => {
    const machine = machineWithBusybox();
    expect(await shell(machine, "cat a.txt; busybox cat a.txt; busybox nosuch; nosuch")).toMatchObject({
      stdout: "hello\nhello\n",
      stderr: "nosuch: applet not found\nnosuch: applet not found\n",
      status: 127,
    });
    expect((await shell(machine, "busybox --list")).stdout).toContain("\nls\n");
    expect((await shell(machine, "busybox")).stdout).toMatch(/^BusyBox v1\.35\.0 \(Debian/);
  });

  test("has its own words and columns", async () => {
    const machine = machineWithBusybox();
    await shell(machine, "busybox touch -d '2020-08-10 13:56' a.txt");
    expect(await shell(machine, "ls -l a.txt nosuch")).toMatchObject({
      stdout: "-rw-r--r--    1 root     root             6 Aug 10  2020 a.txt\n",
      stderr: "ls: nosuch: No such file or directory\n",
      status: 1,
    });
    expect((await shell(machine, "cat nosuch; rm nosuch; mkdir a.txt; cp nosuch x; touch no/x")).stderr).toBe(
      "cat: can't open 'nosuch': No such file or directory\nrm: can't remove 'nosuch': No such file or directory\nmkdir: can't create directory 'a.txt': File exists\ncp: can't stat 'nosuch': No such file or directory\ntouch: no/x: No such file or directory\n",
    );
    expect((await shell(machine, "ls -z")).stderr).toMatch(/^ls: invalid option -- 'z'\nBusyBox v1\.35\.0 [^\n]*\n\nUsage: ls /);
  });
});

describe("in Korean", () => {
  const korean = { LANG: "ko_KR.UTF-8", TZ: "Asia/Seoul" };
  const machine = () => machineAt({ clock: manualClock(NOON) });

  test("dates, totals and errors", async () => {
    const host = machine();
    await shell(host, "mkdir d; touch d/passwd; mkdir /sys; mkdir -p /sys/fs/selinux");
    expect(await shell(host, "ls -l d", korean)).toMatchObject({ stdout: "합계 0\n-rw-r--r--. 1 root root 0  8월 10 13:56 passwd\n" });
    expect((await shell(host, "date", korean)).stdout).toBe("2020. 08. 10. (월) 13:56:00 KST\n");
    expect((await shell(host, "ls nosuch; cat nosuch; rmdir nosuch", korean)).stderr).toBe(
      "ls: 'nosuch'에 접근할 수 없음: 그런 파일이나 디렉터리가 없습니다\ncat: nosuch: 그런 파일이나 디렉터리가 없습니다\nrmdir: 'nosuch' 제거 실패: 그런 파일이나 디렉터리가 없습니다\n",
    );
  });

  test("the same in English", async () => {
    const host = machine();
    await shell(host, "mkdir d; touch d/passwd; touch -d '2019-08-10 02:15' d/old");
    expect((await shell(host, "ls -l d", { TZ: "Asia/Seoul" })).stdout).toBe(
      "total 0\n-rw-r--r-- 1 root root 0 Aug 10  2019 old\n-rw-r--r-- 1 root root 0 Aug 10 13:56 passwd\n",
    );
    expect((await shell(host, "date", { TZ: "Asia/Seoul" })).stdout).toBe("Mon Aug 10 13:56:00 KST 2020\n");
  });
});
