import { describe, expect, test } from "vitest";
import { decode, encode, isErrno, isZeroView, type Program, print, type Sys, zeros } from "#abi";
import { bootTestKernel, USER } from "./testing.ts";

/** Runs a program for what it returns as a value. */
async function inside<T>(
  body: (sys: Sys) => Promise<T> | T,
  options: Parameters<typeof bootTestKernel>[0] & { readonly user?: boolean } = {},
): Promise<T> {
  let result: T | undefined;
  const program: Program = async (sys) => {
    result = await body(sys);
    return 0;
  };
  const machine = bootTestKernel({ ...options, programs: { ...options.programs, program } });
  const { stderr, ended } = await machine.run(["program"], options.user ? { credentials: USER } : {});
  expect([stderr, ended, machine.defects]).toEqual(["", { kind: "exited", code: 0 }, []]);
  return result as T;
}

async function code(action: () => unknown): Promise<string> {
  try {
    await action();
    return "ok";
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

describe("files", () => {
  test("an offset is shared by dup and fork, not by a second open", async () => {
    const text = await inside(
      async (sys) => {
        const fd = sys.open("/tmp/f");
        const copy = sys.dup(fd);
        const other = sys.open("/tmp/f");
        const parts = [decode(await sys.read(fd, 2)), decode(await sys.read(copy, 2)), decode(await sys.read(other, 2))];
        sys.fork(async (child) => {
          await child.read(fd, 2);
          return 0;
        });
        await sys.wait();
        return [...parts, decode(await sys.read(fd, 2))].join(",");
      },
      { files: { "/tmp/f": "abcdefgh" } },
    );
    expect(text).toBe("ab,cd,ab,gh");
  });

  test("append writes at the end whatever the offset is; holes read as zeros and cost nothing", async () => {
    const result = await inside(async (sys) => {
      const fd = sys.open("/tmp/f", { write: true, create: true, append: true, read: true });
      await sys.write(fd, encode("one"));
      sys.seek(fd, 0, "set");
      await sys.write(fd, encode("two"));
      const sparse = sys.open("/tmp/s", { write: true, create: true, read: true });
      sys.seek(sparse, 5e8, "set");
      await sys.write(sparse, encode("end"));
      await sys.write(sparse, zeros(1 << 20));
      return [
        decode(sys.pread(fd, 0, 100)),
        sys.fstat(sparse).size,
        isZeroView(sys.pread(sparse, 1000, 4096)),
        isZeroView(sys.pread(sparse, 5e8 + 3, 4096)),
      ];
    });
    expect(result).toEqual(["onetwo", 5e8 + 3 + (1 << 20), true, true]);
  });

  test("a deleted file lives while it is open", async () => {
    const result = await inside(
      async (sys) => {
        const fd = sys.open("/tmp/f");
        sys.unlink("/tmp/f");
        return [decode(await sys.read(fd)), await code(() => sys.stat("/tmp/f")), sys.fstat(fd).nlink];
      },
      { files: { "/tmp/f": "still here" } },
    );
    expect(result).toEqual(["still here", "ENOENT", 0]);
  });

  test("what open refuses", async () => {
    const result = await inside(
      async (sys) => {
        sys.symlink("dangling", "/tmp/link");
        sys.symlink("/tmp/loop2", "/tmp/loop1");
        sys.symlink("/tmp/loop1", "/tmp/loop2");
        return Promise.all([
          code(() => sys.open("/root/secret")),
          code(() => sys.open("/etc/passwd", { write: true })),
          code(() => sys.open("/etc/new", { write: true, create: true })),
          code(() => sys.open("/tmp", { write: true })),
          code(() => sys.open("/etc/passwd", { directory: true })),
          code(() => sys.open("/etc/passwd/x")),
          code(() => sys.open("/tmp/link", { noFollow: true })),
          code(() => sys.open("/tmp/link", { write: true, create: true, exclusive: true })),
          code(() => sys.open("/tmp/loop1")),
          code(() => sys.open("/tmp/none/x", { write: true, create: true })),
          code(() => sys.open("/tmp/dir/", { write: true, create: true })),
          code(() => sys.open("")),
          code(() => sys.read(99)),
          code(() => sys.write(sys.open("/etc/passwd"), encode("x"))),
          code(() => sys.read(sys.open("/tmp"))),
        ]);
      },
      { user: true, files: { "/root/secret": "" } },
    );
    expect(result).toEqual(
      [
        "ENOENT",
        "EACCES",
        "EACCES",
        "EISDIR",
        "ENOTDIR",
        "ENOTDIR",
        "ELOOP",
        "EEXIST",
        "ELOOP",
        "ENOENT",
        "EISDIR",
        "ENOENT",
        "EBADF",
        "EBADF",
        "EISDIR",
      ].map((one, at) => (at === 0 ? "ok" : one)),
    );
  });

  test("a dangling link is created through", async () => {
    const result = await inside(async (sys) => {
      sys.symlink("target", "/tmp/link");
      sys.writeFile("/tmp/link", encode("x"));
      return decode(sys.readFile("/tmp/target"));
    });
    expect(result).toBe("x");
  });

  test("descriptors run out with EMFILE", async () => {
    const result = await inside(async (sys) => {
      sys.setrlimit("nofile", { soft: 5, hard: 4096 });
      const fds = [sys.open("/etc/passwd"), sys.open("/etc/passwd")];
      return [fds, await code(() => sys.open("/etc/passwd")), await code(() => sys.pipe())];
    });
    expect(result).toEqual([[3, 4], "EMFILE", "EMFILE"]);
  });

  test("a disk that is full", async () => {
    const result = await inside(async (sys) => {
      sys.mkdir("/tmp/small");
      sys.mount("none", "/tmp/small", "tmpfs", ["size=100k"]);
      const fd = sys.open("/tmp/small/f", { write: true, create: true });
      let written = 0;
      const failure = await code(async () => {
        for (;;) {
          await sys.write(fd, zeros(3000));
          written += 3000;
        }
      });
      return [failure, written, sys.fstat(fd).size];
    });
    expect(result).toEqual(["ENOSPC", 102000, 102400]);
  });
});

describe("pipes", () => {
  test("a full pipe holds the writer until somebody reads", async () => {
    const result = await inside(async (sys) => {
      const { read, write } = sys.pipe();
      const log: string[] = [];
      const writer = sys.fork(async (child) => {
        await child.write(write, new Uint8Array(65536));
        log.push("filled");
        await child.write(write, new Uint8Array(10));
        log.push("more");
        return 0;
      });
      await sys.sleep(2);
      const before = log.join(",");
      const { length } = await sys.read(read, 100);
      await sys.wait({ target: writer });
      return [before, length, log.join(",")];
    });
    expect(result).toEqual(["filled", 100, "filled,more"]);
  });

  test("a large write passes whole through many reads", async () => {
    const total = await inside(async (sys) => {
      const { read, write } = sys.pipe();
      sys.fork(async (child) => {
        await child.write(write, zeros(1 << 20));
        return 0;
      });
      sys.close(write);
      let sum = 0;
      for (let chunk = await sys.read(read); chunk.length > 0; chunk = await sys.read(read)) sum += chunk.length;
      return sum;
    });
    expect(total).toBe(1 << 20);
  });

  test("poll tells what is ready, or that time is up", async () => {
    const result = await inside(async (sys) => {
      const { read, write } = sys.pipe();
      const both = [
        { fd: read, read: true },
        { fd: write, write: true },
      ];
      const first = await sys.poll(both);
      const idle = await sys.poll([{ fd: read, read: true }], 2);
      sys.fork(async (child) => {
        child.close(read);
        await child.sleep(2);
        await child.write(write, encode("x"));
        return 0;
      });
      const later = await sys.poll([{ fd: read, read: true }]);
      await sys.read(read);
      sys.close(write);
      await sys.wait();
      return [first, idle, later, await sys.poll([{ fd: read, read: true }])];
    });
    expect(result).toEqual([
      [{ fd: 4, readable: false, writable: true, hangup: false }],
      [],
      [{ fd: 3, readable: true, writable: false, hangup: false }],
      [{ fd: 3, readable: true, writable: false, hangup: true }],
    ]);
  });

  test("a named pipe joins two that don't know each other", async () => {
    const result = await inside(async (sys) => {
      sys.mknod("/tmp/fifo", "fifo", 0o666);
      sys.fork(async (child) => {
        const fd = child.open("/tmp/fifo", { write: true });
        await child.write(fd, encode("through the fifo"));
        return 0;
      });
      const fd = sys.open("/tmp/fifo");
      const text = decode(await sys.read(fd));
      return [text, (await sys.read(fd)).length, sys.fstat(fd).type];
    });
    expect(result).toEqual(["through the fifo", 0, "fifo"]);
  });

  test("/dev/stdin and /dev/fd open pipes and files again", async () => {
    const reader: Program = async (sys) => {
      await print(sys, decode(await sys.read(sys.open("/dev/stdin"))));
      return 0;
    };
    const machine = bootTestKernel({ programs: { reader } });
    expect((await machine.run(["reader"], { stdin: "" })).stdout).toBe("");
    const result = await inside(
      async (sys) => {
        const { read, write } = sys.pipe();
        await print(sys, "via /dev/fd", sys.open(`/dev/fd/${write}`, { write: true }));
        const fd = sys.open("/tmp/f");
        return [
          decode(await sys.read(sys.open(`/proc/self/fd/${read}`))),
          decode(await sys.read(sys.open(`/dev/fd/${fd}`))),
          sys.fdPath(fd),
          /^pipe:\[\d+\]$/.test(sys.readlink(`/proc/self/fd/${read}`)),
        ];
      },
      { files: { "/tmp/f": "content" } },
    );
    expect(result).toEqual(["via /dev/fd", "content", "/tmp/f", true]);
  });
});

describe("devices", () => {
  test("null, zero, full and random", async () => {
    const result = await inside(async (sys) => {
      const open = (name: string) => sys.open(`/dev/${name}`, { read: true, write: true });
      return [
        (await sys.read(open("null"))).length,
        isZeroView(await sys.read(open("zero"), 1000)),
        await code(() => sys.write(open("full"), encode("x"))),
        (await sys.read(open("urandom"), 16)).length,
        sys.stat("/dev/null").rdev,
        await code(() => sys.open("/dev/tty")),
      ];
    });
    expect(result).toEqual([0, true, "ENOSPC", 16, { major: 1, minor: 3 }, "ENXIO"]);
  });
});

describe("unix sockets", () => {
  test("a server and a client talk; the end of writing is end of file for the other", async () => {
    const result = await inside(async (sys) => {
      const listening = sys.listen({ family: "unix", path: "/run/test.sock" });
      sys.fork(async (child) => {
        const fd = await child.connect({ family: "unix", path: "/run/test.sock" });
        await child.write(fd, encode("ping"));
        child.shutdown(fd);
        await child.write(2, EMPTY_BYTES);
        const answer = decode(await child.read(fd));
        return answer === "pong" && (await child.read(fd)).length === 0 ? 0 : 1;
      });
      const { fd, from } = await sys.accept(listening);
      const text = decode(await sys.read(fd));
      const end = (await sys.read(fd)).length;
      await sys.write(fd, encode("pong"));
      sys.close(fd);
      return [text, end, from.family, sys.stat("/run/test.sock").type, (await sys.wait())?.status];
    });
    expect(result).toEqual(["ping", 0, "unix", "socket", { kind: "exited", code: 0 }]);
  });

  test("refusals", async () => {
    const result = await inside(async (sys) => {
      const fd = sys.listen({ family: "unix", path: "/run/a.sock" });
      const used = await code(() => sys.listen({ family: "unix", path: "/run/a.sock" }));
      sys.chmod("/run/a.sock", 0o600);
      sys.fork(async (child) => {
        child.setCredentials({ uid: 1000, euid: 1000 });
        return (await code(() => child.connect({ family: "unix", path: "/run/a.sock" }))) === "EACCES" ? 7 : 0;
      });
      const denied = (await sys.wait())?.status;
      sys.close(fd);
      const stale = await code(() => sys.connect({ family: "unix", path: "/run/a.sock" }));
      return [
        used,
        denied,
        stale,
        await code(() => sys.connect({ family: "unix", path: "/run/none" })),
        await code(() => sys.connect({ family: "unix", path: "/etc/passwd" })),
      ];
    });
    expect(result).toEqual(["EADDRINUSE", { kind: "exited", code: 7 }, "ECONNREFUSED", "ENOENT", "ECONNREFUSED"]);
  });

  test("the outside connects to a socket of the host", async () => {
    const server: Program = async (sys) => {
      const listening = sys.listen({ family: "unix", path: "/run/d.sock" });
      const { fd } = await sys.accept(listening);
      await sys.write(fd, await sys.read(fd));
      return 0;
    };
    const machine = bootTestKernel({ programs: { server } });
    const done = machine.run(["server"]);
    await new Promise((resolved) => setTimeout(resolved, 5));
    const connection = await machine.kernel.connectUnix("/run/d.sock");
    await connection.write(encode("hello"));
    expect(decode(await connection.read())).toBe("hello");
    expect((await connection.read()).length).toBe(0);
    expect((await done).status).toBe(0);
  });
});

const EMPTY_BYTES = new Uint8Array(0);

describe("names", () => {
  test("permissions of directories", async () => {
    const result = await inside(
      async (sys) => {
        sys.writeFile("/tmp/mine", encode("x"));
        return [
          await code(() => sys.unlink("/etc/passwd")),
          await code(() => sys.mkdir("/etc/d")),
          await code(() => sys.unlink("/tmp/theirs")),
          await code(() => sys.rename("/tmp/theirs", "/tmp/x")),
          await code(() => sys.rename("/tmp/mine", "/tmp/yours")),
          await code(() => sys.chown("/tmp/yours", 0, 0)),
          await code(() => sys.chmod("/tmp/theirs", 0o777)),
          await code(() => sys.mount("x", "/tmp", "tmpfs", [])),
          await code(() => sys.sethostname("x")),
          await code(() => sys.setCredentials({ uid: 0 })),
          await code(() => sys.reboot("halt")),
          await code(() => sys.unlink("/dev")),
          await code(() => sys.rmdir("/tmp/dir")),
        ];
      },
      { user: true, files: { "/tmp/theirs": "x", "/tmp/dir/f": "x" } },
    );
    expect(result).toEqual([
      "EACCES",
      "EACCES",
      "EPERM",
      "EPERM",
      "ok",
      "EPERM",
      "EPERM",
      "EPERM",
      "EPERM",
      "EPERM",
      "EPERM",
      "EBUSY",
      "EPERM",
    ]);
  });

  test("mount, umount, bind and read only", async () => {
    const result = await inside(
      async (sys) => {
        sys.mkdir("/tmp/m");
        sys.mkdir("/tmp/b");
        sys.mount("tmpfs", "/tmp/m", "tmpfs", ["ro"]);
        sys.mount("/tmp/d", "/tmp/b", "none", ["bind", "ro"]);
        const lines = decode(sys.readFile("/proc/mounts"))
          .split("\n")
          .filter((line) => line.includes("/tmp"));
        const readOnly = [await code(() => sys.writeFile("/tmp/m/x", encode(""))), await code(() => sys.writeFile("/tmp/b/f", encode("")))];
        const text = decode(sys.readFile("/tmp/b/f"));
        const busy = await code(() => sys.rmdir("/tmp/m"));
        sys.umount("/tmp/m");
        return [lines, readOnly, text, busy, await code(() => sys.rmdir("/tmp/m"))];
      },
      { files: { "/tmp/d/f": "bound" } },
    );
    expect(result).toEqual([
      ["tmpfs /tmp/m tmpfs ro,relatime 0 0", "/dev/sda1 /tmp/b ext4 ro,relatime 0 0"],
      ["EROFS", "EROFS"],
      "bound",
      "EBUSY",
      "ok",
    ]);
  });
});
