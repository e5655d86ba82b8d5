import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isErrno, zeros } from "#abi";
import { type Change, diffTrees } from "./diff.ts";
import { emptyTree, type Tree, treePaths, walkTree } from "./tree.ts";
import { TreeFilesystem } from "./tree-filesystem.ts";

/** The plain model: nodes with names, bytes as arrays. */
interface Node {
  kind: "file" | "directory";
  bytes: number[];
  names: Map<string, Node>;
  stamp: number;
}
type With<Verb extends string, Fields> = Verb extends string ? { do: Verb } & Fields : never;
type Step =
  | With<"create" | "mkdir" | "unlink", { at: string; name: string }>
  | { do: "write"; at: string; offset: number; bytes: number[] | number }
  | { do: "truncate"; at: string; length: number }
  | With<"rename" | "link", { at: string; name: string; to: string; toName: string }>
  | { do: "snapshot" };

const name = fc.constantFrom("a", "b");
const path = fc.array(name, { maxLength: 2 }).map((names) => `/${names.join("/")}`);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("create" as const, "mkdir" as const, "unlink" as const), at: path, name }),
  fc.record({
    do: fc.constant("write" as const),
    at: path,
    offset: fc.nat(40_000),
    bytes: fc.oneof(
      fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 50 }),
      fc.nat(70_000),
      fc.constant(Array.from({ length: 40_000 }, () => 7)),
    ),
  }),
  fc.record({ do: fc.constant("truncate" as const), at: path, length: fc.nat(60_000) }),
  fc.record({ do: fc.constantFrom("rename" as const, "link" as const), at: path, name, to: path, toName: name }),
  fc.constant({ do: "snapshot" as const }),
);

function find(root: Node, at: string): Node | undefined {
  let node: Node | undefined = root;
  for (const part of at.split("/").filter((one) => one !== "")) node = node?.names.get(part);
  return node;
}
function findIno(fs: TreeFilesystem, at: string): number | undefined {
  let ino: number | undefined = fs.root;
  for (const part of at.split("/").filter((one) => one !== "")) {
    if (ino === undefined || fs.stat(ino).type !== "directory") return undefined;
    ino = fs.lookup(ino, part);
  }
  return ino;
}
const contains = (node: Node, other: Node): boolean => node === other || [...node.names.values()].some((child) => contains(child, other));

/** The model's step; false where the real one must fail. */
function play(root: Node, now: number, one: Exclude<Step, { do: "snapshot" }>): boolean {
  const node = find(root, one.at);
  if (!node) return false;
  if (one.do === "write" || one.do === "truncate") {
    if (node.kind !== "file") return false;
    if (one.do === "truncate") node.bytes = Array.from({ length: one.length }, (_, at) => node.bytes[at] ?? 0);
    else {
      const bytes = typeof one.bytes === "number" ? Array.from({ length: one.bytes }, () => 0) : one.bytes;
      if (bytes.length === 0) return true;
      while (node.bytes.length < one.offset) node.bytes.push(0);
      for (const [at, byte] of bytes.entries()) node.bytes[one.offset + at] = byte;
    }
    node.stamp = now;
    return true;
  }
  if (node.kind !== "directory") return false;
  const existing = node.names.get(one.name);
  if (one.do === "create" || one.do === "mkdir") {
    if (existing) return false;
    node.names.set(one.name, { kind: one.do === "mkdir" ? "directory" : "file", bytes: [], names: new Map(), stamp: now });
    node.stamp = now;
    return true;
  }
  if (!existing) return false;
  if (one.do === "unlink") {
    if (existing.names.size > 0) return false;
    node.names.delete(one.name);
    node.stamp = now;
    return true;
  }
  const to = find(root, one.to);
  if (!to || to.kind !== "directory") return false;
  const target = to.names.get(one.toName);
  if (one.do === "link") {
    if (existing.kind === "directory" || target) return false;
    to.names.set(one.toName, existing);
    to.stamp = now;
    return true;
  }
  if (target === existing) return true;
  if (contains(existing, to)) return false;
  if (target && (target.kind !== existing.kind || target.names.size > 0)) return false;
  node.names.delete(one.name);
  to.names.set(one.toName, existing);
  node.stamp = to.stamp = now;
  return true;
}

function attempt(fs: TreeFilesystem, one: Exclude<Step, { do: "snapshot" }>): boolean {
  const ino = findIno(fs, one.at);
  if (ino === undefined) return false;
  try {
    if (one.do === "write") fs.write(ino, one.offset, typeof one.bytes === "number" ? zeros(one.bytes) : new Uint8Array(one.bytes));
    else if (one.do === "truncate") fs.truncate(ino, one.length);
    else if (one.do === "create" || one.do === "mkdir")
      fs.create(ino, one.name, { type: one.do === "mkdir" ? "directory" : "file", mode: 0o755, uid: 0, gid: 0 });
    else if (one.do === "unlink") fs.unlink(ino, one.name);
    else {
      const to = findIno(fs, one.to);
      const from = fs.lookup(ino, one.name);
      if (to === undefined || from === undefined) return false;
      if (one.do === "link") fs.link(to, one.toName, from);
      else fs.rename(ino, one.name, to, one.toName);
    }
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function dumpModel(root: Node): string[] {
  const lines: string[] = [];
  const below = (node: Node, at: string): void => {
    for (const key of [...node.names.keys()].sort()) {
      const child = node.names.get(key);
      if (!child) continue;
      lines.push(`${at}/${key} ${child.kind} ${child.stamp} ${sum(Uint8Array.from(child.bytes))}`);
      below(child, `${at}/${key}`);
    }
  };
  below(root, "");
  return lines;
}
function sum(bytes: Uint8Array): string {
  let value = 17;
  for (const byte of bytes) value = (Math.imul(value, 31) + byte) | 0;
  return `${bytes.length}:${value}`;
}
function dump(tree: Tree): string[] {
  const lines: string[] = [];
  for (const [at, node] of walkTree(tree)) {
    const chunks: number[] = [];
    for (const part of node.content?.segments() ?? [])
      for (const byte of "data" in part ? part.data : new Uint8Array(part.hole)) chunks.push(byte);
    expect(treePaths(tree, node.ino)).toContain(at);
    lines.push(`${at} ${node.type} ${node.mtime} ${sum(Uint8Array.from(chunks))}`);
  }
  return lines;
}

/** docker diff by looking at everything. */
function plainDiff(base: Tree, next: Tree): Change[] {
  const facts = (tree: Tree) => new Map([...walkTree(tree)].map(([at, node]) => [at, node] as const));
  const [before, after] = [facts(base), facts(next)];
  const changes = new Map<string, Change["kind"]>();
  for (const [at, node] of after) {
    const old = before.get(at);
    if (!old) changes.set(at, "added");
    else if (old.type !== node.type || old.mtime !== node.mtime || old.content !== node.content) changes.set(at, "modified");
  }
  const up = (at: string) => at.slice(0, at.lastIndexOf("/"));
  const isDirectory = (tree: Map<string, { type: string }>, at: string) => at === "" || tree.get(at)?.type === "directory";
  for (const at of before.keys()) if (!after.has(at) && isDirectory(after, up(at))) changes.set(at, "deleted");
  const changed = [...changes.keys()];
  for (const at of changed)
    for (let above = up(at); above !== ""; above = up(above)) if (!changes.has(above)) changes.set(above, "modified");
  return [...changes].map(([at, kind]) => ({ path: at, kind })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

describe("a tree against a plain model", () => {
  test("every step, snapshot, fork and difference agrees", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
        let now = 0;
        let fs = new TreeFilesystem(emptyTree(0), { type: "ext4", dev: 1, clock: () => now });
        const model: Node = { kind: "directory", bytes: [], names: new Map(), stamp: 0 };
        const kept: { tree: Tree; lines: string[] }[] = [{ tree: fs.snapshot(), lines: [] }];
        for (const one of steps) {
          now++;
          if (one.do === "snapshot") {
            const tree = fs.snapshot();
            kept.push({ tree, lines: dumpModel(model) });
            // Go on from a fork; the old view stays usable and must not be seen.
            attempt(fs, { do: "create", at: "/", name: "c" });
            fs = new TreeFilesystem(tree, { type: "ext4", dev: 1, clock: () => now });
          } else expect([one, attempt(fs, one)]).toEqual([one, play(model, now, one)]);
        }
        kept.push({ tree: fs.snapshot(), lines: dumpModel(model) });
        for (const { tree, lines } of kept) expect(dump(tree)).toEqual(lines);
        const last = kept[kept.length - 1];
        for (const { tree } of kept) if (last) expect(diffTrees(tree, last.tree)).toEqual(plainDiff(tree, last.tree));
      }),
      { numRuns: 200 },
    );
  });

  test("large directories", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(400)), { maxLength: 600, size: "max" }), (steps) => {
        const fs = new TreeFilesystem(emptyTree(0), { type: "ext4", dev: 1, clock: () => 1 });
        const model = new Set<string>();
        for (const [add, number] of steps) {
          const file = `f${number}`;
          if (add && !model.has(file)) fs.create(fs.root, file, { type: "file", mode: 0o644, uid: 0, gid: 0 });
          if (add) model.add(file);
          else if (model.delete(file)) fs.unlink(fs.root, file);
        }
        expect(
          fs
            .readdir(fs.root)
            .map((entry) => entry.name)
            .sort(),
        ).toEqual([...model].sort());
        for (const file of model) expect(fs.lookup(fs.root, file)).toBeDefined();
      }),
      { numRuns: 50 },
    );
  });
});
