/** The host's disk as it is when the machine is new: a CentOS 7 with Docker from its packages. */

import { encode, stub } from "#abi";
import { type Content, concatContents, contentOf, emptyTree, hole, type Ino, type Tree, TreeFilesystem } from "#vfs";
import { GROUP, PASSWD } from "./accounts.data.ts";
import { ETC } from "./etc.data.ts";

export interface HostTreeOptions {
  /** Value of LANG: en_US.UTF-8 or ko_KR.UTF-8. */
  readonly lang: string;
  /** Name from the time zone database: UTC, Asia/Seoul. */
  readonly zone: string;
  /** Names of the programs that /usr/bin gets an executable for. */
  readonly programs: readonly string[];
  /** When everything was installed, milliseconds since the epoch. */
  readonly installed: number;
}

/** The hash of `docker`, as the password check of sudo and su wants it. */
const USER_PASSWORD = "$drydock$drydock$43e620aae06019c20837ec54b82ddecae5d87b340188efcac58fdf4986281efc";

const DIRECTORIES: readonly (readonly [path: string, mode: number])[] = [
  ["/boot", 0o755],
  ["/dev", 0o755],
  ["/etc", 0o755],
  ["/etc/docker", 0o700],
  ["/etc/profile.d", 0o755],
  ["/etc/selinux", 0o755],
  ["/etc/skel", 0o755],
  ["/home", 0o755],
  ["/media", 0o755],
  ["/mnt", 0o755],
  ["/opt", 0o755],
  ["/proc", 0o555],
  ["/root", 0o550],
  ["/run", 0o755],
  ["/run/lock", 0o755],
  ["/run/user", 0o755],
  ["/srv", 0o755],
  ["/sys", 0o555],
  ["/tmp", 0o1777],
  ["/usr", 0o755],
  ["/usr/bin", 0o755],
  ["/usr/sbin", 0o755],
  ["/usr/lib", 0o755],
  ["/usr/lib64", 0o755],
  ["/usr/libexec", 0o755],
  ["/usr/local", 0o755],
  ["/usr/local/bin", 0o755],
  ["/usr/local/sbin", 0o755],
  ["/usr/share", 0o755],
  ["/usr/share/zoneinfo", 0o755],
  ["/usr/share/zoneinfo/Asia", 0o755],
  ["/var", 0o755],
  ["/var/cache", 0o755],
  ["/var/db", 0o755],
  ["/var/db/sudo", 0o700],
  ["/var/empty", 0o755],
  ["/var/lib", 0o755],
  ["/var/log", 0o755],
  ["/var/spool", 0o755],
  ["/var/spool/mail", 0o775],
  ["/var/tmp", 0o1777],
];

const LINKS: Readonly<Record<string, string>> = {
  "/bin": "usr/bin",
  "/sbin": "usr/sbin",
  "/lib": "usr/lib",
  "/lib64": "usr/lib64",
  "/var/run": "../run",
  "/var/lock": "../run/lock",
  "/usr/bin/sh": "bash",
  "/etc/mtab": "/proc/self/mounts",
};

/** Programs with a set-user-id bit on a real host. */
const SETUID = new Set(["sudo", "su", "ping", "mount", "umount", "passwd"]);

/** Programs that live in /usr/sbin. */
const ADMIN = new Set([
  "ip",
  "ifconfig",
  "useradd",
  "userdel",
  "usermod",
  "groupadd",
  "groupdel",
  "reboot",
  "shutdown",
  "halt",
  "poweroff",
  "ss",
  "chroot",
  "service",
]);

const SHELLS = ["bash", "docker", "dockerd", "containerd", "containerd-shim", "docker-init", "docker-proxy", "runc", "systemd", "sshd"];

/** An executable of `size` bytes that names one of our programs. */
export function executable(program: string, size: number): Content {
  const head = encode(stub(program));
  return concatContents([contentOf(head), hole(Math.max(0, size - head.length))]);
}

/** A believable size in bytes for a program, the same each time: real ones have some 20 to 150 KB. */
function programSize(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  return 20_480 + hash * 13;
}
const SIZES: Readonly<Record<string, number>> = {
  bash: 964_536,
  docker: 61_133_792,
  dockerd: 71_555_008,
  containerd: 48_041_432,
  runc: 9_376_504,
};

/** Builds the tree. */
export function hostTree(options: HostTreeOptions): Tree {
  const fs = new TreeFilesystem(emptyTree(options.installed, 0o755), { type: "xfs", dev: 0, clock: () => options.installed });
  const made = new Map<string, Ino>([["", fs.root]]);
  const place = (path: string): { directory: Ino; name: string } => {
    const slash = path.lastIndexOf("/");
    const directory = made.get(path.slice(0, slash));
    if (directory === undefined) throw new Error(`host tree: no directory for ${path}`);
    return { directory, name: path.slice(slash + 1) };
  };
  const owner = { uid: 0, gid: 0 };
  const directory = (path: string, mode: number, who = owner): void => {
    const { directory: parent, name } = place(path);
    made.set(path, fs.create(parent, name, { type: "directory", mode, ...who }));
  };
  const file = (path: string, content: Content, mode: number, who = owner): void => {
    const { directory: parent, name } = place(path);
    fs.create(parent, name, { type: "file", mode, ...who, content });
  };
  const link = (path: string, target: string): void => {
    const { directory: parent, name } = place(path);
    fs.create(parent, name, { type: "symlink", mode: 0o777, ...owner, target });
  };
  const text = (content: string): Content => contentOf(encode(content));

  for (const [path, mode] of DIRECTORIES) directory(path, mode);
  for (const [path, content] of Object.entries(ETC)) file(path, text(content), path === "/etc/sudoers" ? 0o440 : 0o644);
  file("/etc/passwd", text(PASSWD), 0o644);
  file("/etc/group", text(GROUP), 0o644);
  file("/etc/shadow", text(shadow()), 0o000);
  file("/etc/locale.conf", text(`LANG="${options.lang}"\n`), 0o644);
  for (const zone of ["UTC", "Asia/Seoul"]) file(`/usr/share/zoneinfo/${zone}`, text("TZif2"), 0o644);
  link("/etc/localtime", `../usr/share/zoneinfo/${options.zone}`);
  for (const [path, target] of Object.entries(LINKS)) link(path, target);
  for (const program of new Set([...SHELLS, ...options.programs])) {
    const folder = ADMIN.has(program) ? "/usr/sbin" : "/usr/bin";
    if (`${folder}/${program}` in LINKS) continue;
    file(`${folder}/${program}`, executable(program, SIZES[program] ?? programSize(program)), SETUID.has(program) ? 0o4755 : 0o755);
  }
  const user = { uid: 1000, gid: 1000 };
  directory("/home/user", 0o700, user);
  for (const [home, who] of [
    ["/home/user", user],
    ["/root", owner],
  ] as const) {
    for (const name of [".bash_profile", ".bashrc", ".bash_logout"])
      file(`${home}/${name}`, text(ETC[`/etc/skel/${name}`] ?? ""), 0o644, who);
  }
  return fs.snapshot();
}

function shadow(): string {
  const lines = PASSWD.trimEnd()
    .split("\n")
    .map((line) => {
      const name = line.slice(0, line.indexOf(":"));
      return `${name}:${name === "user" ? USER_PASSWORD : "*"}:18484:0:99999:7:::`;
    });
  return `${lines.join("\n")}\n`;
}
