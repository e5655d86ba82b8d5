export * from "./types.ts";

// Stand-in until the room is built: see the room's brief.
export interface Tree {
  readonly kind: "tree";
}
export interface MountNamespace {
  readonly kind: "mounts";
}
