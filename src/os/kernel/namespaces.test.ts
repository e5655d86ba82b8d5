import { describe, expect, test } from "vitest";
import { decode, type Program, print } from "#abi";
import { MountNamespace, resolve } from "#vfs";
import { deviceFilesystem, devptsFilesystem, procFilesystem } from "./filesystems.ts";
import { bootTestKernel, noNetwork, ROOT, settle, type TestKernel } from "./testing.ts";
import type { Namespaces, StdioSource } from "./types.ts";

/** Namespaces as a container has them: the same disk, but own /proc, /dev, pids and hostname. */
function container(machine: TestKernel): Namespaces {
  const { kernel } = machine;
  const mounts = new MountNamespace(machine.filesystem, { source: "overlay" });
  const pids = kernel.createPidNamespace();
  const at = (path: string) => resolve(mounts, { credentials: ROOT, root: mounts.root, cwd: mounts.root }, path);
  mounts.mount(procFilesystem(kernel, pids), at("/proc"));
  mounts.mount(deviceFilesystem(kernel, { container: true }), at("/dev"));
  mounts.mount(devptsFilesystem(kernel, mounts), at("/dev/pts"));
  return { mounts, pids, uts: { hostname: "0123456789ab" }, network: noNetwork() };
}

const forever: Program = async (sys) => {
  await sys.sleep(1e9);
  return 0;
};
const none: StdioSource = { kind: "null" };

async function start(machine: TestKernel, namespaces: Namespaces, program: Program, argv = ["program"]) {
  await machine.boot();
  const chunks: string[] = [];
  const stdout: StdioSource = { kind: "stream", sink: { write: async (bytes) => void chunks.push(decode(bytes)) } };
  const handle = await machine.kernel.spawn({
    namespaces,
    credentials: ROOT,
    env: new Map(),
    cwd: "/",
    argv,
    program,
    stdin: none,
    stdout,
    stderr: stdout,
  });
  return { handle, text: () => chunks.join("") };
}

describe("a PID namespace", () => {
  test("has its own numbers from 1; outside they are others", async () => {
    const machine = bootTestKernel();
    const program: Program = async (sys) => {
      const child = sys.fork(async (inner) => {
        await print(inner, `child ${inner.pid} of ${inner.ppid}, group ${inner.getpgid()}, session ${inner.getsid()}; `);
        return 0;
      });
      await sys.wait();
      await print(
        sys,
        `${sys.pid} of ${sys.ppid} had ${child} on ${sys.uname().nodename}; ps ${sys
          .readdir("/proc")
          .map(({ name }) => name)
          .filter((name) => /^\d+$/.test(name))}`,
      );
      return 0;
    };
    const { handle, text } = await start(machine, container(machine), program);
    await handle.exited;
    await settle();
    expect(text()).toBe("child 2 of 1, group 1, session 1; 1 of 0 had 2 on 0123456789ab; ps 1");
    expect(handle.pid).toBeGreaterThan(500);
  });

  test("ends with its pid 1", async () => {
    const machine = bootTestKernel();
    const namespaces = container(machine);
    const program: Program = async (sys) => {
      sys.fork(forever);
      sys.fork(async (inner) => {
        inner.setsid();
        inner.fork(forever);
        return forever(inner);
      });
      await sys.sleep(1);
      return 3;
    };
    const { handle } = await start(machine, namespaces, program);
    expect(await handle.exited).toEqual({ kind: "exited", code: 3 });
    expect(machine.kernel.processes(namespaces.pids)).toEqual([]);
    expect(machine.kernel.processes().map(({ comm }) => comm)).toEqual(["init"]);
  });

  test("pid 1 ignores from inside what it doesn't handle, SIGKILL too; from outside SIGKILL acts and SIGTERM doesn't", async () => {
    const machine = bootTestKernel();
    const program: Program = async (sys) => {
      sys.fork(async (inner) => {
        inner.kill(1, "SIGTERM");
        inner.kill(1, "SIGKILL");
        await print(inner, "tried");
        return 0;
      });
      return forever(sys);
    };
    const { handle, text } = await start(machine, container(machine), program);
    await settle();
    handle.kill("SIGTERM");
    await settle();
    expect([text(), handle.alive]).toEqual(["tried", true]);
    handle.kill("SIGKILL");
    expect(await handle.exited).toEqual({ kind: "signaled", signal: "SIGKILL" });
  });

  test("orphans go to its pid 1, which reaps them", async () => {
    const machine = bootTestKernel();
    const program: Program = async (sys) => {
      sys.fork(async (middle) => {
        middle.fork(async (orphan) => {
          await orphan.sleep(5);
          return orphan.ppid === 1 ? 42 : 0;
        });
        return 0;
      });
      const statuses = [await sys.wait(), await sys.wait()];
      await print(sys, JSON.stringify(statuses));
      return 0;
    };
    const { handle, text } = await start(machine, container(machine), program);
    await handle.exited;
    await settle();
    expect(JSON.parse(text())).toEqual([
      { pid: 2, status: { kind: "exited", code: 0 } },
      { pid: 3, status: { kind: "exited", code: 42 } },
    ]);
  });

  test("exec into it: a second process whose parent isn't visible", async () => {
    const machine = bootTestKernel();
    const namespaces = container(machine);
    const first = await start(machine, namespaces, forever);
    const second = await start(machine, namespaces, async (sys) => {
      await print(sys, `${sys.pid} ${sys.ppid} ${decode(sys.readFile("/proc/1/comm"))}`);
      return 0;
    });
    await second.handle.exited;
    await settle();
    expect([second.text(), machine.kernel.pidIn(namespaces.pids, first.handle.pid)]).toEqual(["2 0 program\n", 1]);
    first.handle.kill("SIGKILL");
  });

  test("numbers its terminals itself", async () => {
    const machine = bootTestKernel();
    machine.kernel.createPty({ rows: 24, columns: 80 });
    const namespaces = container(machine);
    const pty = machine.kernel.createPty({ rows: 24, columns: 80 }, namespaces.mounts);
    const stdio: StdioSource = { kind: "pty", pty };
    await machine.boot();
    const program: Program = async (sys) => {
      await print(
        sys,
        `${sys.fdPath(0)} ${sys.readdir("/dev/pts").map(({ name }) => name)} ${sys.readlink("/proc/self/fd/1")} ${sys.isatty(sys.open("/dev/tty"))}`,
      );
      return 0;
    };
    await machine.kernel.spawn({
      namespaces,
      credentials: ROOT,
      env: new Map(),
      cwd: "/",
      argv: ["x"],
      program,
      stdin: stdio,
      stdout: stdio,
      stderr: stdio,
      controllingTerminal: true,
    });
    expect(decode(await pty.read())).toBe("/dev/pts/0 0,ptmx /dev/pts/0 true");
    expect((await pty.read()).length).toBe(0);
  });
});
