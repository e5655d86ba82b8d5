/** The Engine API's wire types (v1.40 to v1.51), errors and stream framing. Names are the API's own. */
export * from "./container.ts";
export * from "./container-config.ts";
export * from "./error.ts";
export * from "./event.ts";
export * from "./exec.ts";
export * from "./filters.ts";
export * from "./image.ts";
export * from "./message.ts";
export * from "./network.ts";
export * from "./stats.ts";
export * from "./stdcopy.ts";
export * from "./system.ts";
export * from "./volume.ts";
