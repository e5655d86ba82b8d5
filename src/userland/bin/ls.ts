import { isErrno, type Program, STDOUT, type Sys } from "#abi";
import { columns, commas, oneLine, rows } from "./ls/columns.ts";
import { type Entry, entryOf, type Listing, listingOf } from "./ls/listing.ts";
import { longLines, total } from "./ls/long.ts";
import { LS_OPTIONS, type Settings, settingsOf } from "./ls/settings.ts";
import { sortEntries } from "./ls/sort.ts";
import { join } from "./tool/files.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, errorText, t } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** ls: list directory contents. Models GNU ls, and busybox' where it looks different. */
export const ls: Program = utility({
  name: "ls",
  summary:
    "List information about the FILEs (the current directory by default).\nSort entries alphabetically if none of -cftuvSUX nor --sort is specified.",
  usage: "[OPTION]... [FILE]...",
  usageStatus: 2,
  options: LS_OPTIONS,
  async run(sys, parsed) {
    const settings = settingsOf(sys, parsed);
    const listing = listingOf(sys, settings);
    const files: Entry[] = [];
    const directories: Entry[] = [];
    let status = 0;
    for (const path of parsed.operands.length > 0 ? parsed.operands : ["."]) {
      try {
        const entry = entryOf(listing, path, path, true);
        (entry.type === "directory" && !settings.directory ? directories : files).push(entry);
      } catch (error) {
        if (!isErrno(error)) throw error;
        await told(sys, path, "access", error.code);
        status = flavourOf(sys) === "busybox" ? 1 : 2;
      }
    }
    if (files.length > 0) await show(listing, sortEntries(sys, settings, files), false);
    const titled = parsed.operands.length > 1 || settings.recursive;
    let first = files.length === 0;
    for (const directory of sortEntries(sys, settings, directories)) {
      const result = await listDirectory(listing, directory.path, titled, first, true, []);
      first = false;
      status = Math.max(status, result);
    }
    return status;
  },
});

async function listDirectory(
  listing: Listing,
  path: string,
  titled: boolean,
  first: boolean,
  named: boolean,
  above: readonly string[],
): Promise<number> {
  const { sys, settings } = listing;
  const entries: Entry[] = [];
  let status = 0;
  try {
    const names = sys.readdir(path).map((entry) => entry.name);
    for (const name of settings.hidden === "all" ? [".", "..", ...names] : names) {
      if (settings.hidden === "none" && name.startsWith(".")) continue;
      if (settings.ignore.some((pattern) => pattern.test(name))) continue;
      try {
        entries.push(entryOf(listing, join(path, name), name, false));
      } catch (error) {
        if (!isErrno(error)) throw error;
        await told(sys, join(path, name), "access", error.code);
        status = 1;
      }
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    await told(sys, path, "open", error.code);
    return named ? (flavourOf(sys) === "busybox" ? 1 : 2) : 1;
  }
  if (titled) await stdout(sys).print(`${first ? "" : "\n"}${path}:\n`);
  const sorted = sortEntries(sys, settings, entries);
  await show(listing, sorted, true);
  if (!settings.recursive) return status;
  for (const entry of sorted) {
    if (entry.type !== "directory" || entry.link !== undefined || entry.name === "." || entry.name === "..") continue;
    status = Math.max(status, await listDirectory(listing, entry.path, true, false, false, [...above, path]));
  }
  return status;
}

/** Prints entries in the chosen format; a directory's listing begins with its total in the long formats. */
async function show(listing: Listing, entries: readonly Entry[], isDirectory: boolean): Promise<void> {
  const { sys, settings } = listing;
  const out = stdout(sys);
  if (isDirectory && (settings.format === "long" || settings.blocks)) await out.print(`${t(sys)`total ${total(listing, entries)}`}\n`);
  const text = settings.format === "long" ? longLines(listing, entries) : FORMATS[settings.format](listing, entries);
  await out.print(text);
  if (sys.isatty(STDOUT)) await out.flush();
}

const FORMATS: Readonly<Record<Exclude<Settings["format"], "long">, (listing: Listing, entries: readonly Entry[]) => string>> = {
  one: oneLine,
  columns,
  across: rows,
  commas,
};

async function told(sys: Sys, path: string, what: "access" | "open", code: Parameters<typeof errorText>[1]): Promise<void> {
  const name = quoteAlways(sys, path);
  const isBusybox = flavourOf(sys) === "busybox";
  const text = isBusybox
    ? what === "open"
      ? `can't open '${path}'`
      : path
    : what === "open"
      ? t(sys)`cannot open directory ${name}`
      : t(sys)`cannot access ${name}`;
  await complain(sys, `${text}: ${errorText(sys, code)}`);
}
