import { Errno, type Sys } from "#abi";
import type { Core } from "../core.ts";
import { anonymousStat, nextAnonymousInode } from "../open-file.ts";
import type { Process } from "../process.ts";
import { ignores, signalGroup } from "../signals.ts";
import { begin, enter, LIGHT_COST, softLimit } from "../system-call.ts";
import { slaveStat } from "../tty/slave-stat.ts";
import type { Terminal } from "../tty/terminal.ts";
import { holdBackground, isBackground, openMaster, openSlave } from "../tty/tty-file.ts";
import { BLOCKED } from "../wait-queue.ts";

type Calls = Pick<
  Sys,
  "isatty" | "tcgetattr" | "tcsetattr" | "tcpeek" | "tcgetpgrp" | "tcsetpgrp" | "getWindowSize" | "setWindowSize" | "openpty"
>;

/** Terminals. */
export function terminalCalls(core: Core, process: Process): Calls {
  const { space } = process.identity;
  const terminalOf = (fd: number): Terminal => {
    const { terminal } = process.descriptors.get(fd);
    if (terminal === undefined) throw new Errno("ENOTTY");
    if (terminal.isHungUp) throw new Errno("EIO");
    return terminal;
  };
  const controlling = (fd: number): Terminal => {
    const terminal = terminalOf(fd);
    if (terminal.session === undefined || terminal.session !== process.group.session) throw new Errno("ENOTTY");
    return terminal;
  };
  return {
    isatty: (fd) => process.descriptors.find(fd)?.terminal !== undefined,
    tcgetattr: (fd) => {
      enter(core, process, LIGHT_COST);
      return terminalOf(fd).termios;
    },
    tcsetattr: (fd, to, when = "now") => {
      let queue: Terminal["slaveQueue"] | undefined;
      try {
        queue = process.descriptors.get(fd).terminal?.slaveQueue;
      } catch {
        queue = undefined;
      }
      const attempt = (): undefined | typeof BLOCKED => {
        const terminal = terminalOf(fd);
        if (holdBackground(core, terminal, process)) return BLOCKED;
        if (when !== "now" && !terminal.isDrained) return BLOCKED;
        if (when === "flush") terminal.flushInput();
        terminal.setTermios(to);
        return undefined;
      };
      return begin(core, process, attempt, queue === undefined ? [] : [queue], { restart: true });
    },
    tcpeek: (fd) => {
      enter(core, process, LIGHT_COST);
      return terminalOf(fd).waitingInput;
    },
    tcgetpgrp: (fd) => {
      enter(core, process, LIGHT_COST);
      return controlling(fd).foreground?.identity.in(space) ?? 0;
    },
    tcsetpgrp: (fd, pgid) => {
      enter(core, process, LIGHT_COST);
      const terminal = controlling(fd);
      const group = space.identities.get(pgid)?.group;
      if (group === undefined || group.session !== process.group.session) throw new Errno("EPERM");
      if (isBackground(terminal, process) && !ignores(process, "SIGTTOU") && process.dispositions.get("SIGTTOU") === undefined) {
        signalGroup(core, process.group, "SIGTTOU");
        throw new Errno("EINTR");
      }
      terminal.foreground = group;
      terminal.slaveQueue.wake();
    },
    getWindowSize: (fd) => {
      enter(core, process, LIGHT_COST);
      return terminalOf(fd).size;
    },
    setWindowSize: (fd, size) => {
      enter(core, process, LIGHT_COST);
      terminalOf(fd).resize(size);
    },
    openpty: (size = { rows: 24, columns: 80 }) => {
      enter(core, process);
      const terminal = core.devpts.of(process.mounts).create(size);
      terminal.uid = process.credentials.uid;
      const ino = nextAnonymousInode();
      const limit = softLimit(process, "nofile");
      const master = process.descriptors.add(
        openMaster(terminal, () => anonymousStat("char", ino, 0o666, terminal.created)),
        false,
        limit,
      );
      const slave = process.descriptors.add(
        openSlave(core, terminal, terminal.path, () => slaveStat(terminal)),
        false,
        limit,
      );
      return { master, slave };
    },
  };
}
