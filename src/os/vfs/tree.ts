/** A file tree as a persistent value: a table of inodes and the number of the root. Keeping one and starting from one cost O(1). */

import type { Rope } from "./content.ts";
import type { Inode } from "./inode.ts";
import { NO_NAMES, namesEntries, namesGet } from "./names.ts";
import { emptyTrie, type Trie, trieGet, trieSet } from "./trie.ts";
import type { Content, Ino } from "./types.ts";

export interface Tree {
  readonly inodes: Trie<Inode>;
  readonly root: Ino;
  /** The next free number: never one that was used before in this line of trees. */
  readonly next: Ino;
  /** Number of inodes. */
  readonly files: number;
  /** Bytes on disk. */
  readonly bytes: number;
}

/** A file, directory or link in a tree, as whoever reads trees without mounting them sees it. */
export type TreeNode = Readonly<Omit<Inode, "content" | "owner">> & { readonly content: Content | undefined };

/** A tree of a root directory only (mode 755, root's). Times in milliseconds. */
export function emptyTree(time: number, mode: number = 0o755): Tree {
  const root: Inode = {
    owner: undefined,
    ino: 1,
    type: "directory",
    mode,
    uid: 0,
    gid: 0,
    rdev: undefined,
    atime: time,
    mtime: time,
    ctime: time,
    links: [],
    content: undefined,
    allocated: 0,
    target: undefined,
    names: NO_NAMES,
    subdirectories: 0,
  };
  return { inodes: trieSet(emptyTrie<Inode>(), 1, root, {}), root: 1, next: 2, files: 1, bytes: 0 };
}

export function treeInode(tree: Tree, ino: Ino): Inode | undefined {
  return trieGet(tree.inodes, ino);
}

/** What an absolute path without links and dots names; undefined when nothing. */
export function treeAt(tree: Tree, path: string): TreeNode | undefined {
  let inode = treeInode(tree, tree.root);
  for (const name of path.split("/")) {
    if (name === "") continue;
    const ino = inode?.names && namesGet(inode.names, name);
    inode = ino === undefined ? undefined : treeInode(tree, ino);
  }
  return inode;
}

/** Names in a directory of a tree, sorted by code units, with what they name. */
export function treeChildren(tree: Tree, directory: TreeNode): readonly (readonly [string, TreeNode])[] {
  const children: [string, TreeNode][] = [];
  for (const [name, ino] of namesEntries(directory.names ?? NO_NAMES)) {
    const inode = treeInode(tree, ino);
    if (inode) children.push([name, inode]);
  }
  return children.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All absolute paths of an inode (several for hard links), unsorted. */
export function treePaths(tree: Tree, ino: Ino): readonly string[] {
  const inode = treeInode(tree, ino);
  if (!inode) return [];
  return ino === tree.root ? ["/"] : inode.links.map((link) => `${directoryPath(tree, link.directory)}/${link.name}`);
}

/** Path of a directory, empty for the root. */
function directoryPath(tree: Tree, directory: Ino): string {
  const names: string[] = [];
  for (let ino = directory; ino !== tree.root; ) {
    const link = treeInode(tree, ino)?.links[0];
    if (!link) break;
    names.push(link.name);
    ino = link.directory;
  }
  return names.length === 0 ? "" : `/${names.reverse().join("/")}`;
}

/** Everything below `path`, parents before children, siblings by name. */
export function* walkTree(tree: Tree, path: string = "/"): Generator<readonly [string, TreeNode]> {
  const top = treeAt(tree, path);
  if (top) yield* walkBelow(tree, top, path === "/" ? "" : path);
}

function* walkBelow(tree: Tree, directory: TreeNode, path: string): Generator<readonly [string, TreeNode]> {
  for (const [name, node] of treeChildren(tree, directory)) {
    yield [`${path}/${name}`, node];
    if (node.type === "directory") yield* walkBelow(tree, node, `${path}/${name}`);
  }
}

/** Marks a content as shared, so that no filesystem changes it in place any more. */
export function sharedContent(rope: Rope): Content {
  rope.owner = undefined;
  return rope;
}
