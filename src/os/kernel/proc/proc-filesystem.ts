/** /proc: proc(5), as the processes of one PID namespace see it. */

import type { Core } from "../core.ts";
import { deviceNumber } from "../device-numbers.ts";
import { createGeneratedFilesystem, directoryOf, type GeneratedFilesystem, type GeneratedNode } from "../generated-filesystem.ts";
import type { PidSpace } from "../pids.ts";
import { registerProc } from "./instances.ts";
import { machineEntries } from "./machine-entries.ts";
import { processDirectory } from "./process-entries.ts";

const instances = new WeakMap<PidSpace, GeneratedFilesystem>();

/** The /proc of a namespace: one filesystem, however often it is mounted. */
export function procOf(core: Core, space: PidSpace): GeneratedFilesystem {
  const found = instances.get(space);
  if (found !== undefined) return found;
  const created = createGeneratedFilesystem("proc", deviceNumber(), rootNode(core, space), () => core.clock.now());
  registerProc({ filesystem: created, space });
  instances.set(space, created);
  return created;
}

function rootNode(core: Core, space: PidSpace): GeneratedNode {
  const fixed = directoryOf(machineEntries(core, space));
  return {
    type: "directory",
    mode: 0o555,
    time: core.bootTime,
    children: () => {
      const numbers = [...space.identities].filter(([, identity]) => identity.process !== undefined).map(([number]) => number);
      return [...numbers.sort((a, b) => a - b).map(String), ...(fixed.children?.() ?? [])];
    },
    child: (name) => {
      if (!/^[1-9]\d*$/.test(name)) return fixed.child?.(name);
      const process = space.identities.get(Number(name))?.process;
      return process && processDirectory(core, space, process);
    },
  };
}
