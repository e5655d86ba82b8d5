import type { Program, Sys } from "#abi";
import { createArchive } from "./tar/create.ts";
import { extractArchive, listArchive } from "./tar/read.ts";
import { complain, Failure } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { utility } from "./tool/utility.ts";

/** What a run of tar works with. */
export interface TarJob {
  readonly archive: string;
  readonly members: readonly string[];
  readonly directory: string;
  readonly gzip: boolean;
  readonly verbose: boolean;
  readonly preserve: boolean;
  readonly keepOwner: boolean;
  readonly toStdout: boolean;
  readonly strip: number;
  readonly exclude: readonly RegExp[];
  readonly absolute: boolean;
  readonly dereference: boolean;
  readonly keepOld: boolean;
}

/** tar: create, list and extract archives. Models GNU tar 1.30; appending and comparing are not simulated. */
export const tar: Program = utility({
  name: "tar",
  summary: "GNU 'tar' saves many files together into a single tape or disk archive, and can\nrestore individual files from the archive.",
  usage: "[OPTION...] [FILE]...",
  package: "GNU tar 1.30",
  usageStatus: 64,
  options: {
    create: ["-c, --create", "create a new archive"],
    extract: ["-x, --extract", "extract files from an archive"],
    get: ["--get", ""],
    list: ["-t, --list", "list the contents of an archive"],
    append: ["-r, --append", "append files to the end of an archive"],
    update: ["-u, --update", "only append files newer than copy in archive"],
    compare: ["-d, --diff", "find differences between archive and file system"],
    absolute: ["-P, --absolute-names", "don't strip leading '/'s from file names"],
    auto: ["-a, --auto-compress", "use archive suffix to determine the compression program"],
    directory: ["-C, --directory=DIR", "change to directory DIR"],
    dereference: ["-h, --dereference", "follow symlinks; archive and dump the files they point to"],
    exclude: ["--exclude=PATTERN", "exclude files, given as a PATTERN"],
    file: ["-f, --file=ARCHIVE", "use archive file or device ARCHIVE"],
    gzip: ["-z, --gzip", "filter the archive through gzip"],
    keepOld: ["-k, --keep-old-files", "don't replace existing files when extracting, treat them as errors"],
    numeric: ["--numeric-owner", "always use numbers for user/group names"],
    preserve: ["-p, --preserve-permissions", "extract information about file permissions (default for superuser)"],
    sameOwner: ["--same-owner", "try extracting files with the same ownership as exists in the archive (default for superuser)"],
    noSameOwner: ["--no-same-owner", "extract files as yourself (default for ordinary users)"],
    strip: ["--strip-components=NUMBER", "strip NUMBER leading components from file names on extraction"],
    stdout: ["-O, --to-stdout", "extract files to standard output"],
    verbose: ["-v, --verbose", "verbosely list files processed"],
  },
  rewrite: oldOptions,
  async run(sys, { options, operands, given }) {
    if (options.append || options.update || options.compare)
      throw new Failure("only -c, -x and -t are simulated here: create a new archive instead", 2);
    const modes = [options.create, options.extract || options.get, options.list].filter(Boolean).length;
    if (modes === 0) return usage(sys, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
    if (modes > 1) return usage(sys, "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
    const root = sys.credentials().euid === 0;
    const archive = options.file ?? "-";
    const job: TarJob = {
      archive,
      members: operands,
      directory: options.directory ?? ".",
      gzip: options.gzip || (options.auto && /\.t?gz$/.test(archive)),
      verbose: options.verbose,
      preserve: options.preserve || root,
      keepOwner: (root || options.sameOwner) && !options.noSameOwner,
      toStdout: options.stdout,
      strip: Number(options.strip ?? 0),
      exclude: valuesOf(given, "exclude").map(globPattern),
      absolute: options.absolute,
      dereference: options.dereference,
      keepOld: options.keepOld,
    };
    const names = { verbose: given.filter(({ key }) => key === "verbose").length, numeric: options.numeric };
    const failed = options.create
      ? await createArchive(sys, job)
      : options.list
        ? await listArchive(sys, job, names)
        : await extractArchive(sys, job);
    if (failed) await complain(sys, "Exiting with failure status due to previous errors");
    return failed ? 2 : 0;
  },
});

async function usage(sys: Sys, text: string): Promise<number> {
  await complain(sys, `${text}\nTry 'tar --help' or 'tar --usage' for more information.`);
  return 2;
}

/** `tar xzf a.tgz -C d`: letters without a dash, whose values follow in order. */
function oldOptions(args: readonly string[]): readonly string[] {
  const [letters, ...rest] = args;
  if (letters === undefined || letters.startsWith("-") || letters === "") return args;
  const result: string[] = [];
  for (const letter of letters) {
    if ("fC".includes(letter)) {
      const value = rest.shift();
      result.push(`-${letter}`, ...(value === undefined ? [] : [value]));
    } else result.push(`-${letter}`);
  }
  return [...result, ...rest];
}

/** A pattern of --exclude: matches a whole path or any tail of it after a slash. */
function globPattern(pattern: string): RegExp {
  const body = pattern
    .replace(/\/$/, "")
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`(^|/)${body}(/|$)`, "s");
}
