/** busybox' ps: `PID USER COMMAND`, or the columns of -o. */

import { print, STDERR, type Sys } from "#abi";
import { accounts } from "../account/accounts.ts";
import { baseName } from "../tool/files.ts";
import { BUSYBOX_BANNER } from "../tool/utility.ts";
import { columnTable } from "./columns.ts";
import { type ProcessInfo, readProcesses } from "./processes.ts";

interface BusyboxColumn {
  readonly width: number;
  readonly header: string;
  readonly left: boolean;
}

// Widths and headers where busybox' differ from procps'.
const COLUMNS: Readonly<Record<string, BusyboxColumn>> = {
  user: { width: 8, header: "USER", left: true },
  group: { width: 8, header: "GROUP", left: true },
  comm: { width: 16, header: "COMMAND", left: true },
  args: { width: 256, header: "COMMAND", left: true },
  pid: { width: 5, header: "PID", left: false },
  ppid: { width: 5, header: "PPID", left: false },
  pgid: { width: 5, header: "PGID", left: false },
  tty: { width: 6, header: "TT", left: true },
  vsz: { width: 4, header: "VSZ", left: false },
  stat: { width: 4, header: "STAT", left: true },
  rss: { width: 4, header: "RSS", left: false },
  time: { width: 5, header: "TIME", left: true },
  etime: { width: 7, header: "ELAPSED", left: false },
  nice: { width: 5, header: "NI", left: true },
  ruser: { width: 8, header: "RUSER", left: true },
};

export async function busyboxPs(sys: Sys): Promise<number> {
  const asked: string[] = [];
  const args = sys.argv.slice(1);
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (arg === "-o") asked.push(...(args[(at += 1)] ?? "").split(","));
    else if (arg.startsWith("-o")) asked.push(...arg.slice(2).split(","));
    else if (arg !== "-T" && arg.startsWith("-") && !/^-[eflAw]+$/.test(arg)) {
      await print(
        sys,
        `ps: invalid option -- '${arg.charAt(1)}'\n${BUSYBOX_BANNER}\n\nUsage: ps [-o COL1,COL2=HEADER] [-T]\n\nShow list of processes\n\n\t-o COL1,COL2=HEADER\tSelect columns for display\n\t-T\t\t\tShow threads\n`,
        STDERR,
      );
      return 1;
    }
  }
  const names = asked.length > 0 ? asked : ["pid", "user", "args"];
  const bad = names.find((name) => COLUMNS[name.split("=")[0] ?? ""] === undefined);
  if (bad !== undefined) {
    await print(sys, `ps: bad -o argument '${bad}', supported arguments: ${Object.keys(COLUMNS).join(",")}\n`, STDERR);
    return 1;
  }
  const values = columnTable(sys).columns;
  const users = new Map(accounts(sys).map(({ uid, name }) => [uid, name]));
  const cell = (process: ProcessInfo, name: string): string => {
    if (name === "args") return argsOf(process);
    if (name === "user") return (users.get(process.euid) ?? String(process.euid)).slice(0, 8);
    return values[name]?.value(process) ?? "";
  };
  const line = (texts: readonly string[], heading: boolean) =>
    texts
      .map((text, at) => {
        const column = COLUMNS[(names[at] ?? "").split("=")[0] ?? ""];
        if (column === undefined || (at === texts.length - 1 && (column.left || heading))) return text;
        return column.left || heading ? text.padEnd(column.width) : text.padStart(column.width);
      })
      .join(" ");
  const heads = names.map((name) => name.split("=")[1] ?? COLUMNS[name]?.header ?? "");
  let text = `${line(heads, true)}\n`;
  for (const process of readProcesses(sys))
    text += `${line(
      names.map((name) => cell(process, name.split("=")[0] ?? "")),
      false,
    ).trimEnd()}\n`;
  await print(sys, text);
  return 0;
}

/** The command line; a name that differs from the first argument's stands before it in braces. */
function argsOf({ args, comm }: ProcessInfo): string {
  const [first] = args;
  if (first === undefined) return `[${comm}]`;
  const text = args.join(" ");
  return baseName(first).replace(/^-/, "").startsWith(comm.slice(0, 15)) ? text : `{${comm}} ${text}`;
}
