import { expect, test } from "vitest";
import { type Program, print } from "#abi";
import { bootTestKernel, USER } from "../../os/kernel/testing.ts";
import { hashPassword } from "./account/password.ts";
import { getent } from "./getent.ts";
import { gosu } from "./gosu.ts";
import { groupsProgram, id, whoami } from "./id.ts";
import { su } from "./su.ts";
import { sudo } from "./sudo/sudo.ts";
import { useradd } from "./useradd.ts";

/** Stands for the shell: says who it is and how it was called, or reads one line. */
const sh: Program = async (sys) => {
  const { uid, gid, groups } = sys.credentials();
  await print(
    sys,
    `${sys.argv.join(" ")}: ${uid} ${gid} ${groups.join(",")} ${sys.getcwd()} HOME=${sys.env.get("HOME") ?? ""} SUDO_USER=${sys.env.get("SUDO_USER") ?? ""}\n`,
  );
  return 3;
};

function machine() {
  const computer = bootTestKernel({
    programs: { sh, id, whoami, groups: groupsProgram, getent, gosu, su, sudo, useradd },
    files: {
      "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/home/user:/bin/sh\nguest:x:1001:1001::/tmp:/bin/sh\n",
      "/etc/group": "root:x:0:\nwheel:x:10:user\ndocker:x:986:user\nuser:x:1000:\nguest:x:1001:\n",
      "/etc/sudoers":
        "Defaults env_reset\nDefaults secure_path = /sbin:/bin\nroot ALL=(ALL) ALL\n%wheel ALL=(ALL) ALL\nguest ALL=(root) NOPASSWD: /bin/id -u, /bin/whoami\n",
    },
  });
  computer.write(
    "/etc/shadow",
    `root:${hashPassword("r", "toor")}:1:0:99999:7:::\nuser:${hashPassword("s", "docker")}:1::::::\nguest:!!:1::::::\n`,
    0o600,
  );
  for (const name of ["su", "sudo"]) {
    const bin = computer.filesystem.lookup(computer.filesystem.root, "bin");
    const file = bin === undefined ? undefined : computer.filesystem.lookup(bin, name);
    if (file !== undefined) computer.filesystem.setattr(file, { mode: 0o4755 });
  }
  return computer;
}

const WHEEL = { ...USER, groups: [1000, 10, 986] };
const GUEST = { uid: 1001, gid: 1001, euid: 1001, egid: 1001, groups: [1001] };

test("sudo asks for the password without echo, once in five minutes", async () => {
  const computer = machine();
  const terminal = await computer.terminal(["sudo", "-i"], { credentials: WHEEL, cwd: "/home/user" });
  await terminal.until("[sudo] password for user: ");
  await terminal.type("docker\r");
  await terminal.handle.exited;
  expect(terminal.output).toBe("[sudo] password for user: \r\n-sh: 0 0 0 /root HOME=/root SUDO_USER=user\r\n");
});

test("sudo in Korean refuses three wrong passwords", async () => {
  const computer = machine();
  const terminal = await computer.terminal(["sudo", "whoami"], { credentials: WHEEL, env: { LANG: "ko_KR.UTF-8" } });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await terminal.until("[sudo] user의 암호: ");
    await terminal.type("wrong\r");
  }
  expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 1 });
  expect(terminal.output).toBe(
    `${"[sudo] user의 암호: \r\n죄송합니다만, 다시 시도하십시오.\r\n".repeat(2)}[sudo] user의 암호: \r\nsudo: 잘못된 암호 입력 시도 3번\r\n`,
  );
});

test("sudo runs what sudoers allows and nothing else", async () => {
  const computer = machine();
  expect(await computer.run(["sudo", "whoami"], { credentials: GUEST })).toMatchObject({ stdout: "root\n", stderr: "", status: 0 });
  expect(await computer.run(["sudo", "-n", "id"], { credentials: GUEST })).toMatchObject({
    stdout: "",
    stderr: "sudo: a password is required\n",
    status: 1,
  });
  expect(await computer.run(["sudo", "-S", "nosuch"], { credentials: WHEEL, stdin: "docker\n" })).toMatchObject({
    stderr: "[sudo] password for user: sudo: nosuch: command not found\n",
    status: 1,
  });
  expect(await computer.run(["sudo", "-u", "guest", "id"], {})).toMatchObject({
    stdout: "uid=1001(guest) gid=1001(guest) groups=1001(guest)\n",
    stderr: "",
  });
  expect(await computer.run(["sudo", "-l"], {})).toMatchObject({
    stdout:
      "Matching Defaults entries for root on docker:\n    env_reset, secure_path=/sbin\\:/bin\n\nUser root may run the following commands on docker:\n    (ALL) ALL\n",
  });
});

test("su asks for the target's password", async () => {
  const computer = machine();
  const terminal = await computer.terminal(["su", "-"], { credentials: WHEEL });
  await terminal.until("Password: ");
  await terminal.type("toor\r");
  expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 3 });
  expect(terminal.output).toBe("Password: \r\n-sh: 0 0 0 /root HOME=/root SUDO_USER=\r\n");
  expect(await computer.run(["su", "user", "-c", "ls -l"])).toMatchObject({
    stdout: "sh -c ls -l: 1000 1000 1000,10,986 / HOME=/home/user SUDO_USER=\n",
    status: 3,
  });
  expect(await computer.run(["su", "nobody"])).toMatchObject({ stderr: "su: user nobody does not exist\n", status: 1 });
});

test("id and its kin", async () => {
  const computer = machine();
  expect((await computer.run(["id"], { credentials: WHEEL })).stdout).toBe(
    "uid=1000(user) gid=1000(user) groups=1000(user),10(wheel),986(docker)\n",
  );
  expect((await computer.run(["id", "guest"])).stdout).toBe("uid=1001(guest) gid=1001(guest) groups=1001(guest)\n");
  expect((await computer.run(["id", "-un"], { credentials: WHEEL })).stdout).toBe("user\n");
  expect(await computer.run(["id", "nobody"])).toMatchObject({ stderr: "id: ‘nobody’: no such user\n", status: 1 });
  expect((await computer.run(["groups"], { credentials: WHEEL })).stdout).toBe("user wheel docker\n");
  expect((await computer.run(["getent", "passwd", "user"])).stdout).toBe("user:x:1000:1000:user:/home/user:/bin/sh\n");
  expect((await computer.run(["gosu", "user", "id", "-u"])).stdout).toBe("1000\n");
});

test("useradd makes an account", async () => {
  const computer = machine();
  expect(await computer.run(["useradd", "-m", "-G", "docker", "kim"])).toMatchObject({ stderr: "", status: 0 });
  expect((await computer.run(["id", "kim"])).stdout).toBe("uid=1002(kim) gid=1002(kim) groups=1002(kim),986(docker)\n");
  expect(await computer.run(["useradd", "kim"])).toMatchObject({ stderr: "useradd: user 'kim' already exists\n", status: 9 });
});
