/** What a running system has mounted over its disk. */

import { deviceFilesystem, devptsFilesystem, type Kernel, procFilesystem, sysFilesystem } from "#kernel";
import { type Filesystem, resolve, tmpfs } from "#vfs";

const ROOT = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0] } as const;

/** Mounts /proc, /sys, /dev, /dev/pts, /dev/shm and /run. `memory` in bytes: a tmpfs takes half of it. */
export function mountSystem(kernel: Kernel, memory: number): void {
  const { mounts } = kernel.host;
  const clock = (): number => kernel.clock.now();
  let dev = 20;
  const put = (path: string, filesystem: Filesystem, source: string, options: readonly string[]): void => {
    const walker = { credentials: ROOT, root: mounts.root, cwd: mounts.root };
    mounts.mount(filesystem, resolve(mounts, walker, path), { source, options });
  };
  const memoryDisk = (mode: number): Filesystem => tmpfs({ dev: dev++, clock, size: Math.floor(memory / 2), mode });
  put("/proc", procFilesystem(kernel), "proc", ["nosuid", "nodev", "noexec"]);
  put("/sys", sysFilesystem(kernel), "sysfs", ["nosuid", "nodev", "noexec", "seclabel"]);
  put("/dev", deviceFilesystem(kernel), "devtmpfs", ["nosuid", "seclabel"]);
  put("/dev/pts", devptsFilesystem(kernel), "devpts", ["nosuid", "noexec", "seclabel", "gid=5", "mode=620", "ptmxmode=000"]);
  put("/dev/shm", memoryDisk(0o1777), "tmpfs", ["nosuid", "nodev", "seclabel"]);
  put("/run", memoryDisk(0o755), "tmpfs", ["nosuid", "nodev", "seclabel", "mode=755"]);
}
