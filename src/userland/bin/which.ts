import { encode, type Program, STDERR, type Sys } from "#abi";
import { flavourOf } from "./tool/flavour.ts";
import { stdout } from "./tool/output.ts";
import { allCommands, isExecutable } from "./tool/path.ts";
import { utility } from "./tool/utility.ts";

/** which: the full path of shell commands. Models GNU which, which tells what it searched. */
export const which: Program = utility({
  name: "which",
  summary: "Write the full path of COMMAND(s) to standard output.",
  usage: "[options] [--] COMMAND [...]",
  package: "GNU which 2.20",
  usageStatus: 2,
  options: {
    all: ["-a, --all", "Print all matches in PATH, not just the first"],
    alias: ["-i, --read-alias", "Read list of aliases from stdin."],
    skipAlias: ["--skip-alias", "Ignore option --read-alias; don't read stdin."],
    tty: ["--tty-only", "Stop processing options on the right if not on tty."],
    skipDot: ["--skip-dot", "Skip directories in PATH that start with a dot."],
    showDot: ["--show-dot", "Don't expand a dot to current directory in output."],
    showTilde: ["--show-tilde", "Output a tilde for HOME directory for non-root."],
  },
  async run(sys, { options, operands }) {
    let status = 0;
    for (const name of operands) {
      const direct = name.includes("/") ? (isExecutable(sys, name) ? [name] : []) : allCommands(sys, name);
      const found = options.all ? direct : direct.slice(0, 1);
      for (const path of found) await stdout(sys).print(`${path}\n`);
      if (found.length > 0) continue;
      status = 1;
      const path = sys.env.get("PATH") ?? "";
      if (flavourOf(sys) === "gnu" && isRedHat(sys)) await sys.write(STDERR, encode(`which: no ${name} in (${path})\n`));
    }
    return status;
  },
});

/** Debian's which is silent about what it doesn't find; Red Hat's has a configuration file. */
function isRedHat(sys: Sys): boolean {
  try {
    return sys.stat("/etc/redhat-release").type === "file";
  } catch {
    return false;
  }
}

/** whereis: the files of a command: here only the executables. */
export const whereis: Program = utility({
  name: "whereis",
  summary: "Locate the binary, source, and manual-page files for a command.",
  usage: "[options] [-BMS <dir>... -f] <name>",
  package: "util-linux 2.23.2",
  options: {
    binaries: ["-b", "search only for binaries"],
    manuals: ["-m", "search only for manuals"],
    sources: ["-s", "search only for sources"],
  },
  async run(sys, { operands }) {
    const path = "/usr/bin:/usr/sbin:/bin:/sbin:/usr/local/bin:/usr/local/sbin";
    for (const name of operands) {
      const seen = new Set<string>();
      const found = allCommands(sys, name, path).filter((file) => {
        const real = sys.realpath(file);
        return !seen.has(real) && seen.add(real);
      });
      await stdout(sys).print(`${[`${name}:`, ...found].join(" ")}\n`);
    }
    return 0;
  },
});
