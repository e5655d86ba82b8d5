import type { Release } from "./types.ts";

/** June 2020: the release that the post was written with. */
export const release19: Release = {
  name: "19.03.12",
  cli: { version: "19.03.12", apiVersion: "1.40" },
  engine: { version: "19.03.12", apiVersion: "1.40", minApiVersion: "1.12" },
};
