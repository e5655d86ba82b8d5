/** The machine: boots a host with users, files, programs and daemon. */
export { type BootOptions, boot, type Machine } from "./boot.ts";
export { createVirtualClock, type VirtualClock } from "./clock.ts";
export { createRandom } from "./random.ts";
export { type TerminalSession, USER } from "./terminal.ts";
