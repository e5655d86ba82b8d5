import { Errno, type Sys } from "#abi";
import type { Core } from "../core.ts";
import type { Process } from "../process.ts";
import { enter, LIGHT_COST } from "../system-call.ts";

type Calls = Pick<Sys, "uname" | "sethostname" | "now" | "uptime" | "random" | "sync" | "reboot">;

const LONGEST_HOSTNAME = 64;

/** The machine: names, time, chance. */
export function machineCalls(core: Core, process: Process): Calls {
  const { options } = core;
  return {
    uname: () => ({
      sysname: "Linux",
      nodename: process.uts.hostname,
      release: options.release,
      version: options.version,
      machine: "x86_64",
    }),
    sethostname: (name) => {
      enter(core, process, LIGHT_COST);
      if (process.credentials.euid !== 0) throw new Errno("EPERM");
      if (name.length > LONGEST_HOSTNAME) throw new Errno("EINVAL");
      process.uts.hostname = name;
    },
    now: () => core.clock.now(),
    uptime: () => core.clock.now() - core.bootTime,
    random: (length) => core.random.bytes(length),
    sync: () => enter(core, process, LIGHT_COST),
    reboot: (how) => {
      enter(core, process, LIGHT_COST);
      if (process.credentials.euid !== 0 || process.identity.space !== core.pids) throw new Errno("EPERM");
      core.options.onReboot?.(how);
    },
  };
}
