import { encode, type Program, STDERR, type Sys } from "#abi";
import { processors } from "./hostname.ts";
import { localeName } from "./tool/locale.ts";
import { errorText, Failure, linesOf } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { strftime } from "./tool/strftime.ts";
import { utility } from "./tool/utility.ts";
import { calendarOf, UTC, zoneOf } from "./tool/zone.ts";

/** man: says plainly that the pages aren't here. */
export const man: Program = utility({
  name: "man",
  summary: "an interface to the on-line reference manuals",
  usage: "[OPTION...] [SECTION] PAGE...",
  package: "man 2.6.3",
  options: {
    apropos: ["-k, --apropos", "equivalent to apropos"],
    whatis: ["-f, --whatis", "equivalent to whatis"],
    all: ["-a, --all", "find all matching manual pages"],
  },
  async run(sys, { operands }) {
    const page = operands.at(-1);
    if (page === undefined) {
      await sys.write(STDERR, encode("What manual page do you want?\n"));
      return 1;
    }
    await sys.write(
      STDERR,
      encode(`No manual entry for ${page}\n(Manual pages are not included on this machine; try '${page} --help'.)\n`),
    );
    return 16;
  },
});

const CONFIGURATION: Readonly<Record<string, (sys: Sys) => string>> = {
  PAGE_SIZE: () => "4096",
  PAGESIZE: () => "4096",
  LONG_BIT: () => "64",
  CLK_TCK: () => "100",
  ARG_MAX: () => "2097152",
  OPEN_MAX: (sys) => String(sys.getrlimit("nofile").soft ?? 1024),
  PATH: () => "/bin:/usr/bin",
  NAME_MAX: () => "255",
  PATH_MAX: () => "4096",
  HOST_NAME_MAX: () => "64",
  LOGIN_NAME_MAX: () => "256",
  GNU_LIBC_VERSION: () => "glibc 2.17",
  _NPROCESSORS_ONLN: (sys) => String(processors(sys)),
  _NPROCESSORS_CONF: (sys) => String(processors(sys)),
  NPROCESSORS_ONLN: (sys) => String(processors(sys)),
};

/** getconf: query system configuration variables. */
export const getconf: Program = utility({
  name: "getconf",
  summary: "Get the configuration value for variable VAR, or for variable PATH_VAR\nfor path PATH.",
  usage: ["[-v SPEC] VAR", "[-v SPEC] PATH_VAR PATH"],
  package: "GNU libc 2.17",
  options: { all: ["-a", "all variables"] },
  async run(sys, { options, operands }) {
    const [name] = operands;
    if (options.all) for (const [key, value] of Object.entries(CONFIGURATION)) await stdout(sys).print(`${key.padEnd(34)} ${value(sys)}\n`);
    else {
      const value = name === undefined ? undefined : CONFIGURATION[name];
      if (!value) throw new Failure(`Unrecognized variable \`${name ?? ""}'`, 2);
      await stdout(sys).print(`${value(sys)}\n`);
    }
    return 0;
  },
});

/** locale: the settings of this process' environment. */
export const locale: Program = utility({
  name: "locale",
  summary: "Get locale-specific information.",
  usage: ["[OPTION...] NAME", "[OPTION...] [-a|-m]"],
  package: "GNU libc 2.17",
  options: {
    all: ["-a, --all-locales", "Write names of available locales"],
    charmaps: ["-m, --charmaps", "Write names of available charmaps"],
  },
  async run(sys, { options, operands }) {
    const out = stdout(sys);
    if (options.all) await out.print("C\nen_US.utf8\nko_KR.utf8\nPOSIX\n");
    else if (options.charmaps) await out.print("UTF-8\nANSI_X3.4-1968\n");
    else if (operands[0] === "charmap") await out.print(/utf-?8/i.test(localeName(sys, "LC_CTYPE")) ? "UTF-8\n" : "ANSI_X3.4-1968\n");
    else {
      await out.print(`LANG=${sys.env.get("LANG") ?? ""}\n`);
      for (const name of [
        "LC_CTYPE",
        "LC_NUMERIC",
        "LC_TIME",
        "LC_COLLATE",
        "LC_MONETARY",
        "LC_MESSAGES",
        "LC_PAPER",
        "LC_NAME",
        "LC_ADDRESS",
        "LC_TELEPHONE",
        "LC_MEASUREMENT",
        "LC_IDENTIFICATION",
      ]) {
        const own = sys.env.get("LC_ALL") ? undefined : sys.env.get(name);
        await out.print(`${name}=${own ?? `"${sys.env.get("LC_ALL") || sys.env.get("LANG") || "POSIX"}"`}\n`);
      }
      await out.print(`LC_ALL=${sys.env.get("LC_ALL") ?? ""}\n`);
    }
    return 0;
  },
});

/** timedatectl: shows the clock and the zone; it can't set them. */
export const timedatectl: Program = utility({
  name: "timedatectl",
  summary: "Query or change system time and date settings.",
  usage: "[OPTIONS...] COMMAND ...",
  package: "systemd 219",
  options: { noPager: ["--no-pager", "Do not pipe output into a pager"] },
  async run(sys, { operands }) {
    if (operands[0] !== undefined && operands[0] !== "status" && operands[0] !== "show") {
      await sys.write(STDERR, encode("Failed to set time: Not supported on this machine\n"));
      return 1;
    }
    const zone = zoneOf(sys);
    const [local, universal] = [calendarOf(sys.now(), zone), calendarOf(sys.now(), UTC)];
    await stdout(sys).print(
      `      Local time: ${strftime("%a %Y-%m-%d %H:%M:%S %Z", local)}\n  Universal time: ${strftime("%a %Y-%m-%d %H:%M:%S UTC", universal)}\n        RTC time: ${strftime("%a %Y-%m-%d %H:%M:%S", universal)}\n       Time zone: ${zone.name} (${strftime("%Z, %z", local)})\n     NTP enabled: yes\nNTP synchronized: yes\n RTC in local TZ: no\n      DST active: n/a\n`,
    );
    return 0;
  },
});

/** dmesg: the kernel's ring buffer: what /dev/kmsg's reader would see of the boot. */
export const dmesg: Program = utility({
  name: "dmesg",
  summary: "Display or control the kernel ring buffer.",
  usage: "[options]",
  package: "util-linux 2.23.2",
  options: {
    human: ["-H, --human", "human readable output"],
    time: ["-T, --ctime", "show human readable timestamp"],
    clear: ["-C, --clear", "clear the kernel ring buffer"],
    follow: ["-w, --follow", "wait for new messages"],
  },
  async run(sys, { options }) {
    if (sys.credentials().euid !== 0 && options.clear) throw new Failure(`clear kernel buffer failed: ${errorText(sys, "EPERM")}`);
    const { release, version } = sys.uname();
    const memory =
      linesOf(sys, "/proc/meminfo")
        .find((line) => line.startsWith("MemTotal:"))
        ?.replace(/\D+/g, "") ?? "0";
    const lines: readonly (readonly [number, string])[] = [
      [0, `Linux version ${release} (drydock@simulated) ${version}`],
      [0, "Command line: BOOT_IMAGE=/vmlinuz ro quiet"],
      [0.000001, "Hypervisor detected: Drydock"],
      [0.0021, `Memory: ${memory}K available`],
      [0.0034, `smpboot: Allowing ${processors(sys)} CPUs, 0 hotplug CPUs`],
      [0.12, "Freeing unused kernel memory"],
      [0.41, "systemd[1]: Detected virtualization vm-other."],
      [1.02, "bridge: filtering via arp/ip/ip6tables is no longer available by default."],
      [1.11, "docker0: link is not ready"],
    ];
    const boot = sys.now() - sys.uptime();
    for (const [seconds, text] of lines) {
      const stamp = options.time
        ? strftime("%a %b %e %H:%M:%S %Y", calendarOf(boot + seconds * 1000, zoneOf(sys)))
        : seconds.toFixed(6).padStart(12);
      await stdout(sys).print(`[${stamp}] ${text}\n`);
    }
    return 0;
  },
});
