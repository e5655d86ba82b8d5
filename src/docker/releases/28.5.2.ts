import { cli28 } from "./28.5.2.cli.ts";
import { engine28 } from "./28.5.2.engine.ts";
import type { Release } from "./types.ts";

/** November 2025: what people run, with the classic image store. */
export const release28: Release = {
  name: "28.5.2",
  cli: cli28,
  engine: engine28,
};
