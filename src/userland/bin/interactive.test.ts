import { Terminal } from "@xterm/headless";
import { describe, expect, test } from "vitest";
import { decode, type Program, print } from "#abi";
import { bootTestKernel } from "../../os/kernel/testing.ts";
import { cat } from "./cat.ts";
import { less } from "./pager/less.ts";
import { more } from "./pager/more.ts";
import { stty } from "./stty.ts";
import { top } from "./top.ts";
import { tput, tty } from "./tty.ts";
import { vi } from "./vi/vi.ts";
import { watch } from "./watch.ts";

const sh: Program = async (sys) => {
  await print(sys, "output of the command\n한글\n");
  return 0;
};

const hundred = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join("\n");

/** Runs a program on a terminal of 10 rows and 40 columns and renders what it shows. */
async function session(argv: readonly string[], files: Record<string, string> = {}, size = { rows: 10, columns: 40 }) {
  const computer = bootTestKernel({ programs: { cat, less, more, stty, top, tput, tty, vi, watch, sh }, files });
  const terminal = await computer.terminal(argv, { size });
  const screen = new Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 0 });
  let drawn = 0;
  const draw = async () => {
    const more = terminal.output.slice(drawn);
    drawn = terminal.output.length;
    await new Promise<void>((resolve) => screen.write(more, resolve));
  };
  const quiet = async () => {
    for (let length = -1; length !== terminal.output.length; ) {
      length = terminal.output.length;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await draw();
  };
  await quiet();
  return {
    computer,
    terminal,
    type: async (...keys: string[]) => {
      for (const key of keys) {
        await terminal.type(key);
        // A lone Escape counts after a moment.
        if (key.endsWith("\x1b")) await new Promise((resolve) => setTimeout(resolve, 70));
        await quiet();
      }
    },
    rows: () => Array.from({ length: size.rows }, (_, row) => screen.buffer.active.getLine(row)?.translateToString(true) ?? ""),
    cursor: () => [screen.buffer.active.cursorX, screen.buffer.active.cursorY],
    read: (path: string) => computer.read(path),
  };
}

describe("less", () => {
  test("pages, searches and quits", async () => {
    const { type, rows, terminal } = await session(["less", "/tmp/text"], { "/tmp/text": `${hundred}\n` });
    expect(rows()).toEqual([...Array.from({ length: 9 }, (_, index) => `line ${index + 1}`), "/tmp/text"]);
    await type(" ");
    expect(rows()[0]).toBe("line 10");
    expect(rows()[9]).toBe(":");
    await type("b", "j", "j");
    expect(rows()[0]).toBe("line 3");
    await type("G");
    expect(rows().slice(7)).toEqual(["line 99", "line 100", "(END)"].slice(0, 3));
    await type("g", "/5[05]$\r");
    expect(rows()[0]).toBe("line 50");
    await type("n");
    expect(rows()[0]).toBe("line 55");
    await type("/nothing\r");
    expect(rows()[9]).toBe("Pattern not found  (press RETURN)");
    await type("20g");
    expect(rows()[0]).toBe("line 20");
    await type("q");
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
  });

  test("folds long lines, cuts them with -S, numbers them with -N", async () => {
    const files = { "/tmp/long": `${"가나다라마".repeat(6)}\nnext\n` };
    expect((await session(["less", "/tmp/long"], files)).rows().slice(0, 4)).toEqual([
      "가나다라마".repeat(4),
      "가나다라마".repeat(2),
      "next",
      "~",
    ]);
    expect((await session(["less", "-SN", "/tmp/long"], files)).rows().slice(0, 3)).toEqual([
      `      1 ${"가나다라마".repeat(4).slice(0, 16)}`,
      "      2 next",
      "~",
    ]);
  });

  test("a short file with -F and output into a pipe are just printed", async () => {
    const { terminal } = await session(["less", "-FX", "/tmp/a"], { "/tmp/a": "one\ntwo\n" });
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
    expect(terminal.output).toBe("one\r\ntwo\r\n");
    const computer = bootTestKernel({ programs: { less }, files: { "/tmp/a": "one\ntwo\n" } });
    expect(await computer.run(["less", "/tmp/a"])).toMatchObject({ stdout: "one\ntwo\n", status: 0 });
    expect(await computer.run(["less", "/tmp/none"])).toMatchObject({ stderr: "/tmp/none: No such file or directory\n", status: 1 });
  });
});

test("more shows how far it is", async () => {
  const { type, rows, terminal } = await session(["more", "/tmp/text"], { "/tmp/text": `${hundred}\n` });
  expect(rows()[9]).toBe("--More--(7%)");
  await type(" ");
  expect(rows()[9]).toBe("--More--(17%)");
  await type("q");
  await terminal.handle.exited;
});

describe("vi", () => {
  test("writes a new file", async () => {
    const { type, rows, read, terminal, cursor } = await session(["vi", "/tmp/new"]);
    expect(rows()).toEqual(
      ["", "~", "~", "~", "~", "~", "~", "~", "~", '"/tmp/new" [New File] 0-1           All'].map((row, at) =>
        at === 9 ? expect.stringMatching(/^"\/tmp\/new" \[New File\]/) : row,
      ),
    );
    await type("i", "Hello 세계!", "\r", "second");
    expect(rows()[9]).toMatch(/^-- INSERT --/);
    expect(cursor()).toEqual([6, 1]);
    await type("\x1b", ":wq\r");
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
    expect(read("/tmp/new")).toBe("Hello 세계!\nsecond\n");
  });

  const edited = async (text: string, ...keys: string[]) => {
    const { type, read, terminal } = await session(["vi", "/tmp/f"], { "/tmp/f": text });
    await type(...keys, ":x\r");
    await terminal.handle.exited;
    return read("/tmp/f");
  };

  test("deletes, changes, yanks, puts, undoes and repeats", async () => {
    expect(await edited("one two three\nfour\n", "dw", "x")).toBe("wo three\nfour\n");
    expect(await edited("a\nb\nc\nd\n", "2dd")).toBe("c\nd\n");
    expect(await edited("a\nb\nc\n", "yyGp")).toBe("a\nb\nc\na\n");
    expect(await edited("one two\n", "cwxyz\x1b", "w.")).toBe("xyz xyz\n");
    expect(await edited("one\ntwo\n", "dd", "u")).toBe("one\ntwo\n");
    expect(await edited("one\n", "dd", "u", "\x12")).toBe("");
    expect(await edited("one\ntwo\n", "A!\x1b", "jI>\x1b")).toBe("one!\n>two\n");
    expect(await edited("one\ntwo\n", "J")).toBe("one two\n");
    expect(await edited("한글 시험\n", "$x", "0rX")).toBe("X글 시\n");
    expect(await edited("foo(bar)\n", "f(ci", "\x1b")).toBe("foo(bar)\n");
    expect(await edited("a b\na b\n", ":%s/b/c/g\r")).toBe("a c\na c\n");
    expect(await edited("x\ny\nz\n", "/z\r", "D", "Ogone\x1b")).toBe("x\ny\ngone\n\n");
    expect(await edited("12345\n", "3l", "d0")).toBe("45\n");
    expect(await edited("word\n", "ylp", "~")).toBe("wWord\n");
    expect(await edited("one\ntwo\nthree\n", "ddp", "GP")).toBe("two\none\none\nthree\n");
  });

  test("refuses to lose changes", async () => {
    const { type, rows, terminal } = await session(["vi", "/tmp/f"], { "/tmp/f": "text\n" });
    await type("x", ":q\r");
    expect(rows()[9]).toMatch(/^E37: No write since last/);
    await type(":foo\r");
    expect(rows()[9]).toMatch(/^E492: Not an editor co/);
    await type(":q!\r");
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
  });

  test("the cursor stands right on Korean and :set nu shows numbers", async () => {
    const { type, cursor, rows } = await session(["vi", "/tmp/f"], { "/tmp/f": "가나다\n" });
    await type("l");
    expect(cursor()).toEqual([2, 0]);
    await type("$");
    expect(cursor()).toEqual([4, 0]);
    await type(":set nu\r");
    expect(rows()[0]).toBe("  1 가나다");
    expect(cursor()).toEqual([8, 0]);
  });
});

test("top lists processes and quits", async () => {
  const { type, rows, terminal } = await session(["top", "-d", "0.1"], {}, { rows: 12, columns: 80 });
  const shown = rows();
  expect(shown[0]).toMatch(/^top - \d\d:\d\d:\d\d up .*load average: /);
  expect(shown[1]).toMatch(/^Tasks: {3}2 total, {3}\d running, {3}\d sleeping, {3}0 stopped, {3}0 zombie$/);
  expect(shown[2]).toMatch(/^%Cpu\(s\): +[\d.]+ us, +[\d.]+ sy, +0\.0 ni, *[\d.]+ id, +0\.0 wa, +0\.0 hi, +0\.0 si, +0\.0 st$/);
  expect(shown[6]?.trimEnd()).toBe("  PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND");
  expect(shown.slice(7).join("\n")).toMatch(/ {4}1 root +20 +0 .* init\b/);
  await type("q");
  expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
});

test("watch runs a command until ^C", async () => {
  const { type, rows, terminal } = await session(["watch", "-n", "0.2", "date", "-u"], {}, { rows: 6, columns: 60 });
  expect(rows()[0]).toMatch(/^Every 0\.2s: date -u +docker: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/);
  expect(rows().slice(1, 5)).toEqual(["", "output of the command", "한글", ""]);
  await type("\x03");
  await terminal.handle.exited;
});

test("stty, tty and tput", async () => {
  expect((await session(["stty", "size"])).terminal.output).toBe("10 40\r\n");
  expect((await session(["stty", "-a"], {}, { rows: 24, columns: 80 })).terminal.output).toContain(
    "speed 38400 baud; rows 24; columns 80; line = 0;\r\nintr = ^C; quit = ^\\;",
  );
  expect((await session(["tty"])).terminal.output).toBe("/dev/pts/0\r\n");
  expect((await session(["tput", "cols"])).terminal.output).toBe("40\r\n");
  const computer = bootTestKernel({ programs: { tty, stty } });
  expect(await computer.run(["tty"])).toMatchObject({ stdout: "not a tty\n", status: 1 });
  expect(await computer.run(["stty", "size"])).toMatchObject({
    stderr: "stty: 'standard input': Inappropriate ioctl for device\n",
    status: 1,
  });
});

test("bytes of a file survive a visit in vi", async () => {
  const { computer, type, terminal } = await session(["vi", "/tmp/f"]);
  computer.write("/tmp/b", Uint8Array.of(0x61, 0xff, 0x0a));
  await type(":e /tmp/b\r", "Ox\x1b", ":w\r", ":q\r");
  await terminal.handle.exited;
  expect(decode(new TextEncoder().encode(computer.read("/tmp/b")))).toContain("x\na");
});
