/** The kernel: processes, descriptors, pipes, terminals, signals, sessions, namespaces, control groups. */

export { deviceFilesystem, devptsFilesystem, procFilesystem, sysFilesystem } from "./filesystems.ts";
export { createKernel } from "./kernel.ts";
export { pipePair } from "./pipe-pair.ts";
export * from "./types.ts";
