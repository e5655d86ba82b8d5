/** Colours of names: LS_COLORS as dircolors(1) sets it, or ls' own defaults. */

import type { Stat, Sys } from "#abi";
import { flavourOf } from "../tool/flavour.ts";

export interface Colors {
  /** Whether targets of links have their colour too: only where broken links have one. */
  readonly paintsTargets: boolean;
  /** A name in the colour of its file. `broken` marks a link that leads nowhere. */
  paint(text: string, name: string, stat: Stat | undefined, broken?: boolean): string;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  rs: "0",
  di: "01;34",
  ln: "01;36",
  pi: "33",
  so: "01;35",
  bd: "01;33",
  cd: "01;33",
  su: "37;41",
  sg: "30;43",
  st: "37;44",
  ow: "34;42",
  tw: "30;42",
  ex: "01;32",
};

export function colorsOf(sys: Sys): Colors {
  if (flavourOf(sys) === "busybox") return { paintsTargets: true, paint: (text, _, stat) => `\x1b[${busyboxColor(stat)}m${text}\x1b[m` };
  const types = new Map(Object.entries(DEFAULTS));
  const endings: [string, string][] = [];
  for (const rule of (sys.env.get("LS_COLORS") ?? "").split(":")) {
    const [key = "", value] = rule.split("=");
    if (value === undefined) continue;
    if (key.startsWith("*")) endings.push([key.slice(1), value]);
    else types.set(key, value);
  }
  let begun = false;
  return {
    paintsTargets: types.has("or") || types.has("mi") || types.get("ln") === "target",
    paint(text, name, stat, broken = false) {
      const key = stat === undefined || broken ? (types.has("or") ? "or" : "ln") : typeKey(types, stat);
      const code = key === undefined ? endings.findLast(([ending]) => name.endsWith(ending))?.[1] : types.get(key);
      if (code === undefined || code === "0" || code === "00") return text;
      const start = begun ? "" : "\x1b[0m";
      begun = true;
      return `${start}\x1b[${code}m${text}\x1b[0m`;
    },
  };
}

function typeKey(types: ReadonlyMap<string, string>, { type, mode }: Stat): string | undefined {
  switch (type) {
    case "directory": {
      const sticky = (mode & 0o1000) !== 0;
      if ((mode & 0o002) !== 0) return sticky ? "tw" : "ow";
      return sticky && types.has("st") ? "st" : "di";
    }
    case "symlink":
      return "ln";
    case "fifo":
      return "pi";
    case "socket":
      return "so";
    case "block":
      return "bd";
    case "char":
      return "cd";
    case "file":
      if ((mode & 0o4000) !== 0) return "su";
      if ((mode & 0o2000) !== 0) return "sg";
      return (mode & 0o111) !== 0 ? "ex" : undefined;
  }
}

function busyboxColor(stat: Stat | undefined): string {
  switch (stat?.type) {
    case "directory":
      return "1;34";
    case "symlink":
      return "1;36";
    case "fifo":
      return "0;33";
    case "socket":
      return "1;35";
    case "block":
    case "char":
      return "1;33";
    default:
      return stat && (stat.mode & 0o111) !== 0 ? "1;32" : "0;0";
  }
}
