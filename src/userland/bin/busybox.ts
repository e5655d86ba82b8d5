/** busybox: one executable with many names; which applet it is, argv[0] says, or its first argument. Models Debian's 1.35. */

import { encode, type Program, type ProgramLoader, STDERR, STDOUT } from "#abi";
import { APPLETS } from "./busybox.data.ts";
import { appletSys, markApplet } from "./tool/flavour.ts";
import { BUSYBOX_BANNER } from "./tool/utility.ts";

/** The busybox program over the machine's programs; its shells are what the loader calls `ash`. */
export function createBusybox(applets: ProgramLoader): Program {
  const find = async (name: string): Promise<Program | undefined> =>
    APPLETS.includes(name) ? applets(name === "sh" ? "ash" : name) : undefined;
  return async (sys) => {
    const called = baseOf(sys.argv[0] ?? "");
    if (called !== "busybox") {
      const applet = await find(called);
      if (!applet) return notFound(sys, called);
      markApplet(sys);
      return applet(sys);
    }
    const [, name, ...rest] = sys.argv;
    if (name === undefined || name === "--help") {
      await sys.write(STDOUT, encode(usage()));
      return 0;
    }
    if (name === "--list" || name === "--list-full") {
      await sys.write(STDOUT, encode(APPLETS.map((applet) => `${name === "--list" ? "" : "bin/"}${applet}\n`).join("")));
      return 0;
    }
    const applet = await find(baseOf(name));
    return applet ? applet(appletSys(sys, [name, ...rest])) : notFound(sys, name);
  };
}

async function notFound(sys: Parameters<Program>[0], name: string): Promise<number> {
  await sys.write(STDERR, encode(`${name}: applet not found\n`));
  return 127;
}

/** A login shell's name begins with a dash. */
function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/^-/, "");
}

function usage(): string {
  const lines: string[] = [];
  let line = "\t";
  for (const [at, name] of APPLETS.entries()) {
    const word = name + (at < APPLETS.length - 1 ? ", " : "");
    if (line.length + word.trimEnd().length > 72) {
      lines.push(line.trimEnd());
      line = "\t";
    }
    line += word;
  }
  lines.push(line);
  return `${BUSYBOX_BANNER}
BusyBox is copyrighted by many authors between 1998-2015.
Licensed under GPLv2. See source distribution for detailed
copyright notices.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: busybox --show SCRIPT
   or: busybox --install [-s] [DIR]
   or: function [arguments]...

	BusyBox is a multi-call binary that combines many common Unix
	utilities into a single executable.  Most people will create a
	link to busybox for each function they wish to use and BusyBox
	will act like whatever it was invoked as.

Currently defined functions:
${lines.join("\n")}

`;
}
