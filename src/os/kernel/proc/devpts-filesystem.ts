/** devpts: /dev/pts, one node per terminal of a mount namespace. */

import type { Filesystem } from "#vfs";
import type { Core } from "../core.ts";
import { deviceNumber } from "../device-numbers.ts";
import { createGeneratedFilesystem, type GeneratedNode } from "../generated-filesystem.ts";
import type { Devpts } from "../tty/devpts.ts";
import { PTS_MAJOR } from "../tty/slave-stat.ts";
import type { Terminal } from "../tty/terminal.ts";

const instances = new WeakMap<Filesystem, Devpts>();

/** The terminals that a devpts filesystem shows; undefined for other filesystems. */
export function devptsOf(filesystem: Filesystem): Devpts | undefined {
  return instances.get(filesystem);
}

export function createDevptsFilesystem(core: Core, devpts: Devpts): Filesystem {
  const ptmx: GeneratedNode = { type: "char", mode: 0o000, rdev: { major: 5, minor: 2 }, time: core.bootTime };
  const root: GeneratedNode = {
    type: "directory",
    mode: 0o755,
    time: core.bootTime,
    children: () => [...Array.from(devpts.terminals.keys(), String), "ptmx"],
    child: (name) => {
      if (name === "ptmx") return ptmx;
      const terminal = /^\d+$/.test(name) ? devpts.terminals.get(Number(name)) : undefined;
      return terminal && nodeOf(terminal);
    },
  };
  const filesystem = createGeneratedFilesystem("devpts", deviceNumber(), root, () => core.clock.now());
  instances.set(filesystem, devpts);
  return filesystem;
}

function nodeOf(terminal: Terminal): GeneratedNode {
  const { uid, gid, mode, created } = terminal;
  return {
    type: "char",
    mode,
    uid,
    gid,
    time: created,
    rdev: { major: PTS_MAJOR, minor: terminal.index },
    setattr: (to) => {
      terminal.uid = to.uid ?? terminal.uid;
      terminal.gid = to.gid ?? terminal.gid;
      terminal.mode = to.mode ?? terminal.mode;
    },
  };
}
