import { isErrno, type Program, type Sys } from "#abi";
import { eachFile } from "./tool/files.ts";
import { isKorean } from "./tool/locale.ts";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { parseDate } from "./tool/parse-date.ts";
import { quote, quoteIfNeeded } from "./tool/quote.ts";
import { fullFormat, strftime } from "./tool/strftime.ts";
import { utility } from "./tool/utility.ts";
import { readWholeText } from "./tool/whole.ts";
import { calendarOf, UTC, type Zone, zoneOf } from "./tool/zone.ts";

const RFC_3339: Readonly<Record<string, string>> = { date: "%Y-%m-%d", seconds: "%Y-%m-%d %H:%M:%S%:z", ns: "%Y-%m-%d %H:%M:%S.%N%:z" };
const ISO: Readonly<Record<string, string>> = {
  "": "%Y-%m-%d",
  date: "%Y-%m-%d",
  hours: "%Y-%m-%dT%H%:z",
  minutes: "%Y-%m-%dT%H:%M%:z",
  seconds: "%Y-%m-%dT%H:%M:%S%:z",
  ns: "%Y-%m-%dT%H:%M:%S,%N%:z",
};

/** date: print the system date and time. Models GNU date; the clock itself can't be set. */
export const date: Program = utility({
  name: "date",
  summary: "Display the current time in the given FORMAT, or set the system date.",
  usage: ["[OPTION]... [+FORMAT]", "[-u|--utc|--universal] [MMDDhhmm[[CC]YY][.ss]]"],
  options: {
    date: ["-d, --date=STRING", "display time described by STRING, not 'now'"],
    file: ["-f, --file=DATEFILE", "like --date; once for each line of DATEFILE"],
    iso: [
      "-I, --iso-8601[=FMT]",
      "output date/time in ISO 8601 format.\n                             FMT='date' for date only (the default),\n                             'hours', 'minutes', 'seconds', or 'ns'",
    ],
    email: ["-R, --rfc-email, --rfc-2822", "output date and time in RFC 5322 format."],
    rfc: ["--rfc-3339=FMT", "output date/time in RFC 3339 format: 'date', 'seconds', or 'ns'"],
    reference: ["-r, --reference=FILE", "display the last modification time of FILE"],
    set: ["-s, --set=STRING", "set time described by STRING"],
    utc: ["-u, --utc, --universal", "print or set Coordinated Universal Time (UTC)"],
  },
  async run(sys, { options, operands }) {
    const korean = isKorean(sys, "LC_TIME");
    const zone = options.utc ? UTC : zoneOf(sys);
    const [operand, extra] = operands;
    if (extra !== undefined) throw new UsageFailure(t(sys)`extra operand ${quote(sys, extra)}`);
    const settable = options.set ?? (operand?.startsWith("+") === false ? operand : undefined);
    if (settable !== undefined) return refuseToSet(sys, settable, zone);
    const format = operand?.slice(1) ?? fixedFormat(sys, options) ?? fullFormat(korean);
    const show = (time: number) => stdout(sys).print(`${strftime(format, calendarOf(time, zone), korean && !options.email)}\n`);
    if (options.file !== undefined) return eachLine(sys, options.file, zone, show);
    if (options.reference !== undefined) await show(modification(sys, options.reference));
    else if (options.date === undefined) await show(sys.now());
    else {
      const time = parseDate(options.date, sys.now(), zone);
      if (time === undefined) throw new Failure(`invalid date ${quote(sys, options.date)}`);
      await show(time);
    }
    return 0;
  },
});

function fixedFormat(
  sys: Sys,
  options: { readonly iso: string | undefined; readonly rfc: string | undefined; readonly email: boolean },
): string | undefined {
  if (options.email) return "%a, %d %b %Y %H:%M:%S %z";
  const [table, word, name] = options.iso !== undefined ? [ISO, options.iso, "--iso-8601"] : [RFC_3339, options.rfc, "--rfc-3339"];
  if (word === undefined) return undefined;
  const format = table[word] ?? Object.entries(table).find(([key]) => key !== "" && key.startsWith(word))?.[1];
  if (format !== undefined) return format;
  const valid = Object.keys(table)
    .filter((key) => key !== "")
    .map((key) => `  - ${quote(sys, key)}`);
  throw new UsageFailure(`invalid argument ${quote(sys, word)} for ${quote(sys, name)}\nValid arguments are:\n${valid.join("\n")}`);
}

function modification(sys: Sys, path: string): number {
  try {
    return sys.stat(path).mtime;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${quoteIfNeeded(sys, path)}: ${errorText(sys, error.code)}`);
  }
}

async function refuseToSet(sys: Sys, text: string, zone: Zone): Promise<number> {
  const isStamp = /^\d{8}(\d\d){0,2}(\.\d\d)?$/.test(text);
  const time = isStamp ? sys.now() : parseDate(text, sys.now(), zone);
  if (time === undefined) throw new Failure(`invalid date ${quote(sys, text)}`);
  await complain(sys, `cannot set date: ${errorText(sys, "EPERM")}`);
  await stdout(sys).print(`${strftime(fullFormat(isKorean(sys, "LC_TIME")), calendarOf(time, zone), isKorean(sys, "LC_TIME"))}\n`);
  return 1;
}

async function eachLine(sys: Sys, file: string, zone: Zone, show: (time: number) => Promise<void>): Promise<number> {
  let bad = 0;
  const status = await eachFile(sys, [file], async (fd) => {
    const text = await readWholeText(sys, fd);
    for (const line of text.split("\n").filter((one) => one !== "")) {
      const time = parseDate(line, sys.now(), zone);
      if (time !== undefined) await show(time);
      else {
        bad = 1;
        await complain(sys, `invalid date ${quote(sys, line)}`);
      }
    }
  });
  return status || bad;
}
