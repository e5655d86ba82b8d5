/** The file tree as a value, filesystems over it, and mounts, paths and permissions. */
export * from "./capacity.ts";
export { concatContents, contentFrom, contentOf, EMPTY_CONTENT, hole, overwriteContent, type Part, sliceContent } from "./content.ts";
export { type Change, diffTrees } from "./diff.ts";
export * from "./mounts.ts";
export * from "./permissions.ts";
export * from "./tmpfs.ts";
export { emptyTree, type Tree, type TreeNode, treeAt, treeChildren, treePaths, walkTree } from "./tree.ts";
export * from "./tree-filesystem.ts";
export * from "./types.ts";
export * from "./walk.ts";
