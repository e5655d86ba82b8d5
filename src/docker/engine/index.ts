/** dockerd: answers the Docker Engine API from a kernel, a network and trees. */
export type { HostFacts } from "./daemon.ts";
export { createEngine, type Engine, type EngineOptions } from "./engine.ts";
export type { EngineEvent } from "./event/events.ts";
export type { EngineSnapshot } from "./snapshot.ts";
export * from "./store/state.ts";
export type { Patch, StateListener } from "./store/store.ts";
