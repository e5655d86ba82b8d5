import { describe, expect, test } from "vitest";
import { decode, encode, zeros } from "#abi";
import { Capacity } from "./capacity.ts";
import { diffTrees } from "./diff.ts";
import { emptyTree, treeAt, treePaths } from "./tree.ts";
import { TreeFilesystem } from "./tree-filesystem.ts";

const file = { type: "file", mode: 0o644, uid: 0, gid: 0 } as const;
const directory = { type: "directory", mode: 0o755, uid: 0, gid: 0 } as const;

function filesystem(tree = emptyTree(0), capacity?: Capacity) {
  let now = 1000;
  return new TreeFilesystem(tree, { type: "ext4", dev: 1, clock: () => now++, ...(capacity ? { capacity } : {}) });
}
const text = (fs: TreeFilesystem, ino: number) => decode(fs.read(ino, 0, 1 << 20));

describe("a tree filesystem", () => {
  test("keeps what was written and forgets what was deleted", () => {
    const fs = filesystem();
    const ino = fs.create(fs.root, "a", file);
    fs.write(ino, 0, encode("hello"));
    fs.write(ino, 5, encode(" world"));
    expect(text(fs, ino)).toBe("hello world");
    fs.truncate(ino, 5);
    expect(text(fs, ino)).toBe("hello");
    fs.unlink(fs.root, "a");
    expect(fs.lookup(fs.root, "a")).toBeUndefined();
    expect(() => fs.stat(ino)).toThrow("No such file or directory");
  });

  test("a snapshot does not see later writes, and forks don't see each other", () => {
    const fs = filesystem();
    const ino = fs.create(fs.root, "log", file);
    fs.write(ino, 0, encode("one\n"));
    const tree = fs.snapshot();
    const other = filesystem(tree);
    fs.write(ino, 4, encode("two\n"));
    other.write(ino, 4, encode("TWO\n"));
    expect(text(fs, ino)).toBe("one\ntwo\n");
    expect(text(other, ino)).toBe("one\nTWO\n");
    expect(decode(treeAt(tree, "/log")?.content?.read(0, 100) ?? new Uint8Array())).toBe("one\n");
  });

  test("an open file outlives its last name", () => {
    const fs = filesystem();
    const ino = fs.create(fs.root, "a", file);
    fs.hold(ino);
    fs.unlink(fs.root, "a");
    fs.write(ino, 0, encode("still here"));
    expect(text(fs, ino)).toBe("still here");
    expect(fs.stat(ino).nlink).toBe(0);
    fs.release(ino);
    expect(() => fs.stat(ino)).toThrow("No such file or directory");
  });

  test("zeros take disk but no memory, and a full disk says so", () => {
    const capacity = new Capacity({ total: 10_000_000, memory: 100_000 });
    const fs = filesystem(emptyTree(0), capacity);
    const ino = fs.create(fs.root, "zeros", file);
    for (let at = 0; at < 9; at++) fs.write(ino, at << 20, zeros(1 << 20));
    expect(fs.stat(ino).size).toBe(9 << 20);
    expect(capacity.weight).toBeLessThan(1000);
    expect(() => fs.write(ino, 9 << 20, zeros(1 << 20))).toThrow("No space left on device");
    const data = fs.create(fs.root, "data", file);
    expect(() => fs.write(data, 0, new Uint8Array(200_000))).toThrow("No space left on device");
    fs.unlink(fs.root, "zeros");
    fs.unlink(fs.root, "data");
    expect([capacity.used, capacity.weight]).toEqual([0, 0]);
  });

  test("rename follows rename(2)", () => {
    const fs = filesystem();
    const a = fs.create(fs.root, "a", directory);
    const b = fs.create(a, "b", directory);
    const f = fs.create(fs.root, "f", file);
    expect(() => fs.rename(fs.root, "a", b, "x")).toThrow("Invalid argument");
    expect(() => fs.rename(fs.root, "f", fs.root, "a")).toThrow("Is a directory");
    expect(() => fs.rename(fs.root, "a", fs.root, "f")).toThrow("Not a directory");
    const c = fs.create(fs.root, "c", directory);
    expect(() => fs.rename(fs.root, "c", fs.root, "a")).toThrow("Directory not empty");
    fs.rename(fs.root, "f", b, "g");
    fs.rename(a, "b", fs.root, "c");
    expect(treePaths(fs.snapshot(), f)).toEqual(["/c/g"]);
    expect(() => fs.stat(c)).toThrow();
    expect(fs.stat(fs.root).nlink).toBe(4);
  });

  test("the difference names added, changed and deleted paths as docker diff does", () => {
    const fs = filesystem();
    const etc = fs.create(fs.root, "etc", directory);
    fs.create(etc, "shadow", file);
    const passwd = fs.create(etc, "passwd", file);
    const www = fs.create(fs.create(fs.root, "var", directory), "www", directory);
    fs.create(www, "index.html", file);
    fs.link(etc, "passwd-", passwd);
    const base = fs.snapshot();
    const now = filesystem(base);
    now.create(now.root, "new", file);
    now.create(now.create(now.root, "dir", directory), "f", file);
    now.unlink(etc, "shadow");
    now.write(passwd, 0, encode("x"));
    now.unlink(www, "index.html");
    now.unlink(now.lookup(now.root, "var") ?? 0, "www");
    expect(diffTrees(base, now.snapshot()).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "added /dir",
      "added /dir/f",
      "modified /etc",
      "modified /etc/passwd",
      "modified /etc/passwd-",
      "deleted /etc/shadow",
      "added /new",
      "modified /var",
      "deleted /var/www",
    ]);
    expect(diffTrees(base, filesystem(base).snapshot())).toEqual([]);
  });
});
