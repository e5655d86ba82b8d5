import type { Release } from "./types.ts";

/** November 2025: what people run, with the classic image store. */
export const release28: Release = {
  name: "28.5.2",
  cli: async () => (await import("./28.5.2.cli.ts")).cli28,
  engine: async () => (await import("./28.5.2.engine.ts")).engine28,
};
