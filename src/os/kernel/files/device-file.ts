/** Opening character devices by their numbers: the memory devices, terminals, ptmx. */

import { Errno, type OpenFlags, type Stat } from "#abi";
import { type Location, statAt } from "#vfs";
import type { Core } from "../core.ts";
import type { OpenFile } from "../open-file.ts";
import { devptsOf } from "../proc/devpts-filesystem.ts";
import type { Process } from "../process.ts";
import { openMaster, openSlave } from "../tty/tty-file.ts";
import { openMemoryDevice } from "./devices.ts";

const MEMORY_MAJOR = 1;
const TTY_MAJOR = 5;
const PTS_MAJOR = 136;

export function openDevice(core: Core, process: Process, at: Location, stat: Stat, name: () => string, flags: OpenFlags): OpenFile {
  const { major = 0, minor = 0 } = stat.rdev ?? {};
  const statNow = (): Stat => statAt(at);
  const devpts = devptsOf(at.mount.filesystem) ?? core.devpts.of(process.mounts);
  if (major === MEMORY_MAJOR) {
    const file = openMemoryDevice(core, minor, name, flags, statNow);
    if (file !== undefined) return file;
  }
  if (major === TTY_MAJOR && minor === 2) return openMaster(devpts.create({ rows: 24, columns: 80 }), statNow);
  if (major === TTY_MAJOR && minor < 2) {
    const terminal = process.group.session.terminal ?? (minor === 1 ? devpts.terminals.get(0) : undefined);
    if (terminal === undefined) throw new Errno("ENXIO", name());
    return openSlave(core, terminal, name(), statNow, flags.nonBlock === true);
  }
  if (major === PTS_MAJOR) {
    const terminal = devpts.terminals.get(minor);
    if (terminal !== undefined) return openSlave(core, terminal, name(), statNow, flags.nonBlock === true);
  }
  throw new Errno("ENXIO", name());
}
