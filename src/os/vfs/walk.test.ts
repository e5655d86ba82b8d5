import { describe, expect, test } from "vitest";
import { type Credentials, type FileType, isErrno } from "#abi";
import { MountNamespace } from "./mounts.ts";
import { EXECUTE, isSticky, may, READ, WRITE } from "./permissions.ts";
import { tmpfs } from "./tmpfs.ts";
import { emptyTree } from "./tree.ts";
import { TreeFilesystem } from "./tree-filesystem.ts";
import type { Location, Walker } from "./types.ts";
import { resolve, resolveParent, statAt } from "./walk.ts";

const root: Credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [] };
const user: Credentials = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000, 50] };
const clock = () => 5000;

function machine() {
  const disk = new TreeFilesystem(emptyTree(0), { type: "ext4", source: "/dev/vda1", dev: 1, clock });
  const mounts = new MountNamespace(disk, { source: "/dev/vda1" });
  const as = (credentials: Credentials, cwd = "/"): Walker => {
    const walker = { credentials, root: mounts.root, cwd: mounts.root };
    return { ...walker, cwd: resolve(mounts, walker, cwd) };
  };
  const su = as(root);
  const make = (path: string, type: FileType, mode: number, target?: string): Location => {
    const { directory, name } = resolveParent(mounts, su, path, { followLast: false });
    return {
      mount: directory.mount,
      ino: directory.mount.filesystem.create(directory.ino, name, {
        type,
        mode,
        uid: 0,
        gid: 0,
        ...(target === undefined ? {} : { target }),
      }),
    };
  };
  for (const path of ["/etc", "/tmp", "/home", "/home/user", "/proc", "/mnt"]) make(path, "directory", 0o755);
  make("/etc/passwd", "file", 0o644);
  const inner = tmpfs({ dev: 2, clock, size: 1 << 20, mode: 0o755 });
  inner.create(inner.root, "version", { type: "file", mode: 0o444, uid: 0, gid: 0 });
  mounts.mount(inner, resolve(mounts, su, "/proc"), { source: "inner", options: ["nosuid", "nodev", "noexec"] });
  const pathOf = (walker: Walker, path: string) => mounts.pathOf(resolve(mounts, walker, path), walker.root);
  return { disk, mounts, as, su, make, pathOf };
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
    const { mounts, su, as, make, pathOf } = machine();
    make("/tmp/e", "symlink", 0o777, "../etc");
    make("/home/p", "symlink", 0o777, "/tmp/e/passwd");
    expect(pathOf(su, "/home/p")).toBe("/etc/passwd");
    expect(pathOf(as(root, "/proc"), "../../proc/./version")).toBe("/proc/version");
    expect(statAt(resolve(mounts, su, "/home/p", { followLast: false })).type).toBe("symlink");
    const home = resolve(mounts, su, "/home");
    expect(pathOf({ credentials: root, root: home, cwd: home }, "/../../user")).toBe("/user");
    expect(pathOf({ credentials: root, root: home, cwd: home }, "..")).toBe("/");
  });

  test("fails as path_resolution(7) says", () => {
    const { mounts, su, as, make } = machine();
    make("/tmp/loop", "symlink", 0o777, "loop");
    make("/tmp/dangling", "symlink", 0o777, "/nowhere/x");
    make("/home/secret", "directory", 0o700);
    const of = (path: string, walker = su) => code(() => resolve(mounts, walker, path));
    expect(of("")).toBe("ENOENT");
    expect(of("/etc/nope/x")).toBe("ENOENT");
    expect(of("/etc/passwd/")).toBe("ENOTDIR");
    expect(of("/etc/passwd/x")).toBe("ENOTDIR");
    expect(of("/etc/passwd/..")).toBe("ENOTDIR");
    expect(of("/tmp/loop")).toBe("ELOOP");
    expect(of("/tmp/dangling")).toBe("ENOENT");
    expect(of(`/${"x".repeat(256)}`)).toBe("ENAMETOOLONG");
    expect(of(`/${"한".repeat(86)}`)).toBe("ENAMETOOLONG");
    expect(of("/x".repeat(2500))).toBe("ENAMETOOLONG");
    expect(of("/home/secret/x", as(user))).toBe("EACCES");
    expect(of("/home/secret", as(user))).toBe("fine");
  });

  test("the parent of a dangling link's target is where a file would be made", () => {
    const { mounts, su, make } = machine();
    make("/tmp/link", "symlink", 0o777, "../home/made");
    const parent = resolveParent(mounts, su, "/tmp/link");
    expect([mounts.pathOf(parent.directory), parent.name, parent.found]).toEqual(["/home", "made", undefined]);
    const last = resolveParent(mounts, su, "/tmp/link", { followLast: false });
    expect([mounts.pathOf(last.directory), last.name, last.found && statAt(last.found).type]).toEqual(["/tmp", "link", "symlink"]);
  });
});

describe("mounts", () => {
  test("binds of directories and files, in the order of /proc/mounts", () => {
    const { mounts, su, make, pathOf } = machine();
    make("/home/x", "directory", 0o700);
    make("/other", "file", 0o600);
    const seen = mounts.bind(resolve(mounts, su, "/home"), resolve(mounts, su, "/mnt"), { options: ["ro"] });
    expect([seen.flags.readOnly, pathOf(su, "/mnt/x"), statAt(resolve(mounts, su, "/mnt/x")).mode]).toEqual([true, "/mnt/x", 0o700]);
    mounts.bind(resolve(mounts, su, "/other"), resolve(mounts, su, "/etc/passwd"));
    expect(statAt(resolve(mounts, su, "/etc/passwd")).mode).toBe(0o600);
    expect(mounts.isMountPoint(resolve(mounts, su, "/etc/passwd"))).toBe(true);
    expect(code(() => mounts.bind(resolve(mounts, su, "/other"), resolve(mounts, su, "/tmp")))).toBe("ENOTDIR");
    expect(mounts.mounts().map(({ source, target, type, options }) => `${source} ${target} ${type} ${options.join(",")}`)).toEqual([
      "/dev/vda1 / ext4 rw,relatime",
      "inner /proc tmpfs rw,nosuid,nodev,noexec,relatime",
      "/dev/vda1 /mnt ext4 ro,relatime",
      "/dev/vda1 /etc/passwd ext4 rw,relatime",
    ]);
    mounts.umount(resolve(mounts, su, "/mnt"));
    expect(statAt(resolve(mounts, su, "/mnt")).mode).toBe(0o755);
    expect(code(() => mounts.umount(resolve(mounts, su, "/mnt")))).toBe("EINVAL");
    expect(code(() => mounts.umount(mounts.root))).toBe("EBUSY");
  });

  test("stacked mounts show the last one, and `..` leaves them all", () => {
    const { mounts, su, pathOf } = machine();
    const two = tmpfs({ dev: 3, clock, size: 1 << 20 });
    mounts.mount(two, resolve(mounts, su, "/proc"));
    expect(resolve(mounts, su, "/proc").mount.filesystem).toBe(two);
    expect(pathOf(su, "/proc/..")).toBe("/");
    mounts.umount(resolve(mounts, su, "/proc"));
    expect(pathOf(su, "/proc/version")).toBe("/proc/version");
  });

  test("a clone and a pivoted root are on their own", () => {
    const { mounts, su, pathOf } = machine();
    const inside = mounts.clone();
    const fs = tmpfs({ dev: 9, clock, size: 1 << 20 });
    fs.create(fs.root, "old", { type: "directory", mode: 0o755, uid: 0, gid: 0 });
    inside.mount(fs, resolve(inside, su, "/mnt"));
    inside.pivotRoot(inside.enter(resolve(mounts, su, "/mnt")));
    const walker: Walker = { credentials: root, root: inside.root, cwd: inside.root };
    expect(inside.pathOf(resolve(inside, walker, "/old/.."))).toBe("/");
    expect(inside.mounts().map(({ target, type }) => `${target} ${type}`)).toEqual(["/ tmpfs"]);
    expect(mounts.mounts().map(({ target }) => target)).toEqual(["/", "/proc"]);
    expect(pathOf(su, "/mnt")).toBe("/mnt");
  });
});

describe("permissions", () => {
  const file = { type: "file", mode: 0o640, uid: 1000, gid: 50 } as const;

  test("owner, group, others, and root", () => {
    expect([may(file, user, READ | WRITE), may(file, user, EXECUTE)]).toEqual([true, false]);
    expect(may({ ...file, uid: 1 }, user, READ)).toBe(true);
    expect(may({ ...file, uid: 1 }, user, WRITE)).toBe(false);
    expect(may({ ...file, uid: 1, gid: 1 }, user, READ)).toBe(false);
    expect([
      may(file, root, READ | WRITE),
      may(file, root, EXECUTE),
      may({ ...file, mode: 0o001 }, root, EXECUTE),
      may({ ...file, type: "directory", mode: 0 }, root, EXECUTE),
    ]).toEqual([true, false, true, true]);
    // The first class that fits decides, even where a later one would allow.
    expect(may({ ...file, mode: 0o077 }, user, READ)).toBe(false);
  });

  test("sticky directories", () => {
    expect(isSticky({ mode: 0o1777, uid: 0 }, { uid: 0 }, user)).toBe(true);
    expect(isSticky({ mode: 0o1777, uid: 0 }, { uid: 1000 }, user)).toBe(false);
    expect(isSticky({ mode: 0o1777, uid: 1000 }, { uid: 0 }, user)).toBe(false);
    expect(isSticky({ mode: 0o777, uid: 0 }, { uid: 0 }, user)).toBe(false);
    expect(isSticky({ mode: 0o1777, uid: 0 }, { uid: 5 }, root)).toBe(false);
  });
});
