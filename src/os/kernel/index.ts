/** The kernel: processes, descriptors, pipes, terminals, signals, sessions, namespaces, control groups. */
export { createKernel } from "./kernel.ts";
export { deviceFilesystem, devptsFilesystem, procFilesystem, sysFilesystem } from "./filesystems.ts";
export { pipePair } from "./pipe-pair.ts";
export * from "./types.ts";
