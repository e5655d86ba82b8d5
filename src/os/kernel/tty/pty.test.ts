import { describe, expect, test } from "vitest";
import { decode, encode, isErrno, type Program, print, RAW } from "#abi";
import { bootTestKernel, settle } from "../testing.ts";

const cat: Program = async (sys) => {
  for (let chunk = await sys.read(0); chunk.length > 0; chunk = await sys.read(0)) await sys.write(1, chunk);
  return 0;
};
const count: Program = async (sys) => {
  let bytes = 0;
  for (let chunk = await sys.read(0); chunk.length > 0; chunk = await sys.read(0)) bytes += chunk.length;
  await print(sys, `${bytes} bytes`);
  return 0;
};

describe("a terminal from outside", () => {
  test("a long paste arrives whole and in order, with what is typed after it behind it", async () => {
    const machine = bootTestKernel({ programs: { count } });
    const terminal = await machine.terminal(["count"]);
    const paste = terminal.type("0123456789abcdef\r".repeat(20_000));
    const end = terminal.type("\x04");
    await Promise.all([paste, end]);
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
    expect(terminal.output.endsWith("340000 bytes")).toBe(true);
  });

  test("^C overtakes a paste that nobody reads, and throws it away", async () => {
    const stuck: Program = async (sys) => {
      await sys.sleep(1e6);
      return 0;
    };
    const machine = bootTestKernel({ programs: { stuck } });
    const terminal = await machine.terminal(["stuck"]);
    const paste = terminal.type("x\r".repeat(100_000));
    await settle();
    await Promise.all([paste, terminal.type("\x03")]);
    expect(await terminal.handle.exited).toEqual({ kind: "signaled", signal: "SIGINT" });
  });

  test("binary junk typed at a program does no harm", async () => {
    const machine = bootTestKernel({ programs: { cat } });
    const terminal = await machine.terminal(["cat"]);
    const junk = Uint8Array.from({ length: 60_000 }, (_, index) => ((index * 7919) % 251) + 4).filter(
      (byte) => ![4, 17, 19, 26, 28].includes(byte),
    );
    await terminal.pty.write(junk);
    await terminal.type("\x15\rend\r\x04");
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
    expect(terminal.output.split("end\r\n").length).toBe(3);
  });

  test("a program that floods the screen waits for it, and ^C finds it", async () => {
    let written = 0;
    const yes: Program = async (sys) => {
      const lines = encode("y\n".repeat(4096));
      for (;;) {
        await sys.write(1, lines);
        written += lines.length;
      }
    };
    const machine = bootTestKernel({ programs: { yes } });
    await machine.boot();
    const pty = machine.kernel.createPty({ rows: 24, columns: 80 });
    const stdio = { kind: "pty", pty } as const;
    const credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [] };
    const handle = await machine.kernel.spawn({
      namespaces: machine.kernel.host,
      credentials,
      env: new Map(),
      cwd: "/",
      argv: ["/bin/yes"],
      stdin: stdio,
      stdout: stdio,
      stderr: stdio,
      controllingTerminal: true,
    });
    await settle(10);
    expect(written).toBeLessThan(100_000);
    await pty.write(encode("\x03"));
    expect(await handle.exited).toEqual({ kind: "signaled", signal: "SIGINT" });
    expect(decode(await pty.read())).toBe("^C");
    expect((await pty.read()).length).toBe(0);
  });

  test("raw mode gives each byte at once and unchanged; what was typed ahead of it stays", async () => {
    const raw: Program = async (sys) => {
      await sys.tcsetattr(0, RAW);
      await print(sys, "raw\n");
      const parts: string[] = [];
      while (!parts.join("").endsWith("q")) parts.push(decode(await sys.read(0)));
      await print(sys, JSON.stringify(parts.join("")));
      return 0;
    };
    const machine = bootTestKernel({ programs: { raw } });
    const terminal = await machine.terminal(["raw"]);
    await terminal.until("raw\n");
    await terminal.type("\x03\r\x1b[A");
    await terminal.type("q");
    await terminal.until('"\\u0003\\r\\u001b[Aq"');
  });

  test("a program plays the terminal of another one: openpty", async () => {
    const outer: Program = async (sys) => {
      const { master, slave } = sys.openpty({ rows: 10, columns: 20 });
      sys.fork(
        async (child) => {
          const { rows, columns } = child.getWindowSize(0);
          await print(child, `${child.fdPath(0)} ${rows}x${columns} ${child.tcgetpgrp(0) === child.getpgid()}\n`);
          return 0;
        },
        {
          setup: (child) => {
            child.setsid();
            for (const fd of [0, 1, 2]) child.dup(slave, fd);
            child.close(child.open("/dev/pts/1", { read: true, write: true }));
            child.close(master);
            child.close(slave);
          },
        },
      );
      sys.close(slave);
      const parts: string[] = [];
      try {
        for (;;) parts.push(decode(await sys.read(master)));
      } catch (error) {
        parts.push(isErrno(error) ? error.code : "?");
      }
      await print(sys, JSON.stringify(parts.join("")));
      return 0;
    };
    const machine = bootTestKernel({ programs: { outer } });
    const terminal = await machine.terminal(["outer"]);
    await terminal.until('"/dev/pts/1 10x20 true\\r\\nEIO"');
  });
});
