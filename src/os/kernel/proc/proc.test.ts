import { describe, expect, test } from "vitest";
import { decode, isErrno, type Program, print, type Sys } from "#abi";
import { bootTestKernel, manualClock, USER } from "../testing.ts";

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
  const { stderr } = await machine.run(["program", "an argument"], options.user ? { credentials: USER } : {});
  expect([stderr, machine.defects]).toEqual(["", []]);
  return result as T;
}
const text = (sys: Sys, path: string) => decode(sys.readFile(path));

describe("/proc", () => {
  test("a process's own files", async () => {
    const result = await inside((sys) => {
      const pid = String(sys.pid);
      const mask = (line: string) => line.replaceAll(pid, "PID");
      return {
        comm: text(sys, "/proc/self/comm"),
        cmdline: text(sys, "/proc/self/cmdline").split("\0"),
        cwd: sys.readlink("/proc/self/cwd"),
        exe: sys.readlink("/proc/self/exe"),
        self: mask(sys.readlink("/proc/self")),
        environ: text(sys, "/proc/self/environ").split("\0").slice(0, 2),
        stat: mask(text(sys, "/proc/self/stat")).split(" ").slice(0, 8),
        status: mask(text(sys, `/proc/${pid}/status`))
          .split("\n")
          .slice(0, 10),
        cgroup: text(sys, "/proc/self/cgroup").split("\n").at(-2),
        fds: sys.readdir("/proc/self/fd").map(({ name }) => name),
        limits: text(sys, "/proc/self/limits").split("\n").slice(7, 9),
        mode: [sys.stat("/proc/self/fd").mode.toString(8), sys.lstat("/proc/self/cwd").type],
      };
    });
    expect(result).toEqual({
      comm: "program\n",
      cmdline: ["program", "an argument", ""],
      cwd: "/",
      exe: "/bin/program",
      self: "PID",
      environ: ["PATH=/usr/local/bin:/bin:/usr/bin", "HOME=/root"],
      stat: ["PID", "(program)", "R", "1", "PID", "PID", "0", "-1"],
      status: [
        "Name:\tprogram",
        "Umask:\t0022",
        "State:\tR (running)",
        "Tgid:\tPID",
        "Ngid:\t0",
        "Pid:\tPID",
        "PPid:\t1",
        "TracerPid:\t0",
        "Uid:\t0\t0\t0\t0",
        "Gid:\t0\t0\t0\t0",
      ],
      cgroup: "1:name=systemd:/",
      fds: ["0", "1", "2"],
      limits: [
        "Max processes             4096                 4096                 processes ",
        "Max open files            1024                 4096                 files     ",
      ],
      mode: ["500", "symlink"],
    });
  });

  test("ps: every process by its number, states and terminals", async () => {
    const ps: Program = async (sys) => {
      sys.fork(
        async (child) => {
          await child.sleep(1e6);
          return 0;
        },
        { argv: ["sleeper", "long"] },
      );
      const dead = sys.fork(async () => 3);
      const stopped = sys.fork(async (child) => {
        await child.sleep(1e6);
        return 0;
      });
      sys.kill(stopped, "SIGSTOP");
      await sys.poll([], 1);
      for (const { name } of sys.readdir("/proc")) {
        if (!/^\d+$/.test(name)) continue;
        const [, , state, , , , tty, foreground] = text(sys, `/proc/${name}/stat`).split(" ");
        await print(
          sys,
          `${text(sys, `/proc/${name}/comm`).trim()} ${state} ${Number(tty) >> 8}:${Number(tty) & 255} ${foreground === String(sys.pid)}\n`,
        );
      }
      return dead > 0 ? 0 : 1;
    };
    const machine = bootTestKernel({ programs: { ps } });
    const terminal = await machine.terminal(["ps"]);
    expect([await terminal.handle.exited, machine.defects]).toEqual([{ kind: "exited", code: 0 }, []]);
    expect(terminal.output).toBe("init S 0:0 false\r\nps R 136:0 true\r\nsleeper S 136:0 true\r\nps Z 136:0 true\r\nps T 136:0 true\r\n");
  });

  test("the machine: what free, uptime and top read", async () => {
    const clock = manualClock();
    const machine = bootTestKernel({
      clock,
      programs: {
        program: async (sys) => {
          await print(
            sys,
            `${text(sys, "/proc/uptime")}${text(sys, "/proc/loadavg")}${text(sys, "/proc/meminfo").split("\n")[0]}\n${text(sys, "/proc/stat").split("\n")[0]}\n`,
          );
          return 0;
        },
      },
    });
    await machine.boot();
    await clock.advance(90_000);
    expect((await machine.run(["program"])).stdout).toMatch(
      /^90\.00 180\.00\n0\.00 0\.00 0\.00 1\/2 812\nMemTotal: {8}4194304 kB\ncpu {2}0 0 0 17999 0 0 0 0 0 0\n$/,
    );
  });

  test("/proc/sys, version and mounts", async () => {
    const result = await inside((sys) => [
      text(sys, "/proc/sys/kernel/hostname"),
      text(sys, "/proc/sys/kernel/pid_max"),
      text(sys, "/proc/sys/net/ipv4/ip_forward"),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/.test(text(sys, "/proc/sys/kernel/random/uuid")),
      text(sys, "/proc/sys/kernel/random/uuid") !== text(sys, "/proc/sys/kernel/random/uuid"),
      text(sys, "/proc/mounts"),
      text(sys, "/proc/self/mountinfo").split("\n")[0],
    ]);
    expect(result).toEqual([
      "docker\n",
      "4194304\n",
      "1\n",
      true,
      true,
      "/dev/sda1 / ext4 rw,relatime 0 0\nproc /proc proc rw,relatime 0 0\ntmpfs /dev tmpfs rw,relatime 0 0\ndevpts /dev/pts devpts rw,relatime 0 0\n",
      "22 1 0:2049 / / rw,relatime - ext4 /dev/sda1 rw",
    ]);
  });

  test("others' secrets stay closed, and nothing can be made there", async () => {
    const result = await inside(
      (sys) => {
        const code = (action: () => unknown) => {
          try {
            action();
            return "ok";
          } catch (error) {
            return isErrno(error) ? error.code : String(error);
          }
        };
        return [
          code(() => sys.readFile("/proc/1/environ")),
          code(() => sys.readdir("/proc/1/fd")),
          code(() => sys.readFile("/proc/1/status")),
          code(() => sys.writeFile("/proc/new", new Uint8Array(1))),
          code(() => sys.readFile("/proc/99999/stat")),
          code(() => sys.writeFile("/proc/self/comm", new Uint8Array(1))),
        ];
      },
      { user: true },
    );
    expect(result).toEqual(["EACCES", "EACCES", "ok", "EACCES", "ENOENT", "EINVAL"]);
  });
});
