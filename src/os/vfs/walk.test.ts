import { describe, expect, test } from "vitest";
import { type Credentials, encode, isErrno } from "#abi";
import { changeMode, makeDirectory, makeLink, makeSymlink, removeDirectory, removeFile, renamePath } from "./change.ts";
import { directoryOf, GeneratedFilesystem, textFile } from "./generated.ts";
import { MountNamespace } from "./mounts.ts";
import { createAt, openFile, realPath, statPath } from "./open.ts";
import { tmpfs } from "./tmpfs.ts";
import { emptyTree } from "./tree.ts";
import { TreeFilesystem } from "./tree-filesystem.ts";
import type { Walker } from "./types.ts";
import { resolve, resolveParent } from "./walk.ts";

const root: Credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [] };
const user: Credentials = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000] };
const clock = () => 5000;

function machine() {
  const disk = new TreeFilesystem(emptyTree(0), { type: "ext4", source: "/dev/vda1", dev: 1, clock });
  const mounts = new MountNamespace(disk, { source: "/dev/vda1" });
  const as = (credentials: Credentials, cwd = "/"): Walker => {
    const walker = { credentials, root: mounts.root, cwd: mounts.root };
    return { ...walker, cwd: resolve(mounts, walker, cwd) };
  };
  const su = as(root);
  for (const path of ["/etc", "/tmp", "/home", "/home/user", "/proc", "/mnt"]) makeDirectory(mounts, su, path, 0o755);
  changeMode(mounts, su, "/tmp", 0o1777);
  mounts.mount(new GeneratedFilesystem(directoryOf({ version: textFile(() => "Linux\n") }), { type: "proc", dev: 2, clock }), resolve(mounts, su, "/proc"), { options: ["nosuid", "nodev", "noexec"] });
  return { disk, mounts, as, su };
}
const code = (run: () => unknown): string => {
  try {
    run();
    return "fine";
  } catch (error) {
    return isErrno(error) ? error.code : `${error}`;
  }
};

describe("path walking", () => {
  test("follows links, dots and mounts, and stays in the root", () => {
    const { mounts, su, as } = machine();
    openFile(mounts, su, "/etc/passwd", { write: true, create: true }, 0o644);
    makeSymlink(mounts, su, "../etc", "/tmp/e");
    makeSymlink(mounts, su, "/tmp/e/passwd", "/home/p");
    expect(realPath(mounts, su, "/home/p")).toBe("/etc/passwd");
    expect(realPath(mounts, as(root, "/proc"), "../../proc/./version")).toBe("/proc/version");
    expect(statPath(mounts, su, "/home/p", { followLast: false }).type).toBe("symlink");
    const jailed: Walker = { credentials: root, root: resolve(mounts, su, "/home"), cwd: resolve(mounts, su, "/home") };
    expect(realPath(mounts, jailed, "/../../user")).toBe("/user");
    expect(mounts.pathOf(resolve(mounts, su, "/proc/version"))).toBe("/proc/version");
  });

  test("fails as path_resolution(7) says", () => {
    const { mounts, su, as } = machine();
    openFile(mounts, su, "/etc/passwd", { write: true, create: true }, 0o644);
    makeSymlink(mounts, su, "loop", "/tmp/loop");
    makeSymlink(mounts, su, "/nowhere/x", "/tmp/dangling");
    makeDirectory(mounts, su, "/home/secret", 0o700);
    const of = (path: string, walker = su) => code(() => resolve(mounts, walker, path));
    expect(of("")).toBe("ENOENT");
    expect(of("/etc/nope/x")).toBe("ENOENT");
    expect(of("/etc/passwd/")).toBe("ENOTDIR");
    expect(of("/etc/passwd/x")).toBe("ENOTDIR");
    expect(of("/etc/passwd/..")).toBe("ENOTDIR");
    expect(of("/tmp/loop")).toBe("ELOOP");
    expect(of("/tmp/dangling")).toBe("ENOENT");
    expect(of(`/${"x".repeat(256)}`)).toBe("ENAMETOOLONG");
    expect(of("/x".repeat(2500))).toBe("ENAMETOOLONG");
    expect(of("/home/secret/x", as(user))).toBe("EACCES");
    expect(of("/home/secret", as(user))).toBe("fine");
    expect(code(() => openFile(mounts, as(user), "/etc/passwd", { write: true }))).toBe("EACCES");
    expect(code(() => openFile(mounts, su, "/tmp/dangling", { write: true, create: true }))).toBe("ENOENT");
  });

  test("creating through a dangling link makes its target", () => {
    const { mounts, su } = machine();
    makeSymlink(mounts, su, "../home/made", "/tmp/link");
    expect(openFile(mounts, su, "/tmp/link", { write: true, create: true }, 0o600).created).toBe(true);
    expect(realPath(mounts, su, "/tmp/link")).toBe("/home/made");
    expect(code(() => openFile(mounts, su, "/tmp/link", { write: true, create: true, exclusive: true }))).toBe("EEXIST");
  });

  test("sticky directories, read-only binds and mount points", () => {
    const { mounts, su, as, disk } = machine();
    openFile(mounts, su, "/tmp/roots", { write: true, create: true }, 0o666);
    expect(code(() => removeFile(mounts, as(user), "/tmp/roots"))).toBe("EPERM");
    openFile(mounts, as(user), "/tmp/mine", { write: true, create: true }, 0o644);
    expect(code(() => renamePath(mounts, as(user), "/tmp/mine", "/tmp/roots"))).toBe("EPERM");
    expect(code(() => removeDirectory(mounts, su, "/proc"))).toBe("EBUSY");
    mounts.bind(resolve(mounts, su, "/home"), resolve(mounts, su, "/mnt"), { options: ["ro"] });
    expect(code(() => makeDirectory(mounts, su, "/mnt/x", 0o755))).toBe("EROFS");
    expect(code(() => makeDirectory(mounts, su, "/home/x", 0o755))).toBe("fine");
    expect(statPath(mounts, su, "/mnt/x").type).toBe("directory");
    expect(code(() => makeLink(mounts, su, "/tmp/roots", "/home/x/roots"))).toBe("fine");
    expect(code(() => makeLink(mounts, su, "/home/x/roots", "/mnt/r"))).toBe("EXDEV");
    openFile(mounts, su, "/etc/hosts", { write: true, create: true }, 0o644);
    const other = disk.create(disk.root, "other", { type: "file", mode: 0o600, uid: 0, gid: 0 });
    disk.write(other, 0, encode("bound"));
    mounts.bind(resolve(mounts, su, "/other"), resolve(mounts, su, "/etc/hosts"));
    expect(statPath(mounts, su, "/etc/hosts").size).toBe(5);
    expect(code(() => removeFile(mounts, su, "/etc/hosts"))).toBe("EBUSY");
    expect(mounts.mounts().map(({ source, target, type, options }) => `${source} ${target} ${type} ${options.join(",")}`)).toEqual([
      "/dev/vda1 / ext4 rw,relatime",
      "proc /proc proc rw,nosuid,nodev,noexec,relatime",
      "/dev/vda1 /mnt ext4 ro,relatime",
      "/dev/vda1 /etc/hosts ext4 rw,relatime",
    ]);
    mounts.umount(resolve(mounts, su, "/mnt"));
    expect(statPath(mounts, su, "/mnt").mode).toBe(0o755);
    expect(code(() => mounts.umount(resolve(mounts, su, "/mnt")))).toBe("EINVAL");
  });

  test("a clone and a pivoted root are on their own", () => {
    const { mounts, su } = machine();
    const inside = mounts.clone();
    const fs = tmpfs({ dev: 9, clock, size: 1 << 20 });
    fs.create(fs.root, "old", { type: "directory", mode: 0o755, uid: 0, gid: 0 });
    inside.mount(fs, resolve(inside, su, "/mnt"));
    inside.pivotRoot(inside.enter(resolve(mounts, su, "/mnt")));
    const walker: Walker = { credentials: root, root: inside.root, cwd: inside.root };
    expect(realPath(inside, walker, "/old/..")).toBe("/");
    expect(inside.mounts().map(({ target, type }) => `${target} ${type}`)).toEqual(["/ tmpfs"]);
    expect(mounts.mounts().map(({ target }) => target)).toEqual(["/", "/proc"]);
  });

  test("setgid directories hand on their group", () => {
    const { mounts, su, as } = machine();
    makeDirectory(mounts, su, "/tmp/team", 0o755);
    const team = resolve(mounts, su, "/tmp/team");
    team.mount.filesystem.setattr(team.ino, { gid: 50, mode: 0o2777 });
    openFile(mounts, as(user), "/tmp/team/f", { write: true, create: true }, 0o644);
    createAt(as(user), resolveParent(mounts, as(user), "/tmp/team/d"), "/tmp/team/d", { type: "directory", mode: 0o755, uid: 0, gid: 0 });
    expect([statPath(mounts, su, "/tmp/team/f").gid, statPath(mounts, su, "/tmp/team/d").mode]).toEqual([50, 0o2755]);
  });
});
