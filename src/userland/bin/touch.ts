import { isErrno, type Program, type Sys } from "#abi";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { parseDate } from "./tool/parse-date.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";
import { calendarOf, timeOf, zoneOf } from "./tool/zone.ts";

/** touch: change file timestamps. Models GNU touch. */
export const touch: Program = utility({
  name: "touch",
  summary:
    "Update the access and modification times of each FILE to the current time.\n\nA FILE argument that does not exist is created empty, unless -c or -h\nis supplied.",
  usage: "[OPTION]... FILE...",
  options: {
    access: ["-a", "change only the access time"],
    noCreate: ["-c, --no-create", "do not create any files"],
    date: ["-d, --date=STRING", "parse STRING and use it instead of current time"],
    ignored: ["-f", "(ignored)"],
    link: ["-h, --no-dereference", "affect each symbolic link instead of any referenced file"],
    modification: ["-m", "change only the modification time"],
    reference: ["-r, --reference=FILE", "use this file's times instead of current time"],
    stamp: ["-t=STAMP", "use [[CC]YY]MMDDhhmm[.ss] instead of current time"],
    time: ["--time=WORD", "change the specified time: access, atime, use, modify or mtime"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing file operand`);
    const times = chosenTimes(sys, options);
    const onlyAccess = options.access || /^(a|u)/.test(options.time ?? "");
    const onlyModification = options.modification || options.time?.startsWith("m");
    const atime = onlyModification && !onlyAccess ? undefined : times.atime;
    const mtime = onlyAccess && !onlyModification ? undefined : times.mtime;
    let status = 0;
    for (const path of operands) {
      try {
        if (path === "-") continue;
        if (!exists(sys, path, !options.link)) {
          if (options.noCreate || options.link) continue;
          sys.close(sys.open(path, { write: true, create: true }, 0o666));
        }
        sys.utimes(path, atime, mtime, !options.link);
      } catch (error) {
        if (!isErrno(error)) throw error;
        const what = error.code === "EPERM" ? `setting times of ${quoteAlways(sys, path)}` : t(sys)`cannot touch ${quoteAlways(sys, path)}`;
        await complain(sys, `${what}: ${errorText(sys, error.code)}`);
        status = 1;
      }
    }
    return status;
  },
});

function chosenTimes(
  sys: Sys,
  options: { readonly reference: string | undefined; readonly stamp: string | undefined; readonly date: string | undefined },
): { readonly atime: number; readonly mtime: number } {
  let atime = sys.now();
  let mtime = atime;
  if (options.reference !== undefined) {
    try {
      ({ atime, mtime } = sys.stat(options.reference));
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(`failed to get attributes of ${quoteAlways(sys, options.reference)}: ${errorText(sys, error.code)}`);
    }
  }
  if (options.stamp !== undefined) atime = mtime = stampTime(sys, options.stamp);
  if (options.date !== undefined) {
    const time = parseDate(options.date, mtime, zoneOf(sys));
    if (time === undefined) throw new Failure(`invalid date format ${quote(sys, options.date)}`);
    atime = mtime = time;
  }
  return { atime, mtime };
}

function stampTime(sys: Sys, stamp: string): number {
  const match = /^(\d\d)??(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(stamp);
  if (!match) throw new Failure(`invalid date format ${quote(sys, stamp)}`);
  const [, century, year, month, day, hour, minute, second] = match;
  const zone = zoneOf(sys);
  const short = Number(year);
  const full =
    year === undefined
      ? calendarOf(sys.now(), zone).year
      : century === undefined
        ? short + (short < 69 ? 2000 : 1900)
        : Number(century) * 100 + short;
  return timeOf(zone, full, Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0));
}

function exists(sys: Sys, path: string, follow: boolean): boolean {
  try {
    if (follow) sys.stat(path);
    else sys.lstat(path);
    return true;
  } catch (error) {
    if (isErrno(error, "ENOENT")) return false;
    throw error;
  }
}
