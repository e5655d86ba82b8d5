/** busybox: one program with many names. It finds its applet in argv[0], or in its first argument. */

import type { Program, ProgramLoader, Sys } from "#abi";
import { STDERR, encode } from "#abi";
import { appletSys } from "./tool/flavour.ts";
import { stdout } from "./tool/output.ts";
import { BUSYBOX_BANNER } from "./tool/utility.ts";

/** Programs that other packages bring: no applets. */
const FOREIGN = new Set(["bash", "docker", "dockerd", "busybox", "hello", "curl", "httpd", "nginx", "mysqld", "mysql", "redis-server", "redis-cli", "sudo", "gosu", "su-exec", "systemctl", "useradd"]);

/** Applets whose program has another name. */
const ALIASES: Readonly<Record<string, string>> = { sh: "ash", "[[": "[" };

/** The busybox program of a machine; `load` finds the utilities, `names` lists them for `--list`. */
export function createBusybox(load: ProgramLoader, names: readonly string[]): Program {
  const applets = [...new Set([...names.filter((name) => !FOREIGN.has(name)), "ash", "sh"])].sort();
  return async (sys) => {
    const called = baseName(sys.argv[0] ?? "busybox").replace(/^-/, "");
    if (called !== "busybox") return runApplet(sys, load, called, sys.argv);
    const [first, ...rest] = sys.argv.slice(1);
    if (first === undefined || first === "--help") return usage(sys, applets);
    if (first === "--list" || first === "--list-full") {
      await stdout(sys).print(applets.map((name) => `${first === "--list-full" ? "bin/" : ""}${name}\n`).join(""));
      await stdout(sys).flush();
      return 0;
    }
    return runApplet(sys, load, first, [first, ...rest]);
  };
}

async function runApplet(sys: Sys, load: ProgramLoader, name: string, argv: readonly string[]): Promise<number> {
  const program = FOREIGN.has(name) ? undefined : await load(ALIASES[name] ?? name);
  if (program === undefined) {
    await sys.write(STDERR, encode(`${name}: applet not found\n`));
    return 127;
  }
  return program(appletSys(sys, argv));
}

async function usage(sys: Sys, applets: readonly string[]): Promise<number> {
  const lines: string[] = [];
  let line = "\t";
  for (const name of applets) {
    if (line.length + name.length > 70) {
      lines.push(line);
      line = "\t";
    }
    line += `${name}, `;
  }
  lines.push(line.replace(/, $/, ""));
  await stdout(sys).print(
    `${BUSYBOX_BANNER}\nBusyBox is copyrighted by many authors between 1998-2015.\nLicensed under GPLv2. See source distribution for detailed\ncopyright notices.\n\n` +
      "Usage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n   or: function [arguments]...\n\n" +
      "\tBusyBox is a multi-call binary that combines many common Unix\n\tutilities into a single executable.\n\n" +
      `Currently defined functions:\n${lines.join("\n")}\n`,
  );
  await stdout(sys).flush();
  return 0;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
