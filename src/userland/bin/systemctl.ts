import { decode, encode, isErrno, type Program, STDERR, type Sys } from "#abi";
import { linesOf } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { strftime } from "./tool/strftime.ts";
import { utility } from "./tool/utility.ts";
import { calendarOf, zoneOf } from "./tool/zone.ts";

interface Running {
  readonly pid: number;
  readonly command: string;
  readonly started: number;
}

/** The services that this host has, and the program that each one is. */
const SERVICES: Readonly<Record<string, { readonly description: string; readonly program: string; readonly docs: string }>> = {
  docker: { description: "Docker Application Container Engine", program: "dockerd", docs: "https://docs.docker.com" },
};

/** systemctl: a small honest view: the engine's status; starting and stopping services isn't simulated. */
export const systemctl: Program = utility({
  name: "systemctl",
  summary: "Query or send control commands to the systemd manager.",
  usage: "[OPTIONS...] {COMMAND} ...",
  package: "systemd 219",
  options: {
    full: ["-l, --full", "Don't ellipsize unit names on output"],
    noPager: ["--no-pager", "Do not pipe output into a pager"],
    quiet: ["-q, --quiet", "Suppress output"],
    now: ["--now", "Start or stop unit in addition to enabling or disabling it"],
    all: ["-a, --all", "Show all loaded units/properties"],
    type: ["-t, --type=TYPE", "List units of a particular type"],
  },
  async run(sys, { options, operands }) {
    const [verb = "list-units", ...units] = operands;
    const names = units.map((unit) => unit.replace(/\.service$/, ""));
    const found = (name: string) => SERVICES[name] !== undefined;
    const running = (name: string) => processOf(sys, SERVICES[name]?.program ?? name);
    const out = stdout(sys);
    switch (verb) {
      case "is-active":
      case "is-enabled": {
        const states = names.map((name) =>
          verb === "is-enabled" ? (found(name) ? "enabled" : "disabled") : running(name) ? "active" : found(name) ? "inactive" : "unknown",
        );
        if (!options.quiet) await out.print(states.map((state) => `${state}\n`).join(""));
        return states.every((state) => state === "active" || state === "enabled") ? 0 : 3;
      }
      case "status": {
        let status = 0;
        for (const name of names) {
          if (!found(name)) {
            await sys.write(STDERR, encode(`Unit ${name}.service could not be found.\n`));
            status = 4;
          } else await out.print(statusText(sys, name, running(name)));
          if (found(name) && !running(name)) status = 3;
        }
        return status;
      }
      case "list-units":
        await out.print("UNIT             LOAD   ACTIVE SUB     DESCRIPTION\n");
        for (const [name, service] of Object.entries(SERVICES))
          if (running(name)) await out.print(`${`${name}.service`.padEnd(16)} loaded active running ${service.description}\n`);
        return 0;
      case "daemon-reload":
        return 0;
      case "start":
      case "stop":
      case "restart":
      case "reload":
      case "enable":
      case "disable": {
        const unknown = names.find((name) => !found(name));
        if (unknown !== undefined) {
          await sys.write(STDERR, encode(`Failed to ${verb} ${unknown}.service: Unit not found.\n`));
          return 5;
        }
        if (sys.credentials().euid !== 0) {
          await sys.write(STDERR, encode(`Failed to ${verb} ${names[0]}.service: Interactive authentication required.\n`));
          return 1;
        }
        if ((verb === "start" || verb === "enable") && names.every((name) => running(name))) return 0;
        await sys.write(
          STDERR,
          encode(`Failed to ${verb} ${names[0]}.service: this machine does not simulate it; the engine always runs.\n`),
        );
        return 1;
      }
      default:
        await sys.write(STDERR, encode(`Unknown operation '${verb}'.\n`));
        return 1;
    }
  },
});

/** service: the old spelling of systemctl. */
export const service: Program = async (sys) => {
  const [name, verb, ...rest] = sys.argv.slice(1);
  if (name === undefined || verb === undefined) {
    await sys.write(STDERR, encode("Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n"));
    return 1;
  }
  await sys.write(STDERR, encode(`Redirecting to /bin/systemctl ${verb} ${name}.service\n`));
  return sys.exec("/usr/bin/systemctl", ["systemctl", verb, `${name}.service`, ...rest], sys.env);
};

function statusText(sys: Sys, name: string, process: Running | undefined): string {
  const of = SERVICES[name];
  const head = `● ${name}.service - ${of?.description ?? name}\n   Loaded: loaded (/usr/lib/systemd/system/${name}.service; enabled; vendor preset: disabled)\n`;
  if (!process) return `${head}   Active: inactive (dead)\n     Docs: ${of?.docs ?? ""}\n`;
  const since = strftime("%a %Y-%m-%d %H:%M:%S %Z", calendarOf(process.started, zoneOf(sys)));
  const seconds = Math.max(0, Math.floor((sys.now() - process.started) / 1000));
  const age =
    seconds < 60
      ? `${seconds}s`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)}min`
        : `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}min`;
  return `${head}   Active: active (running) since ${since}; ${age} ago\n     Docs: ${of?.docs ?? ""}\n Main PID: ${process.pid} (${of?.program ?? name})\n   CGroup: /system.slice/${name}.service\n           └─${process.pid} ${process.command}\n`;
}

/** The oldest process with that name, from /proc. */
function processOf(sys: Sys, program: string): Running | undefined {
  try {
    const pids = sys
      .readdir("/proc")
      .map((entry) => Number(entry.name))
      .filter((pid) => pid > 0)
      .sort((a, b) => a - b);
    for (const pid of pids) {
      const [comm] = linesOf(sys, `/proc/${pid}/comm`);
      if (comm !== program) continue;
      const stat = decode(sys.readFile(`/proc/${pid}/stat`));
      const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? 0);
      return {
        pid,
        command: decode(sys.readFile(`/proc/${pid}/cmdline`))
          .replaceAll("\0", " ")
          .trim(),
        started: sys.now() - sys.uptime() + ticks * 10,
      };
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  return undefined;
}
