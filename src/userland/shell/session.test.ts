import { describe, expect, test } from "vitest";
import { bootShell, type ShellMachine } from "./testing.ts";

/** Types lines one by one, each when the prompt is back, and gives the screen as text: what a person sees. */
async function session(
  argv: readonly string[],
  keys: readonly (string | readonly [string, string])[],
  options: { readonly files?: Record<string, string>; readonly env?: Record<string, string> } = {},
): Promise<string> {
  const machine: ShellMachine = bootShell({ files: options.files ?? {} });
  const terminal = await machine.terminal(argv, { cwd: "/tmp", env: { TERM: "dumb", PS1: "$ ", PS2: "> ", ...options.env } });
  await terminal.until("$ ");
  for (const key of keys) {
    const [typed, awaited] = typeof key === "string" ? [key, "$ "] : key;
    await terminal.type(typed);
    await terminal.until(awaited);
  }
  await terminal.type("exit 0\r");
  await terminal.handle.exited;
  expect(machine.defects).toEqual([]);
  return terminal.output
    .replaceAll("\r\n", "\n")
    .replaceAll("\x1b[6n", "")
    .replace(/\[(\d)\] \d+\n/g, "[$1] PID\n");
}

const bash = ["bash", "--norc"];

describe("an interactive bash", () => {
  test("tells of background jobs before the prompt", async () => {
    expect(await session(bash, ["sleep 100 &\r", "jobs\r", "kill %1\r", "\r", "(exit 3) &\r", "sleep 0.2\r"])).toBe(
      "$ sleep 100 &\n[1] PID\n$ jobs\n[1]+  Running                 sleep 100 &\n$ kill %1\n$ \n[1]+  Terminated              sleep 100\n$ (exit 3) &\n[1] PID\n$ sleep 0.2\n[1]+  Exit 3                  ( exit 3 )\n$ exit 0\nexit\n",
    );
  });

  test("stops a job with ^Z, sends it to the background and back, and interrupts it", async () => {
    expect(await session(bash, [["nap\r", "zzz\r\n"], "\x1a", "jobs\r", "bg\r", ["fg\r", "fg\r\nnap\r\n"], "\x03", "echo $?\r"])).toBe(
      "$ nap\nzzz\n^Z\n[1]+  Stopped                 nap\n$ jobs\n[1]+  Stopped                 nap\n$ bg\n[1]+ nap &\n$ fg\nnap\n^C\n$ echo $?\n130\n$ exit 0\nexit\n",
    );
  });

  test("has its history in a pipeline and in a substitution too", async () => {
    expect(await session(bash, ["echo one\r", "history | while read n l; do echo $l; done\r", "echo $(history 1)\r"])).toBe(
      "$ echo one\none\n$ history | while read n l; do echo $l; done\necho one\nhistory | while read n l; do echo $l; done\n$ echo $(history 1)\n3 echo $(history 1)\n$ exit 0\nexit\n",
    );
  });

  test("gives up loops and lists on ^C", async () => {
    expect(
      await session(bash, [
        ["echo go; while :; do :; done\r", "\ngo\r\n"],
        "\x03",
        "echo $?\r",
        ["for i in 1 2; do nap; done; echo no\r", "zzz\r\n"],
        "\x03",
        ["x=$(nap)\r", "zzz\r\n"],
        "\x03",
      ]),
    ).toBe(
      "$ echo go; while :; do :; done\ngo\n^C\n$ echo $?\n130\n$ for i in 1 2; do nap; done; echo no\nzzz\n^C\n$ x=$(nap)\nzzz\n^C\n$ exit 0\nexit\n",
    );
  });

  test("asks for the rest of what is incomplete", async () => {
    expect(
      await session(bash, [
        ["if true\r", "> "],
        ["then echo y\r", "> "],
        "fi\r",
        ["echo 'a\r", "> "],
        "b'\r",
        ["cat <<E\r", "> "],
        ["x\r", "> "],
        "E\r",
      ]),
    ).toBe("$ if true\n> then echo y\n> fi\ny\n$ echo 'a\n> b'\na\nb\n$ cat <<E\n> x\n> E\nx\n$ exit 0\nexit\n");
  });

  test("names itself and no line in messages, in subshells too", async () => {
    expect(await session(bash, ["nosuch\r", "nosuch | cat\r", "(cd /x)\r", "echo )\r", "fg\r"])).toBe(
      "$ nosuch\nbash: nosuch: command not found\n$ nosuch | cat\nbash: nosuch: command not found\n$ (cd /x)\nbash: cd: /x: No such file or directory\n$ echo )\nbash: syntax error near unexpected token `)'\n$ fg\nbash: fg: current: no such job\n$ exit 0\nexit\n",
    );
  });

  test("says how a program died", async () => {
    expect(await session(bash, ["bash -c 'kill -9 $$'\r", "bash -c 'kill -SEGV $$'\r", "echo $?\r"])).toBe(
      "$ bash -c 'kill -9 $$'\nKilled\n$ bash -c 'kill -SEGV $$'\nSegmentation fault\n$ echo $?\n139\n$ exit 0\nexit\n",
    );
  });

  test("warns once before it leaves stopped jobs", async () => {
    expect(await session(bash, [["nap\r", "zzz\r\n"], "\x1a", "exit\r", "jobs\r"])).toBe(
      "$ nap\nzzz\n^Z\n[1]+  Stopped                 nap\n$ exit\nexit\nThere are stopped jobs.\n$ jobs\n[1]+  Stopped                 nap\n$ exit 0\nexit\n",
    );
  });

  test("expands the prompt and aliases of its start file", async () => {
    const files = { "/root/.bashrc": "PS1='[\\u@\\h \\W]\\$ '\nalias ll='echo LL'\n" };
    const machine = bootShell({ files });
    const terminal = await machine.terminal(["bash"], { cwd: "/tmp", env: { TERM: "dumb" } });
    await terminal.until("[root@docker tmp]# ");
    await terminal.type("ll x; cd\r");
    await terminal.until("[root@docker ~]# ");
    expect(terminal.output).toBe("[root@docker tmp]# ll x; cd\r\nLL x\r\n[root@docker ~]# ");
  });

  test("says logout when a login shell ends, having read the profiles", async () => {
    const files = { "/etc/profile": "echo profile\n", "/root/.bash_profile": "echo own; PS1='$ '\n" };
    expect(await session(["login"], ["nosuch\r"], { files })).toBe(
      "profile\nown\n$ nosuch\n-bash: nosuch: command not found\n$ exit 0\nlogout\n",
    );
  });

  test("ends with its terminal", async () => {
    const machine = bootShell();
    const terminal = await machine.terminal(bash, { env: { PS1: "$ ", TERM: "dumb" } });
    await terminal.until("$ ");
    terminal.pty.close();
    expect(await terminal.handle.exited).toEqual({ kind: "signaled", signal: "SIGHUP" });
  });
});

describe("other shells", () => {
  test("dash speaks its own way", async () => {
    expect(await session(["dash", "-i"], ["sleep 100 &\r", "jobs\r", "kill %1\r", "\r", "nosuch\r", "cd /nosuch\r"])).toBe(
      "$ sleep 100 &\n$ jobs\n[1] + Running                    sleep 100\n$ kill %1\n$ \n[1] + Terminated                 sleep 100\n$ nosuch\ndash: 5: nosuch: not found\n$ cd /nosuch\ndash: 6: cd: can't cd to /nosuch\n$ exit 0\n",
    );
  });

  test("busybox speaks its own way", async () => {
    expect(await session(["ash"], ["sleep 100 &\r", "jobs\r", "kill %1\r", "\r", "nosuch\r", "cd /nosuch\r"])).toBe(
      "$ sleep 100 &\n$ jobs\n[1]+  Running                    sleep 100\n$ kill %1\n$ \n[1]+  Terminated                 sleep 100\n$ nosuch\nash: nosuch: not found\n$ cd /nosuch\nash: cd: can't cd to /nosuch: No such file or directory\n$ exit 0\n",
    );
  });
});

describe("programs from files and pipes", () => {
  test("a piped program shares its input with its commands", async () => {
    const machine = bootShell();
    const result = await machine.run(["bash"], {
      stdin: "echo a\nread x\nline for read\necho got $x\nif true\nthen echo b\nfi\ncat\nrest 1\nrest 2\n",
    });
    expect(result).toMatchObject({ stdout: "a\ngot line for read\nb\nrest 1\nrest 2\n", stderr: "", status: 0 });
  });

  test("a script goes on after a wrong expansion but not after a syntax error", async () => {
    const machine = bootShell({ files: { "/tmp/s": "echo $((1/0))\necho on\necho )\necho never\n" } });
    expect(await machine.run(["bash", "/tmp/s"])).toMatchObject({
      stdout: "on\n",
      stderr:
        "/tmp/s: line 1: 1/0: division by 0 (error token is \"0\")\n/tmp/s: line 3: syntax error near unexpected token `)'\n/tmp/s: line 3: `echo )'\n",
      status: 2,
    });
  });

  test("a script without #! is run by the shell that finds it", async () => {
    const machine = bootShell();
    machine.write("/tmp/s", "echo $0 $1\n", 0o755);
    machine.write("/tmp/t", "#!/bin/bash -e\nfalse\necho never\n", 0o755);
    expect(await machine.shell("./s x; ./t; echo $?")).toMatchObject({ stdout: "./s x\n1\n", stderr: "" });
  });

  test("what can't be run says why", async () => {
    const machine = bootShell();
    machine.write("/tmp/noexec", "echo\n", 0o644);
    machine.write("/tmp/badinterp", "#!/nosuch/sh\n", 0o755);
    expect(await machine.shell("./noexec; echo $?; ./badinterp; echo $?; /tmp; echo $?; bash nosuch; echo $?")).toMatchObject({
      stdout: "126\n126\n126\n127\n",
      stderr:
        "bash: line 1: ./noexec: Permission denied\nbash: line 1: ./badinterp: /nosuch/sh: bad interpreter: No such file or directory\nbash: line 1: /tmp: Is a directory\nbash: nosuch: No such file or directory\n",
    });
  });
});
