import { cli19 } from "./19.03.12.cli.ts";
import { engine19 } from "./19.03.12.engine.ts";
import type { Release } from "./types.ts";

/** June 2020: the release that the post was written with. */
export const release19: Release = {
  name: "19.03.12",
  cli: cli19,
  engine: engine19,
};
