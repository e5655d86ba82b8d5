import type { Release } from "./types.ts";

/** June 2020: the release that the post was written with. */
export const release19: Release = {
  name: "19.03.12",
  cli: async () => (await import("./19.03.12.cli.ts")).cli19,
  engine: async () => (await import("./19.03.12.engine.ts")).engine19,
};
