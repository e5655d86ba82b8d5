/** The filesystems that the kernel makes, for whoever mounts them. */

import type { Filesystem, MountNamespace } from "#vfs";
import { coreOf } from "./kernel.ts";
import { PidSpace } from "./pids.ts";
import { createDeviceFilesystem } from "./proc/device-filesystem.ts";
import { createDevptsFilesystem } from "./proc/devpts-filesystem.ts";
import { procOf } from "./proc/proc-filesystem.ts";
import { createSysFilesystem } from "./proc/sys-filesystem.ts";
import type { Kernel, PidNamespace } from "./types.ts";

/** proc(5) for the processes of a namespace (default: the first). The same filesystem each time. */
export function procFilesystem(kernel: Kernel, namespace: PidNamespace = kernel.host.pids): Filesystem {
  if (!(namespace instanceof PidSpace)) throw new TypeError("a PID namespace of this kernel is needed");
  return procOf(coreOf(kernel), namespace);
}

/** A new /dev. `container`: as Docker makes it. Mount devptsFilesystem at its pts, and procFilesystem at /proc for /dev/stdin and others. */
export function deviceFilesystem(kernel: Kernel, options: { readonly container?: boolean } = {}): Filesystem {
  return createDeviceFilesystem(coreOf(kernel), options);
}

/** /dev/pts: the terminals of a mount namespace (default: the host's). */
export function devptsFilesystem(kernel: Kernel, owner: MountNamespace = kernel.host.mounts): Filesystem {
  const core = coreOf(kernel);
  return createDevptsFilesystem(core, core.devpts.of(owner));
}

/** /sys, with fs/cgroup of version 1 for the cgroup of whoever looks. */
export function sysFilesystem(kernel: Kernel): Filesystem {
  return createSysFilesystem(coreOf(kernel));
}
