import { isErrno, modeNumber, modeString, type Program, type Stat, type Statfs, type Sys } from "#abi";
import { unescape } from "./echo.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, errorText, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { kindOf } from "./tool/prompt.ts";
import { quoteAlways } from "./tool/quote.ts";
import { strftime } from "./tool/strftime.ts";
import { textOf } from "./tool/text.ts";
import { type Names, namesOf } from "./tool/users.ts";
import { utility } from "./tool/utility.ts";
import { calendarOf, type Zone, zoneOf } from "./tool/zone.ts";

const DEFAULT =
  "  File: %Q\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Hd,%Ld\tInode: %-11i Links: %h\nAccess: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w\n";
const DEVICE = DEFAULT.replace("Links: %h", "Links: %-5h Device type: %t,%T");
const SYSTEM =
  '  File: "%n"\n    ID: %-8i Namelen: %-7l Type: %T\nBlock size: %-10s Fundamental block size: %S\nBlocks: Total: %-10b Free: %-10f Available: %a\nInodes: Total: %-10c Free: %d\n';
const BLOCK = 4096;

/** stat: display file or file system status. Models GNU stat. */
export const stat: Program = utility({
  name: "stat",
  summary: "Display file or file system status.",
  usage: "[OPTION]... FILE...",
  options: {
    follow: ["-L, --dereference", "follow links"],
    system: ["-f, --file-system", "display file system status instead of file status"],
    format: [
      "-c, --format=FORMAT",
      "use the specified FORMAT instead of the default;\n                             output a newline after each use of FORMAT",
    ],
    printf: [
      "--printf=FORMAT",
      "like --format, but interpret backslash escapes,\n                             and do not output a mandatory trailing newline",
    ],
    terse: ["-t, --terse", "print the information in terse form"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing operand`);
    const format =
      options.printf !== undefined
        ? textOf(unescape(options.printf).bytes)
        : options.format !== undefined
          ? `${options.format}\n`
          : undefined;
    const context: Context = { sys, names: namesOf(sys), zone: zoneOf(sys) };
    let status = 0;
    for (const path of operands) {
      try {
        if (options.system) await stdout(sys).print(fill(format ?? SYSTEM, (letter) => systemField(sys.statfs(path), path, letter)));
        else {
          const of = options.follow ? sys.stat(path) : sys.lstat(path);
          const terse = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n";
          await stdout(sys).print(
            fill(format ?? (options.terse ? terse : of.rdev ? DEVICE : DEFAULT), (letter, half) => field(context, of, path, letter, half)),
          );
        }
      } catch (error) {
        if (!isErrno(error)) throw error;
        const what = options.system
          ? `cannot read file system information for ${quoteAlways(sys, path)}`
          : flavourOf(sys) === "busybox"
            ? `can't stat '${path}'`
            : `cannot statx ${quoteAlways(sys, path)}`;
        await complain(sys, `${what}: ${errorText(sys, error.code)}`);
        status = 1;
      }
    }
    return status;
  },
});

interface Context {
  readonly sys: Sys;
  readonly names: Names;
  readonly zone: Zone;
}

/** Fills a format's directives, padded as printf(3) would. */
function fill(format: string, value: (letter: string, half: string) => string | undefined): string {
  return format.replace(
    /%(?:%|([-0+ #']*)(\d*)(?:\.(\d+))?([HL]?)([A-Za-z]))/g,
    (whole, flags: string | undefined, width: string, precision: string | undefined, half: string, letter: string) => {
      if (flags === undefined) return "%";
      const text = value(letter, half);
      if (text === undefined) return whole.length > 2 ? whole : "?";
      const cut = precision === undefined || /[XYZW]/.test(letter) ? text : text.slice(0, Number(precision));
      const places = Number(width);
      return flags.includes("-") ? cut.padEnd(places) : cut.padStart(places, flags.includes("0") ? "0" : " ");
    },
  );
}

function field({ sys, names, zone }: Context, of: Stat, path: string, letter: string, half: string): string | undefined {
  const time = (value: number) => strftime("%Y-%m-%d %H:%M:%S.%N %z", calendarOf(value, zone));
  const seconds = (value: number) => String(Math.floor(value / 1000));
  switch (letter) {
    case "a":
      return of.mode.toString(8);
    case "A":
      return modeString(of.type, of.mode);
    case "b":
      return String(of.blocks);
    case "B":
      return "512";
    case "d":
      return half === "H" ? String((of.dev >> 8) & 0xfff) : half === "L" ? String(of.dev & 0xff) : String(of.dev);
    case "D":
      return of.dev.toString(16);
    case "f":
      return modeNumber(of.type, of.mode).toString(16);
    case "F":
      return kindOf(of);
    case "g":
      return String(of.gid);
    case "G":
      return names.group(of.gid) ?? "UNKNOWN";
    case "h":
      return String(of.nlink);
    case "i":
      return String(of.ino);
    case "m":
      return mountPoint(sys, path);
    case "n":
      return path;
    case "N":
      return nameAndTarget(sys, of, path, true);
    case "Q":
      return nameAndTarget(sys, of, path, false);
    case "o":
      return String(BLOCK);
    case "s":
      return String(of.size);
    case "t":
      return (of.rdev?.major ?? 0).toString(16);
    case "T":
      return (of.rdev?.minor ?? 0).toString(16);
    case "u":
      return String(of.uid);
    case "U":
      return names.user(of.uid) ?? "UNKNOWN";
    case "w":
      return time(of.ctime);
    case "W":
      return seconds(of.ctime);
    case "x":
      return time(of.atime);
    case "X":
      return seconds(of.atime);
    case "y":
      return time(of.mtime);
    case "Y":
      return seconds(of.mtime);
    case "z":
      return time(of.ctime);
    case "Z":
      return seconds(of.ctime);
    case "C":
      return "?";
    default:
      return undefined;
  }
}

/** `file -> target` of a link, in quotes always or where a shell would need them. */
function nameAndTarget(sys: Sys, of: Stat, path: string, always: boolean): string {
  const plain = (name: string) => (!always && /^[\w@%+=:,./-]+$/.test(name) ? name : quoteAlways(sys, name));
  return of.type === "symlink" ? `${plain(path)} -> ${plain(sys.readlink(path))}` : plain(path);
}

function mountPoint(sys: Sys, path: string): string {
  let at = sys.realpath(path);
  const { dev } = sys.lstat(at);
  while (at !== "/") {
    const parent = at.slice(0, at.lastIndexOf("/")) || "/";
    if (sys.stat(parent).dev !== dev) return at;
    at = parent;
  }
  return "/";
}

function systemField(of: Statfs, path: string, letter: string): string | undefined {
  const blocks = (bytes: number) => String(Math.floor(bytes / BLOCK));
  switch (letter) {
    case "n":
      return path;
    case "i":
      return "0";
    case "l":
      return "255";
    case "t":
      return TYPES[of.type]?.[0] ?? "0";
    case "T":
      return TYPES[of.type]?.[1] ?? of.type;
    case "s":
    case "S":
      return String(BLOCK);
    case "b":
      return blocks(of.total);
    case "f":
    case "a":
      return blocks(of.free);
    case "c":
      return String(of.files);
    case "d":
      return String(of.filesFree);
    default:
      return undefined;
  }
}

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  ext4: ["ef53", "ext2/ext3"],
  overlay: ["794c7630", "overlayfs"],
  xfs: ["58465342", "xfs"],
  tmpfs: ["1021994", "tmpfs"],
  proc: ["9fa0", "proc"],
  sysfs: ["62656572", "sysfs"],
  devpts: ["1cd1", "devpts"],
};
