import { isErrno, type Program, type Statfs, type Sys } from "#abi";
import { flavourOf } from "./tool/flavour.ts";
import { complainOf, Failure, linesOf, t } from "./tool/messages.ts";
import { lastOf, valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { humanSize } from "./tool/size.ts";
import { displayWidth } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

interface MountLine {
  readonly source: string;
  readonly target: string;
  readonly type: string;
}
interface Row {
  readonly mount: MountLine;
  readonly space: Statfs;
}

/** df: report file system disk space usage. Models GNU df. */
export const df: Program = utility({
  name: "df",
  summary: "Show information about the file system on which each FILE resides,\nor all file systems by default.",
  usage: "[OPTION]... [FILE]...",
  options: {
    all: ["-a, --all", "include pseudo, duplicate, inaccessible file systems"],
    human: ["-h, --human-readable", "print sizes in powers of 1024 (e.g., 1023M)"],
    si: ["-H, --si", "print sizes in powers of 1000 (e.g., 1.1G)"],
    inodes: ["-i, --inodes", "list inode information instead of block usage"],
    kilo: ["-k", "like --block-size=1K"],
    mega: ["-m", ""],
    local: ["-l, --local", "limit listing to local file systems"],
    portable: ["-P, --portability", "use the POSIX output format"],
    type: ["-t, --type=TYPE", "limit listing to file systems of type TYPE"],
    printType: ["-T, --print-type", "print file system type"],
    exclude: ["-x, --exclude-type=TYPE", "limit listing to file systems not of type TYPE"],
    total: ["--total", "elide all entries insignificant to available space, and produce a grand total"],
  },
  async run(sys, { options, operands, given }) {
    const mounts = linesOf(sys, "/proc/self/mounts").map(mountLine);
    const only = valuesOf(given, "type");
    const without = valuesOf(given, "exclude");
    let status = 0;
    const rows: Row[] = [];
    if (operands.length === 0) {
      const seen = new Set<string>();
      for (const mount of mounts) {
        const space = sys.statfs(mount.target);
        if (!options.all && (space.total === 0 || (mount.source.startsWith("/") && seen.has(mount.source)))) continue;
        seen.add(mount.source);
        rows.push({ mount, space });
      }
    }
    for (const file of operands) {
      try {
        const path = sys.realpath(file);
        rows.push({ mount: mountOf(mounts, path), space: sys.statfs(path) });
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complainOf(sys, file, error);
        status = 1;
      }
    }
    const listed = rows.filter(({ mount }) => (only.length === 0 || only.includes(mount.type)) && !without.includes(mount.type));
    if (listed.length === 0) {
      if (status !== 0) return status;
      throw new Failure("no file systems processed");
    }
    const unit = lastOf(given, "human", "si", "kilo", "mega") ?? "kilo";
    const look = { ...options, unit };
    await stdout(sys).print(flavourOf(sys) === "busybox" ? busyboxTable(listed, look) : table(sys, listed, look));
    return status;
  },
});

function mountLine(line: string): MountLine {
  const [source = "", target = "", type = ""] = line
    .split(" ")
    .map((field) => field.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))));
  return { source, target, type };
}

/** The mount that a resolved path lies on: the last one mounted at its longest prefix. */
function mountOf(mounts: readonly MountLine[], path: string): MountLine {
  const holds = ({ target }: MountLine): boolean => target === "/" || path === target || path.startsWith(`${target}/`);
  let best: MountLine = { source: "-", target: "/", type: "-" };
  for (const mount of mounts) if (holds(mount) && mount.target.length >= best.target.length) best = mount;
  return best;
}

interface Look {
  readonly unit: "human" | "si" | "kilo" | "mega";
  readonly inodes: boolean;
  readonly printType: boolean;
  readonly portable: boolean;
  readonly total: boolean;
}

/** As busybox's df prints: fixed columns, sizes rounded to the nearest. */
function busyboxTable(rows: readonly Row[], look: Look): string {
  const human = look.unit === "human" || look.unit === "si";
  const amount = (bytes: number): string => (human ? nearest(bytes) : String(Math.round(bytes / (look.unit === "mega" ? 1 << 20 : 1024))));
  const size = human ? "      Size" : look.unit === "mega" ? "1M-blocks" : "1K-blocks";
  const head = look.inodes
    ? "Filesystem              Inodes      Used Available Use% Mounted on"
    : `Filesystem           ${size.padEnd(15)}Used Available Use% Mounted on`;
  const line = ({ mount, space }: Row): string => {
    const [all, free] = look.inodes ? [space.files, space.filesFree] : [space.total, space.free];
    const cells = [all, all - free, free].map((value) => (look.inodes ? String(value) : amount(value)).padStart(9));
    const share = all === 0 ? 0 : Math.round(((all - free) * 100) / all);
    const name = mount.source.length > 20 ? `${mount.source}\n${" ".repeat(20)}` : mount.source.padEnd(20);
    return `${name} ${cells.join(" ")} ${`${share}`.padStart(3)}% ${mount.target}`;
  };
  return [head, ...rows.map(line)].map((text) => `${text}\n`).join("");
}

/** `32.0M`: one digit after the point always, except for nothing at all. */
function nearest(bytes: number): string {
  if (bytes === 0) return "0";
  let value = bytes / 1024;
  let unit = "K";
  for (const next of "MGT") {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${value.toFixed(1)}${unit}`;
}

function table(sys: Sys, rows: readonly Row[], look: Look): string {
  const amount = (bytes: number): string => {
    if (look.inodes) return look.unit === "human" ? humanSize(bytes) : String(bytes);
    if (look.unit === "human") return humanSize(bytes);
    if (look.unit === "si") return humanSize(bytes, 1000);
    return String(Math.ceil(bytes / (look.unit === "mega" ? 1 << 20 : 1024)));
  };
  const share = (used: number, free: number): string => (used + free === 0 ? "-" : `${Math.ceil((used / (used + free)) * 100)}%`);
  const word = t(sys);
  const size =
    look.unit === "human" || look.unit === "si"
      ? word`Size`
      : look.unit === "mega"
        ? word`1M-blocks`
        : look.portable
          ? word`1024-blocks`
          : word`1K-blocks`;
  const head = look.inodes
    ? [word`Inodes`, word`IUsed`, word`IFree`, word`IUse%`]
    : [
        size,
        word`Used`,
        look.unit === "human" || look.unit === "si" ? word`Avail` : word`Available`,
        look.portable ? word`Capacity` : word`Use%`,
      ];
  const row = (name: string, type: string, space: Statfs, target: string): string[] => {
    const [all, free] = look.inodes ? [space.files, space.filesFree] : [space.total, space.free];
    return [name, ...(look.printType ? [type] : []), amount(all), amount(all - free), amount(free), share(all - free, free), target];
  };
  const lines = [
    [word`Filesystem`, ...(look.printType ? [word`Type`] : []), ...head, word`Mounted on`],
    ...rows.map(({ mount, space }) => row(mount.source, mount.type, space, mount.target)),
  ];
  if (look.total) {
    const sum = rows.reduce(
      (all, { space }) => ({
        ...all,
        total: all.total + space.total,
        free: all.free + space.free,
        files: all.files + space.files,
        filesFree: all.filesFree + space.filesFree,
      }),
      { type: "-", source: "total", total: 0, free: 0, files: 0, filesFree: 0 },
    );
    lines.push(row("total", "-", sum, "-"));
  }
  return layOut(lines, look.printType ? 2 : 1);
}

/** Columns padded to their widest entry; the first `left` ones and the last are flush left, as df does it, with least widths of 14 and 5. */
function layOut(lines: readonly (readonly string[])[], left: number): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(column === 0 ? 14 : column < left ? 4 : 5, ...lines.map((line) => displayWidth(line[column] ?? ""))),
  );
  widths[left + 3] = Math.max(4, ...lines.map((line) => displayWidth(line[left + 3] ?? "")));
  return lines
    .map((line) =>
      line
        .map((cell, column) => {
          if (column === line.length - 1) return cell;
          const pad = " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
          return column < left ? cell + pad : pad + cell;
        })
        .join(" "),
    )
    .map((line) => `${line}\n`)
    .join("");
}
