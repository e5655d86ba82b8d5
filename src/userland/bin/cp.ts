import type { Program } from "#abi";
import { type CopyOptions, copyPath, destinationOf } from "./tool/copy.ts";
import { lastOf, valuesOf } from "./tool/options.ts";
import { targetsOf } from "./tool/targets.ts";
import { utility } from "./tool/utility.ts";

/** cp: copy files and directories. Models GNU cp. */
export const cp: Program = utility({
  name: "cp",
  summary: "Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.",
  usage: ["[OPTION]... [-T] SOURCE DEST", "[OPTION]... SOURCE... DIRECTORY", "[OPTION]... -t DIRECTORY SOURCE..."],
  options: {
    archive: ["-a, --archive", "same as -dR --preserve=all"],
    attributesOnly: ["--attributes-only", "don't copy the file data, just the attributes"],
    keepLinks: ["-d", "same as --no-dereference --preserve=links"],
    force: ["-f, --force", "if an existing destination file cannot be\n                             opened, remove it and try again"],
    interactive: ["-i, --interactive", "prompt before overwrite (overrides a previous -n option)"],
    half: ["-H", "follow command-line symbolic links in SOURCE"],
    hardLink: ["-l, --link", "hard link files instead of copying"],
    dereference: ["-L, --dereference", "always follow symbolic links in SOURCE"],
    noClobber: ["-n, --no-clobber", "do not overwrite an existing file (overrides\n                             a previous -i option)"],
    noDereference: ["-P, --no-dereference", "never follow symbolic links in SOURCE"],
    preserve: ["-p", "same as --preserve=mode,ownership,timestamps"],
    preserveList: ["--preserve[=ATTR_LIST]", "preserve the specified attributes"],
    noPreserve: ["--no-preserve=ATTR_LIST", "don't preserve the specified attributes"],
    recursive: ["-R, -r, --recursive", "copy directories recursively"],
    reflink: ["--reflink[=WHEN]", "control clone/CoW copies"],
    removeDestination: [
      "--remove-destination",
      "remove each existing destination file before\n                             attempting to open it (contrast with --force)",
    ],
    sparse: ["--sparse=WHEN", "control creation of sparse files"],
    strip: ["--strip-trailing-slashes", "remove any trailing slashes from each SOURCE argument"],
    symbolicLink: ["-s, --symbolic-link", "make symbolic links instead of copying"],
    directory: ["-t, --target-directory=DIRECTORY", "copy all SOURCE arguments into DIRECTORY"],
    noDirectory: ["-T, --no-target-directory", "treat DEST as a normal file"],
    update: [
      "-u, --update",
      "copy only when the SOURCE file is newer\n                             than the destination file or when the\n                             destination file is missing",
    ],
    verbose: ["-v, --verbose", "explain what is being done"],
    oneSystem: ["-x, --one-file-system", "stay on this file system"],
  },
  async run(sys, { options, given, operands }) {
    const { sources, target, intoDirectory } = targetsOf(sys, operands, options.directory, options.noDirectory);
    const lists = valuesOf(given, "preserveList").flatMap((list) => (list === "" ? ["mode", "ownership", "timestamps"] : list.split(",")));
    const without = valuesOf(given, "noPreserve").flatMap((list) => list.split(","));
    const keeps = (name: string, byP: boolean) =>
      !without.includes(name) &&
      !without.includes("all") &&
      (options.archive || (byP && options.preserve) || lists.includes(name) || lists.includes("all"));
    const recursive = options.recursive || options.archive;
    const links = lastOf(given, "dereference", "noDereference", "archive", "keepLinks", "half");
    const clobber = lastOf(given, "interactive", "noClobber");
    const copying: CopyOptions = {
      recursive,
      force: options.force || options.removeDestination,
      interactive: clobber === "interactive",
      noClobber: clobber === "noClobber",
      update: options.update,
      verbose: options.verbose,
      follow:
        links === "dereference"
          ? "all"
          : links === "half"
            ? "named"
            : links !== undefined || recursive || options.symbolicLink
              ? "none"
              : "all",
      preserveMode: keeps("mode", true),
      preserveOwner: keeps("ownership", true),
      preserveTimes: keeps("timestamps", true),
      preserveLinks: keeps("links", false) || options.keepLinks,
      link: options.hardLink ? "hard" : options.symbolicLink ? "symbolic" : undefined,
      attributesOnly: options.attributesOnly,
    };
    const run = { sys, options: copying, links: new Map<string, string>() };
    let status = 0;
    for (const source of sources) if (!(await copyPath(run, source, destinationOf(source, target, intoDirectory), true))) status = 1;
    return status;
  },
});
