import { describe, expect, test } from "vitest";
import { type Program, print, type Sys } from "#abi";
import { bootTestKernel, type TestTerminal } from "../../../os/kernel/testing.ts";
import { createEditor } from "./editor.ts";
import type { Flavour } from "./types.ts";

/** A shell that reads lines and says what it read; `cat` copies the rest of the terminal's input. */
const reading =
  (flavour: Flavour, commands: readonly string[] = []): Program =>
  async (sys: Sys) => {
    const editor = createEditor(sys, flavour, {
      commands: () => commands,
      variables: () => ["HOME", "HOSTNAME"],
      env: (name) => sys.env.get(name),
    });
    sys.signal("SIGTSTP", "ignore");
    for (;;) {
      const result = await editor.readLine({ prompt: "$ ", continuation: false });
      if (result.kind === "eof") return 0;
      if (result.kind === "interrupt") continue;
      editor.history.add(result.text);
      if (result.text === "read") {
        const bytes = await sys.read(0);
        await print(sys, `[${new TextDecoder().decode(bytes).replace("\n", "|")}]\n`);
      } else if (result.text.length > 1000) await print(sys, `<${result.text.length}>\n`);
      else await print(sys, `<${result.text}>\n`);
    }
  };

function start(flavour: Flavour, commands: readonly string[] = [], files: Record<string, string> = {}): Promise<TestTerminal> {
  const machine = bootTestKernel({ programs: { reading: reading(flavour, commands) }, files });
  return machine.terminal(["reading"], { size: { rows: 24, columns: 80 } });
}

describe("on a terminal of the kernel", () => {
  test("lines are echoed once, ^C begins anew, ^D ends", async () => {
    const terminal = await start("bash");
    await terminal.until("$ ");
    await terminal.type("hello\r");
    await terminal.until("$ ");
    await terminal.type("junk");
    await terminal.until("junk");
    await terminal.type("\x03");
    await terminal.until("$ ");
    await terminal.type("\x04");
    await terminal.handle.exited;
    expect(terminal.output).toBe("$ hello\r\n<hello>\r\n$ junk^C\r\n$ ");
  });

  test("what follows the line stays for the command that reads it", async () => {
    const terminal = await start("bash");
    await terminal.until("$ ");
    await terminal.type("read\rthis is for it\r");
    await terminal.until("[this is for it|]\r\n$ ");
  });

  test("a new window size draws the line again", async () => {
    const terminal = await start("bash");
    await terminal.until("$ ");
    await terminal.type("abc");
    await terminal.until("abc");
    terminal.pty.resize({ rows: 24, columns: 60 });
    await terminal.until("\r\x1b[K\r$ abc");
    terminal.handle.kill("SIGKILL");
  });

  test("busybox' editor", async () => {
    const terminal = await start("ash");
    await terminal.until("$ \x1b[6n");
    await terminal.type("\x1b[1;3R");
    terminal.pty.resize({ rows: 24, columns: 60 });
    await terminal.until("\r$ \x1b[J");
    await terminal.type("ok\r");
    await terminal.until("ok\r\n<ok>\r\n$ \x1b[6n");
    terminal.handle.kill("SIGKILL");
  });

  test("dash leaves editing to the terminal", async () => {
    const terminal = await start("dash");
    await terminal.until("$ ");
    await terminal.type("ab\x7fc\r");
    await terminal.until("ab\b \bc\r\n<ac>\r\n$ ");
    await terminal.type("x");
    await terminal.until("x");
    await terminal.type("\x03");
    await terminal.until("^C\r\n$ ");
    await terminal.type("\x04");
    await terminal.handle.exited;
    expect(terminal.output).toBe("$ ab\b \bc\r\n<ac>\r\n$ x^C\r\n$ ");
  });

  test("a megabyte pasted as one line", async () => {
    const terminal = await start("bash");
    await terminal.until("$ ");
    const length = 1 << 20;
    void terminal.type(`${"x".repeat(length)}\r`);
    await terminal.until(`<${length}>`);
    terminal.handle.kill("SIGKILL");
  });

  test("many lines pasted at once", async () => {
    const terminal = await start("bash");
    await terminal.until("$ ");
    void terminal.type(`${"0123456789".repeat(4)}\r`.repeat(1000));
    void terminal.type("\x04");
    await terminal.handle.exited;
    expect(terminal.output.split("<0123456789").length - 1).toBe(1000);
  });
});

describe("completion", () => {
  const files = { "/home/user/notes.txt": "", "/home/user/my file": "", "/home/user/dir/inner": "", "/home/user/.hidden": "" };
  const completed = async (typed: string, commands: readonly string[] = ["echo", "exit", "grep", "docker"]) => {
    const terminal = await start("bash", commands, files);
    await terminal.until("$ ");
    await terminal.type(`${typed}|\r`);
    await terminal.until(">\r\n");
    terminal.handle.kill("SIGKILL");
    return /<(.*)>\r\n/.exec(terminal.output)?.[1];
  };
  test("commands", async () => {
    expect(await completed("gr\t")).toBe("grep |");
    expect(await completed("ls; ec\t")).toBe("ls; echo |");
    expect(await completed("sudo ex\t")).toBe("sudo exit |");
  });
  test("files with their quoting", async () => {
    expect(await completed("cat /home/user/no\t")).toBe("cat /home/user/notes.txt |");
    expect(await completed("cat /home/user/my\t")).toBe("cat /home/user/my\\ file |");
    expect(await completed("cat '/home/user/my\t")).toBe("cat '/home/user/my file' |");
    expect(await completed("cd /home/us\tdi\t")).toBe("cd /home/user/dir/|");
    expect(await completed("cat < /home/user/.h\t")).toBe("cat < /home/user/.hidden |");
    expect(await completed("cat $HOME/\t")).toBe("cat $HOME/|");
  });
  test("variables and users", async () => {
    expect(await completed("echo $HOS\t")).toBe("echo $HOSTNAME |");
    expect(await completed("echo ${HOM\t")).toBe("echo ${HOME}/|");
    expect(await completed("ls ~us\t")).toBe("ls ~user/|");
  });
  test("two tabs list", async () => {
    const terminal = await start("bash", [], files);
    await terminal.until("$ ");
    await terminal.type("ls /home/user/\t\t");
    await terminal.until("dir/       my file    notes.txt\r\n$ ls /home/user/");
    terminal.handle.kill("SIGKILL");
  });
});
