/** What the kernel and its programs agree on. */
export * from "./bytes.ts";
export * from "./clock.ts";
export * from "./errno.ts";
export * from "./io.ts";
export * from "./program.ts";
export * from "./signals.ts";
export * from "./socket.ts";
export * from "./stat.ts";
export * from "./stream.ts";
export * from "./sys.ts";
export * from "./tty.ts";
export * from "./width.ts";
