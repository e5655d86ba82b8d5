import { describe, expect, test } from "vitest";
import { isErrno, type Program, print, type Sys } from "#abi";
import { bootTestKernel, manualClock, settle } from "./testing.ts";

const cat: Program = async (sys) => {
  for (;;) {
    const chunk = await sys.read(0);
    if (chunk.length === 0) return 0;
    await sys.write(1, chunk);
  }
};

/** The least that a shell does: runs one job in the foreground, says how it ended, takes the terminal back. */
function shellLike(job: Program, options: { readonly foreground?: boolean } = {}): Program {
  return async (sys) => {
    sys.signal("SIGTTOU", "ignore");
    sys.signal("SIGTSTP", "ignore");
    sys.signal("SIGINT", "ignore");
    const reset = (child: Sys) => {
      for (const signal of ["SIGTTOU", "SIGTSTP", "SIGINT"] as const) child.signal(signal, "default");
    };
    const pid = sys.fork(job, { pgid: 0, ...(options.foreground === false ? {} : { foreground: 0 }), setup: reset });
    for (;;) {
      const waited = await sys.wait({ target: pid, untraced: true });
      if (options.foreground !== false) sys.tcsetpgrp(0, sys.getpgid());
      await print(sys, `[${JSON.stringify(waited?.status)}]\n`);
      if (waited?.status.kind !== "stopped") return 0;
      await sys.read(0);
      sys.tcsetpgrp(0, pid);
      sys.kill(-pid, "SIGCONT");
    }
  };
}

describe("job control", () => {
  test("^Z stops the job and gives the terminal back; it goes on where it was", async () => {
    const machine = bootTestKernel({ programs: { shell: shellLike(cat) } });
    const terminal = await machine.terminal(["shell"]);
    await terminal.type("one\r");
    await terminal.until("one\r\none\r\n");
    await terminal.type("\x1a");
    await terminal.until('[{"kind":"stopped","signal":"SIGTSTP"}]\r\n');
    await terminal.type("fg\r");
    await terminal.until('[{"kind":"continued"}]\r\n');
  });

  test("a background job that reads the terminal is stopped by SIGTTIN", async () => {
    const machine = bootTestKernel({ programs: { shell: shellLike(cat, { foreground: false }) } });
    const terminal = await machine.terminal(["shell"]);
    await terminal.until('[{"kind":"stopped","signal":"SIGTTIN"}]\r\n');
  });

  test("a background job may write, unless the terminal says tostop", async () => {
    const job: Program = async (sys) => {
      await print(sys, "job\n");
      await sys.tcsetattr(0, { tostop: true }).catch(() => {});
      return 0;
    };
    const machine = bootTestKernel({ programs: { shell: shellLike(job, { foreground: false }) } });
    const terminal = await machine.terminal(["shell"]);
    await terminal.until('job\r\n[{"kind":"stopped","signal":"SIGTTOU"}]\r\n');
  });

  test("^C reaches every process of the foreground group and no other", async () => {
    const clock = manualClock();
    const job: Program = async (sys) => {
      const inner = sys.fork(async (child) => {
        await child.sleep(1e6);
        return 0;
      });
      sys.signal("SIGINT", { handle: () => {}, interrupt: false });
      const waited = await sys.wait({ target: inner });
      await print(sys, `inner ${JSON.stringify(waited?.status)}\n`);
      return 5;
    };
    const machine = bootTestKernel({ programs: { shell: shellLike(job) }, clock });
    const terminal = await machine.terminal(["shell"]);
    await clock.advance(10);
    await terminal.type("\x03");
    await terminal.until('inner {"kind":"signaled","signal":"SIGINT"}\r\n[{"kind":"exited","code":5}]\r\n');
  });

  test("resizing tells the foreground group", async () => {
    const job: Program = async (sys) => {
      const resized = new Promise<void>((done) => {
        sys.signal("SIGWINCH", { handle: () => done(), interrupt: false });
      });
      await print(sys, "ready\n");
      await resized;
      await print(sys, JSON.stringify(sys.getWindowSize(0)));
      return 0;
    };
    const machine = bootTestKernel({ programs: { shell: shellLike(job) } });
    const terminal = await machine.terminal(["shell"]);
    await terminal.until("ready");
    terminal.pty.resize({ rows: 40, columns: 100 });
    await terminal.until('{"rows":40,"columns":100}');
  });

  test("closing the terminal hangs up the shell and its job", async () => {
    const machine = bootTestKernel({ programs: { shell: shellLike(cat) } });
    const terminal = await machine.terminal(["shell"]);
    await terminal.type("x\r");
    await terminal.until("x\r\nx");
    terminal.pty.close();
    expect(await terminal.handle.exited).toEqual({ kind: "signaled", signal: "SIGHUP" });
    await settle();
    expect(machine.kernel.processes().map((process) => process.comm)).toEqual(["init"]);
  });

  test("when the shell dies, its stopped jobs get SIGHUP and SIGCONT", async () => {
    const machine = bootTestKernel({ programs: { shell: shellLike(cat) } });
    const terminal = await machine.terminal(["shell"]);
    await terminal.type("x\r");
    await terminal.until("x\r\nx");
    await terminal.type("\x1a");
    await terminal.until("stopped");
    terminal.handle.kill("SIGKILL");
    await settle();
    expect(machine.kernel.processes().map((process) => process.comm)).toEqual(["init"]);
  });

  test("setsid leaves the terminal; a session leader can't call it again", async () => {
    const program: Program = async (sys) => {
      const seen: unknown[] = [];
      try {
        sys.setsid();
      } catch (error) {
        if (isErrno(error)) seen.push(error.code);
      }
      const { read, write } = sys.pipe();
      sys.fork(async (child) => {
        const sid = child.setsid();
        let tty = "a tty";
        try {
          child.open("/dev/tty");
        } catch (error) {
          if (isErrno(error)) tty = error.code;
        }
        await print(child, `${sid === child.pid} ${tty}`, write);
        return 0;
      });
      await sys.wait();
      seen.push(new TextDecoder().decode(await sys.read(read)));
      await print(sys, seen.join(" "));
      return 0;
    };
    const machine = bootTestKernel({ programs: { program } });
    const terminal = await machine.terminal(["program"]);
    await terminal.until("EPERM true ENXIO");
  });

  test("^S holds the output, ^Q lets it go on", async () => {
    const machine = bootTestKernel({ programs: { cat } });
    const terminal = await machine.terminal(["cat"]);
    await terminal.type("\x13");
    await terminal.type("held\r");
    await settle();
    expect(terminal.output).toBe("");
    await terminal.type("\x11");
    await terminal.until("held\r\nheld\r\n");
  });
});
