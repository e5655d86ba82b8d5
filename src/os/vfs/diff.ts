/** What changed between two trees, as `docker diff` and a layer need it. Costs the number of changes when the trees are related. */

import { type Tree, type TreeNode, treeAt, treeChildren, treePaths } from "./tree.ts";
import { trieDifference } from "./trie.ts";

export interface Change {
  /** Absolute. */
  readonly path: string;
  readonly kind: "added" | "modified" | "deleted";
}

/**
 * Changes from `base` to `next`, sorted by path, without the root. Directories on the way to a change count as modified; of a deleted
 * directory only itself is listed, of an added one everything in it (moby's archive.ChangesDirs).
 */
export function diffTrees(base: Tree, next: Tree): readonly Change[] {
  const changes = new Map<string, Change["kind"]>();
  const suspects = new Set<string>();
  for (const [before, after] of trieDifference(base.inodes, next.inodes)) {
    // The same file under the same names: one path each is enough, whichever tree tells it.
    for (const path of before ? treePaths(base, before.ino) : []) suspects.add(path);
    for (const path of after ? treePaths(next, after.ino) : []) suspects.add(path);
  }
  for (const path of suspects) if (path !== "/") compare(base, next, path, changes);
  const changed = [...changes.keys()];
  for (const path of changed) {
    for (let above = parentPath(path); above !== ""; above = parentPath(above)) {
      if (changes.has(above)) break;
      changes.set(above, "modified");
    }
  }
  return [...changes].map(([path, kind]) => ({ path, kind })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function compare(base: Tree, next: Tree, path: string, changes: Map<string, Change["kind"]>): void {
  const before = treeAt(base, path);
  const after = treeAt(next, path);
  if (before === after) return;
  if (!after) {
    // Of a deleted directory only the top is told.
    if (treeAt(next, parentPath(path))?.type === "directory" && treeAt(base, parentPath(path))?.type === "directory")
      changes.set(path, "deleted");
    return;
  }
  if (!before || (before.type === "directory") !== (after.type === "directory")) {
    changes.set(path, before ? "modified" : "added");
    added(next, after, path, changes);
    return;
  }
  if (isDifferent(before, after)) changes.set(path, "modified");
  if (before.type === "directory" && before.ino !== after.ino) descend(base, next, before, after, path, changes);
}

/** Two directories that only share their path: what is in them has other numbers and is compared by name. */
function descend(base: Tree, next: Tree, before: TreeNode, after: TreeNode, path: string, changes: Map<string, Change["kind"]>): void {
  const names = new Set([...treeChildren(base, before), ...treeChildren(next, after)].map(([name]) => name));
  for (const name of names) compare(base, next, `${path}/${name}`, changes);
}

function added(next: Tree, node: TreeNode, path: string, changes: Map<string, Change["kind"]>): void {
  if (node.type !== "directory") return;
  for (const [name, child] of treeChildren(next, node)) {
    changes.set(`${path}/${name}`, "added");
    added(next, child, `${path}/${name}`, changes);
  }
}

function isDifferent(before: TreeNode, after: TreeNode): boolean {
  return (
    before.type !== after.type ||
    before.mode !== after.mode ||
    before.uid !== after.uid ||
    before.gid !== after.gid ||
    before.mtime !== after.mtime ||
    before.target !== after.target ||
    before.rdev?.major !== after.rdev?.major ||
    before.rdev?.minor !== after.rdev?.minor ||
    before.content !== after.content
  );
}
