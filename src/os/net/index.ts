/** The machine's network: namespaces, bridges, TCP, names and published ports. */
export { createNetworkStack, type NetworkOptions } from "./stack.ts";
export * from "./types.ts";
