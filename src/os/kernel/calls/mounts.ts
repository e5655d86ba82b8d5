import { Errno, type Sys } from "#abi";
import { type Location, resolve, tmpfs } from "#vfs";
import type { Core } from "../core.ts";
import { deviceNumber } from "../device-numbers.ts";
import { createDevptsFilesystem } from "../proc/devpts-filesystem.ts";
import { procOf } from "../proc/proc-filesystem.ts";
import { createSysFilesystem } from "../proc/sys-filesystem.ts";
import type { Process } from "../process.ts";
import { enter } from "../system-call.ts";

type Calls = Pick<Sys, "mount" | "umount">;

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** mount(2) and umount(2): tmpfs, proc, sysfs, devpts and bind mounts, for root. */
export function mountCalls(core: Core, process: Process): Calls {
  const find = (path: string): Location => resolve(process.mounts, process, path);
  return {
    mount: (source, target, type, options) => {
      enter(core, process);
      if (process.credentials.euid !== 0) throw new Errno("EPERM", target);
      const at = find(target);
      if (options.includes("remount")) process.mounts.remount(at, options);
      else if (options.includes("bind") || options.includes("rbind")) process.mounts.bind(find(source), at, { options });
      else if (type === "tmpfs") {
        const clock = (): number => core.clock.now();
        process.mounts.mount(tmpfs({ dev: deviceNumber(), clock, size: sizeOption(options) ?? core.options.memory / 2, source }), at, {
          source,
          options,
        });
      } else if (type === "proc") process.mounts.mount(procOf(core, process.identity.space), at, { source, options });
      else if (type === "sysfs") process.mounts.mount(createSysFilesystem(core), at, { source, options });
      else if (type === "devpts")
        process.mounts.mount(createDevptsFilesystem(core, core.devpts.of(process.mounts)), at, { source, options });
      else throw new Errno("ENODEV", target);
    },
    umount: (target) => {
      enter(core, process);
      if (process.credentials.euid !== 0) throw new Errno("EPERM", target);
      process.mounts.umount(find(target));
    },
  };
}

function sizeOption(options: readonly string[]): number | undefined {
  const match = /^size=(\d+)([kmg]?)$/i.exec(options.find((option) => option.startsWith("size=")) ?? "");
  return match === null ? undefined : Number(match[1]) * (UNITS[(match[2] ?? "").toLowerCase()] ?? 1);
}
