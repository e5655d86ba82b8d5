import type { Release } from "./types.ts";

/** November 2025: what people run, with the classic image store. */
export const release28: Release = {
  name: "28.5.2",
  cli: { version: "28.5.2", apiVersion: "1.51" },
  engine: { version: "28.5.2", apiVersion: "1.51", minApiVersion: "1.24" },
};
