import { describe, expect, test } from "vitest";
import { isErrno, type Program, print, type Signal } from "#abi";
import { bootTestKernel, manualClock, settle } from "./testing.ts";

const sleeper: Program = async (sys) => {
  await sys.sleep(1e9);
  return 0;
};

describe("signals", () => {
  test("an interrupting handler runs and makes the blocked call fail with EINTR; another one lets it go on", async () => {
    const program: Program = async (sys) => {
      const seen: string[] = [];
      const { read, write } = sys.pipe();
      const parent = sys.pid;
      sys.signal("SIGUSR1", { handle: (signal) => seen.push(signal), interrupt: false });
      sys.signal("SIGUSR2", { handle: (signal) => seen.push(signal), interrupt: true });
      sys.fork(async (child) => {
        await child.sleep(5);
        child.kill(parent, "SIGUSR1");
        await child.sleep(5);
        await child.write(write, Uint8Array.of(1));
        await child.sleep(5);
        child.kill(parent, "SIGUSR2");
        return 0;
      });
      seen.push(`read ${(await sys.read(read)).length}`);
      try {
        await sys.read(read);
      } catch (error) {
        if (isErrno(error)) seen.push(error.code);
      }
      await sys.wait();
      await print(sys, seen.join(" "));
      return 0;
    };
    const machine = bootTestKernel({ programs: { program } });
    expect((await machine.run(["program"])).stdout).toBe("SIGUSR1 read 1 SIGUSR2 EINTR");
  });

  test("wait tells how children ended, stopped and went on", async () => {
    const program: Program = async (sys) => {
      const statuses: unknown[] = [];
      const pid = sys.fork(sleeper);
      for (const signal of ["SIGSTOP", "SIGCONT", "SIGTERM"] as Signal[]) {
        sys.kill(pid, signal);
        statuses.push((await sys.wait({ target: pid, untraced: true }))?.status);
      }
      await print(sys, JSON.stringify(statuses));
      return 0;
    };
    const machine = bootTestKernel({ programs: { program } });
    expect(JSON.parse((await machine.run(["program"])).stdout)).toEqual([
      { kind: "stopped", signal: "SIGSTOP" },
      { kind: "continued" },
      { kind: "signaled", signal: "SIGTERM" },
    ]);
  });

  test("a stopped process makes no progress until it is continued", async () => {
    const ticker: Program = async (sys) => {
      for (;;) {
        await sys.sleep(10);
        await print(sys, ".");
      }
    };
    const clock = manualClock();
    const machine = bootTestKernel({ programs: { ticker }, clock });
    const terminal = await machine.terminal(["ticker"]);
    await clock.advance(35);
    expect(terminal.output).toBe("...");
    terminal.handle.kill("SIGSTOP");
    await clock.advance(1000);
    expect(terminal.output).toBe("...");
    terminal.handle.kill("SIGCONT");
    await clock.advance(25);
    expect(terminal.output).toBe("......");
  });

  test("a killed process is gone at once, even in a loop that catches everything; its parent reads end of file", async () => {
    let rounds = 0;
    const stubborn: Program = async (sys) => {
      for (;;) {
        try {
          rounds++;
          await sys.sleep(1);
          sys.getcwd();
        } catch {
          rounds++;
        }
      }
    };
    const program: Program = async (sys) => {
      const { read, write } = sys.pipe();
      const pid = sys.fork(stubborn);
      sys.close(write);
      await sys.sleep(5);
      sys.kill(pid, "SIGKILL");
      const chunk = await sys.read(read);
      const waited = await sys.wait();
      await print(sys, `${chunk.length} ${JSON.stringify(waited?.status)}`);
      return 0;
    };
    const machine = bootTestKernel({ programs: { program } });
    expect((await machine.run(["program"])).stdout).toBe('0 {"kind":"signaled","signal":"SIGKILL"}');
    const before = rounds;
    await new Promise((resolved) => setTimeout(resolved, 20));
    expect(rounds).toBe(before);
  });

  test("writing to a pipe that nobody reads makes SIGPIPE, and EPIPE where that is ignored", async () => {
    const program: Program = async (sys) => {
      const writer: Program = async (child) => {
        await print(child, "into the void");
        return 7;
      };
      const results: unknown[] = [];
      for (const disposition of ["default", "ignore"] as const) {
        const { read, write } = sys.pipe();
        sys.fork(writer, {
          setup: (child) => {
            child.signal("SIGPIPE", disposition);
            child.dup(write, 1);
            child.close(read);
          },
        });
        sys.close(read);
        sys.close(write);
        results.push((await sys.wait())?.status);
      }
      await print(sys, JSON.stringify(results));
      return 0;
    };
    const machine = bootTestKernel({ programs: { program } });
    const { stdout, stderr } = await machine.run(["program"]);
    expect([JSON.parse(stdout), stderr]).toEqual([
      [
        { kind: "signaled", signal: "SIGPIPE" },
        { kind: "exited", code: 1 },
      ],
      "program: Broken pipe\n",
    ]);
  });

  test("what is no Errno ends the program as SIGSEGV would, and is kept for developers", async () => {
    const machine = bootTestKernel({
      programs: {
        broken: async () => {
          throw new TypeError("oops");
        },
      },
    });
    const { ended } = await machine.run(["broken"]);
    expect([ended, machine.defects.map(String)]).toEqual([{ kind: "signaled", signal: "SIGSEGV" }, ["TypeError: oops"]]);
  });

  test("a user may not signal other users' processes", async () => {
    const program: Program = async (sys) => {
      const codes: string[] = [];
      for (const [pid, signal] of [
        [1, "SIGTERM"],
        [31999, "SIGTERM"],
        [sys.pid, undefined],
      ] as const) {
        try {
          sys.kill(pid, signal);
          codes.push("ok");
        } catch (error) {
          if (isErrno(error)) codes.push(error.code);
        }
      }
      await print(sys, codes.join(" "));
      return 0;
    };
    const machine = bootTestKernel({ programs: { program } });
    const credentials = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [] };
    expect((await machine.run(["program"], { credentials })).stdout).toBe("EPERM ESRCH ok");
  });

  test("the host's init can't be killed from inside", async () => {
    const machine = bootTestKernel({
      programs: {
        program: async (sys) => {
          sys.kill(1, "SIGKILL");
          await sys.sleep(1);
          return 0;
        },
      },
    });
    expect((await machine.run(["program"])).status).toBe(0);
    await settle();
    expect(machine.kernel.process(1)?.comm).toBe("init");
  });
});
