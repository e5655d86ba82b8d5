import { describe, expect, test } from "vitest";
import { isErrno, type Program, print, stub } from "#abi";
import { bootTestKernel, USER } from "./testing.ts";

const show: Program = async (sys) => {
  const { uid, euid } = sys.credentials();
  await print(
    sys,
    `${JSON.stringify(sys.argv)} ${JSON.stringify(Object.fromEntries(sys.env))} ${uid}/${euid} fds ${sys.readdir("/proc/self/fd").map(({ name }) => name)}\n`,
  );
  return 0;
};
const attempt: Program = async (sys) => {
  try {
    await sys.spawn(sys.argv[1] ?? "", sys.argv.slice(1), { env: new Map([["A", "b"]]) });
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `${error.code} ${error.path}`);
    return 1;
  }
  return (await sys.wait())?.status.kind === "exited" ? 0 : 2;
};

describe("exec", () => {
  const files = {
    "/tmp/script": "#!/bin/show -x  y\n",
    "/tmp/outer": "#! /tmp/script\n",
    "/tmp/text": "just text\n",
    "/tmp/loop": "#!/tmp/loop\n",
    "/tmp/lost": "#!/bin/nowhere\n",
  };
  const machine = () => {
    const made = bootTestKernel({ programs: { show, attempt }, files });
    made.write("/tmp/text", "just text\n", 0o755);
    made.write("/tmp/plain", stub("show"), 0o644);
    made.write("/tmp/copied", stub("show"), 0o755);
    made.write("/tmp/strange", stub("unheard-of"), 0o755);
    made.write("/bin/suid", stub("show"), 0o4755);
    return made;
  };
  const cases: [string[], string][] = [
    [["/tmp/copied", "1"], '["/tmp/copied","1"] {"A":"b"} 1000/1000 fds 0,1,2\n'],
    [["/tmp/script", "1", "2"], '["/bin/show","-x  y","/tmp/script","1","2"] {"A":"b"} 1000/1000 fds 0,1,2\n'],
    [["/tmp/outer", "z"], '["/bin/show","-x  y","/tmp/script","/tmp/outer","z"] {"A":"b"} 1000/1000 fds 0,1,2\n'],
    [["/bin/suid"], '["/bin/suid"] {"A":"b"} 1000/0 fds 0,1,2\n'],
    [["/tmp/text"], "ENOEXEC /tmp/text"],
    [["/tmp/strange"], "ENOEXEC /tmp/strange"],
    [["/tmp/plain"], "EACCES /tmp/plain"],
    [["/tmp"], "EACCES /tmp"],
    [["/tmp/none"], "ENOENT /tmp/none"],
    [["/tmp/lost"], "ENOENT /tmp/lost"],
    [["/tmp/loop"], "ELOOP /tmp/loop"],
    [["/etc/passwd/x"], "ENOTDIR /etc/passwd/x"],
  ];
  for (const [argv, expected] of cases) {
    test(argv.join(" "), async () => {
      const { stdout, stderr } = await machine().run(["attempt", ...argv], { credentials: USER });
      expect([stdout, stderr]).toEqual([expected, ""]);
    });
  }

  test("replaces the program: descriptors marked so are closed, handlers are reset, the status is the new program's", async () => {
    const program: Program = async (sys) => {
      sys.open("/etc/passwd");
      sys.open("/etc/group", { closeOnExec: true });
      sys.signal("SIGUSR1", { handle: () => {}, interrupt: false });
      sys.signal("SIGUSR2", "ignore");
      try {
        return await sys.exec("/bin/after", ["other-name"], new Map());
      } finally {
        await print(sys, "never seen");
      }
    };
    const after: Program = async (sys) => {
      await print(
        sys,
        `${sys.argv} ${sys.signal("SIGUSR1", "default") === "default"} ${sys.signal("SIGUSR2", "default")} ${sys.isOpen(3)} ${sys.isOpen(4)}`,
      );
      return 9;
    };
    const { stdout, status } = await bootTestKernel({ programs: { program, after } }).run(["program"]);
    expect([stdout, status]).toEqual(["other-name true ignore true false", 9]);
  });

  test("a failed exec leaves everything as it was", async () => {
    const program: Program = async (sys) => {
      sys.signal("SIGUSR2", { handle: () => {}, interrupt: false });
      try {
        return await sys.exec("/bin/none", ["none"]);
      } catch (error) {
        await print(sys, `${isErrno(error) && error.code} ${sys.argv} ${typeof sys.signal("SIGUSR2", "default")}`);
        return 127;
      }
    };
    const { stdout, status } = await bootTestKernel({ programs: { program } }).run(["program"]);
    expect([stdout, status]).toEqual(["ENOENT program object", 127]);
  });

  test("a Errno that the new program doesn't catch ends it, and never reaches who called exec", async () => {
    const program: Program = async (sys) => {
      try {
        return await sys.exec("/bin/fails", ["fails"]);
      } catch {
        return 99;
      }
    };
    const fails: Program = async (sys) => {
      sys.chdir("/nowhere");
      return 0;
    };
    const { stderr, status } = await bootTestKernel({ programs: { program, fails } }).run(["program"]);
    expect([stderr, status]).toEqual(["fails: /nowhere: No such file or directory\n", 1]);
  });

  test("spawning from outside searches PATH, and rejects like exec", async () => {
    const made = machine();
    const results = await Promise.all(
      [["no-such-program"], ["/tmp/plain"], ["/tmp/text"]].map((argv) => made.run(argv).catch((error) => `${error.code} ${error.path}`)),
    );
    expect(results).toEqual(["ENOENT no-such-program", "EACCES /tmp/plain", "ENOEXEC /tmp/text"]);
  });
});
