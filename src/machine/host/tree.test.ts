import { describe, expect, it } from "vitest";
import { decode } from "#abi";
import { verifyPassword } from "#bin/password";
import { type Tree, treeAt } from "#vfs";
import { hostTree } from "./tree.ts";

const tree: Tree = hostTree({ lang: "ko_KR.UTF-8", zone: "Asia/Seoul", programs: ["ls", "sudo", "ip"], installed: Date.UTC(2020, 7, 1) });

function text(path: string): string {
  const content = treeAt(tree, path)?.content;
  return content === undefined ? "" : decode(content.read(0, content.length));
}

describe("the host's disk", () => {
  it("has user with home, groups wheel and docker, and the password docker", () => {
    expect(text("/etc/passwd")).toContain("user:x:1000:1000:user:/home/user:/bin/bash\n");
    expect(text("/etc/group")).toMatch(/^wheel:x:10:user$/m);
    expect(text("/etc/group")).toMatch(/^docker:x:986:user$/m);
    const stored = /^user:([^:]*):/m.exec(text("/etc/shadow"))?.[1];
    expect(verifyPassword(stored, "docker")).toBe(true);
    expect(verifyPassword(stored, "Docker")).toBe(false);
    expect(treeAt(tree, "/home/user")).toMatchObject({ type: "directory", mode: 0o700, uid: 1000, gid: 1000 });
  });

  it("has executables where a CentOS has them, set-user-id where needed", () => {
    expect(treeAt(tree, "/usr/bin/ls")?.mode).toBe(0o755);
    expect(treeAt(tree, "/usr/bin/sudo")?.mode).toBe(0o4755);
    expect(treeAt(tree, "/usr/sbin/ip")?.mode).toBe(0o755);
    expect(treeAt(tree, "/bin")?.target).toBe("usr/bin");
  });

  it("tells language and zone", () => {
    expect(text("/etc/locale.conf")).toBe('LANG="ko_KR.UTF-8"\n');
    expect(treeAt(tree, "/etc/localtime")?.target).toBe("../usr/share/zoneinfo/Asia/Seoul");
  });
});
