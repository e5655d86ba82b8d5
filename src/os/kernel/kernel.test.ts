import { expect, test } from "vitest";
import { copy, lines, type Program, print, streamOf } from "#abi";
import { bootTestKernel } from "./testing.ts";

const echo: Program = async (sys) => {
  await print(sys, `${sys.argv.slice(1).join(" ")}\n`);
  return 0;
};
const cat: Program = async (sys) => {
  await copy(streamOf(sys, 0), streamOf(sys, 1));
  return 0;
};
const upper: Program = async (sys) => {
  for await (const line of lines(sys, 0)) await print(sys, `${line.toUpperCase()}\n`);
  return 3;
};

test("a program prints and exits", async () => {
  const machine = bootTestKernel({ programs: { echo } });
  expect(await machine.run(["echo", "hello", "you"])).toEqual({
    stdout: "hello you\n",
    stderr: "",
    status: 0,
    ended: { kind: "exited", code: 0 },
  });
});

test("stdin reaches a program, its status comes back", async () => {
  const machine = bootTestKernel({ programs: { upper } });
  const { stdout, status } = await machine.run(["upper"], { stdin: "one\ntwo" });
  expect({ stdout, status }).toEqual({ stdout: "ONE\nTWO\n", status: 3 });
});

test("a pipeline of forked and executed programs", async () => {
  const pipeline: Program = async (sys) => {
    const { read, write } = sys.pipe();
    const left = sys.fork(async (child) => child.exec("/bin/echo", ["echo", "through a pipe"]), {
      setup: (child) => {
        child.dup(write, 1);
        child.close(write);
        child.close(read);
      },
    });
    const right = await sys.spawn("/bin/upper", ["upper"], {
      setup: (child) => {
        child.dup(read, 0);
        child.close(write);
        child.close(read);
      },
    });
    sys.close(read);
    sys.close(write);
    const results = [await sys.wait({ target: left }), await sys.wait({ target: right })];
    await print(sys, JSON.stringify(results.map((one) => one?.status)));
    return 0;
  };
  const machine = bootTestKernel({ programs: { echo, upper, pipeline } });
  const { stdout, stderr } = await machine.run(["pipeline"]);
  expect({ stdout, stderr, defects: machine.defects }).toEqual({
    stdout: 'THROUGH A PIPE\n[{"kind":"exited","code":0},{"kind":"exited","code":3}]',
    stderr: "",
    defects: [],
  });
});

test("a person types at a cooked terminal, corrects, and ends with ^D", async () => {
  const machine = bootTestKernel({ programs: { cat } });
  const terminal = await machine.terminal(["cat"]);
  await terminal.type("helpo\x7f\x7flo\r");
  await terminal.until("lo\r\nhello\r\n");
  await terminal.type("\x04");
  expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
  expect(terminal.output).toBe("helpo\b \b\b \blo\r\nhello\r\n");
});

test("^C ends the foreground program", async () => {
  const machine = bootTestKernel({ programs: { cat } });
  const terminal = await machine.terminal(["cat"]);
  await terminal.type("abc");
  await terminal.until("abc");
  await terminal.type("\x03");
  expect(await terminal.handle.exited).toEqual({ kind: "signaled", signal: "SIGINT" });
  expect(terminal.output).toBe("abc^C");
});
