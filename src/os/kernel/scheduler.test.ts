import { describe, expect, test } from "vitest";
import { isErrno, type Program, print, zeros } from "#abi";
import { bootTestKernel, manualClock, ROOT, settle, type TestKernel } from "./testing.ts";
import type { Cgroup, StdioSource } from "./types.ts";

const none: StdioSource = { kind: "null" };

const dd: Program = async (sys) => {
  const from = sys.open("/dev/zero");
  const to = sys.open("/dev/null", { write: true });
  for (;;) await sys.write(to, await sys.read(from, 512));
};
const spin: Program = async (sys) => {
  for (;;) await sys.cpu(0.5);
};

async function start(machine: TestKernel, program: Program, cgroup?: Cgroup) {
  await machine.boot();
  return machine.kernel.spawn({
    namespaces: machine.kernel.host,
    credentials: ROOT,
    env: new Map(),
    cwd: "/",
    argv: ["program"],
    program,
    stdin: none,
    stdout: none,
    stderr: none,
    ...(cgroup && { cgroup }),
  });
}

/** Percent of a processor that a group gets over a stretch of time, as docker stats computes it. */
async function percent(cgroup: Cgroup, advance: (ms: number) => Promise<void>, ms = 1000): Promise<number> {
  const before = cgroup.stats().cpuTotal;
  await advance(ms);
  return Math.round((cgroup.stats().cpuTotal - before) / ms / 1e4);
}

describe("processor time", () => {
  test("a busy loop gets a whole processor, a quota holds it, and may change while it runs", async () => {
    const clock = manualClock();
    const machine = bootTestKernel({ clock });
    const cgroup = machine.kernel.createCgroup("/docker/a", {});
    const handle = await start(machine, dd, cgroup);
    const seen = [await percent(cgroup, clock.advance)];
    cgroup.limits = { cpus: 0.3 };
    seen.push(await percent(cgroup, clock.advance));
    cgroup.limits = { cpus: 0.05 };
    seen.push(await percent(cgroup, clock.advance, 4000));
    expect(seen).toEqual([100, 30, 5]);
    const { periods, throttledPeriods } = cgroup.stats();
    expect(periods).toBe(50);
    expect(throttledPeriods).toBe(50);
    handle.kill("SIGKILL");
  });

  test("busy processes share the processors by weight; nobody gets more than one", async () => {
    const clock = manualClock();
    const machine = bootTestKernel({ clock, processors: 2 });
    const groups = [{}, { cpuShares: 2048 }, {}].map((limits, index) => machine.kernel.createCgroup(`/docker/${index}`, limits));
    const handles = await Promise.all(groups.map((group) => start(machine, spin, group)));
    await clock.advance(1000);
    const before = groups.map((group) => group.stats().cpuTotal);
    await clock.advance(2000);
    expect(groups.map((group, index) => Math.round((group.stats().cpuTotal - (before[index] ?? 0)) / 2e7))).toEqual([50, 100, 50]);
    for (const handle of handles) handle.kill("SIGKILL");
  });

  test("niceness counts within a group", async () => {
    const clock = manualClock();
    const machine = bootTestKernel({ clock, processors: 1 });
    const first = await start(machine, spin);
    const second = await start(machine, async (sys) => {
      sys.nice(10);
      return spin(sys);
    });
    await clock.advance(3000);
    const times = [first, second].map(({ pid }) => machine.kernel.process(pid)).map((info) => Math.round(((info?.user ?? 0) / 3000) * 100));
    expect(times[0]).toBeGreaterThan(85);
    expect(times[1]).toBeLessThan(15);
    first.kill("SIGKILL");
    second.kill("SIGKILL");
  });

  test("short-lived children don't escape a quota", async () => {
    const clock = manualClock();
    const machine = bootTestKernel({ clock });
    const cgroup = machine.kernel.createCgroup("/docker/a", { cpus: 0.1 });
    const handle = await start(
      machine,
      async (sys) => {
        for (;;) {
          sys.fork(async (child) => {
            await child.cpu(2);
            return 0;
          });
          await sys.wait();
        }
      },
      cgroup,
    );
    await clock.advance(1000);
    const share = await percent(cgroup, clock.advance, 5000);
    expect(share).toBeGreaterThanOrEqual(9);
    expect(share).toBeLessThanOrEqual(12);
    handle.kill("SIGKILL");
  });

  test("a frozen group makes no progress and goes on after thawing", async () => {
    const clock = manualClock();
    const machine = bootTestKernel({ clock });
    const cgroup = machine.kernel.createCgroup("/docker/a", {});
    let ticks = 0;
    const handle = await start(
      machine,
      async (sys) => {
        for (;;) {
          await sys.sleep(100);
          ticks++;
        }
      },
      cgroup,
    );
    await clock.advance(350);
    cgroup.freeze();
    await clock.advance(5000);
    expect([ticks, machine.kernel.process(handle.pid)?.state]).toEqual([3, "D"]);
    cgroup.thaw();
    await clock.advance(150);
    expect(ticks).toBe(5);
    handle.kill("SIGKILL");
  });

  test("other processes and signals are served beside busy loops", async () => {
    const machine = bootTestKernel({ programs: { spin, dd } });
    const terminal = await machine.terminal(["spin"]);
    await start(machine, dd).then((busy) => setTimeout(() => busy.kill("SIGKILL"), 60));
    await new Promise((resolved) => setTimeout(resolved, 30));
    await terminal.type("\x03");
    expect(await terminal.handle.exited).toEqual({ kind: "signaled", signal: "SIGINT" });
  });
});

describe("limits", () => {
  test("a process over the group's memory is killed and the group told", async () => {
    const machine = bootTestKernel();
    const cgroup = machine.kernel.createCgroup("/docker/a", { memory: 64 * 1024 ** 2 });
    let kills = 0;
    cgroup.onOutOfMemory = () => kills++;
    const handle = await start(
      machine,
      async (sys) => {
        for (;;) await sys.memory(8 * 1024 ** 2);
      },
      cgroup,
    );
    expect([await handle.exited, kills, cgroup.stats().memory]).toEqual([{ kind: "signaled", signal: "SIGKILL" }, 1, 0]);
    expect(cgroup.stats().memoryPeak).toBeGreaterThan(56 * 1024 ** 2);
  });

  test("the machine's own memory ends with ENOMEM", async () => {
    const program: Program = async (sys) => {
      try {
        await sys.memory(1e12);
      } catch (error) {
        await print(sys, isErrno(error) ? error.code : "?");
      }
      return 0;
    };
    expect((await bootTestKernel({ programs: { program } }).run(["program"])).stdout).toBe("ENOMEM");
  });

  test("a fork bomb ends in EAGAIN, and can be killed", async () => {
    const bomb: Program = async (sys) => {
      for (;;) {
        try {
          sys.fork(bomb);
        } catch (error) {
          if (!isErrno(error, "EAGAIN")) throw error;
        }
        await sys.sleep(1);
      }
    };
    const machine = bootTestKernel({ programs: { bomb }, maxProcesses: 300 });
    const cgroup = machine.kernel.createCgroup("/docker/a", { pids: 50 });
    const pids = machine.kernel.createPidNamespace();
    await machine.boot();
    const namespaces = { ...machine.kernel.host, pids };
    const handle = await machine.kernel.spawn({
      namespaces,
      credentials: ROOT,
      env: new Map(),
      cwd: "/",
      argv: ["bomb"],
      stdin: none,
      stdout: none,
      stderr: none,
      cgroup,
    });
    await new Promise((resolved) => setTimeout(resolved, 100));
    expect(cgroup.stats().pids).toBe(50);
    handle.kill("SIGKILL");
    await settle();
    expect([cgroup.stats().pids, machine.kernel.processes().length, machine.defects]).toEqual([0, 1, []]);
  });

  test("an endless file ends when the disk is full", async () => {
    const program: Program = async (sys) => {
      sys.mount("none", "/tmp", "tmpfs", ["size=1g"]);
      const fd = sys.open("/tmp/f", { write: true, create: true });
      try {
        for (;;) await sys.write(fd, zeros(1 << 20));
      } catch (error) {
        await print(sys, `${isErrno(error) ? error.code : "?"} ${sys.fstat(fd).size}`);
      }
      return 0;
    };
    expect((await bootTestKernel({ programs: { program } }).run(["program"])).stdout).toBe(`ENOSPC ${1024 ** 3}`);
  });
});
