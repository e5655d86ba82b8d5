import { decode, type Program, type Sys } from "#abi";
import { Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** hostname: show or set the system's host name. Models net-tools' hostname. */
export const hostname: Program = utility({
  name: "hostname",
  summary: "This command can get or set the host name or the NIS domain name.",
  usage: [
    "[-b] {hostname|-F file}         set host name (from file)",
    "[-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name",
    "display host name",
  ],
  package: "net-tools 2.10-alpha",
  usageStatus: 255,
  options: {
    alias: ["-a, --alias", "alias names"],
    allLong: ["-A, --all-fqdns", "all long host names (FQDNs)"],
    boot: ["-b, --boot", "set default hostname if none available"],
    domain: ["-d, --domain", "DNS domain name"],
    long: ["-f, --fqdn, --long", "long host name (FQDN)"],
    file: ["-F, --file=FILE", "read host name or NIS domain name from given file"],
    address: ["-i, --ip-address", "addresses for the host name"],
    addresses: ["-I, --all-ip-addresses", "all addresses for the host"],
    short: ["-s, --short", "short host name"],
  },
  async run(sys, { options, operands }) {
    const name = sys.uname().nodename;
    const line = (text: string) =>
      stdout(sys)
        .print(`${text}\n`)
        .then(() => 0);
    const to =
      options.file === undefined
        ? operands[0]
        : decode(sys.readFile(options.file))
            .split("\n")
            .find((one) => one !== "" && !one.startsWith("#"));
    if (to !== undefined) {
      if (sys.credentials().euid !== 0) throw new Failure("you must be root to change the host name");
      if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(to)) throw new Failure("the specified hostname is invalid");
      sys.sethostname(to);
      return 0;
    }
    if (options.addresses)
      return line(
        addresses(sys)
          .map((address) => `${address} `)
          .join(""),
      );
    if (options.address) {
      const found = await sys.resolve(name);
      if (found.length === 0) throw new Failure("Name or service not known");
      return line(found.join(" "));
    }
    if (options.short) return line(name.split(".")[0] ?? name);
    if (options.domain) return name.includes(".") ? line(name.slice(name.indexOf(".") + 1)) : 0;
    return line(name);
  },
});

function addresses(sys: Sys): readonly string[] {
  return sys
    .interfaces()
    .filter((one) => !one.loopback)
    .flatMap((one) => one.addresses.map(({ address }) => address));
}

/** uname: print certain system information. Models GNU uname. */
export const uname: Program = utility({
  name: "uname",
  summary: "Print certain system information.  With no OPTION, same as -s.",
  usage: "[OPTION]...",
  options: {
    all: ["-a, --all", "print all information, in the following order,\n                             except omit -p and -i if unknown:"],
    sysname: ["-s, --kernel-name", "print the kernel name"],
    nodename: ["-n, --nodename", "print the network node hostname"],
    release: ["-r, --kernel-release", "print the kernel release"],
    version: ["-v, --kernel-version", "print the kernel version"],
    machine: ["-m, --machine", "print the machine hardware name"],
    processor: ["-p, --processor", "print the processor type (non-portable)"],
    platform: ["-i, --hardware-platform", "print the hardware platform (non-portable)"],
    system: ["-o, --operating-system", "print the operating system"],
  },
  async run(sys, { options, operands }) {
    if (operands[0] !== undefined) throw new UsageFailure(`extra operand ${quote(sys, operands[0])}`);
    const of = sys.uname();
    const chosen = Object.values(options).some(Boolean);
    const rows: readonly (readonly [boolean, string])[] = [
      [options.all || options.sysname || !chosen, of.sysname],
      [options.all || options.nodename, of.nodename],
      [options.all || options.release, of.release],
      [options.all || options.version, of.version],
      [options.all || options.machine, of.machine],
      [options.all || options.processor, of.machine],
      [options.all || options.platform, of.machine],
      [options.all || options.system, "GNU/Linux"],
    ];
    await stdout(sys).print(`${rows.flatMap(([wanted, text]) => (wanted ? [text] : [])).join(" ")}\n`);
    return 0;
  },
});

/** arch: print the machine's hardware name. */
export const arch: Program = utility({
  name: "arch",
  summary: "Print machine architecture.",
  usage: "[OPTION]...",
  options: {},
  async run(sys) {
    await stdout(sys).print(`${sys.uname().machine}\n`);
    return 0;
  },
});

/** nproc: print the number of processing units. */
export const nproc: Program = utility({
  name: "nproc",
  summary: "Print the number of processing units available to the current process.",
  usage: "[OPTION]...",
  options: {
    all: ["--all", "print the number of installed processors"],
    ignore: ["--ignore=N", "if possible, exclude N processing units"],
  },
  async run(sys, { options, operands }) {
    if (operands[0] !== undefined) throw new UsageFailure(`extra operand ${quote(sys, operands[0])}`);
    await stdout(sys).print(`${Math.max(1, processors(sys) - Number(options.ignore ?? 0))}\n`);
    return 0;
  },
});

/** Processors that /proc/cpuinfo tells of. */
export function processors(sys: Sys): number {
  try {
    return decode(sys.readFile("/proc/cpuinfo")).match(/^processor\s*:/gm)?.length ?? 1;
  } catch {
    return 1;
  }
}
